"""Writing files: whole or not at all."""

import os
from pathlib import Path

from groundup.files.errors import DataError, reason_of
from groundup.files.opening import quoted

__all__ = ["write_whole"]


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file; what was there stays until the new one is complete.

    Parameters
    ----------
    path : path-like
        The file, in a folder that exists.
    data : bytes
        All that it will hold.

    Raises
    ------
    DataError
        A `ValueError` that names the file and says why it cannot be written.
    """
    path = Path(path)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise DataError(f"{quoted(path)} cannot be written: {reason_of(error)}") from None
