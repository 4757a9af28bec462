"""The one place that makes an array of bytes which somebody else wrote."""

import math
import re

import numpy as np

from groundup.files.opening import quoted
from groundup.files.errors import DataError

DESCR = re.compile(r"[<>=|]?f[248]")


def float_array(
    descr: str, shape: tuple[int, ...], fortran_order: bool, data: bytes
) -> np.ndarray:
    """Return a copy of `data` as floats in native byte order, or say why not.

    Examples
    --------
    >>> float_array(">f4", (2,), False, bytes([63, 128, 0, 0, 64, 0, 0, 0]))
    array([1., 2.], dtype=float32)
    >>> float_array("O8", (1,), False, bytes(8))
    Traceback (most recent call last):
    groundup.files.errors.DataError: holds numbers of dtype 'O8'; expected f2, f4 or f8
    """
    if not DESCR.fullmatch(descr):
        raise DataError(
            f"holds numbers of dtype {quoted(descr)}; expected f2, f4 or f8"
        )
    dtype = np.dtype(descr)
    if len(shape) > 8 or not all(type(n) is int and n > 0 for n in shape):
        raise DataError("holds an array whose shape is not 1 to 8 positive numbers")
    if math.prod(shape) * dtype.itemsize != len(data):
        raise DataError(
            f"has {len(data)} bytes for an array of shape {quoted(shape)}, {dtype.name}"
        )
    order = "F" if fortran_order else "C"
    array = np.frombuffer(data, dtype).reshape(shape, order=order)
    return array.astype(dtype.newbyteorder("="))
