import gzip
import math
import os
import struct
import tracemalloc
import zlib

import numpy as np
import pytest

from groundup.files.errors import DataError
from groundup.files.idx import read_idx

CODES = {"u1": 0x08, "i1": 0x09, ">i2": 0x0B, ">i4": 0x0C, ">f4": 0x0D, ">f8": 0x0E}


def idx(shape, numbers, code=0x08):
    return struct.pack(f">4B{len(shape)}I", 0, 0, code, len(shape), *shape) + numbers


def refused(path, **arguments):
    with pytest.raises(DataError) as caught:
        read_idx(path, **arguments)
    message = str(caught.value)
    assert repr(str(path)) in message and "\n" not in message
    return message


def packed(data):
    """Return data with gzip, the same bytes at any time."""
    return gzip.compress(data, mtime=0)


@pytest.mark.parametrize("dtype", CODES)
@pytest.mark.parametrize("pack", [bytes, packed])
def test_reads_every_type_of_the_format(tmp_path, dtype, pack):
    numbers = [[1, 2, 3], [4, 5, 127]]
    packed = b"".join(
        struct.pack(f">{np.dtype(dtype).char}", n) for n in sum(numbers, [])
    )
    file = tmp_path / "numbers"
    file.write_bytes(pack(idx((2, 3), packed, CODES[dtype])))
    array = read_idx(file)
    assert array.tolist() == numbers
    assert array.dtype == np.dtype(dtype).newbyteorder("=")
    array += 0


@pytest.mark.parametrize("pack", [bytes, packed])
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not IDX: it is empty"),
        (b"<!DOCTYPE html><html><body>Too many requests", "it is a web page"),
        (packed(packed(b"once more")), "it is compressed with gzip"),
        (b"\0\0", "not IDX"),
        (b"PK\3\4 and so on", "not IDX"),
        (b"\0\0\x07\1\0\0\0\1\0", "not IDX"),
        (b"\0\0\x08\0", "0 axes"),
        (b"\0\0\x08\xff" + bytes(range(1, 256)) * 4, "255 axes"),
        (b"\0\0\x08\3\0\0\0\1", "cut off inside its header"),
        (idx((0, 4294967295), b""), "lengths (0, 4294967295); expected 1 to 32, none 0"),
        (idx((4,), b"abcde"), "declares 4 bytes of numbers but holds more"),
        (idx((1 << 31, 1 << 31), b"abc"), "but holds 3"),
    ],
)
def test_refuses_in_one_sentence(tmp_path, pack, data, why):
    file = tmp_path / "hostile"
    file.write_bytes(pack(data))
    assert why in refused(file)


def test_refuses_broken_gzip(tmp_path):
    whole = gzip.compress(idx((1000,), os.urandom(1000)))
    file = tmp_path / "file.gz"
    for data, why in [
        (whole[:500], "cut off inside its gzip stream"),
        (whole[:-4], "cut off inside its gzip stream"),
        (whole[:-8] + bytes(8), "CRC"),
        (whole[:2] + b"\xff" + whole[3:], "broken gzip"),
        (whole[:10] + b"\xff" * 20 + whole[30:], "broken gzip"),
        (whole + b"more", "broken gzip"),
    ]:
        file.write_bytes(data)
        assert why in refused(file)


def test_refuses_another_shape_before_it_reads(tmp_path):
    file = tmp_path / "labels"
    file.write_bytes(idx((5,), b"abc"))
    assert "declares uint8 of shape (5,); expected uint8 of shape (3,)" in refused(
        file, shape=(3,)
    )
    file.write_bytes(idx((3,), b"abc", 0x09))
    assert "declares int8" in refused(file, shape=(3,))


def test_refuses_what_is_no_file(tmp_path, monkeypatch):
    assert "is a folder or a device" in refused(tmp_path)
    assert "cannot be read: No such file" in refused(tmp_path / "none")
    assert "cannot be read" in refused("nul\0")
    os.mkfifo(tmp_path / "pipe")
    assert "is a folder or a device" in refused(tmp_path / "pipe")
    (tmp_path / "secret").write_bytes(idx((1,), b"a"))

    def forbidden(*arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", forbidden)
    assert "cannot be read: Permission denied" in refused(tmp_path / "secret")


@pytest.mark.parametrize("shape", [(1 << 20,), (1 << 14, 1 << 14)])
def test_takes_no_more_memory_than_is_declared(tmp_path, shape):
    bomb = zlib.compressobj(9, wbits=31)
    data = bomb.compress(idx(shape, b"")) + bomb.compress(bytes(1 << 26)) + bomb.flush()
    file = tmp_path / "bomb.gz"
    file.write_bytes(data)
    tracemalloc.start()
    try:
        message = refused(file)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "holds more" in message or f"holds {1 << 26}" in message
    assert peak < 9 / 8 * min(math.prod(shape), 1 << 26) + (1 << 19)
