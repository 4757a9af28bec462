"""Training, one step at a time: each step can be looked at, kept and gone on from."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from itertools import chain, islice, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import (
    class_labels,
    finite_array,
    float_array,
    layer_sizes,
    quiet,
)
from groundup.network import Network
from groundup.training.backprop import Gradient, back_propagate, fitting_loss
from groundup.training.batches import Augment, epochs_of_batches
from groundup.training.losses import as_probabilities, targets
from groundup.training.optimizers import OPTIMIZERS, SGD, Adam
from groundup.training.options import one_of, step_numbers
from groundup.training.parameters import (
    initial_parameters,
    to_network,
    to_vector,
    with_parameters,
)

__all__ = ["SCHEDULES", "Step", "descend", "fitting_table", "half_cosine", "starting_network", "steps"]


class Step(NamedTuple):
    """One update, with all that led to it. Nothing in it changes afterwards.

    Parameters
    ----------
    epoch : int
        How often the whole table was begun, this time included.
    number : int
        Of the step, counted from 1 over all epochs.
    network : Network
        Before the update: the loss and the gradients are this network's.
    x : numpy.ndarray, shape (n, inputs)
        The batch.
    labels : numpy.ndarray, shape (n,) or (n, outputs)
        What belongs to it.
    loss : float
        Of what `network` makes of the batch.
    output : numpy.ndarray, shape (n, outputs)
        What it makes of the batch.
    gradients : tuple of Gradient
        How fast the loss grows with each weight and bias, a layer each.
    learning_rate : float
        The one used in this step.
    updated : Network
        After the update.
    state : SGD or Adam
        After the update; ``steps(..., start=state)`` goes on from here.
    """

    epoch: int
    number: int
    network: Network
    x: np.ndarray
    labels: np.ndarray
    loss: float
    output: np.ndarray
    gradients: tuple[Gradient, ...]
    learning_rate: float
    updated: Network
    state: SGD | Adam


def steps(
    network: Network | Sequence[int],
    x: ArrayLike,
    labels: ArrayLike,
    *,
    activations: str | Sequence[str] | None = None,
    loss: str | None = None,
    optimizer: str = "adam",
    learning_rate: float = 0.02,
    schedule: str = "constant",
    weight_decay: float = 0.0,
    epochs: int = 500,
    batch_size: int = 32,
    augment: Augment | None = None,
    seed: int | None = 0,
    start: SGD | Adam | None = None,
) -> Generator[Step, None, None]:
    """Train a network, and yield every step.

    Parameters
    ----------
    network, x, labels, activations, loss, optimizer, learning_rate, schedule, \
