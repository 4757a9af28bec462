"""Opening files that others wrote: every failure is one sentence that names the file."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from groundup.files.errors import DataError, reason_of

__all__ = ["opened", "quoted"]


def quoted(name: object) -> str:
    """Return `name` in quotes, on one line and short enough for a sentence.

    Examples
    --------
    >>> quoted("two" + chr(10) + "lines")
    "'two\\\\nlines'"
    """
    text = str(name)
    return repr(text if len(text) <= 200 else f"{text[:99]}...{text[-98:]}")


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[tuple[BinaryIO, int]]:
    """Open a regular file for reading; yield it with its size in bytes.

    Parameters
    ----------
    path : path-like
        The file.

    Raises
    ------
    DataError
        If there is no such file, it may not be read, or it is a folder or a device.
    """
    name = quoted(path)
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise DataError(f"{name} is a folder or a device; expected a file")
        with open(path, "rb") as file:
            yield file, status.st_size
    except DataError:
        raise
    except (OSError, ValueError) as error:
        raise DataError(f"{name} cannot be read: {reason_of(error)}") from None
