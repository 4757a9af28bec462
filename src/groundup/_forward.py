"""The forward pass that `predict` runs: one array a layer, overwritten by each batch."""

from collections.abc import Iterator

import numpy as np

from groundup._policy import quiet
from groundup.layer import ACTIVATIONS
from groundup.network import Network

__all__ = ["batches", "forward", "sigmoid"]


def batches(
    network: Network, x: np.ndarray, size: int
) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield the network's outputs for some rows of `x` after the others.

    Parameters
    ----------
    network : Network
    x : numpy.ndarray, shape (n, inputs)
        Real numbers.
    size : int
        How many rows a batch has at most; the last one may have fewer.

    Yields
    ------
    rows : slice
        Which rows of `x`.
    outputs : numpy.ndarray, shape (rows, outputs)
        To be read before the next batch is taken, which is written over it.
    """
    size = min(size, len(x))
    arrays = [
        np.empty(
            (size, len(layer.bias)),
            signal.weighted_sum.dtype,
            order="F" if layer.activation == "softmax" else "C",
        )
        for layer, signal in zip(network.layers, network.trace(x[:1]))
    ]
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        yield rows, forward(network, x[rows], arrays)


@quiet
def forward(network: Network, x: np.ndarray, arrays: list[np.ndarray]) -> np.ndarray:
    """Return `network.forward(x)`, each layer's sums written into its own array."""
    signal = x
    for layer, array in zip(network.layers, arrays):
        sums = array[: len(x)]
        np.matmul(signal.astype(sums.dtype, copy=False), layer.weights, out=sums)
        sums += layer.bias
        if not np.isfinite(np.vdot(sums, sums)):  # one inf or nan, and the squares add up to one
            sums[...] = layer.trace(signal).weighted_sum
        signal = ACTIVATE[layer.activation](sums)
    return signal


def sigmoid(a: np.ndarray) -> np.ndarray:
    """Write 1 / (1 + exp(-a)) over `a`: 0 where the exponential overflows."""
    np.negative(a, out=a)
    np.exp(a, out=a)
    a += 1
    np.divide(1, a, out=a)
    return a


ACTIVATE = {**ACTIVATIONS, "sigmoid": sigmoid}
