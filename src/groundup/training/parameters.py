"""All numbers of a network as one vector, which is what an optimiser works on."""

from collections.abc import Sequence

import numpy as np

from groundup._policy import generator, layer_sizes
from groundup.layer import Layer, activation_names
from groundup.network import Network
from groundup.training.backprop import Gradient

__all__ = ["initial_parameters", "to_network", "to_vector", "with_parameters"]


def initial_parameters(sizes: Sequence[int], seed: int | None) -> np.ndarray:
    """Draw the numbers of W1, b1, W2, b2, ... in one vector.

    Weights are normal with mean 0 and variance 1 / inputs, so that every weighted sum
    starts where a sigmoid has a slope; biases are 0.

    Parameters
    ----------
    sizes : sequence of int
        Inputs, then the neurons of each layer.
    seed : int or None
        The same seed draws the same numbers; None draws new ones each time.

    Returns
    -------
    numpy.ndarray, shape (parameters,)
        float64.

    Notes
    -----
    The variance is that of Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, "Efficient
    BackProp", 1998, section 4.6: then the sum of `inputs` products, of inputs with
    variance 1, has variance 1 too.

    Examples
    --------
    >>> initial_parameters((784, 50, 100, 10), seed=0).shape
    (45360,)
    """
    sizes, rng = layer_sizes(sizes), generator(seed)
    parts = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        parts.append(rng.standard_normal(inputs * outputs) / np.sqrt(inputs))
        parts.append(np.zeros(outputs))
    return np.concatenate(parts)


def to_network(
    parameters: np.ndarray,
    sizes: Sequence[int],
    activations: str | Sequence[str] = "sigmoid",
) -> Network:
    """Build the network whose W1, b1, W2, b2, ... are `parameters`, in this order.

    Parameters
    ----------
    parameters : numpy.ndarray, shape (n,)
        All weights and biases.
    sizes : sequence of int
        Inputs, then the neurons of each layer.
    activations : str or sequence of str, default 'sigmoid'
        One name a layer, or one for all hidden layers; then the output layer is a
        softmax, or a sigmoid if it has a single neuron.

    Examples
    --------
    >>> to_network(np.arange(8.0), (1, 2, 1)).layers[0].weights
    Traceback (most recent call last):
    ValueError: parameters has shape (8,); expected (7,) for 1-2-1
    >>> to_network(np.arange(7.0), (1, 2, 1)).layers[1].weights
    array([[4.],
           [5.]])
    """
    count = sum((i + 1) * o for i, o in zip(sizes, sizes[1:]))
    if parameters.shape != (count,):
        raise ValueError(
            f"parameters has shape {parameters.shape}; expected ({count},)"
            f" for {'-'.join(map(str, sizes))}"
        )
    output = "softmax" if sizes[-1] > 1 else "sigmoid"
    names = activation_names(activations, len(sizes) - 1, output)
    layers, start = [], 0
    for inputs, outputs, name in zip(sizes, sizes[1:], names):
        middle = start + inputs * outputs
        weights = parameters[start:middle].reshape(inputs, outputs)
        start = middle + outputs
        layers.append(Layer(weights, parameters[middle:start], name))
    return Network(tuple(layers))


def with_parameters(network: Network, parameters: np.ndarray) -> Network:
    """Return a network with the sizes and activations of `network` and new numbers.

    Parameters
    ----------
    network : Network
        What gives the shape.
    parameters : numpy.ndarray, shape (n,)
        All weights and biases, as `to_vector` puts them in a row.
    """
    activations = [layer.activation for layer in network.layers]
    return to_network(parameters, network.sizes, activations)


def to_vector(gradients: Sequence[Gradient | Layer]) -> np.ndarray:
    """Return the gradients of all layers in the order of `to_network`'s parameters.

    Parameters
    ----------
    gradients : sequence of Gradient, or of Layer
        What has `weights` and `bias`: the layers of a network give its parameters.
    """
    pairs = ((pair.weights, pair.bias) for pair in gradients)
    return np.concatenate([part.ravel() for pair in pairs for part in pair])
