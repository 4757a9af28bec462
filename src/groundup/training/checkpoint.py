"""A training run on disk, as it was after its last whole epoch."""

import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import fields
from io import BytesIO

import numpy as np

from groundup.files.errors import DataError
from groundup.files.opening import opened, quoted
from groundup.files.writing import write_whole
from groundup.training.optimizers import SGD, Adam

__all__ = ["load_checkpoint", "save_checkpoint"]

BROKEN = (
    AttributeError,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What `numpy.load` and `json.loads` raise for a file that somebody else wrote."""


def save_checkpoint(
    path: str | os.PathLike[str], state: SGD | Adam, run: Mapping[str, object]
) -> None:
    """Write the state of a run to an .npz file, whole or not at all.

    Parameters
    ----------
    path : path-like
        The file. What was there stays until the new one is complete.
    state : SGD or Adam
        All numbers that the run goes on from.
    run : mapping
        The run's arguments, in values that JSON has.

    Raises
    ------
    DataError
        A `ValueError`: the file cannot be written.
    """
    arrays = {field.name: getattr(state, field.name) for field in fields(state)}
    buffer = BytesIO()
    np.savez(buffer, run=json.dumps(dict(run), default=str), **arrays)
    write_whole(path, buffer.getvalue())


def load_checkpoint(
    path: str | os.PathLike[str], kind: type[SGD] | type[Adam], run: Mapping[str, object]
) -> SGD | Adam | None:
    """Read what `save_checkpoint` wrote; None if there is no file.

    Parameters
    ----------
    path : path-like
        The file.
    kind : type
        SGD or Adam, whichever the run is made with.
    run : mapping
        The run's arguments, which must be those of the file.

    Raises
    ------
    DataError
        A `ValueError`: the file is of another run, or no checkpoint at all.
    """
    if not os.path.lexists(path):
        return None
    with opened(path) as (file, _):
        try:
            arrays = dict(np.load(file, allow_pickle=False))
            saved = dict(json.loads(str(arrays.pop("run"))))
        except BROKEN:
            raise DataError(f"{quoted(path)} is no checkpoint; remove it") from None
    for name, value in json.loads(json.dumps(dict(run), default=str)).items():
        if saved.get(name) != value:
            raise DataError(
                f"{quoted(path)} is the checkpoint of another run, with {name}"
                f" {quoted(saved.get(name))} and not {quoted(value)};"
                " remove it to start anew"
            )
    updates = arrays.pop("updates", np.array(0.5))
    names = {field.name for field in fields(kind)} - {"updates"}
    kinds = {(array.dtype, array.shape) for array in arrays.values()}
    if arrays.keys() != names or len(kinds) != 1 or updates.dtype.kind not in "iu":
        raise DataError(f"{quoted(path)} is no whole checkpoint; remove it")
    return kind(**arrays, updates=int(updates))
