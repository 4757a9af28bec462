"""Reading arrays from files that others wrote, without running anything in them."""

import json
import os
from dataclasses import dataclass

import numpy as np

from groundup.files.opening import opened, quoted
from groundup.files.errors import DataError
from groundup.files.npz import read_npz
from groundup.files.pickled import read_pickle

LIMIT = 1 << 24


@dataclass(frozen=True, eq=False)
class Weights:
    """What a weights file says.

    Attributes
    ----------
    arrays : dict of str to numpy.ndarray
        W1, b1, W2, b2 and so on.
    activations : tuple of str or None
        One name a layer, or one for all hidden layers; `None` if the file names none.
    record : dict or None
        What the network was trained on, as `Network.save` was given it.
    passed_over : tuple of str
        What else the file holds, in words, such as "'epoch' (the number 12)".
    """

    arrays: dict[str, np.ndarray]
    activations: tuple[str, ...] | None = None
    record: dict | None = None
    passed_over: tuple[str, ...] = ()


def read_weights(path: str | os.PathLike[str]) -> Weights:
    """Read a network's weights from an .npz file or a pickled dict.

    Parameters
    ----------
    path : path-like
        Which of the two it is, is seen from its bytes.

    Raises
    ------
    DataError
        See `read_arrays`.
    """
    arrays = read_arrays(path)
    activations = arrays.pop("activations", None)
    record = arrays.pop("record", None)
    return Weights(
        arrays,
        None if activations is None else tuple(np.ravel(activations).tolist()),
        None if record is None else json.loads(str(record)),
    )


def read_arrays(path: str | os.PathLike[str]) -> dict[str, np.ndarray]:
    """Read the named arrays of an .npz file or of a pickled dict.

    Parameters
    ----------
    path : path-like
        Which of the two it is, is seen from its bytes.

    Returns
    -------
    dict of str to numpy.ndarray
        Arrays of finite floats in native byte order. An .npz may also hold short texts.

    Raises
    ------
    DataError
        A `ValueError`: the file cannot be read, is larger than 16 MiB or unpacks to
        more, or holds anything else. A pickle that names anything but the parts of a
        NumPy array is refused by that name.

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
    ...     np.savez(file, W1=np.eye(2))
    ...     read_arrays(file)
    {'W1': array([[1., 0.],
           [0., 1.]])}
    """
    name = quoted(path)
    with opened(path) as (file, size):
        if size > LIMIT:
            raise DataError(f"{name} has {size} bytes; expected at most {LIMIT}")
        data = file.read(size)
    try:
        is_zip = data.startswith(b"PK")
        arrays = read_npz(data, LIMIT) if is_zip else read_pickle(data)
    except DataError as error:
        raise DataError(f"{name} {error}") from None
    for key, array in arrays.items():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise DataError(f"{name} holds inf or nan in {quoted(key)}")
    return arrays
