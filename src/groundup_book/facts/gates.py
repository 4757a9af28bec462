"""Numbers of the gates: their weights and biases, their lines, what one can make."""

from itertools import product

import numpy as np

from groundup.gates import AND, BLOCK, OR, Neuron

CORNERS = np.array(list(product((0, 1), repeat=2))).T


def _signed(number: float) -> str:
    return f"{number:g}".replace("-", "−")


def weight() -> str:
    """Return the weight of both inputs of AND and OR."""
    (value,) = {*AND.weights, *OR.weights}
    return _signed(value)


def and_bias() -> str:
    """Return the bias of AND."""
    return _signed(AND.bias)


def or_bias() -> str:
    """Return the bias of OR."""
    return _signed(OR.bias)


def and_threshold() -> str:
    """Return the sum that AND must exceed, its bias with the sign turned."""
    return _signed(-AND.bias)


def or_threshold() -> str:
    """Return the sum that OR must exceed, its bias with the sign turned."""
    return _signed(-OR.bias)


def and_line() -> str:
    """Return the value of x1 + x2 on AND's decision boundary."""
    return _signed(-AND.bias / AND.weights[0])


def or_line() -> str:
    """Return the value of x1 + x2 on OR's decision boundary."""
    return _signed(-OR.bias / OR.weights[0])


def tables() -> int:
    """Return how many truth tables two inputs have."""
    return 2 ** CORNERS.shape[1]


def tables_of_one_neuron() -> int:
    """Return how many of those truth tables one neuron can make."""
    steps = (-1.5, -1, -0.5, 0.5, 1, 1.5)
    neurons = (Neuron((w1, w2), b) for w1, w2, b in product(steps, repeat=3))
    return len({tuple(neuron(*CORNERS).tolist()) for neuron in neurons})


def block() -> int:
    """Return how many pairs go into one block."""
    return BLOCK
