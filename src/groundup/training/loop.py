"""Training: from random weights to a network that reads digits."""

import operator
import os
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import real_array
from groundup.training.adam import Adam
from groundup.training.backprop import back_propagate, class_labels
from groundup.training.batches import shuffled_batches
from groundup.training.checkpoint import load_checkpoint, save_checkpoint
from groundup.inference import accuracy
from groundup.network import Network
from groundup.training.parameters import initial_parameters, to_network, to_vector

SIZES = (784, 50, 100, 10)
EPOCHS = 500
BATCH_SIZE = 128
RATE = 5e-3
DECAY = 0.005


class Epoch(NamedTuple):
    """What one pass over all images came to."""

    number: int
    of: int
    loss: float
    accuracy: float
    validation_accuracy: float | None


def train(
    images: ArrayLike,
    labels: ArrayLike,
    *,
    sizes: Sequence[int] = SIZES,
    seed: int = 0,
    epochs: int = EPOCHS,
    batch_size: int = BATCH_SIZE,
    rate: float = RATE,
    decay: float = DECAY,
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    progress: Callable[[Epoch], object] | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
) -> Network:
    """Train a network with sigmoid hidden layers and a softmax output from scratch.

    Mini-batches of distorted images, back propagation, and Adam with weight decay and a
    rate that falls along half a cosine. The same arguments give the same bytes on the
    same machine, also when a run was stopped and taken up again.

    Parameters
    ----------
    images : array_like, shape (n, side * side)
        Flat square images, numbers from 0 to 1.
    labels : array_like of int, shape (n,)
        The right classes.
    sizes : sequence of int
        Inputs, then the neurons of each layer.
    seed, epochs, batch_size, rate, decay
        Where chance starts, passes over the images, images a step, the first rate, and
        the part of each parameter that a step of rate 1 would take away.
    validation : tuple of images and labels, optional
        Scored after each epoch, never learned from.
    progress : callable, optional
        Called with an `Epoch` after each epoch.
    checkpoint : path, optional
        Where Ctrl-C leaves the state after the last whole epoch, and where a run with
        the same arguments goes on from. It is removed at the end.

    Raises
    ------
    TypeError, ValueError
        If the arrays do not fit, or `checkpoint` is of another run.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> images, labels = rng.random((64, 4)), np.arange(64) % 2
    >>> train(images, labels, sizes=(4, 3, 2), epochs=2)
    Network(4-3-2, sigmoid, softmax)
    """
    images = _unit_floats(images, sizes[0])
    labels = np.ascontiguousarray(class_labels(labels, len(images), sizes[-1]))
    for name, number in (("epochs", epochs), ("batch_size", batch_size)):
        if operator.index(number) < 1:
            raise ValueError(f"{name} is {number}; expected 1 or more")
    state = Adam(initial_parameters(sizes, seed).astype(images.dtype))
    if checkpoint is not None:
        data = f"{zlib.crc32(images):08x}-{zlib.crc32(labels):08x}"
        recipe = f"batch size {batch_size}, rate {rate}, decay {decay}"
        run = f"sizes {tuple(sizes)}, seed {seed}, epochs {epochs}, {recipe}, data {data}"
        state = load_checkpoint(checkpoint, state, run)
    rates = cosine(rate, epochs * -(-len(images) // batch_size)).reshape(epochs, -1)
    try:
        for number in range(state.steps // rates.shape[1] + 1, epochs + 1):
            following = state.copy()
            batches = shuffled_batches(images, labels, batch_size, (seed, number))
            with closing(batches):
                learned = run_epoch(
                    following, sizes, batches, rates[number - 1].tolist(), decay
                )
            state = following
            if progress is not None:
                network = to_network(state.parameters, sizes)
                scored = validation and float(accuracy(network, *validation))
                progress(Epoch(number, epochs, *learned, scored))
    except KeyboardInterrupt:
        if checkpoint is not None:
            save_checkpoint(checkpoint, state, run)
        raise
    if checkpoint is not None:
        Path(checkpoint).unlink(missing_ok=True)
    return to_network(state.parameters, sizes)


def cosine(rate: float, steps: int) -> np.ndarray:
    """Return `steps` learning rates that fall from `rate` to 0 along half a cosine."""
    return rate * (1 + np.cos(np.pi * np.arange(steps) / steps)) / 2


def run_epoch(
    state: Adam,
    sizes: Sequence[int],
    batches: Iterable[tuple[np.ndarray, np.ndarray]],
    rates: Iterable[float],
    decay: float = 0.0,
) -> tuple[float, float]:
    """Learn from each batch once, and return the mean loss and the accuracy on the way.

    Parameters
    ----------
    state : Adam
        Its parameters are those of a network of `sizes`; they change in place.
    sizes : sequence of int
        Inputs, then the neurons of each layer.
    batches : iterable of x and labels
        Shapes (n, inputs) and (n,).
    rates : iterable of float
        One learning rate a batch.
    decay : float
        The weight decay.
    """
    loss, right, seen = 0.0, 0, 0
    for (x, labels), rate in zip(batches, rates):
        descent = back_propagate(to_network(state.parameters, sizes), x, labels)
        state.step(to_vector(descent.gradients), rate, decay)
        loss += descent.loss * len(x)
        right += int(np.sum(descent.probabilities.argmax(axis=1) == labels))
        seen += len(x)
    return loss / seen, right / seen


def _unit_floats(images: ArrayLike, inputs: int) -> np.ndarray:
    images = real_array(images, "images", ndim=2)
    if images.shape[1] != inputs:
        raise ValueError(f"images has shape {images.shape}; expected (n, {inputs})")
    if images.dtype.kind != "f" or not (images.min() >= 0 and images.max() <= 1):
        raise ValueError(
            f"images has dtype {images.dtype} and goes from {images.min()} to"
            f" {images.max()}; expected floats from 0 to 1"
        )
    return np.ascontiguousarray(images)
