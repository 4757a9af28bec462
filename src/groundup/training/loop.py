"""Training: from random weights to a network that has learned a table."""

import os
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from groundup.inference import predict
from groundup.network import Network
from groundup.training.backprop import LOSSES, fitting_loss
from groundup.training.batches import Augment
from groundup.training.checkpoint import load_checkpoint, save_checkpoint
from groundup.training.optimizers import OPTIMIZERS
from groundup.training.options import step_numbers
from groundup.training.parameters import to_vector, with_parameters
from groundup.training.stepper import fitting_table, starting_network, steps

__all__ = ["Epoch", "train"]


class Epoch(NamedTuple):
    """What one pass over the table came to.

    Parameters
    ----------
    number : int
        Counted from 1.
    of : int
        How many there will be.
    loss : float
        Mean over the rows, each with the weights of its own step.
    accuracy : float or None
        The share of rows whose class was named, likewise. None without classes: when the
        output is a single number.
    validation_accuracy : float or None
        The share of validation rows whose class the network now names.
    validation_loss : float or None
        The loss of the validation rows now.
    """

    number: int
    of: int
    loss: float
    accuracy: float | None
    validation_accuracy: float | None = None
    validation_loss: float | None = None


def train(
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
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    progress: Callable[[Epoch], object] | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
) -> Network:
    """Train a network on a table, by back propagation on mini-batches.

    The same arguments give the same bytes on the same machine, also when a run was
    stopped and taken up again.

    Parameters
    ----------
    network : Network or sequence of int
        The network to go on from; or its sizes, the inputs first and then the neurons of
        each layer, to start from random weights.
    x : array_like, shape (n, inputs)
        A row an example; any finite numbers. Integers are trained on as float64, float16
        as float32.
    labels : array_like
        Integers of shape (n,), the class of each row; or what the outputs should be,
        shape (n, outputs), for a single output also (n,).
    activations : str or sequence of str, optional
        With sizes only. One name for all hidden layers ('sigmoid', 'tanh', 'relu',
        'identity'), or one name a layer. By default 'sigmoid', then 'softmax', but
        'sigmoid' for a single output. A regression ends in 'identity'.
    loss : str, optional
        'cross_entropy', which goes with a softmax, or 'squared_error', which goes with
        any other output. By default the one that fits.
    optimizer : str, default 'adam'
        'adam' or 'sgd', which needs larger rates.
    learning_rate : float, default 0.02
        How far a step goes: with Adam about so far in each parameter, with SGD so many
        times the gradient.
    schedule : str, default 'constant'
        'constant', or 'half_cosine': the learning rate falls to 0 by the end.
    weight_decay : float, default 0.0
        A step first takes the part `learning_rate` * `weight_decay` off each parameter.
    epochs : int, default 500
        Passes over the table.
    batch_size : int, default 32
        Rows a step.
    augment : callable, optional
        ``augment(x, rng)`` returns changed rows to learn from, as
        `groundup.training.augment.distort` does for images. By default none are changed.
    seed : int or None, default 0
        Decides the first weights and the order of the rows. With None they are others
        each time.
    validation : tuple of x and labels, optional
        Scored after each epoch, never learned from.
    progress : callable, optional
        Called with an `Epoch` after each epoch.
    checkpoint : path, optional
        A file that keeps the state after each epoch. The same call goes on from it, and
        loses at most the epoch in which it was stopped, in whatever way. The file stays
        at the end, so that it can be removed once the network is saved.

    Returns
    -------
    Network
        float32 or float64, as the table is.

    Raises
    ------
    TypeError, ValueError
        If arguments do not fit, `checkpoint` is of another run, or the weights grow
        without bound.

    Notes
    -----
    Adam's own default rate is 0.001, for millions of parameters. The one here was
    chosen on XOR: with four hidden neurons or more, sigmoid and tanh learn it.

    Examples
    --------
    >>> x, labels = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]
    >>> network = train((2, 4, 1), x, labels)
    >>> network
    Network(2-4-1, sigmoid, sigmoid)
    >>> network.forward(x).round().ravel()
    array([0., 1., 1., 0.])
    """
    epochs, batch_size, learning_rate, weight_decay, seed = step_numbers(
        epochs, batch_size, learning_rate, weight_decay, seed
    )
    network = starting_network(network, x, activations=activations, seed=seed)
    loss = fitting_loss(network, loss)
    x, labels = fitting_table(network, x, labels)
    if validation is not None:
        validation = _fitting_validation(network, validation)
    settings: dict[str, Any] = {
        "loss": loss,
        "optimizer": optimizer,
        "learning_rate": learning_rate,
        "schedule": schedule,
        "weight_decay": weight_decay,
        "epochs": epochs,
        "batch_size": batch_size,
        "augment": augment,
        "seed": seed,
    }
    walk = steps(network, x, labels, **settings)
    if checkpoint is not None:
        run = _described(network, x, labels, settings)
        kind = OPTIMIZERS[optimizer]
        state = load_checkpoint(checkpoint, kind, run)
        if state is None:
            state = kind.start(to_vector(network.layers))
            save_checkpoint(checkpoint, state, run)
        walk = steps(network, x, labels, **settings, start=state)
        network = with_parameters(network, state.parameters)
    total, right, of_each_epoch = 0.0, 0, -(-len(x) // batch_size)
    with closing(walk):
        for step in walk:
            total += step.loss * len(step.x)
            right += _named(step.output, step.labels)
            if step.number % of_each_epoch:
                continue
            network = step.updated
            if checkpoint is not None:
                save_checkpoint(checkpoint, step.state, run)
            if progress is not None:
                accuracy = _share(right, labels)
                scored = _scored(network, loss, *validation) if validation else ()
                progress(Epoch(step.epoch, epochs, total / len(x), accuracy, *scored))
            total, right = 0.0, 0
    return network


def _fitting_validation(
    network: Network, validation: tuple[ArrayLike, ArrayLike]
) -> tuple[np.ndarray, np.ndarray]:
    try:
        x, labels = validation
    except (TypeError, ValueError):
        raise ValueError("validation is no pair; expected (x, labels)") from None
    try:
        return fitting_table(network, x, labels)
    except (TypeError, ValueError) as error:
        raise type(error)(f"validation: {error}") from None


def _scored(
    network: Network, loss: str, x: np.ndarray, labels: np.ndarray
) -> tuple[float | None, float]:
    output = predict(network, x)
    return _share(_named(output, labels), labels), LOSSES[loss](output, labels)


def _named(output: np.ndarray, labels: np.ndarray) -> int:
    """Count the rows whose largest output is that of the right class."""
    right = labels if labels.ndim == 1 else labels.argmax(axis=1)
    return int(np.count_nonzero(output.argmax(axis=1) == right))


def _share(right: int, labels: np.ndarray) -> float | None:
    return None if labels.shape[1:] == (1,) else right / len(labels)


def _described(
    network: Network, x: np.ndarray, labels: np.ndarray, settings: Mapping[str, object]
) -> dict[str, object]:
    """Return what tells a run from others, in words and numbers."""
    if settings["seed"] is None:
        raise ValueError("seed is None; expected a number, so that checkpoint can be used")
    augment = settings["augment"]
    if augment is not None:
        named = augment if hasattr(augment, "__qualname__") else type(augment)
        augment = f"{named.__module__}.{named.__qualname__}"
    arrays = {"start": to_vector(network.layers), "x": x, "labels": labels}
    return {
        **settings,
        "augment": augment,
        "network": repr(network),
        **{f"checksum of {name}": zlib.crc32(array.data) for name, array in arrays.items()},
    }
