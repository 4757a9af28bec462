"""The code of the 2019 notes: their gates, and the two mistakes of their MNIST code.

The gates keep the notes' form, one pair of numbers at a time and the arrays built anew
in every call, so that timings can be compared. They check nothing: `groundup.gates` has
the gates to use.

The mistakes can be made on purpose and one at a time. Both give plausible numbers and no
error. The first was in `predict`, the second in the `softmax` that it called with a
whole batch.
"""

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import float_array, quiet
from groundup.layer import Signal
from groundup.network import Network

__all__ = [
    "and_product",
    "and_sigmoid",
    "and_threshold",
    "nand_sigmoid",
    "or_sigmoid",
    "or_step",
    "or_sum",
    "or_threshold",
    "softmax_of_batch",
    "trace_2019",
    "xor_sigmoid",
]


def and_product(x1: int, x2: int) -> int:
    """Return x1 AND x2 as a product.

    Parameters
    ----------
    x1, x2 : int
        0 or 1.

    Returns
    -------
    int
        0 or 1.

    Examples
    --------
    >>> and_product(1, 1)
    1
    """
    return x1 * x2


def and_threshold(x1: int, x2: int) -> int:
    """Return x1 AND x2: is the weighted sum above a threshold?

    Parameters
    ----------
    x1, x2 : int
        0 or 1.

    Returns
    -------
    int
        0 or 1.

    Examples
    --------
    >>> and_threshold(1, 1)
    1
    """
    w1, w2, threshold = 0.5, 0.5, 0.7
    total = x1 * w1 + x2 * w2
    if total > threshold:
        return 1
    else:
        return 0


def and_sigmoid(x1: int, x2: int) -> int:
    """Return x1 AND x2 from a NumPy neuron that decides by its sigmoid.

    Parameters
    ----------
    x1, x2 : int
        0 or 1.

    Returns
    -------
    int
        0 or 1.

    Examples
    --------
    >>> and_sigmoid(1, 1)
    1
    """
    x = np.array([x1, x2])
    w = np.array([0.5, 0.5])
    b = -0.7
    t = np.sum(w * x) + b
    return 1 if 1 / (1 + np.exp(-t)) > 0.5 else 0


def or_sum(x1: int, x2: int) -> int:
    """Return x1 OR x2: is the sum above zero?

    Parameters
    ----------
    x1, x2 : int
        0 or 1.

    Returns
    -------
    int
        0 or 1.

    Examples
    --------
    >>> or_sum(0, 1)
    1
    """
    return 1 if x1 + x2 > 0 else 0


def or_threshold(x1: int, x2: int) -> int:
    """Return x1 OR x2: is the weighted sum above a threshold?

    Parameters
    ----------
    x1, x2 : int
        0 or 1.

    Returns
    -------
    int
        0 or 1.

    Examples
    --------
    >>> or_threshold(0, 1)
    1
    """
    w1, w2, threshold = 0.5, 0.5, 0.2
    total = x1 * w1 + x2 * w2
    if total > threshold:
        return 1
    else:
        return 0


def or_step(x1: int, x2: int) -> int:
    """Return x1 OR x2 from a NumPy neuron that decides by a step at zero.

    Parameters
    ----------
    x1, x2 : int
        0 or 1.

    Returns
    -------
    int
        0 or 1.

    Examples
    --------
    >>> or_step(0, 1)
    1
    """
    x = np.array([x1, x2])
    w = np.array([0.5, 0.5])
    b = -0.2
    t = np.sum(w * x) + b
    return 1 if t > 0 else 0


def or_sigmoid(x1: int, x2: int) -> int:
    """Return x1 OR x2 from a NumPy neuron that decides by its sigmoid.

    Parameters
    ----------
    x1, x2 : int
        0 or 1.

    Returns
    -------
    int
        0 or 1.

    Examples
    --------
    >>> or_sigmoid(0, 1)
    1
    """
    x = np.array([x1, x2])
    w = np.array([0.5, 0.5])
    b = -0.1
    t = np.sum(w * x) + b
    return 1 if 1 / (1 + np.exp(-t)) > 0.5 else 0


def nand_sigmoid(x1: int, x2: int) -> int:
    """Return x1 NAND x2 from a NumPy neuron that decides by its sigmoid.

    Parameters
    ----------
    x1, x2 : int
        0 or 1.

    Returns
    -------
    int
        0 or 1.

    Examples
    --------
    >>> nand_sigmoid(1, 1)
    0
    """
    x = np.array([x1, x2])
    w = np.array([-0.5, -0.5])
    b = 0.7
    t = np.sum(w * x) + b
    return 1 if 1 / (1 + np.exp(-t)) > 0.5 else 0


def xor_sigmoid(x1: int, x2: int) -> int:
    """Return x1 XOR x2 from three NumPy neurons.

    Parameters
    ----------
    x1, x2 : int
        0 or 1.

    Returns
    -------
    int
        0 or 1.

    Examples
    --------
    >>> xor_sigmoid(0, 1)
    1
    """
    s1 = nand_sigmoid(x1, x2)
    s2 = or_sigmoid(x1, x2)
    return and_sigmoid(s1, s2)


def trace_2019(
    network: Network, x: ArrayLike, *, drops_activations: bool = True, mixes_batch: bool = True
) -> tuple[Signal, ...]:
    """Return what each layer makes of `x`, with neither, one or both mistakes.

    Parameters
    ----------
    network : Network
        With softmax in its output layer.
    x : array_like, shape (inputs,) or (n, inputs)
        One input, or a batch of them; finite numbers.
    drops_activations : bool, default True
        Hand the weighted sum to the next layer, not the activation.
    mixes_batch : bool, default True
        Use `softmax_of_batch`.

    Returns
    -------
    tuple of Signal
        One a layer.

    Examples
    --------
    >>> network = Network.random((4, 3, 2), seed=0)
    >>> x = [[0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 0, 0]]
    >>> [signal.activation.sum(axis=-1).round(6) for signal in trace_2019(
    ...     network, x, drops_activations=False, mixes_batch=False)[-1:]]
    [array([1., 1., 1.])]
    """
    signals = []
    for layer in network.layers:
        signal = layer.trace(x)
        signals.append(signal)
        x = signal.weighted_sum if drops_activations else signal.activation
    if mixes_batch:
        scores = signals[-1].weighted_sum
        signals[-1] = Signal(scores, softmax_of_batch(scores))
    return tuple(signals)


@quiet
def softmax_of_batch(x: ArrayLike) -> np.ndarray:
    """Return softmax with the largest score of all and sums along the first axis.

    For one input of shape (classes,) that is right. For a batch of shape (n, classes)
    it divides by sums over the images; where all exponentials of a class have
    underflowed, 0 / 0 is nan.

    Parameters
    ----------
    x : array_like, shape (classes,) or (n, classes)
        Scores.

    Returns
    -------
    numpy.ndarray
        The shape of `x`.

    Examples
    --------
    >>> softmax_of_batch([[5, 1, 0], [2, 1, 0]]).sum(axis=0).round(6)
    array([1., 1., 1.])
    """
    x = float_array(x, "x")
    exps = np.exp(x - x.max())
    answer: np.ndarray = exps / exps.sum(axis=0)
    return answer
