"""A trained network's answers for many images, a batch at a time."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from groundup._forward import batches
from groundup._policy import class_labels, real_array, whole_number
from groundup.network import Network

__all__ = ["BATCH_SIZE", "accuracy", "predict", "predict_stream"]

BATCH_SIZE = 960


def predict(network: Network, x: ArrayLike, batch_size: int = BATCH_SIZE) -> np.ndarray:
    """Return class probabilities, one row an image, of a network that ends in softmax.

    Parameters
    ----------
    network : Network
        One that ends in another activation is answered with what that gives: numbers
        without bounds for identity, 0 to 1 each on its own for sigmoid.
    x : array_like
        One image, shape (inputs,), or many, shape (n, inputs); finite numbers.
    batch_size : int, default 960
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
    The answer is that of `network.forward`. No image has a part in another one's. The
    batch size can therefore change an answer by rounding only: BLAS may add in another
    order when there are more rows. Beyond the answer, memory holds a single batch.

    Examples
    --------
    >>> network = Network.random((4, 3, 2), seed=0)
    >>> x = [[0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 0, 0]]
    >>> np.allclose(predict(network, x, batch_size=2), network.forward(x))
    True
    """
    x = _images(network, x)
    images = np.atleast_2d(x)
    answer = np.empty(0)
    for rows, outputs in batches(network, images, whole_number(batch_size, "batch_size", least=1)):
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
        The same for every array.
    arrays : iterable of array_like
        Files of a folder, say, as they are read: many images of shape (n, inputs), or
        one of shape (inputs,). Many are answered before the next array is taken; single
        ones wait until there are `batch_size` of them.
    batch_size : int, default 960
        How many images go through the network together.

    Yields
    ------
    numpy.ndarray
        Shape (n, classes) for many images, (classes,) for one.

    Raises
    ------
    TypeError, ValueError
        As `predict` does, when the array in question is reached.

    Examples
    --------
    >>> network = Network.random((4, 3, 2), seed=0)
    >>> folder = (np.full((n, 4), 1 / n) for n in (1, 5, 2))
    >>> [answer.shape for answer in predict_stream(network, folder)]
    [(1, 2), (5, 2), (2, 2)]
    """
    batch_size = whole_number(batch_size, "batch_size", least=1)
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
    """Return the share of images whose largest output is that of their label.

    Parameters
    ----------
    network : Network
        Its largest output is the class that it names.
    x : array_like, shape (n, inputs)
        One image a row; finite numbers.
    labels : array_like of int, shape (n,)
        The number of each image's class, counted from 0.
    batch_size : int, default 960
        How many images go through the network together.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If `x` or `batch_size` is not what `predict` takes, or `labels` holds anything
        but integers from 0 to classes - 1.

    Examples
    --------
    >>> network = Network.random((4, 3, 2), seed=0)
    >>> x = [[0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 0, 0]]
    >>> accuracy(network, x, predict(network, x).argmax(axis=1))
    1.0
    """
    x = _images(network, real_array(x, "x", ndim=2))
    labels = class_labels(labels, len(x), network.sizes[-1])
    right = 0
    for rows, outputs in batches(network, x, whole_number(batch_size, "batch_size", least=1)):
        right += int(np.count_nonzero(outputs.argmax(axis=1) == labels[rows]))
    return float(right / len(x))


def _images(network: Network, x: ArrayLike) -> np.ndarray:
    x = real_array(x, "x")
    inputs = len(network.layers[0].weights)
    if x.ndim not in (1, 2) or x.shape[-1] != inputs:
        raise ValueError(
            f"x has shape {x.shape}; expected ({inputs},) or (n, {inputs})"
        )
    return x
