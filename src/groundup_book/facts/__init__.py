"""The numbers that sentences use: one function a fact, one module a subject.

A page writes ``{{ fact softmax.exp_limit_float64 }}``.
"""
