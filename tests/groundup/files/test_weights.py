import io
import os
import pickle
import pickletools
import struct
import subprocess
import tracemalloc
import zipfile

import numpy as np
import pytest

from groundup.files.errors import DataError
from groundup.files.weights import read_arrays

RNG = np.random.default_rng(5)
SIZES = [(784, 50), (50, 100), (100, 10)]


def book_weights(dtype=np.float32):
    """The names, shapes and dtype of the file that the book's readers have."""
    arrays = {}
    for n, shape in enumerate(SIZES, start=1):
        arrays[f"W{n}"] = RNG.normal(size=shape).astype(dtype)
        arrays[f"b{n}"] = RNG.normal(size=shape[1]).astype(dtype)
    return arrays


def as_numpy_1(data):
    """Name NumPy's modules as NumPy 1 did; counted names have their count mended."""
    for module in (b"multiarray", b"numeric"):
        new, old = b"numpy._core." + module, b"numpy.core." + module
        data = data.replace(
            bytes([0x8C, len(new)]) + new, bytes([0x8C, len(old)]) + old
        )
        data = data.replace(b"c" + new, b"c" + old)
    return data


def unframed(data):
    """Drop the FRAME instructions, whose lengths a rewritten pickle would break."""
    cuts = [p for op, _, p in pickletools.genops(data) if op.name == "FRAME"]
    for position in reversed(cuts):
        data = data[:position] + data[position + 9 :]
    return data


def same(found, expected):
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        assert found[name].dtype == array.dtype.newbyteorder("=")
        assert np.array_equal(found[name], array)


def refused(tmp_path, data):
    file = tmp_path / "hostile"
    file.write_bytes(data)
    with pytest.raises(DataError) as caught:
        read_arrays(file)
    message = str(caught.value)
    assert repr(str(file)) in message and "\n" not in message and len(message) < 600
    return message


@pytest.mark.parametrize("numpy", [1, 2])
@pytest.mark.parametrize("protocol", range(6))
def test_reads_the_books_kind_of_pickle(tmp_path, protocol, numpy):
    weights = book_weights()
    data = unframed(pickle.dumps(weights, protocol))
    if numpy == 1:
        data = as_numpy_1(data)
        assert b"_core" not in data and b"numpy.core" in data
        if np.lib.NumpyVersion(np.__version__) < "2.0.0":
            same(pickle.loads(data), weights)
    file = tmp_path / "sample_weight.pkl"
    file.write_bytes(data)
    same(read_arrays(file), weights)
    file.write_bytes(pickle.dumps(weights, protocol))
    same(read_arrays(file), weights)


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("dtype", ["<f2", "<f4", ">f4", "<f8", ">f8"])
def test_reads_every_float_order_and_layout(tmp_path, protocol, dtype):
    base = RNG.normal(size=(6, 8)).astype(dtype)
    arrays = {
        "C": base,
        "F": np.asfortranarray(base),
        "strided": base[::2, ::3],
        "read-only": np.broadcast_to(base[0], (3, 8)),
        "number": base[0, 0],
        "plain": np.array(base[0, 0]),
    }
    file = tmp_path / "arrays.pkl"
    file.write_bytes(pickle.dumps(arrays, protocol))
    same(read_arrays(file), arrays)


def python_2(arrays, protocol):
    """Write what Python 2 wrote: every str, and an array's numbers, as bytes."""
    out = [b"\x80\x02"] if protocol else []

    def text(value):
        if protocol:
            return b"T" + struct.pack("<i", len(value)) + value
        return b"S" + repr(value)[1:].encode() + b"\n"

    def integer(value):
        return b"J" + struct.pack("<i", value) if protocol else b"I%d\n" % value

    out.append(b"(d")
    for name, array in arrays.items():
        kind = array.dtype.str[1:].encode()
        out += [text(name.encode()), b"cnumpy.core.multiarray\n_reconstruct\n"]
        out += [
            b"(cnumpy\nndarray\n(",
            integer(0),
            b"t",
            text(b"b"),
            b"tR(",
            integer(1),
        ]
        out += [b"(", *map(integer, array.shape), b"t", b"cnumpy\ndtype\n("]
        out += [text(kind), integer(0), integer(1), b"tR(", integer(3), text(b"<")]
        out += [b"NNN", integer(-1), integer(-1), integer(0), b"tb"]
        out += [b"I00\n", text(array.tobytes()), b"tbs"]
    return b"".join(out) + b"."


