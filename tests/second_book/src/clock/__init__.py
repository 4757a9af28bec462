"""Arithmetic on the face of a clock."""
