"""Numbers of the activation functions: where the naive sigmoid overflows, its slope."""

import numpy as np

from groundup.activations import sigmoid


def exp_limit_float64() -> str:
    """Return how far below 0 the naive sigmoid's exponential stays finite in float64."""
    return _exp_limit(np.float64)


def exp_limit_float32() -> str:
    """Return how far below 0 the naive sigmoid's exponential stays finite in float32."""
    return _exp_limit(np.float32)


def steepest_slope() -> str:
    """Return the largest slope of the sigmoid, from differences of its own values."""
    x = np.linspace(-8, 8, 16001)
    return f"{np.max(np.diff(sigmoid(x)) / np.diff(x)):.2f}"


def _exp_limit(dtype: type) -> str:
    low, high = dtype(0), dtype(1000)
    with np.errstate(over="ignore"):
        while (middle := (low + high) / 2) not in (low, high):
            low, high = (middle, high) if np.isfinite(np.exp(middle)) else (low, middle)
    return f"{low:.2f}"
