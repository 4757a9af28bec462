"""NumPy's .npz: a zip file with one .npy member an array, read without pickles."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

import numpy as np

from groundup.files.floats import float_array
from groundup.files.opening import quoted
from groundup.files.errors import DataError

MEMBERS = 1000
TEXTS = 4096
HEADER = re.compile(
    r"\{'descr': '([^']{1,20})', 'fortran_order': (True|False),"
    r" 'shape': \(((?:\d{1,9}L?,? ?){0,8})\), \} *\n"
)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    OverflowError,
)


def read_npz(data: bytes, limit: int) -> dict[str, np.ndarray]:
    """Return the arrays of an .npz file from its bytes.

    Parameters
    ----------
    data : bytes
        What `numpy.savez` or `numpy.savez_compressed` wrote.
    limit : int
        The most bytes that all members may declare together; checked before any of
        them is unpacked.

    Raises
    ------
    DataError
        If `data` is anything else, or holds other arrays than floats and short texts.
    """
    if data.count(b"PK\x01\x02") > MEMBERS:
        raise DataError(f"holds more than {MEMBERS} arrays")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            declared = sum(member.file_size for member in members)
            if declared > limit:
                raise DataError(
                    f"unpacks to {declared} bytes; expected at most {limit}"
                )
            arrays = {}
            for member in members:
                name = member.filename.removesuffix(".npy")
                if name == member.filename or name in arrays:
                    raise DataError(
                        f"holds {quoted(member.filename)}, which is no array"
                    )
                if member.compress_type not in (
                    zipfile.ZIP_STORED,
                    zipfile.ZIP_DEFLATED,
                ):
                    raise DataError(
                        f"packs {quoted(name)} in a way that NumPy does not"
                    )
                with archive.open(member) as file:
                    arrays[name] = _npy(file.read(member.file_size))
    except DataError:
        raise
    except BROKEN as error:
        raise DataError(f"is broken as an .npz file: {quoted(error)}") from None
    return arrays


def _npy(data: bytes) -> np.ndarray:
    if data[:6] != b"\x93NUMPY" or data[6:8] not in (b"\1\0", b"\2\0", b"\3\0"):
        raise DataError("holds a member that is no .npy file")
    form = "<H" if data[6] == 1 else "<I"
    start = 8 + struct.calcsize(form)
    end = start + struct.unpack_from(form, data, 8)[0]
    header = HEADER.fullmatch(data[start : min(end, start + 1000)].decode("latin1"))
    if header is None:
        raise DataError("holds an array that is not made of plain numbers")
    descr, fortran_order, lengths = header.groups()
    shape = tuple(int(length) for length in re.findall(r"\d+", lengths))
    if descr[:2] in ("<U", ">U"):
        return _texts(descr, shape, data[end:])
    return float_array(descr, shape, fortran_order == "True", data[end:])


def _texts(descr: str, shape: tuple[int, ...], data: bytes) -> np.ndarray:
    """Return texts, which `Network.save` uses for the names of the activations."""
    if len(shape) > 1 or len(data) > TEXTS:
        raise DataError(f"holds texts of more than {TEXTS} bytes")
    array = np.frombuffer(data, np.dtype(descr)).reshape(shape)
    if not all(text.isascii() for text in array.ravel().tolist()):
        raise DataError("holds texts that are not ASCII")
    return array.astype(array.dtype.newbyteorder("="))
