"""Numbers of collapsed layers: how much of a linear network is left."""

import numpy as np

from groundup.linearity import collapse

SIZES = (784, 50, 100, 10)


def _layers() -> list[tuple[np.ndarray, np.ndarray]]:
    return [(np.zeros((m, n)), np.zeros(n)) for m, n in zip(SIZES, SIZES[1:])]


def layered_parameters() -> int:
    """Return how many weights and biases a 784-50-100-10 network has."""
    return sum(weights.size + bias.size for weights, bias in _layers())


def collapsed_parameters() -> int:
    """Return how many are left when its layers are linear and collapse into one."""
    weights, bias = collapse(*_layers())
    return weights.size + bias.size
