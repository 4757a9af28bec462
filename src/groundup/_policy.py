"""What every function of this library does with the numbers that it is given.

Taken
    A number, a (nested) sequence or an array of booleans, integers or floats, of any
    shape that the function's docstring allows, 0-d included. Subclasses such as
    `numpy.matrix` are read as the plain arrays that they hold.
Refused, in one sentence
    Empty and ragged arrays; complex numbers, text, dates and objects, which fractions
    and integers beyond 64 bits are to NumPy; masked arrays, whose mask would be lost.
Booleans and integers
    Count as whole numbers. Their sums and products are integers where 64 bits surely
    hold them, also where integers have 32 bits by default, and otherwise float64: they
    never wrap. Fractions made of them are float64. Beside floats NumPy's rules hold.
Floats
    float32, float64 and longdouble stay. float16 is a format to store numbers in:
    it is computed, and answered, in float32.
Inf and nan
    What is too large for its dtype becomes inf and what is undefined nan, without a
    warning, and both are carried on. An answer that is a decision (0 or 1, a class)
    cannot say nan, so nan is refused there. A network refuses both in its weights and
    its input, and a weighted sum that overflows becomes the largest number instead.
Nothing computed
    `identity`, `relu` and a regression's `decide` keep the dtype, whichever it is.
"""

from collections.abc import Sequence
from operator import index

import numpy as np
from numpy.typing import ArrayLike

__all__ = [
    "broadcast_shapes",
    "class_labels",
    "common_floats",
    "finite_array",
    "float_array",
    "float_dtype",
    "generator",
    "layer_sizes",
    "quiet",
    "real_array",
    "summable",
    "weighted_sum",
    "whole_number",
    "without_nan",
]

quiet = np.errstate(all="ignore")
"""Decorates what computes with floats: inf and nan say more than a warning."""


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
        If `value` holds anything but booleans, integers or floats, or is masked.
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
        masked = _is_masked(value)
        array = np.asarray([] if masked else value)
    except (ValueError, RecursionError):
        raise ValueError(f"{name} is ragged; expected rows of one length") from None
    if masked:
        raise TypeError(f"{name} is masked, which would be lost; expected a plain array")
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} has dtype {array.dtype}; expected real numbers")
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}); expected at least one number")
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} has shape {array.shape}; expected {ndim} axes")
    return array


def float_dtype(*arrays: np.ndarray) -> np.dtype[np.floating]:
    """Return the dtype in which fractions of all these arrays' numbers are computed.

    Examples
    --------
    >>> float_dtype(np.array([1, 2])), float_dtype(np.float16([1, 2]))
    (dtype('float64'), dtype('float32'))
    """
    each = [a.dtype if a.dtype.kind == "f" else np.dtype(np.float64) for a in arrays]
    return np.result_type(np.float32, *each)


def float_array(value: ArrayLike, name: str, *, ndim: int | None = None) -> np.ndarray:
    """Return `value` as floats of the dtype that `float_dtype` tells.

    Parameters and errors are those of `real_array`.

    Examples
    --------
    >>> float_array([1, 2], "x"), float_array(np.float16([1, 2]), "x")
    (array([1., 2.]), array([1., 2.], dtype=float32))
    """
    array = real_array(value, name, ndim=ndim)
    return array.astype(float_dtype(array), copy=False)


def common_floats(**values: ArrayLike) -> list[np.ndarray]:
    """Return the named values as floats of one dtype, which must broadcast together.

    Examples
    --------
    >>> common_floats(x1=[1, 2], x2=np.float32(3))
    [array([1., 2.]), array(3.)]
    """
    arrays = {name: real_array(value, name) for name, value in values.items()}
    broadcast_shapes(**arrays)
    dtype = float_dtype(*arrays.values())
    return [array.astype(dtype, copy=False) for array in arrays.values()]


def finite_array(value: ArrayLike, name: str, *, ndim: int | None = None) -> np.ndarray:
    """Return `value` as `real_array` does, if it holds neither inf nor nan.

    Examples
    --------
    >>> finite_array([1, np.nan], "x")
    Traceback (most recent call last):
    ValueError: x holds inf or nan; expected finite numbers
    """
    array = real_array(value, name, ndim=ndim)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds inf or nan; expected finite numbers")
    return array


def without_nan(array: np.ndarray, name: str) -> np.ndarray:
    """Return `array`, from which something is to be decided, if it holds no nan.

    Examples
    --------
    >>> without_nan(np.array([0.5, np.nan]), "y")
    Traceback (most recent call last):
    ValueError: y holds nan, from which nothing can be decided; expected numbers
    """
    if np.isnan(array.min()):
        raise ValueError(f"{name} holds nan, from which nothing can be decided; expected numbers")
    return array


