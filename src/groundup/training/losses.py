"""How wrong a network's answers are, as one number: the loss."""

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import class_labels, finite_array, float_array, quiet

__all__ = ["as_probabilities", "cross_entropy", "squared_error", "targets"]

ROUNDING = 1e-3
"""How far from 1 probabilities may sum: rows that were rounded to three digits pass."""


def cross_entropy(probabilities: ArrayLike, labels: ArrayLike) -> float:
    """Return the mean over the rows of -log(probability of the right class).

    Parameters
    ----------
    probabilities : array_like, shape (n, classes)
        What a softmax gives: each row from 0 to 1, with the sum 1.
    labels : array_like
        The right classes: integers of shape (n,), or an array of shape (n, classes) with
        the probability that each class should have, as in one-hot labels.

    Returns
    -------
    float
        0 if every right class got probability 1, and never infinite: a probability of 0
        counts as the smallest normal number of its dtype.

    Raises
    ------
    TypeError, ValueError
        If a row is no probabilities, or `labels` do not fit.

    Examples
    --------
    >>> round(cross_entropy([[0.5, 0.5], [1.0, 0.0]], [0, 0]), 4)
    0.3466
    """
    y = as_probabilities(float_array(probabilities, "probabilities", ndim=2))
    t = as_probabilities(targets(labels, *y.shape), "labels")
    smallest = np.finfo(y.dtype).tiny
    return float(np.sum(t * np.log(1 / np.clip(y, smallest, 1))) / len(y))


@quiet
def squared_error(outputs: ArrayLike, labels: ArrayLike) -> float:
    """Return the mean over the rows of half the sum of the squared differences.

    Parameters
    ----------
    outputs : array_like, shape (n, outputs)
        What the output layer gives.
    labels : array_like
        What it should give, shape (n, outputs); (n,) will do for a single output. With
        more outputs, integers of shape (n,) are classes: 1 there and 0 elsewhere.

    Returns
    -------
    float
        0 if every output is what it should be; inf if a square is too large for its
        dtype.

    Raises
    ------
    TypeError, ValueError
        If `labels` do not fit, or a number is not finite.

    Examples
    --------
    >>> squared_error([[1.0], [4.0]], [1.0, 2.0])
    1.0
    """
    y = finite_array(float_array(outputs, "outputs", ndim=2), "outputs")
    t = targets(labels, *y.shape)
    return float(np.sum((y - t) ** 2) / 2 / len(y))


def targets(labels: ArrayLike, n: int, outputs: int) -> np.ndarray:
    """Return what each of the outputs should be, as an array of shape (n, outputs).

    Parameters
    ----------
    labels : array_like
        Shape (n, outputs), or (n,): one number each for a single output, else integers
        that name the output that should be 1 where the others are 0.
    n : int
        How many rows there are.
    outputs : int
        How many numbers each row should have.

    Examples
    --------
    >>> targets([2, 0], n=2, outputs=3)
    array([[0, 0, 1],
           [1, 0, 0]])
    """
    given = finite_array(labels, "labels")
    if given.ndim == 1 and outputs > 1:
        return np.equal.outer(class_labels(given, n, outputs), np.arange(outputs)) * 1
    if given.shape not in ((n, outputs), (n,)):
        wanted = f"({n},) or ({n}, {outputs})"
        raise ValueError(f"labels has shape {given.shape}; expected {wanted}")
    return given.reshape(n, outputs)


def as_probabilities(rows: np.ndarray, name: str = "probabilities") -> np.ndarray:
    """Return `rows` if each of them is made of probabilities that sum to 1."""
    outside = ~((rows >= 0) & (rows <= 1 + ROUNDING))
    if outside.any():
        raise ValueError(f"{name} holds {rows[outside][0]}; expected numbers from 0 to 1")
    sums = rows.sum(axis=1)
    wrong = np.abs(sums - 1) > ROUNDING
    if wrong.any():
        row = int(wrong.argmax())
        raise ValueError(f"{name} sum to {sums[row]:g} in row {row}; expected 1")
    return rows
