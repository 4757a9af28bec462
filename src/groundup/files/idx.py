"""The IDX format, in which MNIST is published."""

import gzip
import math
import os
import struct
import zlib
from typing import BinaryIO

import numpy as np

from groundup.files.opening import opened, quoted
from groundup.files.errors import DataError
from groundup.files.signatures import tell

__all__ = ["parse_idx", "read_idx"]

DTYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
GZIP_MAGIC = b"\x1f\x8b"
CHUNK = 1 << 16


def read_idx(path: str | os.PathLike[str], *, shape: tuple[int, ...] | None = None) -> np.ndarray:
    """Read an IDX file, compressed with gzip or not.

    Parameters
    ----------
    path : path-like
        The file. Whether it is compressed is seen from its bytes, not from its name.
    shape : tuple of int, optional
        Refuse, before any number is read, a file that declares another shape or
        numbers that are not uint8. By default any shape and type will do.

    Returns
    -------
    numpy.ndarray
        The shape and type that the file declares; uint8 for MNIST's files.

    Raises
    ------
    DataError
        If the file cannot be read, is not IDX, or holds fewer or more bytes than it
        declares. Memory is taken as the bytes arrive, never for more than is declared.

    Notes
    -----
    Two zero bytes, one byte for the type, one for the number of axes; the length of
    each axis as a 4-byte integer; the numbers in C order; all of it big-endian.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "labels")
    ...     _ = file.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1]))
    ...     read_idx(file)
    array([7, 2, 1], dtype=uint8)
    """
    with opened(path) as (file, _):
        return parse_idx(file, quoted(path), shape=shape)


def parse_idx(file: BinaryIO, name: str, *, shape: tuple[int, ...] | None = None) -> np.ndarray:
    """Read IDX from an open file that messages call `name`; see `read_idx`."""
    packed = file.read(2) == GZIP_MAGIC
    file.seek(0)
    try:
        return _parse(gzip.GzipFile(fileobj=file) if packed else file, shape)
    except EOFError:
        raise DataError(f"{name} is cut off inside its gzip stream") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"{name} is broken gzip: {error}") from None
    except DataError as error:
        raise DataError(f"{name} {error}") from None


def _parse(file: BinaryIO | gzip.GzipFile, expected: tuple[int, ...] | None) -> np.ndarray:
    magic = file.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in DTYPES:
        what = tell(magic + file.read(CHUNK)) or f"begins with {magic.hex(' ')}"
        raise DataError(f"is not IDX: it {what}")
    dtype, axes = np.dtype(DTYPES[magic[2]]), magic[3]
    header = file.read(4 * axes)
    if len(header) < 4 * axes:
        raise DataError("is cut off inside its header")
    shape = struct.unpack(f">{axes}I", header)
    declared = math.prod(shape) * dtype.itemsize
    if not 1 <= axes <= 32 or declared == 0:
        raise DataError(f"declares {axes} axes of lengths {shape[:32]}; expected 1 to 32, none 0")
    if expected is not None and (shape, dtype.char) != (expected, "B"):
        raise DataError(
            f"declares {dtype.name} of shape {shape}; expected uint8 of shape {expected}"
        )
    data = bytearray()
    while chunk := file.read(min(CHUNK, declared + 1 - len(data))):
        data += chunk
    if len(data) != declared:
        held = len(data) if len(data) < declared else "more"
        raise DataError(f"declares {declared} bytes of numbers but holds {held}")
    return np.frombuffer(data, dtype).reshape(shape).astype(dtype.newbyteorder("="), copy=False)
