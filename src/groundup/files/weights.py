"""Reading arrays from files that others wrote, without running anything in them."""

import os

import numpy as np

from groundup.files.opening import opened, quoted
from groundup.files.errors import DataError
from groundup.files.npz import read_npz
from groundup.files.pickled import read_pickle

LIMIT = 1 << 24


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
