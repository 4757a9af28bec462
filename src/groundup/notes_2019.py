"""The two mistakes of 2019's MNIST code, to be made on purpose and one at a time.

Both give plausible numbers and no error. The first was in `predict`, the second in the
`softmax` that it called with a whole batch.
"""

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import real_array
from groundup.layer import Signal
from groundup.network import Network


def trace(
    network: Network,
    x: ArrayLike,
    *,
    drops_activations: bool = True,
    mixes_batch: bool = True,
) -> tuple[Signal, ...]:
    """Return what each layer makes of `x`, with neither, one or both mistakes.

    Parameters
    ----------
    network : Network
        With softmax in its output layer.
    x : array_like, shape (inputs,) or (n, inputs)
    drops_activations : bool
        Hand the weighted sum to the next layer, not the activation.
    mixes_batch : bool
        Use `softmax_of_batch`.

    Examples
    --------
    >>> network = Network.random((4, 3, 2), seed=0)
    >>> x = [[0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 0, 0]]
    >>> [signal.activation.sum(axis=-1).round(6) for signal in trace(
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


def softmax_of_batch(x: ArrayLike) -> np.ndarray:
    """Return softmax with the largest score of all and sums along the first axis.

    For one input of shape (classes,) that is right. For a batch of shape (n, classes)
    it divides by sums over the images; where all exponentials of a class have
    underflowed, 0 / 0 is nan.

    Examples
    --------
    >>> softmax_of_batch([[5, 1, 0], [2, 1, 0]]).sum(axis=0).round(6)
    array([1., 1., 1.])
    """
    x = real_array(x, "x")
    with np.errstate(under="ignore", invalid="ignore"):
        exps = np.exp(x - x.max())
        return exps / exps.sum(axis=0)
