"""MNIST: images of handwritten digits, 28 by 28 pixels, and what they show."""

import os
import warnings
from typing import Any

import numpy as np

from groundup.files.idx import read_idx
from groundup.files.sources import PARTS, Digits, embedded_digits, find_digits

__all__ = [
    "load_mnist",
    "load_training",
    "parts_of",
    "prepared",
    "read_idx",
    "scoring_digits",
    "training_digits",
]


def load_mnist(
    split: str = "test",
    *,
    flatten: bool = True,
    normalize: bool = True,
    one_hot: bool = False,
    data_dir: str | os.PathLike[str] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return images of handwritten digits and their labels.

    Parameters
    ----------
    split : str
        'train' (60,000 images), 'test' (10,000), or one of the sets that are part of
        this package and need no other file: 'embedded-train' (4,000, 400 a digit),
        'embedded-test' (1,000, 100 a digit), which have no image in common, or both
        together, 'embedded' (5,000). All of these are in MNIST's training set, so
        'embedded' is for scoring a network that learned from none of them, such as
        `groundup.trained.trained_network`.
    flatten : bool
        One row of 784 pixels an image; otherwise 28 rows of 28. True by default.
    normalize : bool
        float32 from 0 to 1, the default; otherwise uint8 from 0 to 255.
    one_hot : bool
        Labels as float32 rows with a single 1; otherwise, by default, integers from 0
        to 9.
    data_dir : path-like, optional
        A folder with the official files, gzip or not; by default the environment
        variable MNIST_DIR. Without one: the user's cache, else a download, else a
        warning and the part of the embedded images: 'embedded-train' for 'train',
        'embedded-test' for 'test'. The training set is downloaded after the test set
        only, so that what is learned from and what is scored never share an image.

    Returns
    -------
    images : numpy.ndarray, shape (n, 784) or (n, 28, 28)
    labels : numpy.ndarray, shape (n,) or (n, 10)

    Raises
    ------
    DataError
        A `ValueError`: the folder lacks a file, or a file in it is not MNIST's.

    Examples
    --------
    >>> images, labels = load_mnist("embedded")
    >>> images.shape, labels.shape
    ((5000, 784), (5000,))
    """
    digits = find_digits(split, data_dir)
    if digits.missed:
        warnings.warn(
            f"MNIST's {split} set could not be had ({digits.missed}); these are"
            f" {len(digits.labels):,} embedded images of its training set",
            stacklevel=2,
        )
    return prepared(digits, flatten, normalize, one_hot)


def load_training(**form: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the 55,000 training images outside the embedded ones, and their labels.

    A network that was trained on these has seen neither the embedded nor the test
    images. Where the training set cannot be had, a warning says so and these are the
    4,000 of 'embedded-train'.

    Parameters
    ----------
    **form
        `flatten`, `normalize`, `one_hot` and `data_dir`, as for `load_mnist`.

    Returns
    -------
    images : numpy.ndarray, shape (n, 784) or (n, 28, 28)
    labels : numpy.ndarray, shape (n,) or (n, 10)
    """
    return load_mnist("train-without-embedded", **form)


def training_digits(data_dir: str | os.PathLike[str] | None = None) -> tuple[Digits, Digits]:
    """Return what to learn from, and what to judge the choices by.

    Parameters
    ----------
    data_dir : path-like, optional
        As for `load_mnist`.

    Returns
    -------
    training : Digits
        The 55,000 training images outside the embedded ones. Where the training set
        cannot be had: the 4,000 of 'embedded-train'.
    held_out : Digits
        The 5,000 embedded images; in the second case the 1,000 of 'embedded-test'.
    """
    training = find_digits("train-without-embedded", data_dir)
    return training, embedded_digits("embedded-test" if training.missed else "embedded")


def parts_of(record: object) -> set[str]:
    """Return the parts that were learned from, as the record of a file of weights says.

    Parameters
    ----------
    record : object
        Its entry 'images': "mnist-" and a key of `groundup.files.sources.PARTS`.

    Returns
    -------
    set of str
        Empty if it is anything else.

    Examples
    --------
    >>> parts_of("mnist-embedded-train"), parts_of("photographs")
    ({'embedded-train'}, set())
    """
    return {f"mnist-{split}": parts for split, parts in PARTS.items()}.get(str(record), set())


def scoring_digits(
    learned_from: object = None, data_dir: str | os.PathLike[str] | None = None
) -> Digits:
    """Return images to score a network on: none that it is known to have learned from.

    Parameters
    ----------
    learned_from : str, optional
        What the network learned from, as its file of weights keeps it; see `parts_of`.
        By default, and if it is anything else, that is not known.
    data_dir : path-like, optional
        As for `load_mnist`.

    Returns
    -------
    Digits
        MNIST's test set. Where it cannot be had, those of the embedded images that the
        network has not seen: all 5,000 if it saw none, 'embedded-test' if it saw the
        others or nothing is known.

    Raises
    ------
    ValueError
        If it has seen all that could be scored.
    """
    found, seen = find_digits("test", data_dir), parts_of(learned_from)
    choices = [found.split]
    if found.missed and seen:
        choices = ["embedded", "embedded-test", "embedded-train"]
    for split in choices:
        if not PARTS[split] & seen:
            return found if split == found.split else embedded_digits(split, found.missed)
    reason = f"; the official ones could not be had: {found.missed}" if found.missed else ""
    raise ValueError(
        f"the network learned from {learned_from!r}, which holds all the images that could be"
        f" scored here{reason}"
    )


def prepared(
    digits: Digits, flatten: bool = True, normalize: bool = True, one_hot: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return the images and labels of `digits` in the form that is asked for.

    Parameters
    ----------
    digits : Digits
        Images of shape (n, 28, 28) and n labels, both uint8.
    flatten : bool
        One row of 784 pixels an image; otherwise 28 rows of 28. True by default.
    normalize : bool
        float32 from 0 to 1, the default; otherwise uint8 from 0 to 255.
    one_hot : bool
        Labels as float32 rows with a single 1; otherwise, by default, integers from 0
        to 9.

    Returns
    -------
    images : numpy.ndarray, shape (n, 784) or (n, 28, 28)
    labels : numpy.ndarray, shape (n,) or (n, 10)
    """
    images: np.ndarray = digits.images
    labels: np.ndarray = digits.labels.astype(np.intp)
    if flatten:
        images = images.reshape(len(images), -1)
    if normalize:
        images = images.astype(np.float32)
        images /= 255
    if one_hot:
        labels = np.eye(10, dtype=np.float32)[labels]
    return images, labels