@pytest.mark.parametrize("protocol", [0, 2])
def test_reads_pickles_of_python_2(tmp_path, protocol):
    weights = book_weights()
    data = python_2(weights, protocol)
    same(pickle.loads(data, encoding="latin1"), weights)
    file = tmp_path / "python2.pkl"
    file.write_bytes(data)
    same(read_arrays(file), weights)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_reads_npz(tmp_path, save):
    arrays = book_weights() | {
        "F": np.asfortranarray(RNG.normal(size=(3, 4))),
        "big": RNG.normal(size=5).astype(">f8"),
        "half": np.array(0.5, np.float16),
        "activations": np.array(["sigmoid", "softmax"]),
        "run": np.array("784-10 seed 0"),
    }
    save(tmp_path / "weights.npz", **arrays)
    same(read_arrays(tmp_path / "weights.npz"), arrays)


def test_what_is_read_can_be_changed(tmp_path):
    (tmp_path / "w").write_bytes(pickle.dumps({"b": np.zeros(2)}))
    read_arrays(tmp_path / "w")["b"] += 1


class Call:
    """An object whose pickle asks for a call."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize(
    ("function", "arguments", "named"),
    [
        (os.system, ("touch ran",), "posix.system"),
        (eval, ("__import__('os').abort()",), "eval"),
        (exec, ("raise SystemExit",), "exec"),
        (getattr, (np, "load"), "getattr"),
        (subprocess.Popen, (["true"],), ".Popen"),
        (np.load, ("weights.npy",), "load"),
        (np.fromfile, ("/etc/passwd",), "fromfile"),
        (bytearray, (1 << 40,), "bytearray"),
    ],
)
def test_code_is_refused_by_name(
    tmp_path, monkeypatch, protocol, function, arguments, named
):
    monkeypatch.chdir(tmp_path)
    if function is getattr:
        arguments = ("text", "upper")
    data = pickle.dumps({"W1": np.zeros(2), "W2": Call(function, *arguments)}, protocol)
    assert named in refused(tmp_path, data)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"ios\nsystem\n(S'true'\ntR.",
        b"(S'true'\nios\nsystem\n.",
        b"(cos\nsystem\nS'true'\no.",
        b"cnumpy.core.multiarray\n_reconstruct\n)\x81.",
        b"cnumpy\ndtype\n)}\x92.",
        b"\x82\x01.",
        b"Pid\n.",
        b"\x80\x02K\x01Q.",
        b"cnumpy\ndtype\n}(S'__call__'\ncos\nsystem\nub.",
        b"cnumpy\nndarray\n}S'shape'\nK\x01sb.",
        b"\x8c\x05numpy\x8c\x0b__import__\x93.",
        b"K\x01K\x02\x93.",
        b"cnumpy.core.multiarray\n_reconstruct.__globals__\n.",
        b"cnumpy\nndarray.tofile\n.",
    ],
)
def test_other_ways_to_code_are_refused(tmp_path, data):
    refused(tmp_path, data)


def array_pickle(shape="(K\x02t", code="f4", raw="8", state="K\x01", order="<"):
    raw = bytes(int(raw))
    return (
        b"}\x8c\x02W1cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\x00\x85C\x01b"
        b"tR("
        + state.encode("latin1")
        + shape.encode("latin1")
        + b"cnumpy\ndtype\n(\x8c"
        + bytes([len(code)])
        + code.encode()
        + b"\x89\x88tR(K\x03\x8c"
        + bytes([len(order)])
        + order.encode()
        + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89C"
        + bytes([len(raw)])
        + raw
        + b"tbs."
    )


def test_the_pickle_of_the_next_test_can_be_read(tmp_path):
    (tmp_path / "good").write_bytes(array_pickle())
    assert read_arrays(tmp_path / "good")["W1"].tolist() == [0, 0]


@pytest.mark.parametrize(
    "changed",
    [
        {"shape": "(K\x03t"},
        {"shape": "(J\xff\xff\xff\xfft"},
        {"shape": "(" + "J\xff\xff\xff\x7f" * 8 + "t"},
        {"shape": "(" + "K\x01" * 9 + "t"},
        {"shape": "(\x8a\xff" + "\x7f" * 255 + "t"},
        {"shape": "(N\x85\x85\x85t"},
        {"shape": "K\x02"},
        {"code": "O8", "raw": "8"},
        {"code": "i4", "raw": "8"},
        {"code": "c8", "raw": "16"},
        {"code": "V4", "raw": "8"},
        {"code": "f4,f4", "raw": "8"},
        {"code": "f16", "raw": "32"},
        {"order": "<<"},
        {"order": ">O"},
        {"state": "K\x02"},
    ],
)
def test_arrays_that_do_not_add_up_are_refused(tmp_path, changed):
    refused(tmp_path, array_pickle(**changed))


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ([np.zeros(2)], "instruction"),
        (np.zeros(2), "no dict"),
        ({1: np.zeros(2)}, "key that is no str"),
        ({"W1": 1}, "no array in 'W1'"),
        ({"W1": "text"}, "no array in 'W1'"),
        ({"W1": {"W2": np.zeros(2)}}, "no array in 'W1'"),
        ({"W1": [1.0, 2.0]}, "instruction"),
        ({"W1": np.array([1, 2])}, "'=i8'|'<i8'"),
        ({"W1": np.array([1j])}, "c16'"),
        ({"W1": np.array([None])}, "instruction"),
        ({"W1": np.array([(1.0, 2.0)], "f8,f8")}, "V16'|NumPy does not"),
        ({"W1": np.array([1.0, np.nan])}, "inf or nan in 'W1'"),
        ({"two\nlines": np.array([np.inf])}, "inf or nan"),
    ],
)
def test_other_pickles_are_refused(tmp_path, value, why):
    for protocol in range(6):
        message = refused(tmp_path, pickle.dumps(value, protocol))
        assert any(part in message for part in why.split("|"))


BOMBS = {
    "memo": b"N" + b"r\xff\xff\xff\x7f" + b"p99999999999\n" + b"0.",
    "bytes": b"\x8e" + (1 << 62).to_bytes(8, "little") + b".",
    "bytearray": b"\x96" + (1 << 40).to_bytes(8, "little") + b".",
    "frame": b"\x95" + b"\xff" * 8 + b".",
    "negative": b"T\xff\xff\xff\xff.",
    "marks": b"(" * 200_000 + b".",
    "tuple key": b"}" + b")" + b"\x85" * 90_000 + b"Ns.",
    "tuple shape": array_pickle(shape="(" + ")" + "\x85" * 90_000 + "t"),
    "long": b"L" + b"9" * 1_000_000 + b"L\n.",
    "again": (
        b"C"
        + b"\xff"
        + bytes(255)
        + b"q\x00"
        + b"cnumpy.core.numeric\n_frombuffer\n"
        + b"h\x00" * 50_000
        + b"."
    ),
    "encode": (
        b"X"
        + struct.pack("<I", 100_000)
        + b"a" * 100_000
        + b"q\x00"
        + b"c_codecs\nencode\nh\x00\x8c\x06latin1\x86R" * 10_000
        + b"."
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_take_no_memory(tmp_path, name):
    tracemalloc.start()
    try:
        refused(tmp_path, BOMBS[name])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 32_000_000


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


def test_npz_of_the_next_test_can_be_read(tmp_path):
    (tmp_path / "good").write_bytes(zipped([("W1.npy", npy(GOOD, bytes(8)))]))
    assert read_arrays(tmp_path / "good")["W1"].tolist() == [0, 0]


@pytest.mark.parametrize(
    "member",
    [
        b"",
        b"\x93NUMPY",
        b"\x93NUMPY\1\0\xff\xff",
        npy(GOOD, bytes(7)),
        npy(GOOD, bytes(9)),
        npy(GOOD, bytes(8), version=b"\7\0"),
        npy(GOOD.replace("<f4", "|O"), pickle.dumps(Call(os.abort))),
        npy(GOOD.replace("<f4", "<i4"), bytes(8)),
        npy(GOOD.replace("'<f4'", "[('a', '<f4')]"), bytes(8)),
        npy(GOOD.replace("(2,)", "(999999999,) * 2"), bytes(8)),
        npy(GOOD.replace("(2,)", "(999999999, 999999999)"), bytes(8)),
        npy(GOOD.replace("(2,)", "(" * 5000), bytes(8)),
        npy(GOOD.replace("2", "-" * 5000 + "2"), bytes(8)),
        npy(GOOD.replace("(2,)", "__import__('os').abort()"), bytes(8)),
        npy(GOOD.replace("<f4", "<U2"), b"\xff" * 16),
        npy(GOOD.replace("<f4", "<U2"), "é".encode("utf-32-le") * 4),
        npy(GOOD.replace("<f4", "<U0"), b""),
        npy(GOOD.replace("<f4", "<U9999"), bytes(79992)),
        npy(GOOD, struct.pack("<2f", 1, float("nan"))),
    ],
)
def test_hostile_members_are_refused(tmp_path, member):
    refused(tmp_path, zipped([("W1.npy", member)]))


def test_hostile_archives_are_refused(tmp_path):
    good = npy(GOOD, bytes(8))
    whole = zipped([("W1.npy", good)])
    for data, why in [
        (whole[:-10], "broken"),
        (whole[:40], "broken"),
        (whole[:50] + b"\xff" + whole[51:], "broken"),
        (b"PK", "broken"),
        (zipped([("W1.txt", good)]), "no array"),
        (zipped([("folder/", b"")]), "no array"),
        (zipped([("W1.npy", good)], zipfile.ZIP_LZMA), "a way that NumPy does not"),
        (zipped([("W1.npy", good)], zipfile.ZIP_BZIP2), "a way that NumPy does not"),
        (zipped((f"W{n}.npy", b"") for n in range(1001)), "more than 1000"),
    ]:
        assert why in refused(tmp_path, data)
    encrypted = bytearray(whole)
    encrypted[6] |= 1
    encrypted[whole.index(b"PK\1\2") + 8] |= 1
    assert "broken" in refused(tmp_path, bytes(encrypted))
    twice = whole.replace(b"W1.npy", b"W2.npy", 1)
    assert "broken" in refused(tmp_path, twice)


def test_zip_bombs_are_refused_before_they_are_unpacked(tmp_path):
    bomb = zipped([("W1.npy", bytes(1 << 27))], zipfile.ZIP_DEFLATED)
    liar = bytearray(bomb)
    for start in (bomb.index(b"PK\3\4") + 22, bomb.index(b"PK\1\2") + 24):
        liar[start : start + 4] = struct.pack("<I", 1000)
    tracemalloc.start()
    try:
        assert "unpacks to 134217728 bytes" in refused(tmp_path, bomb)
        refused(tmp_path, bytes(liar))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000


def test_large_files_are_refused_before_they_are_read(tmp_path):
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(DataError, match="has 1099511627776 bytes"):
        read_arrays(tmp_path / "large")
