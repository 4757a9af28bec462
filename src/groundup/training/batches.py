"""Mini-batches of distorted images, made in one thread while another learns."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import numpy as np

from groundup.training.augment import distort

CHUNK = 16


def shuffled_batches(
    images: np.ndarray,
    labels: np.ndarray,
    batch_size: int,
    seed: int | tuple[int, ...],
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield every image once, distorted, in a random order, `batch_size` at a time.

    Parameters
    ----------
    images : numpy.ndarray, shape (n, side * side)
    labels : numpy.ndarray, shape (n,)
    batch_size : int
        The last batch may have fewer.
    seed : int or tuple of int
        Where chance starts: the same seed gives the same batches.

    Notes
    -----
    Close the iterator if it is left before its end, so that its thread ends. A browser
    gives no threads: there the images are made one after the other.

    Examples
    --------
    >>> images, labels = np.ones((10, 784), np.float32), np.arange(10)
    >>> batches = list(shuffled_batches(images, labels, batch_size=4, seed=0))
    >>> [len(labels) for images, labels in batches]
    [4, 4, 2]
    >>> sorted(np.concatenate([labels for images, labels in batches]).tolist())
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    """
    chunks = _chunks(images, labels, CHUNK * batch_size, np.random.default_rng(seed))
    if sys.platform != "emscripten":
        chunks = _one_ahead(chunks)
    with closing(chunks):
        for distorted, right in chunks:
            for start in range(0, len(right), batch_size):
                rows = slice(start, start + batch_size)
                yield distorted[rows], right[rows]


def _chunks(
    images: np.ndarray, labels: np.ndarray, size: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    order = rng.permutation(len(images))
    for start in range(0, len(images), size):
        rows = order[start : start + size]
        yield distort(images[rows], rng), labels[rows]


def _one_ahead(chunks: Iterator) -> Iterator:
    """Yield `chunks`, the next one already in the making in a thread."""
    with ThreadPoolExecutor(1) as thread:
        following = thread.submit(next, chunks, None)
        while (chunk := following.result()) is not None:
            following = thread.submit(next, chunks, None)
            yield chunk
