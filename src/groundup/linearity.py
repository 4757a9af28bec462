"""Superposition, and what it does to layers: linear ones collapse into one."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import common_floats, float_array, quiet, real_array, summable

__all__ = ["collapse", "is_additive", "is_homogeneous", "is_linear"]

Affine = tuple[ArrayLike, ArrayLike]
Function = Callable[[np.ndarray], ArrayLike]


@quiet
def is_additive(f: Function, x1: ArrayLike, x2: ArrayLike) -> bool:
    """Tell whether f(x1 + x2) = f(x1) + f(x2).

    Parameters
    ----------
    f : callable
        Takes one array and returns one.
    x1, x2 : array_like
        Two inputs of `f`, or two arrays of inputs; they broadcast.

    Returns
    -------
    bool
        False is a counter-example, hence a proof. True only says that none was found.

    Raises
    ------
    TypeError, ValueError
        If an input or an output is not made of real numbers or is empty, or if `x1`
        and `x2` do not broadcast.

    Notes
    -----
    Rounding is no counter-example, so half the digits must agree. Nor is overflow or
    underflow: where a side of the equation is inf, nan or smaller than the smallest
    normal number, nothing is proved.

    Examples
    --------
    >>> is_additive(lambda x: 3 * x, 1, 2), is_additive(lambda x: 3 * x + 1, 1, 2)
    (True, False)
    """
    g, (x1, x2) = _floats(f), common_floats(x1=x1, x2=x2)
    return _equal(g(x1 + x2), g(x1) + g(x2), g, x1, x2)


@quiet
def is_homogeneous(f: Function, x: ArrayLike, scale: float) -> bool:
    """Tell whether f(scale * x) = scale * f(x).

    Parameters
    ----------
    f : callable
        Takes one array and returns one.
    x : array_like
        An input of `f`, or an array of inputs.
    scale : float
        One number.

    Returns
    -------
    bool
        To be read as for `is_additive`.

    Examples
    --------
    >>> is_homogeneous(abs, [-2, 3], 5), is_homogeneous(abs, [-2, 3], -5)
    (True, False)
    """
    g, x = _floats(f), float_array(x, "x")
    scale = float_array(scale, "scale", ndim=0).item()
    x = np.where(abs(scale * x) >= np.finfo(x.dtype).tiny, x, 0)
    return _equal(g(scale * x), scale * g(x), g, x, grown=scale)


def is_linear(f: Function, x1: ArrayLike, x2: ArrayLike, scale: float) -> bool:
    """Tell whether superposition holds: `f` is both additive and homogeneous.

    Parameters
    ----------
    f : callable
        Takes one array and returns one.
    x1, x2 : array_like
        Two inputs of `f`, or two arrays of inputs; they broadcast.
    scale : float
        One number, by which each input is scaled.

    Returns
    -------
    bool
        To be read as for `is_additive`.

    Examples
    --------
    >>> is_linear(lambda x: 3 * x, 1, 2, -5)
    True
    """
    return (
        is_additive(f, x1, x2)
        and is_homogeneous(f, x1, scale)
        and is_homogeneous(f, x2, scale)
    )


@quiet
def collapse(*layers: Affine) -> tuple[np.ndarray, np.ndarray]:
    """Return the one layer that equals all `layers`, one after another.

    Parameters
    ----------
    *layers : (weights, bias)
        Affine layers x @ weights + bias, the first one first: weights of shape
        (inputs, outputs), bias of shape (outputs,) or one number for all.

    Returns
    -------
    weights : numpy.ndarray, shape (inputs of the first, outputs of the last)
    bias : numpy.ndarray, shape (outputs of the last,)

    Notes
    -----
    Two layers at a time, because

    (x @ W1 + b1) @ W2 + b2 = x @ (W1 @ W2) + (b1 @ W2 + b2).

    Examples
    --------
    >>> collapse(([[2]], [1]), ([[3]], [0]))
    (array([[6]]), array([3]))
    """
    (weights, bias), *rest = _checked(layers)
    for w, b in rest:
        weights, bias = _product(weights, w), _sum(_product(bias, w), b)
    return weights, bias


def _checked(layers: tuple[Affine, ...]) -> list[list[np.ndarray]]:
    if not layers:
        raise ValueError("collapse has no layers; expected at least one")
    checked: list[list[np.ndarray]] = []
    for n, layer in enumerate(layers, 1):
        try:
            weights, bias = layer
        except (TypeError, ValueError):
            raise TypeError(f"layer {n} is no pair; expected (weights, bias)") from None
        weights = real_array(weights, f"weights of layer {n}", ndim=2)
        bias = real_array(bias, f"bias of layer {n}")
        inputs, outputs = weights.shape
        if bias.shape not in ((), (outputs,)):
            raise ValueError(
                f"bias of layer {n} has shape {bias.shape}; expected {(outputs,)} or ()"
            )
        if checked and inputs != (before := checked[-1][0].shape[1]):
            raise ValueError(
                f"weights of layer {n} has shape {weights.shape};"
                f" expected {before} rows, one for each output before it"
            )
        layer = weights, np.broadcast_to(bias, outputs)
        checked.append([summable(1, part)[0].copy() for part in layer])
    return checked


def _floats(f: Function) -> Callable[[np.ndarray], np.ndarray]:
    return lambda x: 1.0 * real_array(f(x), "what f returns")


def _equal(
    left: np.ndarray,
    right: np.ndarray,
    g: Callable[[np.ndarray], np.ndarray],
    *inputs: np.ndarray,
    grown: float = 1,
) -> bool:
    """Compare to half the digits of what `g` gives for such inputs, unevenly scaled.

    Uneven, because terms inside `g` may cancel at the inputs themselves and leave
    nothing but rounding. Underflow, `grown` with the output, is rounding too.
    """
    uneven = [g(np.linspace(0.5, 1, x.size).reshape(x.shape) * x) for x in inputs]
    given = [left, right, *uneven]
    coarsest = max((np.finfo(a.dtype) for a in (*given, *inputs)), key=lambda i: i.eps)
    largest = max(np.max(abs(a), initial=0, where=np.isfinite(a)) for a in given)
    finite = np.isfinite(left) & np.isfinite(right)
    allowed = np.sqrt(coarsest.eps) * largest + max(1, abs(grown)) * coarsest.tiny
    return not np.any(finite & (abs(left - right) > allowed))


def _product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    a, b = summable(len(b), a, b)
    return a @ b


def _sum(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    (both,) = summable(2, np.stack([a, b]))
    return both.sum(axis=0)
