"""Opening files that others wrote: every failure is one sentence that names the file."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from groundup.files.errors import DataError

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

    Raises
    ------
    DataError
        If there is no such file, it may not be read, or it is a folder or a device.
    """
    name = quoted(path)
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise DataError(f"{name} is a folder; expected a file")
        if not stat.S_ISREG(status.st_mode):
            raise DataError(f"{name} is a device or a pipe; expected a file")
        with Path(path).open("rb") as file:
            yield file, status.st_size
    except FileNotFoundError:
        raise DataError(f"{name} does not exist") from None
    except PermissionError:
        raise DataError(f"{name} may not be read") from None
    except OSError as error:
        raise DataError(f"{name} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{name} is no file name: {error}") from None
