"""The functions that turn a neuron's sum into its output."""

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import real_array


def step(x: ArrayLike) -> np.ndarray:
    """Return 1 where `x` is above 0, and 0 elsewhere.

    Parameters
    ----------
    x : array_like
        Real numbers, of any shape.

    Returns
    -------
    numpy.ndarray
        Integers 0 and 1, the shape of `x`.

    Notes
    -----
    0 itself gives 0, as in the perceptron's rule ``w @ x + b > 0``.

    Examples
    --------
    >>> step([-0.5, 0, 0.5])
    array([0, 0, 1])
    """
    return (real_array(x, "x") > 0).astype(int)


def sigmoid(x: ArrayLike) -> np.ndarray:
    """Return 1 / (1 + exp(-x)), without overflow for any `x`.

    Parameters
    ----------
    x : array_like
        Real numbers, of any shape.

    Returns
    -------
    numpy.ndarray
        Numbers from 0 to 1, the shape of `x`. Floats keep their dtype.

    Notes
    -----
    For a negative `x`, numerator and denominator are multiplied by exp(x), so that
    only numbers up to 0 are ever exponentiated::

        1 / (1 + exp(-x)) = exp(x) / (exp(x) + 1)

    Such an exponential can underflow to 0, which is then the right answer.

    Examples
    --------
    >>> sigmoid([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    x = _floats(x)
    with np.errstate(under="ignore"):
        small = np.exp(-np.abs(x))
    return np.where(x < 0, small, 1) / (1 + small)


def relu(x: ArrayLike) -> np.ndarray:
    """Return `x` where it is above 0, and 0 elsewhere.

    Parameters
    ----------
    x : array_like
        Real numbers, of any shape.

    Returns
    -------
    numpy.ndarray
        The shape and dtype of `x`.

    Examples
    --------
    >>> relu([-2, 0, 3])
    array([0, 0, 3])
    """
    return np.maximum(0, real_array(x, "x"))


def identity(x: ArrayLike) -> np.ndarray:
    """Return `x` as it is, as an array: the output layer of a regression.

    Examples
    --------
    >>> identity([0.3, 0.7])
    array([0.3, 0.7])
    """
    return real_array(x, "x")[()]


def softmax(x: ArrayLike, axis: int = -1) -> np.ndarray:
    """Return the exponentials of `x`, divided by their sum along `axis`.

    Parameters
    ----------
    x : array_like
        Scores, shape (classes,) for one input or (n, classes) for a batch.
    axis : int, default -1
        The axis of the classes.

    Returns
    -------
    numpy.ndarray
        Probabilities that sum to 1 along `axis`, the shape of `x`. Floats keep their
        dtype.

    Notes
    -----
    Adding a constant to every score changes no probability. With the largest score
    moved to 0, no exponential is above 1, so that none overflows.

    Examples
    --------
    >>> softmax([[1000, 1000], [0, 0]])
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    x = _floats(x)
    with np.errstate(under="ignore"):
        exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
        return exps / np.sum(exps, axis=axis, keepdims=True)


def _floats(x: ArrayLike) -> np.ndarray:
    array = real_array(x, "x")
    return array if array.dtype.kind == "f" else array.astype(float)
