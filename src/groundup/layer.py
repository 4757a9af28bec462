"""One layer of neurons: weights, a bias and an activation function."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import finite_array, quiet, real_array, weighted_sum
from groundup.activations import identity, relu, sigmoid, softmax, step, tanh

__all__ = ["ACTIVATIONS", "Layer", "Signal", "activation_names"]

ACTIVATIONS = {
    "step": step,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
    "identity": identity,
    "softmax": softmax,
}


def activation_names(given: ArrayLike, layers: int, output: str = "softmax") -> list[str]:
    """Return the name of each layer's activation.

    Parameters
    ----------
    given : str or sequence of str
        One name for all hidden layers, or one name a layer.
    layers : int
        How many there are.
    output : str, default 'softmax'
        That of the output layer, where `given` is one name.

    Examples
    --------
    >>> activation_names("relu", 3)
    ['relu', 'relu', 'softmax']
    """
    names = np.array(given).tolist()
    if isinstance(names, str):
        return [names] * (layers - 1) + [output]
    if not isinstance(names, list):
        raise TypeError(f"activations is {given!r}; expected one name, or one a layer")
    if len(names) != layers:
        raise ValueError(
            f"activations has {len(names)} names; expected {layers}: one a layer"
        )
    return names


class Signal(NamedTuple):
    """What a layer makes of its input: arrays of shape (outputs,) or (n, outputs)."""

    weighted_sum: np.ndarray
    activation: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
class Layer:
    """Neurons that read the same input: activation(x @ weights + bias).

    Parameters
    ----------
    weights : array_like, shape (inputs, outputs)
        One column a neuron. Kept as a read-only copy: float32 if it is float16 or
        float32, otherwise float64.
    bias : array_like, shape (outputs,)
        One number a neuron, kept likewise. The shape (1, outputs) is refused: it would
        make the result for a single input 2-D.
    activation : str
        'step', 'sigmoid', 'tanh', 'relu', 'identity' or 'softmax'.

    Raises
    ------
    TypeError
        If an array holds anything but real numbers.
    ValueError
        If an array has another shape or is not finite, or the activation is unknown.

    Examples
    --------
    >>> Layer([[0.5], [0.5]], [-0.7], "step").forward([[0, 1], [1, 1]])
    array([[0],
           [1]])
    >>> Layer([[0.1, 0.3], [0.2, 0.4]], [[0.1, 0.2]], "sigmoid")
    Traceback (most recent call last):
    ValueError: bias has shape (1, 2); expected (2,): one per neuron
    """

    weights: np.ndarray
    bias: np.ndarray
    activation: str

    def __post_init__(self) -> None:
        weights = _frozen(self.weights, "weights")
        if weights.ndim != 2:
            raise ValueError(
                f"weights has shape {weights.shape}; expected (inputs, outputs)"
            )
        bias = _frozen(self.bias, "bias")
        if bias.shape != weights.shape[1:]:
            raise ValueError(
                f"bias has shape {bias.shape}; expected {weights.shape[1:]}:"
                " one per neuron"
            )
        if not isinstance(self.activation, str) or self.activation not in ACTIVATIONS:
            raise ValueError(
                f"activation is {self.activation!r};"
                f" expected one of {', '.join(ACTIVATIONS)}"
            )
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "bias", bias)

    def __reduce__(self) -> tuple[type["Layer"], tuple[np.ndarray, np.ndarray, str]]:
        return type(self), (self.weights, self.bias, self.activation)

    def __repr__(self) -> str:
        inputs, outputs = self.weights.shape
        return f"Layer({inputs}-{outputs}, {self.activation})"

    def trace(self, x: ArrayLike) -> Signal:
        """Return the weighted sum and the activation for `x`.

        Parameters
        ----------
        x : array_like, shape (inputs,) or (n, inputs)
            One input, or a batch of them; finite numbers.

        Returns
        -------
        Signal
            Its weighted sum is finite: the largest number in place of an overflow.
        """
        x = finite_array(x, "x")
        inputs = len(self.weights)
        if x.ndim not in (1, 2) or x.shape[-1] != inputs:
            raise ValueError(
                f"x has shape {x.shape}; expected ({inputs},) or (n, {inputs})"
            )
        sums = weighted_sum(x, self.weights, self.bias)
        return Signal(sums, ACTIVATIONS[self.activation](sums))

    def forward(self, x: ArrayLike) -> np.ndarray:
        """Return the activation for `x`, shape (outputs,) or (n, outputs)."""
        return self.trace(x).activation


@quiet
def _frozen(value: ArrayLike, name: str) -> np.ndarray:
    given = real_array(value, name)
    narrow = given.dtype.kind == "f" and given.dtype.itemsize <= 4
    array = np.array(given, np.float32 if narrow else np.float64, order="C")
    finite_array(array, f"{name} of shape {array.shape}")
    return np.frombuffer(array.tobytes(), array.dtype).reshape(array.shape)
