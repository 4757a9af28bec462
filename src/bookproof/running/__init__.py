"""Runs examples, facts, figures and labs, each in a fresh interpreter, when it changed."""