def class_labels(labels: ArrayLike, n: int, classes: int) -> np.ndarray:
    """Return `labels` as `n` integers from 0 to `classes` - 1, or say what they are.

    Parameters
    ----------
    labels : array_like of int, shape (n,)
        One class an input, counted from 0. Neither booleans nor floats, not even 3.0.
    n : int
        How many there must be.
    classes : int
        How many classes there are.

    Returns
    -------
    numpy.ndarray of numpy.intp, shape (n,)

    Examples
    --------
    >>> class_labels([3, 10], 2, 10)
    Traceback (most recent call last):
    ValueError: labels holds 10; expected whole numbers from 0 to 9
    """
    labels = real_array(labels, "labels")
    if labels.shape != (n,):
        raise ValueError(f"labels has shape {labels.shape}; expected ({n},): one class an input")
    if labels.dtype.kind not in "iu":
        raise TypeError(f"labels has dtype {labels.dtype}; expected integers")
    wrong = labels[(labels < 0) | (labels >= classes)]
    if wrong.size:
        raise ValueError(f"labels holds {wrong[0]}; expected whole numbers from 0 to {classes - 1}")
    return labels.astype(np.intp)


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


def summable(terms: int, *factors: np.ndarray) -> list[np.ndarray]:
    """Return the arrays in one dtype that holds sums of their products.

    Parameters
    ----------
    terms : int
        How many products of one number from each array are added, at most.
    *factors : numpy.ndarray
        Arrays of real numbers.

    Returns
    -------
    list of numpy.ndarray
        With a float among them in NumPy's common dtype, at least float32. Otherwise in
        the first of the default integer, int64 and float64 that holds every such sum.

    Examples
    --------
    >>> summable(784, np.array([255], np.uint8), np.array([255], np.uint8))
    [array([255]), array([255])]
    >>> summable(1, np.array([2**40]), np.array([2**40]))
    [array([1.09951163e+12]), array([1.09951163e+12])]
    """
    dtype = np.result_type(np.float32, *factors)
    if all(array.dtype.kind in "biu" for array in factors):
        for array in factors:
            terms *= max(-int(array.min()), int(array.max()), 1)
        fitting = (np.dtype(t) for t in (int, np.int64) if terms <= np.iinfo(t).max)
        dtype = next(fitting, np.dtype(np.float64))
    return [array.astype(dtype, copy=False) for array in factors]


def whole_number(value: int, name: str, *, least: int) -> int:
    """Return `value` as an integer of at least `least`.

    Examples
    --------
    >>> whole_number(0, "epochs", least=1)
    Traceback (most recent call last):
    ValueError: epochs is 0; expected a whole number, 1 or more
    """
    try:
        number = index(value)
    except TypeError:
        number = least - 1
    if number < least:
        raise ValueError(f"{name} is {value!r}; expected a whole number, {least} or more")
    return number


def generator(seed: int | None) -> np.random.Generator:
    """Return what draws the numbers of `seed`, other ones each time if that is None.

    Examples
    --------
    >>> generator(-1)
    Traceback (most recent call last):
    ValueError: seed is -1; expected a whole number, 0 or more
    """
    return np.random.default_rng(seed if seed is None else whole_number(seed, "seed", least=0))


def layer_sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    """Return `sizes`, the inputs and then the neurons of each layer, as a tuple.

    Examples
    --------
    >>> layer_sizes([4])
    Traceback (most recent call last):
    ValueError: sizes is [4]; expected two whole numbers or more, each at least 1
    """
    try:
        whole = tuple(map(index, sizes))
    except TypeError:
        whole = ()
    if len(whole) < 2 or min(whole) < 1:
        raise ValueError(f"sizes is {sizes!r}; expected two whole numbers or more, each at least 1")
    return whole


@quiet
def weighted_sum(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Return ``x @ weights + bias``; the largest number in place of an overflow.

    Parameters
    ----------
    x : numpy.ndarray, shape (inputs,) or (n, inputs)
        Finite numbers.
    weights : numpy.ndarray, shape (inputs, outputs)
        Finite floats.
    bias : numpy.ndarray, shape (outputs,)
        Finite floats.

    Returns
    -------
    numpy.ndarray, shape (outputs,) or (n, outputs)
        Finite. A sum that overflows on the way is worked out again from factors scaled
        by powers of two.

    Examples
    --------
    >>> x, weights = np.array([1e308, 1e308]), np.array([[9.0, 9.0], [-9.0, 9.0]])
    >>> weighted_sum(x, weights, bias=np.array([1e308, 0]))
    array([1.00000000e+308, 1.79769313e+308])
    """
    dtype = np.result_type(np.float32, x, weights, bias)
    x = x.astype(dtype, copy=False)
    sums: np.ndarray = x @ weights + bias
    overflowed = ~np.isfinite(sums)
    if overflowed.any():
        x, weights = np.insert(x, 0, 1, axis=-1), np.vstack([bias, weights])
        x_scale, w_scale = (np.frexp(np.abs(a).max())[1] for a in (x, weights))
        scaled = np.ldexp(x, -x_scale) @ np.ldexp(weights.astype(dtype), -w_scale)
        limits = np.finfo(dtype)
        again = np.clip(np.ldexp(scaled, x_scale + w_scale), limits.min, limits.max)
        sums = np.where(overflowed, again, sums)
    return sums


def _is_masked(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return any(map(_is_masked, value))
    return isinstance(value, np.ndarray) and hasattr(value, "mask")
