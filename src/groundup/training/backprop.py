"""The loss of a network, and how it changes with each weight: back propagation."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import class_labels, real_array
from groundup.network import Network

SLOPES = {
    "sigmoid": lambda z: z * (1 - z),
    "relu": lambda z: (z > 0).astype(z.dtype),
    "identity": np.ones_like,
}


class Gradient(NamedTuple):
    """How much the loss grows with each number of a layer: arrays of their shapes."""

    weights: np.ndarray
    bias: np.ndarray


class Descent(NamedTuple):
    """One batch seen both ways: its loss, its probabilities and a gradient a layer."""

    loss: float
    probabilities: np.ndarray
    gradients: tuple[Gradient, ...]


def cross_entropy(probabilities: ArrayLike, labels: ArrayLike) -> float:
    """Return the mean of -log(probability of the right class).

    Parameters
    ----------
    probabilities : array_like, shape (n, classes)
        What the output layer gives.
    labels : array_like of int, shape (n,)
        The right classes.

    Notes
    -----
    A probability that has underflowed to 0 counts as the smallest normal float, so
    that the loss stays finite.

    Examples
    --------
    >>> round(cross_entropy([[0.5, 0.5], [1.0, 0.0]], [0, 0]), 4)
    0.3466
    """
    probabilities = real_array(probabilities, "probabilities", ndim=2)
    labels = class_labels(labels, *probabilities.shape)
    right = probabilities[np.arange(len(labels)), labels]
    if right.dtype.kind == "f":
        right = np.maximum(right, np.finfo(right.dtype).tiny)
    return float(np.mean(np.log(1 / right)))


def back_propagate(
    network: Network, x: ArrayLike, labels: ArrayLike
) -> Descent:
    """Run a batch forward, then its error backward through every layer.

    Parameters
    ----------
    network : Network
        Its output layer is softmax, its hidden layers sigmoid, relu or identity.
    x : array_like, shape (n, inputs)
        A batch of inputs.
    labels : array_like of int, shape (n,)
        The right classes.

    Returns
    -------
    Descent
        The mean cross-entropy, the probabilities of shape (n, classes), and for each
        layer the gradient of that loss.

    Raises
    ------
    ValueError
        If an activation has no usable slope, or labels do not fit.

    Notes
    -----
    With delta = dloss / d(weighted sum), of shape (n, outputs), one layer is::

        dloss/dweights = inputs.T @ delta
        dloss/dbias    = delta summed over the batch
        delta before   = (delta @ weights.T) * slope(inputs)

    For softmax with cross-entropy, delta is (probabilities - one-hot labels) / n.

    Examples
    --------
    >>> network = Network.random((2, 3, 2), seed=0)
    >>> descent = back_propagate(network, [[1, 0], [0, 1]], [0, 1])
    >>> [gradient.weights.shape for gradient in descent.gradients]
    [(2, 3), (3, 2)]
    """
    _check(network)
    x = real_array(x, "x", ndim=2)
    activations = [signal.activation for signal in network.trace(x)]
    probabilities = activations[-1]
    labels = class_labels(labels, *probabilities.shape)
    inputs = [x, *activations[:-1]]

    delta = probabilities.copy()
    delta[np.arange(len(labels)), labels] -= 1
    delta /= len(labels)
    gradients = []
    for n in reversed(range(len(network.layers))):
        gradients.append(Gradient(inputs[n].T @ delta, delta.sum(axis=0)))
        if n > 0:
            slope = SLOPES[network.layers[n - 1].activation]
            delta = (delta @ network.layers[n].weights.T) * slope(inputs[n])
    loss = cross_entropy(probabilities, labels)
    return Descent(loss, probabilities, tuple(reversed(gradients)))


def _check(network: Network) -> None:
    *hidden, output = (layer.activation for layer in network.layers)
    if output != "softmax":
        raise ValueError(f"the output layer is {output}; expected softmax")
    for activation in hidden:
        if activation not in SLOPES:
            raise ValueError(
                f"a hidden layer is {activation}; expected one of {', '.join(SLOPES)}"
            )