weight_decay, epochs, batch_size, augment, seed
        As in `groundup.training.train`.
    start : SGD or Adam, optional
        The `state` of a step that the same call gave: the steps after it follow, the
        same to the last bit. By default all from the first.

    Raises
    ------
    TypeError, ValueError
        At once if an argument does not fit; later if the weights grow without bound.

    Examples
    --------
    >>> x, labels = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]
    >>> for step in steps((2, 4, 1), x, labels, epochs=3):
    ...     print(step.number, round(step.loss, 4), step.updated)
    1 0.1389 Network(2-4-1, sigmoid, sigmoid)
    2 0.1361 Network(2-4-1, sigmoid, sigmoid)
    3 0.1336 Network(2-4-1, sigmoid, sigmoid)
    """
    epochs, batch_size, learning_rate, weight_decay, seed = step_numbers(
        epochs, batch_size, learning_rate, weight_decay, seed
    )
    if seed is None:
        seed = int(np.random.default_rng().integers(2**63))
    optimizing = one_of(OPTIMIZERS, optimizer, "optimizer")
    rates = one_of(SCHEDULES, schedule, "schedule")

    network = starting_network(network, x, activations=activations, seed=seed)
    loss = fitting_loss(network, loss)
    x, labels = fitting_table(network, x, labels)
    state = optimizing.start(to_vector(network.layers))
    if start is not None:
        if type(start) is not optimizing or start.parameters.size != state.parameters.size:
            raise ValueError("start is the state of another network or optimizer")
        state = start
    return descend(
        network,
        state,
        epochs_of_batches(
            x, labels, batch_size, seed, augment, epochs=epochs, done=state.updates
        ),
        islice(rates(learning_rate, epochs * -(-len(x) // batch_size)), state.updates, None),
        loss,
        weight_decay,
    )


def descend(
    network: Network,
    state: SGD | Adam,
    batches: Generator[tuple[int, np.ndarray, np.ndarray], None, None],
    learning_rates: Iterable[float],
    loss: str,
    weight_decay: float = 0.0,
) -> Generator[Step, None, None]:
    """Go one step down the slope of the loss for each batch, and yield it.

    Parameters
    ----------
    network : Network
        What gives sizes and activations.
    state : SGD or Adam
        Its parameters are where the first step starts.
    batches : iterator of (epoch, x, labels)
        Shapes as in `Step`. It is closed at the end.
    learning_rates : iterable of float
        One for each batch.
    loss : str
        'cross_entropy' or 'squared_error'.
    weight_decay : float, default 0.0
        See the optimizers.

    Raises
    ------
    ValueError
        If a weight or the loss has become inf or nan.
    """
    network = with_parameters(network, state.parameters)
    with closing(batches):
        for (epoch, x, labels), rate in zip(batches, learning_rates):
            descent = back_propagate(network, x, labels, loss)
            state = state.updated(to_vector(descent.gradients), rate, weight_decay)
            if not (np.isfinite(descent.loss) and state.is_finite()):
                raise ValueError(
                    f"training diverged in epoch {epoch}, step {state.updates}: the"
                    f" numbers grew beyond {state.parameters.dtype}; lower learning_rate"
                    f" (now {rate:g}) or scale x down (now up to {np.abs(x).max():g})"
                )
            for array in (x, labels, descent.output, *chain(*descent.gradients)):
                array.setflags(write=False)
            updated = with_parameters(network, state.parameters)
            yield Step(epoch, state.updates, network, x, labels, *descent, rate, updated, state)
            network = updated


def half_cosine(learning_rate: float, count: int) -> np.ndarray:
    """Return `count` learning rates that fall along half a cosine, from the first to 0.

    Parameters
    ----------
    learning_rate : float
        The first one.
    count : int
        How many steps the fall takes; the 0 after the last of them is not returned.

    Notes
    -----
    I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts",
    ICLR 2017, equation 5, without restarts.

    Examples
    --------
    >>> half_cosine(1.0, 4).round(2)
    array([1.  , 0.85, 0.5 , 0.15])
    """
    return learning_rate * (1 + np.cos(np.pi * np.arange(count) / count)) / 2


SCHEDULES: dict[str, Callable[[float, int], Iterable[float]]] = {
    "constant": repeat,
    "half_cosine": lambda rate, count: half_cosine(rate, count).tolist(),
}


def fitting_table(
    network: Network, x: ArrayLike, labels: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs in the network's dtype, and what belongs to them, if they fit it.

    Parameters
    ----------
    network : Network
        What is to learn them.
    x : array_like, shape (n, inputs)
        Finite numbers.
    labels : array_like, shape (n,) or (n, outputs)
        Classes, or what the outputs should be.

    Returns
    -------
    x : numpy.ndarray, shape (n, inputs)
        A copy, read-only.
    labels : numpy.ndarray, shape (n,) or (n, outputs)
        A copy, read-only; integers if they are classes.
    """
    x = finite_array(x, "x", ndim=2)
    inputs, outputs = network.sizes[0], network.sizes[-1]
    if x.shape[1] != inputs:
        raise ValueError(f"x has shape {x.shape}; expected (n, {inputs})")
    dtype = network.layers[0].weights.dtype
    labels = finite_array(labels, "labels")
    if labels.ndim == 1 and outputs > 1:
        labels = class_labels(labels, len(x), outputs)
    else:
        labels = _kept(targets(labels, len(x), outputs), dtype, "labels")
        if network.layers[-1].activation == "softmax":
            as_probabilities(labels, "labels")
    return _kept(x, dtype, "x"), _kept(labels, labels.dtype, "labels")


def starting_network(
    network: Network | Sequence[int],
    x: ArrayLike,
    *,
    activations: str | Sequence[str] | None = None,
    seed: int | None = 0,
) -> Network:
    """Return the network that a training starts from, in the precision of its table.

    Parameters
    ----------
    network, x, activations, seed
        As in `groundup.training.train`.

    Examples
    --------
    >>> starting_network((2, 4, 3), [[0.5, 1.0]], activations="relu")
    Network(2-4-3, relu, softmax)
    """
    narrow = float_array(x, "x", ndim=2).dtype.itemsize <= 4
    if isinstance(network, Network):
        if activations is not None:
            raise ValueError(f"activations is {activations!r}; a Network has its own")
        sizes: Sequence[int] = network.sizes
        activations = [n.activation for n in network.layers]
        parameters = to_vector(network.layers)
        narrow = narrow and parameters.dtype.itemsize <= 4
    else:
        sizes = layer_sizes(network)
        parameters = initial_parameters(sizes, seed)
    dtype = np.float32 if narrow else np.float64
    return to_network(
        parameters.astype(dtype), sizes, "sigmoid" if activations is None else activations
    )


@quiet
def _kept(array: np.ndarray, dtype: np.dtype, name: str) -> np.ndarray:
    """Return a copy that nobody changes; `array` itself if it is one already."""
    kept = array.flags.owndata and not array.flags.writeable
    array = np.array(array, dtype, order="C", copy=None if kept else True)
    array.setflags(write=False)
    return finite_array(array, f"{name} as {dtype}")
