"""A training run that was stopped, on disk, until it is taken up again."""

import os
import zipfile
from pathlib import Path

import numpy as np

from groundup.files.opening import DataError, quoted
from groundup.training.adam import Adam


def save_checkpoint(path: str | os.PathLike[str], state: Adam, run: str) -> None:
    """Write `state` and the name of its run to an .npz file, whole or not at all."""
    path = Path(path)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            np.savez(
                file,
                parameters=state.parameters,
                mean=state.mean,
                square=state.square,
                steps=np.float64(state.steps),
                run=np.array(run),
            )
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def load_checkpoint(path: str | os.PathLike[str], start: Adam, run: str) -> Adam:
    """Read what `save_checkpoint` wrote, or return `start` if there is no file.

    Raises
    ------
    DataError
        A `ValueError`: the file is of another run, or no checkpoint at all.
    """
    if not Path(path).exists():
        return start
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = dict(file)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise DataError(f"{quoted(path)} cannot be read: {quoted(error)}") from None
    if arrays.get("run") != run:
        raise DataError(
            f"{quoted(path)} is the checkpoint of another run than {run};"
            " remove it to start anew"
        )
    shapes = dict.fromkeys(("parameters", "mean", "square"), start.parameters.shape)
    for name, shape in (shapes | {"steps": ()}).items():
        if name not in arrays or arrays[name].shape != shape:
            raise DataError(f"{quoted(path)} is no whole checkpoint; remove it")
    vectors = [arrays[name].astype(start.parameters.dtype) for name in shapes]
    return Adam(*vectors, steps=int(arrays["steps"]))
