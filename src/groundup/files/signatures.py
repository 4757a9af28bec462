"""What a file is that is neither an .npz nor a pickle, told from its first bytes."""

import re
from collections.abc import Callable
from contextlib import suppress

from groundup.files.errors import DataError
from groundup.files.opening import quoted

__all__ = ["ANEW", "PACKED", "SIGNATURES", "tell", "tell_damage"]

PACKED = "; unpack it first"
ANEW = ", so that its bytes are not those that were saved; fetch it anew, as binary"
SIGNATURES = {
    rb"\s*\Z": "is empty",
    rb"version https://git-lfs": "is a Git LFS pointer; `git lfs pull` fetches the file",
    rb"(\xef\xbb\xbf)?\s*<(?i:!doctype|html|head|body|!--|\?xml)": "is a web page",
    rb"(\xef\xbb\xbf)?\s*[\[{]\s*[\"\[{\]}\d.-]": "is text, JSON perhaps",
    rb"\x93NUMPY": "was saved by `np.save`",
    rb"\x1f\x8b": f"is compressed with gzip{PACKED}",
    rb"\xfd7zXZ\0": f"is compressed with xz{PACKED}",
    rb"BZh[1-9]1AY&SY": f"is compressed with bzip2{PACKED}",
    rb"x[\x01\x5e\x9c\xda]": f"is compressed with zlib, as joblib does it{PACKED}",
    rb"\x28\xb5\x2f\xfd": f"is compressed with Zstandard{PACKED}",
    rb"7z\xbc\xaf\x27\x1c|Rar!|.{257}ustar": f"is an archive of files{PACKED}",
    rb"PK\x03\x04.{26}[\w. -]*/data\.pkl": "is a PyTorch file",
    rb"\x80[\x02-\x05]\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19": "is a PyTorch file",
    rb"PK\x03\x04.{26}(metadata\.json|config\.json|model\.weights)": "is a Keras model",
    rb"\x89HDF\r?\n": "is an HDF5 file, as Keras and h5py write it",
    rb"MATLAB 5\.0|.{124}(\0\x01IM|\x01\0MI)": "is a MATLAB file",
    rb".{4}\0{4}\{\s*\"": "is a safetensors file",
    rb"\x08[\x01-\x20][\x12\x1a:]": "is an ONNX model",
    rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0{4}": "is a picture",
    rb"\0\0[\x08\x09\x0b-\x0e][\x01-\x04]": "is an IDX file of MNIST's kind",
    rb"\xef\xbb\xbf|\xff\xfe|\xfe\xff": f"was saved as text with a byte order mark{ANEW}",
    rb"\xc2\x80[\x02-\x05]|(\xef\xbf\xbd|\?)[\x02-\x05]": f"was saved as text{ANEW}",
}


def tell(data: bytes) -> str:
    """Return in words what `data` is if it cannot be weights, else an empty string.

    Parameters
    ----------
    data : bytes
        A file, or its first 400 bytes.

    Examples
    --------
    >>> tell(b"<!DOCTYPE html><html>")
    'is a web page'
    >>> tell(b"PK")
    ''
    """
    found = (w for p, w in SIGNATURES.items() if re.match(p, data[:400], re.DOTALL))
    return next(found, "")


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
        with suppress(DataError):
            readable(data.replace(b"\r\n", b"\n"))
            return f"had its line ends changed to those of Windows{ANEW}"
    text = data.decode("utf-8", "surrogateescape")
    if "".join(text[:400].split()).isprintable():
        return f"is text, which begins {quoted(text[:30])}"
    return ""
