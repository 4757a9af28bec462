"""How many digits there are, and how many the book's weights read (a record)."""

from functools import cache

import numpy as np

from groundup.mnist import load_mnist
from groundup.files.sources import FILES
from groundup_book.recorded import recorded


def _book() -> dict:
    return recorded("book-weights")


@cache
def _embedded() -> tuple[np.ndarray, np.ndarray]:
    return load_mnist("embedded")


def _share(key: str) -> str:
    return f"{_book()['right'][key] / _book()['images']:.4f}"


def book_accuracy() -> str:
    """Return the accuracy of the book's weights with the book's code (a record)."""
    return _share("book")


def notes_accuracy() -> str:
    """Return the accuracy of the book's weights with the code of 2019 (a record)."""
    return _share("notes_one_image")


def notes_lost() -> int:
    """Return how many test images the code of 2019 loses of the book's (a record)."""
    right = _book()["right"]
    return right["book"] - right["notes_one_image"]


def embedded() -> int:
    """Return how many images are part of the package."""
    return len(_embedded()[1])


def embedded_each() -> int:
    """Return how many of them show one digit, if it is the same number for all."""
    (count,) = set(np.bincount(_embedded()[1]).tolist())
    return count


def embedded_train() -> int:
    """Return how many of them stand in for the training set."""
    return len(load_mnist("embedded-train")[1])


def embedded_test() -> int:
    """Return how many of them stand in for the test set."""
    return len(load_mnist("embedded-test")[1])


def train_images() -> int:
    """Return how many images MNIST's training set has."""
    return FILES["train"][0].shape[0]


def test_images() -> int:
    """Return how many images MNIST's test set has."""
    return FILES["test"][0].shape[0]


def learned_from() -> int:
    """Return how many training images are not embedded."""
    return train_images() - embedded()
