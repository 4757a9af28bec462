"""Mini-batches in random order; changed ones are made in one thread while another learns."""

import sys
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import numpy as np

__all__ = ["Augment", "Batch", "epochs_of_batches", "shuffled_batches"]

Batch = tuple[np.ndarray, np.ndarray]
Augment = Callable[[np.ndarray, np.random.Generator], np.ndarray]

CHUNK = 16
"""So many batches are changed at once: fewer calls, and still little memory."""


def shuffled_batches(
    x: np.ndarray,
    labels: np.ndarray,
    batch_size: int,
    seed: int | tuple[int, ...],
    augment: Augment | None = None,
) -> Generator[Batch, None, None]:
    """Yield every row once, in a random order, `batch_size` of them at a time.

    Parameters
    ----------
    x : numpy.ndarray, shape (n, inputs)
        The inputs.
    labels : numpy.ndarray, shape (n,) or (n, outputs)
        What belongs to them.
    batch_size : int
        Rows a batch. The last batch may have fewer.
    seed : int or tuple of int
        The same seed gives the same batches.
    augment : callable, optional
        ``augment(x, rng)`` gets some rows and a generator to draw from, and returns as
        many rows that are learned from in their place, such as
        `groundup.training.augment.distort`.

    Notes
    -----
    Rows that all fit in one batch stay in order. Close the iterator if it is left before
    its end, so that its thread ends. A browser gives no threads: there the rows are
    changed one chunk after the other.

    Examples
    --------
    >>> x, labels = np.arange(20).reshape(10, 2), np.arange(10)
    >>> batches = list(shuffled_batches(x, labels, batch_size=4, seed=0))
    >>> [len(labels) for x, labels in batches]
    [4, 4, 2]
    >>> sorted(np.concatenate([labels for x, labels in batches]).tolist())
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    """
    if augment is None and len(x) <= batch_size:
        yield x, labels
        return
    rng = np.random.default_rng(seed)
    chunks = _chunks(x, labels, CHUNK * batch_size, rng, augment)
    if augment is not None and sys.platform != "emscripten":
        chunks = _one_ahead(chunks)
    with closing(chunks):
        for inputs, right in chunks:
            for start in range(0, len(right), batch_size):
                rows = slice(start, start + batch_size)
                yield inputs[rows], right[rows]


def epochs_of_batches(
    x: np.ndarray,
    labels: np.ndarray,
    batch_size: int,
    seed: int,
    augment: Augment | None,
    *,
    epochs: int,
    done: int = 0,
) -> Generator[tuple[int, np.ndarray, np.ndarray], None, None]:
    """Yield the number of the epoch, counted from 1, with each of its shuffled batches.

    Parameters
    ----------
    x, labels, batch_size, augment
        As in `shuffled_batches`.
    seed : int
        With the number of the epoch it gives the order of the rows in that epoch.
    epochs : int
        How often every row comes.
    done : int, default 0
        How many of the batches to leave out at the start.
    """
    epoch, skipped = divmod(done, -(-len(x) // batch_size))
    for number in range(epoch + 1, epochs + 1):
        batches = shuffled_batches(x, labels, batch_size, (seed, number), augment)
        for _ in range(skipped):
            next(batches)
        skipped = 0
        with closing(batches):
            for inputs, right in batches:
                yield number, inputs, right


def _chunks(
    x: np.ndarray,
    labels: np.ndarray,
    size: int,
    rng: np.random.Generator,
    augment: Augment | None,
) -> Generator[Batch, None, None]:
    order = rng.permutation(len(x))
    for start in range(0, len(x), size):
        rows = order[start : start + size]
        inputs = x[rows]
        if augment is not None:
            inputs = np.asarray(augment(inputs, rng))
            if inputs.shape != (len(rows), x.shape[1]):
                raise ValueError(
                    f"augment returned shape {inputs.shape}; expected {len(rows), x.shape[1]}"
                )
        yield inputs, labels[rows]


def _one_ahead(chunks: Iterator[Batch]) -> Generator[Batch, None, None]:
    """Yield `chunks`, the next one already in the making in a thread."""
    with ThreadPoolExecutor(1) as thread:
        following = thread.submit(next, chunks, None)
        while (chunk := following.result()) is not None:
            following = thread.submit(next, chunks, None)
            yield chunk
