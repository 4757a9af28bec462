"""A trained network's answers for many images, a batch at a time."""

import operator
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from groundup._arrays import real_array
from groundup.layer import ACTIVATIONS
from groundup.network import Network

BATCH_SIZE = 500


def predict(
    network: Network, x: ArrayLike, batch_size: int = BATCH_SIZE
) -> np.ndarray:
    """Return the class probabilities of one image or of many.

    Parameters
    ----------
    network : Network
        With a softmax in its output layer, so that the answers are probabilities.
    x : array_like
        Shape (inputs,) or (n, inputs).
    batch_size : int
        How many images go through the network together.

    Returns
    -------
    numpy.ndarray
        Shape (classes,) or (n, classes); float32 if `x` and the network are.

    Raises
    ------
    TypeError, ValueError
        If `x` has another shape or holds anything but finite numbers, or `batch_size`
        is not a positive integer.

    Notes
    -----
    No row has a part in another row's answer, so the batch size cannot change it by
    more than rounding: BLAS adds in another order when it gets another number of rows.
    Beyond the answer, only one batch of hidden values is kept in memory.

    Examples
    --------
    >>> network = Network.random((4, 3, 2), seed=0)
    >>> x = [[0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 0, 0]]
    >>> np.allclose(predict(network, x, batch_size=2), network.forward(x))
    True
    """
    x = _images(network, x)
    return _Batches(network, x.dtype, min(_positive(batch_size), len(x))).answer(x)


def predict_stream(
    network: Network, arrays: Iterable[ArrayLike], batch_size: int = BATCH_SIZE
) -> Iterator[np.ndarray]:
    """Yield what `predict` returns for each array: one in, one out, none kept.

    Parameters
    ----------
    network : Network
    arrays : iterable of array_like
        Shape (inputs,) or (n, inputs) each: files of a folder, say, as they are read.
    batch_size : int
        How many images of one array go through the network together.

    Examples
    --------
    >>> network = Network.random((4, 3, 2), seed=0)
    >>> folder = (np.full((n, 4), 1 / n) for n in (1, 5, 2))
    >>> [answer.shape for answer in predict_stream(network, folder)]
    [(1, 2), (5, 2), (2, 2)]
    """
    batches = None
    for x in arrays:
        x = _images(network, x)
        if batches is None or x.dtype != batches.source:
            batches = _Batches(network, x.dtype, _positive(batch_size))
        yield batches.answer(x)


def accuracy(
    network: Network, x: ArrayLike, labels: ArrayLike, batch_size: int = BATCH_SIZE
) -> float:
    """Return the share of images whose most probable class is their label.

    Parameters
    ----------
    network : Network
    x : array_like, shape (n, inputs)
    labels : array_like, shape (n,)
        The number of each image's class.
    batch_size : int
        How many images go through the network together.

    Examples
    --------
    >>> network = Network.random((4, 3, 2), seed=0)
    >>> x = [[0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 0, 0]]
    >>> accuracy(network, x, predict(network, x).argmax(axis=1))
    1.0
    """
    x = _images(network, real_array(x, "x", ndim=2))
    labels = real_array(labels, "labels")
    if labels.shape != (len(x),):
        raise ValueError(
            f"labels has shape {labels.shape}; expected {(len(x),)}: one class an image"
        )
    batches = _Batches(network, x.dtype, min(_positive(batch_size), len(x)))
    right = 0
    for rows, probabilities in batches.of(x):
        right += np.count_nonzero(probabilities.argmax(axis=1) == labels[rows])
    return right / len(x)


class _Batches:
    """A network in the form that is fastest, with one array a layer to write into.

    A hidden sigmoid(z) is (1 + tanh(z / 2)) / 2: tanh costs less than exp and a
    division, and the halves go into the weights and biases before and after it.
    """

    def __init__(self, network: Network, source: np.dtype, size: int) -> None:
        self.source, self.size = source, size
        arrays = [a for layer in network.layers for a in (layer.weights, layer.bias)]
        self.dtype = np.result_type(source, np.float32, *arrays)
        self.layers = []
        halved = False
        for layer in network.layers:
            weights, bias, activation = layer.weights, layer.bias, layer.activation
            if halved:
                bias = bias + weights.sum(axis=0, dtype=float) / 2
                weights = weights / 2
            last = layer is network.layers[-1]
            halved = activation == "sigmoid" and not last
            if halved:
                weights, bias, activation = weights / 2, bias / 2, "tanh"
            weights, bias = weights.astype(self.dtype), bias.astype(self.dtype)
            out = np.empty((size, len(bias)), self.dtype, order="F" if last else "C")
            self.layers.append((weights, bias, activation, out))

    def of(self, x: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
        """Yield the rows of each batch and their answer, overwritten by the next."""
        for start in range(0, len(x), self.size):
            rows = slice(start, start + self.size)
            signal = x[rows]
            with np.errstate(all="ignore"):
                for weights, bias, activation, out in self.layers:
                    out = out[: len(signal)]
                    _weighted_sum(signal, weights, bias, out)
                    _activate(activation, out)
                    signal = out
            yield rows, signal

    def answer(self, x: np.ndarray) -> np.ndarray:
        if x.ndim == 1:
            return self.answer(x[np.newaxis])[0]
        answer = np.empty((len(x), len(self.layers[-1][1])), self.dtype)
        for rows, probabilities in self.of(x):
            answer[rows] = probabilities
        return answer


def _weighted_sum(
    x: np.ndarray, weights: np.ndarray, bias: np.ndarray, out: np.ndarray
) -> None:
    np.matmul(x, weights, out=out)
    out += bias
    if not np.isfinite(out).all():
        rows = ~np.isfinite(out).all(axis=1)
        if not np.isfinite(x[rows]).all():
            raise ValueError("x holds inf or nan; expected finite numbers")
        limits = np.finfo(out.dtype)
        small = 2.0 ** (-limits.maxexp // 2)
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


def _images(network: Network, x: ArrayLike) -> np.ndarray:
    x = real_array(x, "x")
    inputs = network.sizes[0]
    if x.ndim not in (1, 2) or x.shape[-1] != inputs:
        raise ValueError(
            f"x has shape {x.shape}; expected ({inputs},) or (n, {inputs})"
        )
    return x


def _positive(batch_size: int) -> int:
    size = operator.index(batch_size)
    if size < 1:
        raise ValueError(f"batch_size is {batch_size}; expected 1 or more")
    return size
