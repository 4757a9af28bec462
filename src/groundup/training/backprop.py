"""How the loss changes with each number of a network: back propagation."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import float_array, quiet
from groundup.network import Network
from groundup.training.losses import cross_entropy, squared_error, targets

__all__ = [
    "LOSSES",
    "SLOPES",
    "Descent",
    "Gradient",
    "back_propagate",
    "fitting_loss",
]

SLOPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "sigmoid": lambda z: z * (1 - z),
    "tanh": lambda z: 1 - z * z,
    "relu": lambda z: (z > 0).astype(z.dtype),
    "identity": np.ones_like,
}
"""How fast an activation grows with its weighted sum, told by the activation z itself."""

LOSSES = {"cross_entropy": cross_entropy, "squared_error": squared_error}


class Gradient(NamedTuple):
    """How fast the loss grows with each number of a layer: arrays of their shapes."""

    weights: np.ndarray
    bias: np.ndarray


class Descent(NamedTuple):
    """One batch seen both ways: its loss, the network's output, a gradient a layer."""

    loss: float
    output: np.ndarray
    gradients: tuple[Gradient, ...]


@quiet
def back_propagate(
    network: Network, x: ArrayLike, labels: ArrayLike, loss: str | None = None
) -> Descent:
    """Run a batch forward, then its error backward through every layer.

    Parameters
    ----------
    network : Network
        Hidden layers of 'sigmoid', 'tanh', 'relu' or 'identity'; the output layer one of
        these, or 'softmax'.
    x : array_like, shape (n, inputs)
        A batch of inputs.
    labels : array_like
        The right classes, shape (n,), or what the outputs should be, shape (n, outputs).
    loss : str, optional
        'cross_entropy' for a softmax, 'squared_error' for any other output layer. By
        default the one that fits.

    Returns
    -------
    Descent
        The loss, the output of shape (n, outputs), and for each layer the gradient of
        the loss.

    Raises
    ------
    TypeError, ValueError
        If an activation has no slope, the loss is not for this output layer, or the
        arrays do not fit.

    Notes
    -----
    With delta = dloss / d(weighted sum), of shape (n, outputs), one layer is::

        dloss/dweights = inputs.T @ delta
        dloss/dbias    = delta summed over the batch
        delta before   = (delta @ weights.T) * slope(inputs)

    In the output layer delta is (output - target) / n: for softmax with cross-entropy as
    it stands, for the squared error times the slope of the activation.

    Examples
    --------
    >>> network = Network.random((2, 3, 2), seed=0)
    >>> descent = back_propagate(network, [[1, 0], [0, 1]], [0, 1])
    >>> [gradient.weights.shape for gradient in descent.gradients]
    [(2, 3), (3, 2)]
    """
    loss = fitting_loss(network, loss)
    x = float_array(x, "x", ndim=2)
    activations = [signal.activation for signal in network.trace(x)]
    inputs, output = [x, *activations[:-1]], activations[-1]

    target = targets(labels, *output.shape).astype(output.dtype)
    delta = (output - target) / len(x)
    if loss == "squared_error":
        delta = delta * SLOPES[network.layers[-1].activation](output)
    gradients = []
    for n in reversed(range(len(network.layers))):
        gradients.append(Gradient(inputs[n].T @ delta, delta.sum(axis=0)))
        if n > 0:
            slope = SLOPES[network.layers[n - 1].activation]
            delta = (delta @ network.layers[n].weights.T) * slope(inputs[n])
    return Descent(LOSSES[loss](output, target), output, tuple(reversed(gradients)))


def fitting_loss(network: Network, loss: str | None = None) -> str:
    """Return the name of the loss that a network's output layer goes with.

    Parameters
    ----------
    network : Network
        Every layer must have a slope, the output layer a softmax aside.
    loss : str, optional
        The name that is wanted; it is refused if it does not fit.

    Examples
    --------
    >>> fitting_loss(Network.random((2, 3, 2), seed=0))
    'cross_entropy'
    """
    *hidden, output = (layer.activation for layer in network.layers)
    for place, activation in [("a hidden", a) for a in hidden] + [("the output", output)]:
        allowed = [*SLOPES, *(["softmax"] if place == "the output" else [])]
        if activation not in allowed:
            names = ", ".join(allowed)
            raise ValueError(f"{place} layer is {activation}; expected one of {names}")
    if output == "softmax" and network.sizes[-1] == 1:
        raise ValueError(
            "the output layer is a softmax of one neuron, which always gives 1;"
            " expected a sigmoid, or two neurons"
        )
    fits = "cross_entropy" if output == "softmax" else "squared_error"
    if loss not in (None, fits):
        raise ValueError(
            f"loss is {loss!r} and the output layer {output}; expected {fits!r}"
        )
    return fits
