"""The inner product as projection: how far one vector reaches along another."""

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import broadcast_shapes, float_array, quiet, real_array, summable

__all__ = ["cosine", "inner", "norm", "projection", "signed_length"]


@quiet
def inner(a: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Return the inner product of two vectors, along the last axis.

    Parameters
    ----------
    a, b : array_like, shape (..., n)
        Vectors, or stacks of vectors that broadcast.

    Returns
    -------
    numpy.ndarray, shape (...)
        Positive where the vectors point the same way, zero where they are
        perpendicular, negative where they point apart.

    Raises
    ------
    TypeError, ValueError
        If an operand is not made of real vectors, or the shapes do not fit.

    Notes
    -----
    Equal to ``norm(base) * signed_length(a, base)`` with either vector as the base.

    Examples
    --------
    >>> inner([[6, 8], [0, 8], [-6, 8]], [15, 0])
    array([ 90,   0, -90])
    """
    a, b = _vectors(a=a, b=b)
    a, b = summable(a.shape[-1], a, b)
    return np.sum(a * b, axis=-1)


@quiet
def norm(a: ArrayLike) -> np.ndarray:
    """Return the length of a vector, the square root of its inner product with itself.

    Parameters
    ----------
    a : array_like, shape (..., n)

    Returns
    -------
    numpy.ndarray, shape (...)

    Raises
    ------
    TypeError, ValueError
        If `a` is not made of real vectors.

    Notes
    -----
    The components are first divided by a power of two near the largest, which loses
    no digit, so that the squares of very long or very short vectors stay in range.

    Examples
    --------
    >>> norm([[6, 8], [15, 0]])
    array([10., 15.])
    """
    scaled, exponent = _scaled(*_vectors(a=a))
    return np.ldexp(np.sqrt(inner(scaled, scaled)), exponent)


@quiet
def signed_length(a: ArrayLike, base: ArrayLike) -> np.ndarray:
    """Return how far `a` reaches along `base`; negative if it points the other way.

    Parameters
    ----------
    a, base : array_like, shape (..., n)

    Returns
    -------
    numpy.ndarray, shape (...)

    Raises
    ------
    TypeError, ValueError
        As for `inner`, and if `base` is a zero vector, which has no direction.

    Examples
    --------
    >>> signed_length([[6, 8], [-6, 8]], [15, 0])
    array([ 6., -6.])
    """
    a, base = _vectors(a=a, base=base)
    return inner(a, _direction(base, "base"))


@quiet
def projection(a: ArrayLike, base: ArrayLike) -> np.ndarray:
    """Return the shadow that `a` throws on the line through `base`.

    Parameters
    ----------
    a, base : array_like, shape (..., n)

    Returns
    -------
    numpy.ndarray, shape (..., n)
        A multiple of `base`; what is left of `a` is perpendicular to it.

    Raises
    ------
    TypeError, ValueError
        As for `signed_length`.

    Examples
    --------
    >>> projection([6, 8], [15, 0])
    array([6., 0.])
    """
    return signed_length(a, base)[..., np.newaxis] * _direction(base, "base")


@quiet
def cosine(a: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Return the inner product of the two directions, from -1 to 1.

    Parameters
    ----------
    a, b : array_like, shape (..., n)

    Returns
    -------
    numpy.ndarray, shape (...)

    Raises
    ------
    TypeError, ValueError
        As for `inner`, and if either is a zero vector.

    Examples
    --------
    >>> cosine([6, 8], [[15, 0], [-6, -8]])
    array([ 0.6, -1. ])
    """
    product = inner(_direction(a, "a"), _direction(b, "b"))
    return np.clip(product, -1, 1, dtype=product.dtype)


def _vectors(**values: ArrayLike) -> list[np.ndarray]:
    arrays = {name: real_array(value, name) for name, value in values.items()}
    for name, array in arrays.items():
        if array.ndim == 0:
            raise ValueError(f"{name} has shape (); expected a vector on the last axis")
    if len({array.shape[-1] for array in arrays.values()}) > 1:
        shapes = [f"{name} has shape {a.shape}" for name, a in arrays.items()]
        raise ValueError(f"{' and '.join(shapes)}; expected vectors of one length")
    broadcast_shapes(**arrays)
    return list(arrays.values())


def _scaled(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a = float_array(a, "a")
    exponent = np.frexp(np.max(np.abs(a), axis=-1))[1]
    return np.ldexp(a, -exponent[..., np.newaxis]), exponent


def _direction(value: ArrayLike, name: str) -> np.ndarray:
    (array,) = _vectors(**{name: value})
    scaled, _ = _scaled(array)
    length = np.sqrt(inner(scaled, scaled))[..., np.newaxis]
    if np.any(length == 0):
        raise ValueError(
            f"{name} (shape {array.shape}) holds a zero vector, which has no direction"
        )
    return scaled / length
