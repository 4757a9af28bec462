"""What `dot` and `matmul` mean: which rows meet which columns."""

from operator import index

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import quiet, real_array, summable

__all__ = ["dot", "dot_shape", "matmul", "matmul_shape"]

Shape = tuple[int, ...]


def dot_shape(a: Shape, b: Shape) -> Shape:
    """Return the shape of ``dot(a, b)``: the stack axes of `a`, then those of `b`.

    Parameters
    ----------
    a, b : tuple of int
        Two shapes, every axis 1 or longer. The last axis of `a` meets the second-to-last of `b` (its only
        one, if it has one); that axis is summed away.

    Returns
    -------
    tuple of int

    Raises
    ------
    ValueError
        If the axes that meet differ in length, or an axis is shorter than 1.

    Examples
    --------
    >>> dot_shape((2, 3, 4), (2, 4, 3))
    (2, 3, 2, 3)
    """
    a, b = _axes(a, "a"), _axes(b, "b")
    if not a or not b:
        return a + b
    _check_that_axes_meet(a, b)
    return a[:-1] + b[:-2] + b[1:][-1:]


def matmul_shape(a: Shape, b: Shape) -> Shape:
    """Return the shape of ``matmul(a, b)``: the stack axes of both, broadcast.

    Parameters
    ----------
    a, b : tuple of int
        Two shapes of at least one axis, each 1 or longer. The axes that meet are those
        of `dot_shape`.

    Returns
    -------
    tuple of int

    Raises
    ------
    ValueError
        If the axes that meet differ in length, if an axis is shorter than 1, if a
        shape has no axis, or if the stacks do not broadcast.

    Examples
    --------
    >>> matmul_shape((2, 3, 4), (2, 4, 3))
    (2, 3, 3)
    """
    a, b = _axes(a, "a"), _axes(b, "b")
    if not a or not b:
        raise ValueError(f"a has shape {a} and b {b}; expected at least one axis each")
    _check_that_axes_meet(a, b)
    try:
        stack = np.broadcast_shapes(a[:-2], b[:-2])
    except ValueError:
        raise ValueError(
            f"the stacks {a[:-2]} of a and {b[:-2]} of b do not pair one to one"
        ) from None
    return stack + a[:-1][-1:] + b[1:][-1:]


@quiet
def dot(a: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Multiply every row of `a` with every column of `b`, whichever matrix it is in.

    Parameters
    ----------
    a : array_like, shape (..., n)
    b : array_like, shape (..., n, columns) or (n,)

    Returns
    -------
    numpy.ndarray
        Shape ``dot_shape(a.shape, b.shape)``. A plain number multiplies all of the
        other operand.

    Raises
    ------
    TypeError, ValueError
        If an operand is not an array of real numbers, or the shapes do not fit.

    Notes
    -----
    For stacks of matrices, ``dot(a, b)[i, r, j, c] = sum(a[i, r, :] * b[j, :, c])``.
    A loop to read, with the answers of `numpy.dot`, save that the sums of narrow
    integers do not wrap; use that one for work.

    Examples
    --------
    >>> dot([[1, 2], [1, 2]], [2, 3])
    array([8, 8])
    """
    a, b = real_array(a, "a"), real_array(b, "b")
    shape = dot_shape(a.shape, b.shape)
    a, b = summable(a.shape[-1] if a.ndim else 1, a, b)
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    product = np.empty(shape, a.dtype)
    columns = b if b.ndim == 1 else np.moveaxis(b, -1, -2)
    for i in np.ndindex(a.shape[:-1]):
        for j in np.ndindex(columns.shape[:-1]):
            product[i + j] = np.sum(a[i] * columns[j])
    return product[()]


@quiet
def matmul(a: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Multiply the matrices of `a` with those of `b` one to one.

    Parameters
    ----------
    a : array_like, shape (..., rows, n) or (n,)
    b : array_like, shape (..., n, columns) or (n,)

    Returns
    -------
    numpy.ndarray
        Shape ``matmul_shape(a.shape, b.shape)``. A stack of one, or a single
        matrix, pairs with every matrix of the other.

    Raises
    ------
    TypeError, ValueError
        If an operand is not an array of real numbers, or the shapes do not fit.

    Notes
    -----
    For stacks of matrices, ``matmul(a, b)[i] = dot(a[i], b[i])``.
    A loop to read, with the answers of `numpy.matmul`, save that the sums of narrow
    integers do not wrap; use that one for work.

    Examples
    --------
    >>> matmul([[[1, 2]], [[3, 4]]], [[[5], [6]], [[7], [8]]])
    array([[[17]],
    <BLANKLINE>
           [[53]]])
    """
    a, b = real_array(a, "a"), real_array(b, "b")
    shape = matmul_shape(a.shape, b.shape)
    a, b = summable(a.shape[-1], a, b)
    product = np.empty(shape, a.dtype)
    stack = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    a = np.broadcast_to(a, stack + a.shape[-2:])
    b = np.broadcast_to(b, stack + b.shape[-2:])
    for i in np.ndindex(stack):
        product[i] = dot(a[i], b[i])
    return product[()]


def _axes(shape: Shape, name: str) -> Shape:
    axes = tuple(map(index, shape))
    if any(axis < 1 for axis in axes):
        raise ValueError(f"{name} has shape {axes}; expected axes of 1 or more")
    return axes


def _check_that_axes_meet(a: Shape, b: Shape) -> None:
    if a[-1] != b[-2:][0]:
        raise ValueError(
            f"a of shape {a} ends in an axis of {a[-1]} and b of shape {b} "
            f"offers one of {b[-2:][0]}; expected equal lengths"
        )
