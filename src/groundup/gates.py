"""Logic gates made of perceptrons: AND, OR and NAND of one neuron, XOR of three."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundup._policy import (
    broadcast_shapes,
    common_floats,
    finite_array,
    float_dtype,
    quiet,
    real_array,
    without_nan,
)

__all__ = [
    "AND",
    "NAND",
    "Neuron",
    "OR",
    "and_gate",
    "in_blocks",
    "nand_gate",
    "or_gate",
    "xor_gate",
]

BLOCK = 2**16


@dataclass(frozen=True)
class Neuron:
    """A perceptron of two inputs: weigh them, add the bias, fire if that is above zero.

    Parameters
    ----------
    weights : tuple of two floats
        How much each input counts.
    bias : float
        How easily the neuron fires; a threshold with its sign turned.

    Examples
    --------
    >>> AND([0, 0, 1, 1], [0, 1, 0, 1])
    array([False, False, False,  True])
    """

    weights: tuple[float, float]
    bias: float

    def __post_init__(self) -> None:
        weights = finite_array(self.weights, "weights", ndim=1)
        if weights.shape != (2,):
            raise ValueError(f"weights has shape {weights.shape}; expected (2,)")
        bias = finite_array(self.bias, "bias", ndim=0)
        object.__setattr__(self, "weights", tuple(weights.tolist()))
        object.__setattr__(self, "bias", bias.item())

    @quiet
    def total(self, x1: ArrayLike, x2: ArrayLike) -> NDArray[np.floating]:
        """Return w₁x₁ + w₂x₂ + b for numbers or arrays that broadcast together."""
        x1, x2 = common_floats(x1=x1, x2=x2)
        w1, w2 = self.weights
        return w1 * x1 + w2 * x2 + self.bias

    def __call__(self, x1: ArrayLike, x2: ArrayLike) -> NDArray[np.bool_]:
        """Return whether the neuron fires, in the shape that the inputs broadcast to."""
        return without_nan(self.total(x1, x2), "the weighted sum") > 0


AND = Neuron(weights=(0.5, 0.5), bias=-0.7)
OR = Neuron(weights=(0.5, 0.5), bias=-0.2)
NAND = Neuron(weights=(-0.5, -0.5), bias=0.7)


def and_gate(x1: ArrayLike, x2: ArrayLike) -> int | NDArray[np.int_]:
    """Return 1 where both inputs are 1, else 0.

    Parameters
    ----------
    x1, x2 : array_like
        Numbers, or arrays that broadcast together.

    Returns
    -------
    int or numpy.ndarray of int
        0 or 1 for two numbers, otherwise an array of the broadcast shape.

    Raises
    ------
    TypeError
        If an input is not made of real numbers.
    ValueError
        If an input is empty, ragged or holds nan, if the two do not broadcast
        together, or if both are infinite and cancel.

    Examples
    --------
    >>> and_gate(1, 1)
    1
    >>> and_gate([0, 0, 1, 1], [0, 1, 0, 1])
    array([0, 0, 0, 1])
    """
    return in_blocks(AND, x1, x2)


def or_gate(x1: ArrayLike, x2: ArrayLike) -> int | NDArray[np.int_]:
    """Return 1 where at least one input is 1, else 0.

    Parameters
    ----------
    x1, x2 : array_like
        Numbers, or arrays that broadcast together.

    Returns
    -------
    int or numpy.ndarray of int
        0 or 1 for two numbers, otherwise an array of the broadcast shape.

    Raises
    ------
    TypeError, ValueError
        As for `and_gate`.

    Examples
    --------
    >>> or_gate([0, 0, 1, 1], [0, 1, 0, 1])
    array([0, 1, 1, 1])
    """
    return in_blocks(OR, x1, x2)


def nand_gate(x1: ArrayLike, x2: ArrayLike) -> int | NDArray[np.int_]:
    """Return 0 where both inputs are 1, else 1.

    Parameters
    ----------
    x1, x2 : array_like
        Numbers, or arrays that broadcast together.

    Returns
    -------
    int or numpy.ndarray of int
        0 or 1 for two numbers, otherwise an array of the broadcast shape.

    Raises
    ------
    TypeError, ValueError
        As for `and_gate`.

    Examples
    --------
    >>> nand_gate([0, 0, 1, 1], [0, 1, 0, 1])
    array([1, 1, 1, 0])
    """
    return in_blocks(NAND, x1, x2)


def xor_gate(x1: ArrayLike, x2: ArrayLike) -> int | NDArray[np.int_]:
    """Return 1 where exactly one input is 1, else 0.

    Parameters
    ----------
    x1, x2 : array_like
        Numbers, or arrays that broadcast together.

    Returns
    -------
    int or numpy.ndarray of int
        0 or 1 for two numbers, otherwise an array of the broadcast shape.

    Raises
    ------
    TypeError, ValueError
        As for `and_gate`.

    Examples
    --------
    >>> xor_gate([0, 0, 1, 1], [0, 1, 0, 1])
    array([0, 1, 1, 0])
    """
    return in_blocks(lambda x1, x2: AND(NAND(x1, x2), OR(x1, x2)), x1, x2)


def in_blocks(
    fires: Callable[[np.ndarray, np.ndarray], NDArray[np.bool_]],
    x1: ArrayLike,
    x2: ArrayLike,
) -> int | NDArray[np.int_]:
    """Return `fires(x1, x2)` as 0 and 1, worked out one cache-sized block at a time.

    Parameters
    ----------
    fires : callable
        Takes two arrays of floats of one length, at most `BLOCK`; returns booleans.
    x1, x2 : array_like
        Numbers, or arrays that broadcast together.

    Returns
    -------
    int or numpy.ndarray of int
        0 or 1 for two numbers, otherwise an array of the broadcast shape.

    Notes
    -----
    Neurons over a million pairs write intermediate results of megabytes, which travel
    to main memory and back; those of `BLOCK` pairs stay in the processor's cache.
    `fires` gets floats, as a `Neuron` would make of the inputs: float64 for integers,
    which it holds exactly up to 2⁵³.

    Examples
    --------
    >>> in_blocks(np.less, [[1], [2]], [1, 2, 3])
    array([[0, 1, 1],
           [0, 0, 1]])
    """
    x1, x2 = real_array(x1, "x1"), real_array(x2, "x2")
    broadcast_shapes(x1=x1, x2=x2)
    dtype = float_dtype(x1, x2)
    blocks = np.nditer(
        [x1, x2, None],
        flags=["external_loop", "buffered"],
        op_flags=[["readonly"], ["readonly"], ["writeonly", "allocate"]],
        op_dtypes=[dtype, dtype, int],
        casting="same_kind",
        buffersize=BLOCK,
    )
    with blocks:
        for block1, block2, outputs in blocks:
            outputs[...] = fires(block1, block2)
        result = blocks.operands[2]
    return result if result.ndim else result.item()
