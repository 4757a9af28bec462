"""The functions that turn a neuron's sum into its output."""

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import float_array, quiet, real_array, without_nan

__all__ = ["identity", "relu", "sigmoid", "softmax", "step", "tanh"]


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

    Raises
    ------
    TypeError, ValueError
        If `x` is not made of real numbers, is empty or holds nan.

    Notes
    -----
    0 itself gives 0, as in the perceptron's rule ``w @ x + b > 0``.

    Examples
    --------
    >>> step([-0.5, 0, 0.5])
    array([0, 0, 1])
    """
    return (without_nan(real_array(x, "x"), "x") > 0).astype(int)


@quiet
def sigmoid(x: ArrayLike) -> np.ndarray:
    """Return 1 / (1 + exp(-x)), without overflow for any `x`.

    Parameters
    ----------
    x : array_like
        Real numbers, of any shape.

    Returns
    -------
    numpy.ndarray
        Numbers from 0 to 1, the shape of `x`; float64 for integers, float32 for
        float16, otherwise the dtype of `x`.

    Raises
    ------
    TypeError, ValueError
        If `x` is not made of real numbers or is empty.

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
    x = float_array(x, "x")
    small = np.exp(-np.abs(x))
    return np.where(x < 0, small, 1) / (1 + small)


@quiet
def tanh(x: ArrayLike) -> np.ndarray:
    """Return the hyperbolic tangent of `x`: a sigmoid stretched to reach from -1 to 1.

    Parameters
    ----------
    x : array_like
        Real numbers, of any shape.

    Returns
    -------
    numpy.ndarray
        Numbers from -1 to 1, the shape of `x`; float64 for integers, float32 for
        float16, otherwise the dtype of `x`.

    Raises
    ------
    TypeError, ValueError
        If `x` is not made of real numbers or is empty.

    Notes
    -----
    The two are one curve, ``tanh(x) = 2 * sigmoid(2 * x) - 1``.

    Examples
    --------
    >>> tanh([-1000, 0, 1000])
    array([-1.,  0.,  1.])
    """
    return np.tanh(float_array(x, "x"))


def relu(x: ArrayLike) -> np.ndarray:
    """Return `x` where it is above 0, and 0 elsewhere.

    Parameters
    ----------
    x : array_like
        Real numbers, of any shape.

    Returns
    -------
    numpy.ndarray
        The shape and dtype of `x`; integers for booleans.

    Raises
    ------
    TypeError, ValueError
        If `x` is not made of real numbers or is empty.

    Examples
    --------
    >>> relu([-2, 0, 3])
    array([0, 0, 3])
    """
    return np.maximum(0, real_array(x, "x"))


def identity(x: ArrayLike) -> np.ndarray:
    """Return `x` as it is, as an array: the output layer of a regression.

    Parameters
    ----------
    x : array_like
        Real numbers, of any shape.

    Returns
    -------
    numpy.ndarray
        The shape and dtype of `x`.

    Raises
    ------
    TypeError, ValueError
        If `x` is not made of real numbers or is empty.

    Examples
    --------
    >>> identity([0.3, 0.7])
    array([0.3, 0.7])
    """
    return real_array(x, "x")[()]


@quiet
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
        Probabilities that sum to 1 along `axis`, the shape of `x`; float64 for
        integers, float32 for float16, otherwise the dtype of `x`. A row with nan or a
        score of inf is all nan.

    Raises
    ------
    TypeError, ValueError
        If `x` is not made of real numbers, is empty or has no such axis.

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
    x = float_array(x, "x")
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / np.sum(exps, axis=axis, keepdims=True)
