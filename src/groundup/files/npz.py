"""NumPy's .npz: a zip file with one .npy member an array, read without pickles.

`fill` is the one place that makes an array of bytes which somebody else wrote.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from sys import maxunicode
from typing import Any

import numpy as np
from numpy.lib import format as npy

from groundup.files.errors import DataError
from groundup.files.opening import quoted

__all__ = ["ARRAY", "MEMBERS", "PACKED", "PLAIN", "fill", "read_npy", "read_npz"]

MEMBERS = 10_000
ARRAY = re.compile(r"(^|.*[/\\])(?!\._)[^/\\]*\.npy")
PLAIN = re.compile(r"[<>=|]?(b1|[iu][1248]|f[248]|c8|c16|[SU][1-9]\d{0,6})")
PACKED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


@contextmanager
def _broken(kind: str) -> Iterator[None]:
    """Make one sentence of the many errors that a broken or hostile file raises."""
    try:
        yield
    except DataError:
        raise
    except Exception as error:
        raise DataError(f"is broken as an {kind} file: {quoted(error)}") from None


@_broken(".npz")
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
    if data.count(b"PK\x01\x02") > MEMBERS:
        raise DataError(f"holds more than {MEMBERS} arrays")
    content: dict[str, Any] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = [m for m in archive.infolist() if ARRAY.fullmatch(m.filename)]
        declared = sum(member.file_size for member in members)
        if declared > limit:
            raise DataError(f"unpacks to {declared} bytes; expected at most {limit}")
        if not members:
            names = quoted(", ".join(archive.namelist()[:5]))
            raise DataError(f"is a zip archive without arrays; it holds {names}")
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


@_broken(".npy")
def read_npy(data: bytes) -> np.ndarray:
    """Return the array of an .npy file; one of Python objects is left empty.

    Parameters
    ----------
    data : bytes
        What `numpy.save` wrote.

    Raises
    ------
    DataError
        If `data` is anything else.
    """
    file = BytesIO(data)
    first = npy.read_magic(file) == (1, 0)
    read_header = npy.read_array_header_1_0 if first else npy.read_array_header_2_0
    shape, fortran_order, dtype = read_header(file)
    return fill(np.zeros(0), dtype.str, shape, fortran_order, file.read())


def fill(
    array: np.ndarray, descr: str, shape: tuple[Any, ...], fortran_order: bool, data: bytes
) -> np.ndarray:
    """Give an array, in place, the numbers or texts that a file holds; return it.

    Parameters
    ----------
    array : numpy.ndarray
        Any; what it held is lost.
    descr : str
        The dtype as NumPy writes it, such as '<f4'. For one of Python objects, records
        or dates the array is left without an element.
    shape : tuple
        As the file has it, so perhaps not made of lengths: NumPy raises what is wrong.
    fortran_order : bool
        Whether the first axis changes fastest.
    data : bytes
        The elements; no memory is taken for what `shape` only declares.

    Examples
    --------
    >>> fill(np.zeros(0), ">f4", (2,), False, bytes([63, 128, 0, 0, 64, 0, 0, 0]))
    array([1., 2.], dtype=float32)
    >>> fill(np.zeros(0), "|O", (2,), False, b"")
    array([], dtype='|V1')
    """
    if not PLAIN.fullmatch(descr):
        descr, shape, data = "V1", (0,), b""
    dtype = np.dtype(descr)
    made = np.ndarray(shape, dtype, data, order="F" if fortran_order else "C")
    if made.shape != shape or made.nbytes != len(data):
        raise DataError(f"has {len(data)} bytes for an array of shape {made.shape}, {dtype.name}")
    if dtype.kind == "U" and np.frombuffer(data, f"{dtype.str[0]}u4").max(initial=0) > maxunicode:
        raise DataError("holds text that is no Unicode")
    filled: Any = (1, made.shape, dtype, fortran_order, data)
    array.__setstate__(filled)
    return array
