"""Training: from random weights to a network that reads digits."""

import operator
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from groundup._arrays import real_array
from groundup.adam import Adam
from groundup.augment import distort
from groundup.backprop import back_propagate, class_labels
from groundup.checkpoint import load_checkpoint, save_checkpoint
from groundup.inference import accuracy
from groundup.network import Network

SIZES = (784, 50, 100, 10)
EPOCHS = 600
BATCH_SIZE = 128
RATE = 5e-3


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
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    progress: Callable[[Epoch], object] | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
) -> Network:
    """Train a network with sigmoid hidden layers and a softmax output from scratch.

    Mini-batches of distorted images, back propagation, and Adam with a rate that
    falls along half a cosine. The same arguments give the same bytes on the same
    machine, also when a run was stopped and taken up again.

    Parameters
    ----------
    images : array_like, shape (n, side * side)
        Flat square images, numbers from 0 to 1.
    labels : array_like of int, shape (n,)
        The right classes.
    sizes : sequence of int
        Inputs, then the neurons of each layer.
    seed, epochs, batch_size, rate
        Where chance starts, passes over the images, images a step, the first rate.
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
    labels = class_labels(labels, len(images), sizes[-1])
    for name, number in (("epochs", epochs), ("batch_size", batch_size)):
        if operator.index(number) < 1:
            raise ValueError(f"{name} is {number}; expected 1 or more")
    state = Adam(initial_parameters(sizes, seed).astype(images.dtype))
    run = f"sizes {sizes} seed {seed} epochs {epochs} batch {batch_size} rate {rate}"
    if checkpoint is not None:
        run += f" data {zlib.crc32(images):08x} {zlib.crc32(labels):08x}"
        state = load_checkpoint(checkpoint, state, run)
    rates = cosine(rate, epochs * -(-len(images) // batch_size)).reshape(epochs, -1)
    try:
        for number in range(state.steps // rates.shape[1] + 1, epochs + 1):
            following = state.copy()
            chunks = _chunks(images, labels, batch_size, (seed, number))
            loss, right = _epoch(following, sizes, chunks, batch_size, rates[number - 1])
            state = following
            if progress is not None:
                network = to_network(state.parameters, sizes)
                validated = validation and accuracy(network, *validation)
                share = right / len(images)
                progress(Epoch(number, epochs, loss / len(images), share, validated))
    except KeyboardInterrupt:
        if checkpoint is not None:
            save_checkpoint(checkpoint, state, run)
        raise
    if checkpoint is not None:
        Path(checkpoint).unlink(missing_ok=True)
    return to_network(state.parameters, sizes)


def initial_parameters(sizes: Sequence[int], seed: int) -> np.ndarray:
    """Draw the numbers of W1, b1, W2, b2, ... in one vector.

    Weights are normal with variance 1 / inputs, so that every weighted sum starts in
    the range where a sigmoid has a slope; biases are 0.

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
    """Build the network whose W1, b1, W2, b2, ... are `parameters`, one after another."""
    shapes = [s for i, o in zip(sizes, sizes[1:]) for s in ((i, o), (o,))]
    ends = np.cumsum([np.prod(shape) for shape in shapes])
    parts = np.split(parameters, ends[:-1])
    names = [f"{letter}{n}" for n in range(1, len(sizes)) for letter in "Wb"]
    return Network.from_dict(
        {name: part.reshape(shape) for name, part, shape in zip(names, parts, shapes)}
    )


def cosine(rate: float, steps: int) -> np.ndarray:
    """Return `steps` learning rates that fall from `rate` to 0 along half a cosine."""
    return rate * (1 + np.cos(np.pi * np.arange(steps) / steps)) / 2


def _epoch(
    state: Adam,
    sizes: Sequence[int],
    chunks: Iterable[tuple[np.ndarray, np.ndarray]],
    batch_size: int,
    rates: np.ndarray,
) -> tuple[float, int]:
    """Make one pass: change `state`, return the sum of losses and the right answers."""
    loss, right, rates = 0.0, 0, iter(rates)
    with closing(_ahead(chunks)) as chunks:
        for images, labels in chunks:
            for start in range(0, len(images), batch_size):
                x, y = images[start : start + batch_size], labels[start : start + batch_size]
                descent = back_propagate(to_network(state.parameters, sizes), x, y)
                flat = [part.ravel() for pair in descent.gradients for part in pair]
                state.step(np.concatenate(flat), next(rates))
                loss += descent.loss * len(y)
                right += np.count_nonzero(descent.probabilities.argmax(axis=1) == y)
    return loss, right


def _chunks(
    images: np.ndarray, labels: np.ndarray, batch_size: int, seed: tuple[int, int]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield all images in a new order, distorted anew, some batches at a time."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(images))
    for start in range(0, len(images), 16 * batch_size):
        rows = order[start : start + 16 * batch_size]
        yield distort(images[rows], rng), labels[rows]


def _ahead(items: Iterator) -> Iterator:
    """Yield `items`, the next one already being made in another thread."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, items, None)
        while (item := waiting.result()) is not None:
            waiting = pool.submit(next, items, None)
            yield item


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
