"""The one place that turns what a caller passes in into an array, or says why not."""

import numpy as np
from numpy.typing import ArrayLike


def real_array(value: ArrayLike, name: str, *, ndim: int | None = None) -> np.ndarray:
    """Return `value` as a non-empty array of real numbers.

    Parameters
    ----------
    value : array_like
        A number, a sequence or an array, of any shape.
    name : str
        What the caller calls it; error messages begin with it.
    ndim : int, optional
        The number of axes that it must have. Any number by default.

    Returns
    -------
    numpy.ndarray
        The same shape and dtype as `value`; not a copy where that can be avoided.

    Raises
    ------
    TypeError
        If `value` holds anything but booleans, integers or floats.
    ValueError
        If `value` is empty, ragged, or has another number of axes than `ndim`.

    Examples
    --------
    >>> real_array([[1, 2], [3, 4]], "x").shape
    (2, 2)
    >>> real_array([], "x")
    Traceback (most recent call last):
    ValueError: x is empty (shape (0,)); expected at least one number
    """
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} is ragged; expected rows of one length") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} has dtype {array.dtype}; expected real numbers")
    if array.size == 0:
        raise ValueError(
            f"{name} is empty (shape {array.shape}); expected at least one number"
        )
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} has shape {array.shape}; expected {ndim} axes")
    return array


def broadcast_shapes(**arrays: np.ndarray) -> tuple[int, ...]:
    """Return the shape that the named arrays broadcast to, or name their shapes.

    Examples
    --------
    >>> broadcast_shapes(x1=np.zeros((3, 1)), x2=np.zeros(4))
    (3, 4)
    >>> broadcast_shapes(x1=np.zeros(2), x2=np.zeros(3))
    Traceback (most recent call last):
    ValueError: x1 of shape (2,) and x2 of shape (3,) do not broadcast together
    """
    try:
        return np.broadcast(*arrays.values()).shape
    except ValueError:
        named = " and ".join(f"{name} of shape {a.shape}" for name, a in arrays.items())
        raise ValueError(f"{named} do not broadcast together") from None
