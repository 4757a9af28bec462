"""Reading weights from files that others wrote, without running anything in them."""

import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundup.files.errors import DataError
from groundup.files.layout import EXPECTED, described, find_weights
from groundup.files.npz import read_npy, read_npz
from groundup.files.opening import opened, quoted
from groundup.files.pickled import read_pickle
from groundup.files.signatures import tell, tell_damage

__all__ = ["LIMIT", "Weights", "parse_weights", "read_weights"]

LIMIT = 1 << 26
"""The most bytes that a file, or what it unpacks to, may have (64 MiB)."""


@dataclass(frozen=True, eq=False)
class Weights:
    """What a weights file says.

    Attributes
    ----------
    arrays : dict of str to numpy.ndarray
        W1, b1, W2, b2 and so on: finite numbers in native byte order.
    activations : str or tuple of str or None
        One name for all hidden layers, or one a layer; `None` if the file names none.
    record : dict or None
        What the network was trained on, as `Network.save` was given it.
    passed_over : tuple of str
        What else the file holds, in words, such as "'epoch' (12)".
    """

    arrays: dict[str, np.ndarray]
    activations: str | tuple[str, ...] | None = None
    record: dict[str, Any] | None = None
    passed_over: tuple[str, ...] = ()


def read_weights(path: str | os.PathLike[str]) -> Weights:
    """Read a network's weights from an .npz file or a pickled dict.

    Parameters
    ----------
    path : path-like
        Which of the two it is, is seen from its bytes.

    Returns
    -------
    Weights
        The arrays, the activations and the record if the file has them, and what else
        was in it.

    Raises
    ------
    DataError
        A `ValueError`: the file cannot be read, is larger than 64 MiB or unpacks to
        more, or holds anything else than weights; one sentence says what. A pickle that
        names anything but the parts of a NumPy array is refused by that name.

    Notes
    -----
    ``pickle.load`` calls whatever the file names, so whoever wrote the file runs code
    on the reader's machine. Here a pickle is data: nothing that it names is called.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "weights.npz")
    ...     np.savez(file, W1=np.eye(2), b1=np.zeros(2), epoch=12)
    ...     weights = read_weights(file)
    >>> list(weights.arrays), weights.activations, weights.passed_over
    (['W1', 'b1'], None, ("'epoch' (12)",))
    """
    name = quoted(path)
    with opened(path) as (file, size):
        if size > LIMIT:
            raise DataError(f"{name} has {size} bytes; expected at most {LIMIT}")
        data = file.read(size)
    try:
        return parse_weights(data)
    except DataError as error:
        raise DataError(f"{name} {error}") from None


def parse_weights(data: bytes) -> Weights:
    """Return the weights in the bytes of a file; see `read_weights`."""
    try:
        content = _content(data)
    except DataError as error:
        if not (words := tell(data)):
            raise DataError(tell_damage(data, _content) or str(error)) from None
        if data.startswith(b"\x93NUMPY"):
            words += f" and holds only {described(read_npy(data))}"
        raise DataError(f"{words}; {EXPECTED} in an .npz file or a pickled dict") from None
    return Weights(*find_weights(content, LIMIT))


def _content(data: bytes) -> object:
    return read_npz(data, LIMIT) if data.startswith(b"PK") else read_pickle(data)
