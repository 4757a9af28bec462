"""The largest numbers that the exponential function takes without overflow."""

import numpy as np


def exp_limit_float64() -> str:
    """Return the largest x whose exponential is finite in float64."""
    return f"{np.log(np.finfo(np.float64).max):.2f}"


def exp_limit_float32() -> str:
    """Return the largest x whose exponential is finite in float32."""
    return f"{np.log(np.finfo(np.float32).max):.2f}"


def exp_709() -> str:
    """Return exp(709) in float64, as Python prints it."""
    return repr(float(np.exp(709.0)))


def largest_float64() -> str:
    """Return the largest finite float64."""
    return f"{np.finfo(np.float64).max:.3e}"
