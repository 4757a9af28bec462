"""A network's forward pass that makes no new arrays and spares what it can."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from groundup.layer import ACTIVATIONS
from groundup.network import Network

SMALL = 10**6
"""OpenBLAS copies matrices into another order before it multiplies them. Where the
processor has AVX-512, it does without for up to so many multiplications."""
BOUNDED = ("tanh", "sigmoid", "softmax", "step")


class _Step(NamedTuple):
    weights: np.ndarray
    biases: np.ndarray
    activation: str
    can_overflow: bool


class ForwardPass:
    """A network with one array a layer, which every batch overwrites.

    Parameters
    ----------
    network : Network
    x_dtype : numpy.dtype
        Of the batches to come.
    size : int
        Of the largest batch to come.
    """

    def __init__(self, network: Network, x_dtype: np.dtype, size: int) -> None:
        arrays = [a for layer in network.layers for a in (layer.weights, layer.bias)]
        self.dtype = np.result_type(x_dtype, np.float32, *arrays)
        with np.errstate(all="ignore"):
            self.steps = _steps(network, self.dtype)
        *hidden, classes = network.sizes[1:]
        self.outs = [np.empty((size, n), self.dtype) for n in hidden]
        self.outs.append(np.empty((size, classes), self.dtype, order="F"))

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """Return the output layer's activation, shape (len(x), classes)."""
        with np.errstate(all="ignore"):
            for step, out in zip(self.steps, self.outs):
                out = out[: len(x)]
                _weighted_sum(x, step.weights, step.biases, out)
                if step.can_overflow and not np.isfinite(out).all():
                    _saturate(x, step.weights, step.biases[0], out)
                _activate(step.activation, out)
                x = out
        return x


@lru_cache(maxsize=4)
def _steps(network: Network, dtype: np.dtype) -> tuple[_Step, ...]:
    """Turn every hidden sigmoid into a tanh, which costs less and cannot overflow.

    sigmoid(z) = (1 + tanh(z / 2)) / 2, and the halves go into the weights and biases
    before and after it. The bias is repeated for each row of a small product.
    """
    steps = []
    halved = bounded = False
    for layer in network.layers:
        weights, bias, activation = layer.weights, layer.bias, layer.activation
        if halved:
            bias = bias + weights.sum(axis=0, dtype=float) / 2
            weights = weights / 2
        halved = activation == "sigmoid" and layer is not network.layers[-1]
        if halved:
            weights, bias, activation = weights / 2, bias / 2, "tanh"
        rows = min(SMALL // weights.size, 192) // 12 * 12
        biases = np.tile(bias.astype(dtype), (rows or 1, 1))
        largest = np.abs(weights).sum(axis=0, dtype=float) + np.abs(bias)
        can_overflow = not bounded or largest.max() >= np.finfo(dtype).max
        steps.append(_Step(weights.astype(dtype), biases, activation, can_overflow))
        bounded = activation in BOUNDED
    return tuple(steps)


def _weighted_sum(
    x: np.ndarray, weights: np.ndarray, biases: np.ndarray, out: np.ndarray
) -> None:
    """Write x @ weights + bias into `out`, in small products where that is possible."""
    inputs, outputs = weights.shape
    rows = len(biases) if len(biases) > 1 else len(x)
    whole = len(x) - len(x) % rows
    if whole:
        sums = out[:whole].reshape(-1, rows, outputs)
        np.matmul(x[:whole].reshape(-1, rows, inputs), weights, out=sums)
        sums += biases
    if whole < len(x):
        rest = out[whole:]
        np.matmul(x[whole:], weights, out=rest)
        rest += biases[0]


def _saturate(
    x: np.ndarray, weights: np.ndarray, bias: np.ndarray, out: np.ndarray
) -> None:
    """Mend the rows that overflowed; a sum that is too large becomes the largest."""
    rows = ~np.isfinite(out).all(axis=1)
    if not np.isfinite(x[rows]).all():
        raise ValueError("x holds inf or nan; expected finite numbers")
    limits = np.finfo(out.dtype)
    small = 2.0 ** -(limits.maxexp // 2)
    sums = (x[rows] * small) @ weights / small + bias
    out[rows] = np.clip(sums, limits.min, limits.max)


def _activate(name: str, z: np.ndarray) -> None:
    if name == "tanh":
        np.tanh(z, out=z)
    elif name == "softmax":
        z -= z.max(axis=1, keepdims=True)
        np.exp(z, out=z)
        z /= z.sum(axis=1, keepdims=True)
    else:
        z[...] = ACTIVATIONS[name](z)
