"""NumPy's .npz: a zip file with one .npy member an array, read without pickles."""

import re
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import numpy as np
from numpy.lib import format as npy

from groundup.files.errors import DataError
from groundup.files.opening import quoted
from groundup.files.stored import fill

__all__ = ["ARRAY", "BROKEN", "MEMBERS", "PACKED", "read_npy", "read_npz", "unzipped"]

MEMBERS = 10_000
ARRAY = re.compile(r"(^|[/\\])(?!\._)[^/\\]*\.npy$")
PACKED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, tokenize.TokenError, SyntaxError),
    *(EOFError, OSError, LookupError, ValueError, TypeError, ArithmeticError),
    *(MemoryError, RuntimeError),
)


def read_npz(data: bytes, limit: int) -> dict[str, Any]:
    """Return what an .npz file holds, by name; a folder in it is a dict in the dict.

    Parameters
    ----------
    data : bytes
        What `numpy.savez` or `numpy.savez_compressed` wrote, perhaps packed anew.
    limit : int
        The most bytes that all members may declare together; checked before any of
        them is unpacked.

    Raises
    ------
    DataError
        If `data` is anything else. `zipfile` reads the archive and `numpy.lib.format`
        the header of each array.
    """
    content: dict[str, Any] = {}
    with unzipped(data) as archive:
        members = [m for m in archive.infolist() if ARRAY.search(m.filename)]
        declared = sum(member.file_size for member in members)
        if declared > limit:
            raise DataError(f"unpacks to {declared} bytes; expected at most {limit}")
        for member in members:
            *folders, name = re.split(r"[/\\]", member.filename.removesuffix(".npy"))
            if member.compress_type not in PACKED:
                raise DataError(f"packs {quoted(name)} in a way that NumPy does not")
            place = content
            for folder in folders:
                place = place.setdefault(folder, {})
            with archive.open(member) as file:
                place[name] = read_npy(file.read(member.file_size))
    return content


def read_npy(data: bytes) -> np.ndarray:
    """Return the array of an .npy file, or raise one of `BROKEN`."""
    file = BytesIO(data)
    read_header = {
        (1, 0): npy.read_array_header_1_0,
        (2, 0): npy.read_array_header_2_0,
    }[npy.read_magic(file)]
    shape, fortran_order, dtype = read_header(file)
    return fill(np.zeros(0), dtype.str, shape, fortran_order, file.read())


@contextmanager
def unzipped(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a zip file from its bytes; what is wrong with it is a `DataError`."""
    if data.count(b"PK\x01\x02") > MEMBERS:
        raise DataError(f"holds more than {MEMBERS} arrays")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield archive
    except DataError:
        raise
    except BROKEN as error:
        raise DataError(f"is broken as an .npz file: {quoted(error)}") from None
