"""What a file is that is neither an .npz nor a pickle, told from its first bytes."""

import re
from collections.abc import Callable

from groundup.files.errors import DataError
from groundup.files.npz import BROKEN, read_npy, unzipped
from groundup.files.opening import quoted

__all__ = ["ANEW", "MEMBERS", "PACKED", "SIGNATURES", "tell", "tell_damage"]

PACKED = "; unpack it first"
ANEW = (
    ", so that its bytes are not those that were saved; make it anew, or fetch it anew"
    " as binary"
)
SIGNATURES = {
    rb"\s*\Z": "is empty",
    rb"version https://git-lfs": "is a Git LFS pointer; `git lfs pull` fetches the file",
    rb"(\xef\xbb\xbf)?\s*<(?i:!doctype|html|head|body|!--|\?xml)": "is a web page",
    rb"(\xef\xbb\xbf)?\s*[\[{]\s*[\"\[{\]}\d.-]": "is text, JSON perhaps",
    rb"\x1f\x8b": f"is compressed with gzip{PACKED}",
    rb"\xfd7zXZ\0": f"is compressed with xz{PACKED}",
    rb"BZh[1-9]1AY&SY": f"is compressed with bzip2{PACKED}",
    rb"x[\x01\x5e\x9c\xda]": f"is compressed with zlib, as joblib does it{PACKED}",
    rb"\x28\xb5\x2f\xfd": f"is compressed with Zstandard{PACKED}",
    rb"\x04\x22\x4d\x18": f"is compressed with LZ4{PACKED}",
    rb"7z\xbc\xaf\x27\x1c|Rar!|.{257}ustar": f"is an archive of files{PACKED}",
    rb"\x89HDF\r?\n": "is an HDF5 file, as Keras and h5py write it",
    rb"MATLAB 5\.0|.{124}(\0\x01IM|\x01\0MI)": "is a MATLAB file",
    rb".{4}\0{4}\{\s*\"": "is a safetensors file",
    rb"\x80[\x02-\x05]\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19": "is a PyTorch file",
    rb"\x08[\x01-\x20][\x12\x1a:]": "is an ONNX model",
    rb".{4}TFL3": "is a TensorFlow Lite model",
    rb"GGUF": "is a GGUF model",
    rb"PAR1": "is a Parquet table",
    rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0{4}": "is a picture",
    rb"%PDF": "is a PDF document",
    rb"\0\0[\x08\x09\x0b-\x0e][\x01-\x04]": "is an IDX file of MNIST's kind",
    rb"\xef\xbb\xbf|\xff\xfe|\xfe\xff": (
        f"was saved as text, with a byte order mark before it{ANEW}"
    ),
    rb"\xc2\x80[\x02-\x05]|(\xef\xbf\xbd|\?)[\x02-\x05]": f"was saved as text{ANEW}",
}
MEMBERS = {
    r"([^/]+/)?data\.pkl": "is a PyTorch file",
    r"model\.weights\.h5|config\.json": "is a Keras model",
    r"\[Content_Types\]\.xml": "is an Office document",
    r".*\.(pkl|pickle|npz)": f"is a zip archive with a weights file in it{PACKED}",
}


def tell(data: bytes) -> str:
    """Return in words what `data` is if it cannot be weights, else an empty string.

    Examples
    --------
    >>> tell(b"<!DOCTYPE html><html>")
    'is a web page'
    >>> tell(b"PK")
    ''
    """
    if data.startswith(b"\x93NUMPY"):
        return _npy(data)
    if data.startswith(b"PK"):
        return _zip(data)
    for pattern, words in SIGNATURES.items():
        if re.match(pattern, data[:400], re.DOTALL):
            return words
    return ""


def tell_damage(data: bytes, readable: Callable[[bytes], object]) -> str:
    """Return in words why `data` cannot be read, if that can be seen, else "".

    Parameters
    ----------
    data : bytes
        What could not be read.
    readable : callable
        Reads bytes, or raises `DataError`.
    """
    if b"\r\n" in data:
        try:
            readable(data.replace(b"\r\n", b"\n"))
        except DataError:
            pass
        else:
            return f"had its line ends changed to those of Windows{ANEW}"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    if all(character.isprintable() or character.isspace() for character in text[:400]):
        return f"is text, which begins {quoted(text[:30])}"
    return ""


def _npy(data: bytes) -> str:
    try:
        array = read_npy(data)
    except (DataError, *BROKEN):
        return "is a broken .npy file"
    if array.dtype == object:
        return (
            "is an .npy file of Python objects, which are not read; save a dict by"
            " np.savez(file, **params)"
        )
    return f"is a single array of shape {array.shape}, saved by `np.save`"


def _zip(data: bytes) -> str:
    try:
        with unzipped(data) as archive:
            names = archive.namelist()
    except DataError:
        return ""
    if any(name.endswith(".npy") for name in names):
        return ""
    for pattern, words in MEMBERS.items():
        if any(re.fullmatch(pattern, name) for name in names):
            return words
    return f"is a zip archive without arrays; it holds {quoted(', '.join(names[:5]))}"
