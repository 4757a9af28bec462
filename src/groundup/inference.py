"""A trained network's answers for many images, a batch at a time."""

import operator
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from groundup._forward import batches
from groundup._policy import class_labels, real_array
from groundup.network import Network

BATCH_SIZE = 960


def predict(network: Network, x: ArrayLike, batch_size: int = BATCH_SIZE) -> np.ndarray:
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
    No image has a part in another one's answer. The batch size can therefore change
    an answer by rounding only: BLAS may add in another order when there are more rows.
    Beyond the answer, memory holds a single batch.

    Examples
    --------
    >>> network = Network.random((4, 3, 2), seed=0)
    >>> x = [[0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 0, 0]]
    >>> np.allclose(predict(network, x, batch_size=2), network.forward(x))
    True
    """
    x = _images(network, x)
    images = np.atleast_2d(x)
    size = min(_positive(batch_size), len(images))
    answer = np.empty(0)
    for rows, outputs in batches(network, images, size):
        if rows.start == 0:
            answer = np.empty((len(images), outputs.shape[1]), outputs.dtype)
        answer[rows] = outputs
    return answer if x.ndim == 2 else answer[0]


def predict_stream(
    network: Network, arrays: Iterable[ArrayLike], batch_size: int = BATCH_SIZE
) -> Iterator[np.ndarray]:
    """Yield what `predict` returns for each array: one in, one out, in order.

    Parameters
    ----------
    network : Network
    arrays : iterable of array_like
        Files of a folder, say, as they are read: many images of shape (n, inputs), or
        one of shape (inputs,). Many are answered before the next array is taken; single
        ones wait until there are `batch_size` of them.
    batch_size : int
        How many images go through the network together.

    Examples
    --------
    >>> network = Network.random((4, 3, 2), seed=0)
    >>> folder = (np.full((n, 4), 1 / n) for n in (1, 5, 2))
    >>> [answer.shape for answer in predict_stream(network, folder)]
    [(1, 2), (5, 2), (2, 2)]
    """
    batch_size = _positive(batch_size)
    waiting = []
    for x in arrays:
        x = _images(network, x)
        if x.ndim == 1:
            waiting.append(x.copy())
        if waiting and (x.ndim == 2 or len(waiting) == batch_size):
            yield from predict(network, np.stack(waiting), batch_size)
            waiting = []
        if x.ndim == 2:
            yield predict(network, x, batch_size)
    if waiting:
        yield from predict(network, np.stack(waiting), batch_size)


def accuracy(
    network: Network,
    x: ArrayLike,
    labels: ArrayLike,
    batch_size: int = BATCH_SIZE,
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
    labels = class_labels(labels, len(x), network.sizes[-1])
    size = min(_positive(batch_size), len(x))
    right = 0
    for rows, outputs in batches(network, x, size):
        right += np.count_nonzero(outputs.argmax(axis=1) == labels[rows])
    return float(right / len(x))


def _images(network: Network, x: ArrayLike) -> np.ndarray:
    x = real_array(x, "x")
    inputs = len(network.layers[0].weights)
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
