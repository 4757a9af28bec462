"""The output layer: its activation function and the decision follow from the task."""

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import real_array, without_nan

__all__ = ["OUTPUT_ACTIVATIONS", "decide", "output_activation"]

OUTPUT_ACTIVATIONS = {
    "regression": "identity",
    "binary": "sigmoid",
    "multiclass": "softmax",
}


def output_activation(task: str) -> str:
    """Return the name of the output layer's activation function.

    Parameters
    ----------
    task : str
        'regression' (any number), 'binary' (one of two classes, one neuron) or
        'multiclass' (one of several classes, one neuron each).

    Returns
    -------
    str
        'identity', 'sigmoid' or 'softmax'.

    Raises
    ------
    ValueError
        If the task is none of these.

    Examples
    --------
    >>> output_activation("multiclass")
    'softmax'
    """
    if not isinstance(task, str) or task not in OUTPUT_ACTIVATIONS:
        expected = ", ".join(OUTPUT_ACTIVATIONS)
        raise ValueError(f"task is {task!r}; expected one of {expected}")
    return OUTPUT_ACTIVATIONS[task]


def decide(y: ArrayLike, task: str) -> np.ndarray:
    """Return the answer that an output layer's numbers stand for.

    Parameters
    ----------
    y : array_like
        The network's output. For 'multiclass' the last axis holds the classes.
    task : str
        As for `output_activation`.

    Returns
    -------
    numpy.ndarray
        Regression: `y` itself. Binary: 1 where the probability is above a half, else
        0. Multiclass: the index of the largest probability, one axis fewer than `y`.

    Raises
    ------
    TypeError, ValueError
        If `y` is not made of real numbers or is empty, if the task is unknown, and for
        a class if `y` holds nan or, with two classes, anything outside 0 to 1.

    Examples
    --------
    >>> decide([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]], "multiclass")
    array([1, 0])
    """
    y = real_array(y, "y")
    activation = output_activation(task)
    if activation == "softmax":
        if y.ndim == 0:
            raise ValueError("y has shape (); expected (..., classes)")
        return np.argmax(without_nan(y, "y"), axis=-1)
    if activation == "sigmoid":
        if np.any(without_nan(y, "y") < 0) or np.any(y > 1):
            raise ValueError(
                f"y holds {y.min()} to {y.max()}; expected probabilities from 0 to 1"
            )
        return (y > 0.5).astype(int)
    return y[()]
