"""MNIST: images of handwritten digits, 28 by 28 pixels, and what they show."""

import os
import warnings
from dataclasses import replace

import numpy as np

from groundup.files.idx import read_idx
from groundup.files.sources import Digits, embedded_digits, find_digits

__all__ = ["load_mnist", "load_training", "read_idx", "rows_not_in", "training_digits"]


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
        'test' (10,000 images), 'train' (60,000), or 'embedded' (5,000 of the training
        set, 500 a digit, which are part of this package and need no other file).
    flatten : bool
        One row of 784 pixels an image; otherwise 28 rows of 28.
    normalize : bool
        float32 from 0 to 1; otherwise uint8 from 0 to 255.
    one_hot : bool
        Labels as float32 rows with a single 1; otherwise integers from 0 to 9.
    data_dir : path-like, optional
        A folder with the official files, gzip or not; by default the environment
        variable MNIST_DIR. Without one: the user's cache, else a download, else the
        embedded images with a warning.

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
    _warn_if_missed(digits, split)
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
    images. The parameters are those of `load_mnist`; where the training set cannot be
    had, a warning says so and these are four fifths of the embedded images.
    """
    training, _ = training_digits(data_dir)
    _warn_if_missed(training, "train")
    return prepared(training, flatten, normalize, one_hot)


def training_digits(
    data_dir: str | os.PathLike[str] | None = None,
) -> tuple[Digits, Digits]:
    """Return what to learn from, and what to judge the choices by.

    Returns
    -------
    training : Digits
        The 55,000 training images outside the embedded ones. Where the training set
        cannot be had: four of every five embedded images.
    held_out : Digits
        The 5,000 embedded images; in the second case every fifth of them.
    """
    found = find_digits("train", data_dir)
    if found.origin == "embedded":
        fifth = np.arange(len(found.labels)) % 5 == 0
        return _rows(found, ~fifth), _rows(found, fifth)
    held_out = embedded_digits()
    return _rows(found, rows_not_in(found.images, held_out.images)), held_out


def rows_not_in(images: np.ndarray, held_out: np.ndarray) -> np.ndarray:
    """Return which of `images` equal none of `held_out`, pixel by pixel.

    Parameters
    ----------
    images, held_out : numpy.ndarray, shape (n, ...), shape (m, ...)
        Images of one shape and dtype.

    Returns
    -------
    numpy.ndarray, shape (n,), bool

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


def _rows(digits: Digits, rows: np.ndarray) -> Digits:
    return replace(digits, images=digits.images[rows], labels=digits.labels[rows])


def _warn_if_missed(digits: Digits, split: str) -> None:
    if digits.missed:
        warnings.warn(
            f"MNIST's {split} set could not be had ({digits.missed});"
            f" these are {len(digits.labels):,} embedded images",
            stacklevel=3,
        )


def prepared(
    digits: Digits,
    flatten: bool = True,
    normalize: bool = True,
    one_hot: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the images and labels of `digits` in the form that `load_mnist` tells."""
    images, labels = digits.images, digits.labels.astype(np.intp)
    if flatten:
        images = images.reshape(len(images), -1)
    if normalize:
        images = images.astype(np.float32)
        images /= 255
    if one_hot:
        labels = np.eye(10, dtype=np.float32)[labels]
    return images, labels
