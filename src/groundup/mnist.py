"""MNIST: images of handwritten digits, 28 by 28 pixels, and what they show.

`PARTS` says which of four parts, no two with a common image, each set is made of.
"""

import os
import warnings
from dataclasses import replace

import numpy as np

from groundup.files.idx import read_idx
from groundup.files.sources import Digits, embedded_digits, find_digits

__all__ = [
    "PARTS",
    "load_mnist",
    "load_training",
    "prepared",
    "read_idx",
    "rows_not_in",
    "scoring_digits",
    "training_digits",
]

PARTS = {
    "mnist-train-without-embedded": {"mnist-train-without-embedded"},
    "mnist-embedded-train": {"mnist-embedded-train"},
    "mnist-embedded-test": {"mnist-embedded-test"},
    "mnist-embedded": {"mnist-embedded-train", "mnist-embedded-test"},
    "mnist-test": {"mnist-test"},
}
PARTS["mnist-train"] = PARTS["mnist-train-without-embedded"] | PARTS["mnist-embedded"]


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
    _warn_if_missed(digits)
    return prepared(digits, flatten, normalize, one_hot)


def load_training(
    *,
    flatten: bool = True,
    normalize: bool = True,
    one_hot: bool = False,
    data_dir: str | os.PathLike[str] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the 55,000 training images outside the embedded ones, and their labels.

    A network that was trained on these has seen neither the embedded nor the test
    images. Where the training set cannot be had, a warning says so and these are the
    4,000 of 'embedded-train'.

    Parameters
    ----------
    flatten : bool
        One row of 784 pixels an image; otherwise 28 rows of 28. True by default.
    normalize : bool
        float32 from 0 to 1, the default; otherwise uint8 from 0 to 255.
    one_hot : bool
        Labels as float32 rows with a single 1; otherwise, by default, integers from 0
        to 9.
    data_dir : path-like, optional
        A folder with the official files, as for `load_mnist`.

    Returns
    -------
    images : numpy.ndarray, shape (n, 784) or (n, 28, 28)
    labels : numpy.ndarray, shape (n,) or (n, 10)

    Raises
    ------
    DataError
        A `ValueError`: the folder lacks a file, or a file in it is not MNIST's.
    """
    training, _ = training_digits(data_dir)
    _warn_if_missed(training)
    return prepared(training, flatten, normalize, one_hot)


def training_digits(
    data_dir: str | os.PathLike[str] | None = None,
) -> tuple[Digits, Digits]:
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
    found = find_digits("train", data_dir)
    if found.origin == "embedded":
        return found, embedded_digits("embedded-test")
    held_out = embedded_digits()
    rows = rows_not_in(found.images, held_out.images)
    training = replace(
        found,
        images=found.images[rows],
        labels=found.labels[rows],
        split="train-without-embedded",
    )
    return training, held_out


def scoring_digits(
    learned_from: object = None, data_dir: str | os.PathLike[str] | None = None
) -> Digits:
    """Return images to score a network on: none that it is known to have learned from.

    Parameters
    ----------
    learned_from : str, optional
        What the network learned from, a key of `PARTS` as its file of weights keeps it.
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
    found = find_digits("test", data_dir)
    seen = PARTS.get(learned_from) if isinstance(learned_from, str) else None
    if seen is None:
        return found
    stands_in = found.origin == "embedded"
    unseen = PARTS["mnist-embedded" if stands_in else "mnist-test"] - seen
    if not unseen:
        reason = f"; the official ones could not be had: {found.missed}"
        raise ValueError(
            f"the network learned from {learned_from!r}, which holds all the images that"
            f" could be scored here{reason if stands_in else ''}"
        )
    if not stands_in:
        return found
    (name,) = (name for name, parts in PARTS.items() if parts == unseen)
    return embedded_digits(name.removeprefix("mnist-"), missed=found.missed)


def rows_not_in(images: np.ndarray, held_out: np.ndarray) -> np.ndarray:
    """Return which of `images` equal none of `held_out`, pixel by pixel.

    Parameters
    ----------
    images : numpy.ndarray, shape (n, ...)
        The images to choose from.
    held_out : numpy.ndarray, shape (m, ...)
        The images to leave out, of the same shape and dtype.

    Returns
    -------
    numpy.ndarray, shape (n,), bool

    Raises
    ------
    ValueError
        If the two are not of one shape and dtype.

    Examples
    --------
    >>> rows_not_in(np.array([[1, 2], [3, 4], [1, 2]]), np.array([[1, 2]]))
    array([False,  True, False])
    """
    if images.shape[1:] != held_out.shape[1:] or images.dtype != held_out.dtype:
        raise ValueError(
            f"images is {images.dtype} of shape {images.shape} and held_out is"
            f" {held_out.dtype} of shape {held_out.shape}; expected images alike"
        )
    seen = {image.tobytes() for image in held_out}
    return np.array([image.tobytes() not in seen for image in images], dtype=bool)


def _warn_if_missed(digits: Digits) -> None:
    if digits.missed:
        warnings.warn(
            f"MNIST's {digits.split} set could not be had ({digits.missed}); these are"
            f" {len(digits.labels):,} embedded images of its training set",
            stacklevel=3,
        )


def prepared(
    digits: Digits,
    flatten: bool = True,
    normalize: bool = True,
    one_hot: bool = False,
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
