"""All numbers of a network as one vector, which is what an optimiser works on."""

from collections.abc import Sequence

import numpy as np

from groundup.training.backprop import Gradient
from groundup.network import Network


def initial_parameters(sizes: Sequence[int], seed: int) -> np.ndarray:
    """Draw the numbers of W1, b1, W2, b2, ... in one vector.

    Weights are normal with variance 1 / inputs, so that every weighted sum starts in
    the range where a sigmoid has a slope; biases are 0.

    Parameters
    ----------
    sizes : sequence of int
        Inputs, then the neurons of each layer.
    seed : int
        Where chance starts.

    Examples
    --------
    >>> initial_parameters((784, 50, 100, 10), seed=0).shape
    (45360,)
    """
    rng = np.random.default_rng(seed)
    parts = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        parts.append(rng.standard_normal(inputs * outputs) / np.sqrt(inputs))
        parts.append(np.zeros(outputs))
    return np.concatenate(parts)


def to_network(parameters: np.ndarray, sizes: Sequence[int]) -> Network:
    """Build the network whose W1, b1, W2, b2, ... are `parameters`, in this order.

    Examples
    --------
    >>> to_network(np.arange(8.0), (1, 2, 1)).layers[0].weights
    Traceback (most recent call last):
    ValueError: parameters has shape (8,); expected (7,) for 1-2-1
    >>> to_network(np.arange(7.0), (1, 2, 1)).layers[1].weights
    array([[4.],
           [5.]])
    """
    shapes = [s for i, o in zip(sizes, sizes[1:]) for s in ((i, o), (o,))]
    ends = np.cumsum([np.prod(shape) for shape in shapes])
    if parameters.shape != (ends[-1],):
        raise ValueError(
            f"parameters has shape {parameters.shape}; expected ({ends[-1]},)"
            f" for {'-'.join(map(str, sizes))}"
        )
    parts = np.split(parameters, ends[:-1])
    names = [f"{letter}{n}" for n in range(1, len(sizes)) for letter in "Wb"]
    return Network.from_dict(
        {name: part.reshape(shape) for name, part, shape in zip(names, parts, shapes)}
    )


def to_vector(gradients: Sequence[Gradient]) -> np.ndarray:
    """Return the gradients of all layers in the order of `to_network`'s parameters."""
    return np.concatenate([part.ravel() for pair in gradients for part in pair])
