"""What people take for a weights file: each is told by what it is."""

import bz2
import gzip
import io
import json
import lzma
import pickle
import struct
import tarfile
import zipfile
import zlib

import numpy as np
import pytest

from groundup.files.errors import DataError
from groundup.files.signatures import tell
from groundup.files.weights import parse_weights

W1 = np.random.default_rng(0).normal(size=(30, 30))
ARRAYS = {"W1": W1, "b1": np.arange(30.0)}
PICKLE = pickle.dumps(ARRAYS, 4)


def npz():
    file = io.BytesIO()
    np.savez(file, **ARRAYS)
    return file.getvalue()


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def tar():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        info = tarfile.TarInfo("weights.pkl")
        info.size = len(PICKLE)
        archive.addfile(info, io.BytesIO(PICKLE))
    return file.getvalue()


def zipped(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"content")
    return file.getvalue()



ELSE = [
    (b"", "is empty"),
    (b" \r\n", "is empty"),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\n", "Git LFS pointer"),
    (b"<!DOCTYPE html>\n<html>", "a web page"),
    (b"\n\n  <!doctype HTML>", "a web page"),
    (b"\xef\xbb\xbf<HTML lang=ko>", "a web page"),
    (b"<?xml version='1.0'?><Error><Code>AccessDenied", "a web page"),
    (json.dumps({"W1": [[1.0]]}).encode(), "text, JSON perhaps"),
    (json.dumps([[1.0, 2.0]], indent=2).encode(), "text, JSON perhaps"),
    (b"[]", "text, JSON perhaps"),
    (gzip.compress(PICKLE), "compressed with gzip"),
    (lzma.compress(PICKLE), "compressed with xz"),
    (bz2.compress(PICKLE), "compressed with bzip2"),
    *((zlib.compress(PICKLE, level), "zlib, as joblib") for level in (0, 1, 5, 9)),
    (b"\x28\xb5\x2f\xfd" + bytes(90), "compressed with Zstandard"),
    (b"7z\xbc\xaf\x27\x1c" + bytes(90), "an archive of files"),
    (b"Rar!\x1a\x07\x00" + bytes(90), "an archive of files"),
    (tar(), "an archive of files"),
    (b"\x89HDF\r\n\x1a\n" + bytes(90), "an HDF5 file"),
    (b"MATLAB 5.0 MAT-file, Platform: PCWIN64" + bytes(200), "a MATLAB file"),
    (b"\x40\0\0\0\0\0\0\0" + b'{"W1":{"dtype":"F32"}}' + bytes(90), "a safetensors file"),
    (
        pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2),
        "a PyTorch file",
    ),
    (zipped("archive/data.pkl", "archive/data/0"), "a PyTorch file"),
    (zipped("metadata.json", "config.json", "model.weights.h5"), "a Keras model"),
    (zipped("sample_weight.pkl"), "a zip archive without arrays; it holds 'sample_w"),
    (zipped("deep/weights.npz"), "a zip archive without arrays; it holds 'deep/w"),
    (zipped("a.txt", "b.txt"), "a zip archive without arrays; it holds 'a.txt, b.txt'"),
    (zipped(), "a zip archive without arrays"),
    (b"\x08\x07\x12\x07pytorch\x1a\x03" + bytes(90), "an ONNX model"),
    (b"\x89PNG\r\n\x1a\n" + bytes(90), "a picture"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture"),
    (b"\0\0\x08\x03\0\0\xea\x60\0\0\0\x1c\0\0\0\x1c" + bytes(90), "an IDX file"),
    (npy(np.zeros((784, 50), np.float32)), "saved by `np.save` and holds only an array of shape (784, 50)"),
    (npy(np.float64(3)), "saved by `np.save` and holds only an array of shape ()"),
    (npy(np.array(ARRAYS, dtype=object)), "saved by `np.save` and holds only an array of Python objects"),
    (npy(np.zeros(9))[:-9], "is broken as an .npy file"),
    (b"\x93NUMPY", "is broken as an .npy file"),
    (b"\xef\xbb\xbf" + pickle.dumps(ARRAYS, 0), "a byte order mark"),
    (pickle.dumps({"W1": 1}, 0).decode().encode("utf-16"), "a byte order mark"),
    (PICKLE.decode("latin1").encode("utf-8"), "was saved as text"),
    (PICKLE.decode("utf-8", "replace").encode("utf-8"), "was saved as text"),
    (PICKLE.decode("ascii", "replace").encode("ascii", "replace"), "was saved as text"),
    (PICKLE.replace(b"\n", b"\r\n"), "line ends changed to those of Windows"),
    (pickle.dumps(ARRAYS, 0).replace(b"\n", b"\r\n"), "line ends changed to those of"),
    (npz().replace(b"\n", b"\r\n"), "line ends changed to those of Windows"),
    (b"1.0 2.0\n3.0 4.0\n", "is text, which begins '1.0 2.0"),
    ("가중치\n0.5,0.25\n".encode(), "is text, which begins '가중치"),
    (b"import numpy as np\nW1 = np.zeros(3)\n", "is text, which begins 'import numpy"),
    (PICKLE[:-40], "is no whole pickle"),
    (npz()[:-40], "is broken as an .npz file"),
    (b"\x7fELF\2\1\1" + bytes(90), "is no whole pickle, and no .npz file, as byte 1 of"),
    ("가중치,편향\n1,2\n".encode("cp949"), "is no whole pickle, and no .npz file"),
]


@pytest.mark.parametrize(("data", "words"), ELSE)
def test_what_is_no_weights_file_is_told_by_what_it_is(data, words):
    with pytest.raises(DataError) as caught:
        parse_weights(data)
    message = str(caught.value)
    assert words in message and message.isprintable() and len(message) < 400


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("first", ["W1", "MATLAB 5.0", "{", "[1, 2]", "\ufeff", "x\x9c"])
def test_no_pickle_and_no_npz_is_taken_for_something_else(protocol, first):
    assert tell(pickle.dumps({first: 1} | ARRAYS, protocol)) == ""
    assert tell(pickle.dumps([first], protocol)) == ""
    assert tell(npz()) == ""
