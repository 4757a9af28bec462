"""The one place that makes an array of bytes which somebody else wrote."""

import math
import re
from typing import Any

import numpy as np

from groundup.files.errors import DataError

__all__ = ["PLAIN", "fill"]

PLAIN = re.compile(r"[<>=|]?(b1|[iu][1248]|f[248]|c8|c16|[SU][1-9]\d{0,6})")


def fill(
    array: np.ndarray, descr: str, shape: tuple[Any, ...], fortran_order: bool, data: bytes
) -> np.ndarray:
    """Give an array, in place, the numbers or texts that a file holds; return it.

    Parameters
    ----------
    array : numpy.ndarray
        Any. One that holds Python objects, or records, is left without an element.
    descr : str
        The dtype as NumPy writes it, such as '<f4'.
    shape : tuple
        As the file has it, so perhaps not made of lengths.
    fortran_order : bool
        Whether the first axis changes fastest.
    data : bytes
        The elements; no memory is taken for what `shape` only declares.

    Examples
    --------
    >>> fill(np.zeros(0), ">f4", (2,), False, bytes([63, 128, 0, 0, 64, 0, 0, 0]))
    array([1., 2.], dtype=float32)
    >>> fill(np.zeros(0), "|O", (2,), False, b"")
    array([], dtype=object)
    """
    if not PLAIN.fullmatch(descr):
        objects = descr.strip("<>=|8") == "O"
        empty: Any = (1, (0,), np.dtype("O" if objects else "V1"), False, [] if objects else b"")
        array.__setstate__(empty)
        return array
    dtype = np.dtype(descr)
    if not all(type(length) is int and 0 <= length < 1 << 48 for length in shape[:33]):
        raise DataError("holds an array whose shape is not made of lengths")
    if len(shape) > 32 or math.prod(shape) * dtype.itemsize != len(data):
        raise DataError(
            f"has {len(data)} bytes for an array of shape {shape[:8]}, {dtype.name}"
        )
    if dtype.kind == "U":
        letters = np.frombuffer(data, dtype.str[0] + "u4")
        if letters.max(initial=0) > 0x10FFFF:
            raise DataError("holds text that is no Unicode")
    filled: Any = (1, shape, dtype, fortran_order, data)
    array.__setstate__(filled)
    return array
