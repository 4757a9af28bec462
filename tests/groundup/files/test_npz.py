import io
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest

from groundup.files.errors import DataError
from groundup.files.npz import read_npz
from groundup.files.weights import LIMIT

RNG = np.random.default_rng(5)


def refused(data):
    with pytest.raises(DataError) as caught:
        read_npz(data, LIMIT)
    message = str(caught.value)
    assert message.isprintable() and len(message) < 600
    return message


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_reads_npz(save):
    arrays = {
        "W1": RNG.normal(size=(784, 50)).astype(np.float32),
        "F": np.asfortranarray(RNG.normal(size=(3, 4))),
        "big": RNG.normal(size=5).astype(">f8"),
        "half": np.array(0.5, np.float16),
        "activations": np.array(["sigmoid", "softmax"]),
        "run": np.array("784-10 시드 0"),
        "epoch": np.array(3),
        "none": np.zeros((0, 3)),
    }
    file = io.BytesIO()
    save(file, **arrays)
    found = read_npz(file.getvalue(), LIMIT)
    assert found.keys() == arrays.keys()
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype.newbyteorder("=")
        assert np.array_equal(found[name], array)


def test_objects_and_records_are_left_without_an_element():
    file = io.BytesIO()
    records = np.array([(1, 2.0)], dtype=[("a", int), ("b", float)])
    np.savez(file, objects=np.array([1, None]), records=records)
    found = read_npz(file.getvalue(), LIMIT)
    assert found["objects"].dtype.kind == found["records"].dtype.kind == "V"
    assert found["objects"].size == found["records"].size == 0


def test_folders_are_dicts_and_what_is_no_array_is_left_out():
    good = npy(GOOD, bytes(8))
    names = ["a/", "a/W1.npy", "a/b/c.npy", "read.me", "__MACOSX/a/._W1.npy"]
    content = [b"", good, good, b"text", b"\0\5\x16\7"]
    found = read_npz(zipped(zip(names, content)), LIMIT)
    assert list(found) == ["a"] and list(found["a"]) == ["W1", "b"]
    windows = read_npz(zipped([("a\\W1.npy", good), ("a\\b\\c.npy", good)]), LIMIT)
    assert list(windows) == ["a"] and list(windows["a"]) == ["W1", "b"]


def zipped(members, method=zipfile.ZIP_STORED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def npy(header, data=b"", version=b"\1\0"):
    header = header.encode() + b" " * 20 + b"\n"
    return b"\x93NUMPY" + version + struct.pack("<H", len(header)) + header + data


GOOD = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"


def test_npz_of_the_next_test_can_be_read():
    found = read_npz(zipped([("W1.npy", npy(GOOD, bytes(8)))]), LIMIT)
    assert found["W1"].tolist() == [0, 0]


@pytest.mark.parametrize(
    "member",
    [
        b"",
        b"\x93NUMPY",
        b"\x93NUMPY\1\0\xff\xff",
        npy(GOOD, bytes(7)),
        npy(GOOD, bytes(9)),
        npy(GOOD, bytes(8), version=b"\7\0"),
        npy(GOOD.replace("(2,)", "(999999999,) * 2"), bytes(8)),
        npy(GOOD.replace("(2,)", "(999999999, 999999999)"), bytes(8)),
        npy(GOOD.replace("(2,)", "(" * 5000), bytes(8)),
        npy(GOOD.replace("2", "-" * 5000 + "2"), bytes(8)),
        npy(GOOD.replace("(2,)", "__import__('os').abort()"), bytes(8)),
        npy(GOOD.replace("<f4", "<U2"), b"\xff" * 16),
    ],
)
def test_hostile_members_are_refused(member):
    refused(zipped([("W1.npy", member)]))


def test_hostile_archives_are_refused():
    good = npy(GOOD, bytes(8))
    whole = zipped([("W1.npy", good)])
    for data, why in [
        (whole[:-10], "broken"),
        (whole[:40], "broken"),
        (whole[:50] + b"\xff" + whole[51:], "broken"),
        (b"PK", "broken"),
        (zipped([("W1.npy", good)], zipfile.ZIP_LZMA), "a way that NumPy does not"),
        (zipped([("W1.npy", good)], zipfile.ZIP_BZIP2), "a way that NumPy does not"),
        (zipped((f"W{n}.npy", b"") for n in range(10_001)), "more than 10000"),
    ]:
        assert why in refused(data)
    encrypted = bytearray(whole)
    encrypted[6] |= 1
    encrypted[whole.index(b"PK\1\2") + 8] |= 1
    assert "broken" in refused(bytes(encrypted))
    twice = whole.replace(b"W1.npy", b"W2.npy", 1)
    assert "broken" in refused(twice)


def test_zip_bombs_are_refused_before_they_are_unpacked():
    bomb = zipped([("W1.npy", bytes(1 << 27))], zipfile.ZIP_DEFLATED)
    liar = bytearray(bomb)
    for start in (bomb.index(b"PK\3\4") + 22, bomb.index(b"PK\1\2") + 24):
        liar[start : start + 4] = struct.pack("<I", 1000)
    tracemalloc.start()
    try:
        assert "unpacks to 134217728 bytes" in refused(bomb)
        refused(bytes(liar))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000


