import copyreg
import os
import pickle
import pickletools
import struct
import subprocess
import tracemalloc
from collections import OrderedDict, defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath

import numpy as np
import pytest

from groundup.files.errors import DataError
from groundup.files.pickled import read_pickle
from groundup.files.weights import parse_weights

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


def refused(data):
    with pytest.raises(DataError) as caught:
        read_pickle(data)
    message = str(caught.value)
    assert message.isprintable() and len(message) < 600
    return message


@pytest.mark.parametrize("numpy", [1, 2])
@pytest.mark.parametrize("protocol", range(6))
def test_reads_the_books_kind_of_pickle(protocol, numpy):
    weights = book_weights()
    data = unframed(pickle.dumps(weights, protocol))
    if numpy == 1:
        data = as_numpy_1(data)
        assert b"_core" not in data and b"numpy.core" in data
        if np.lib.NumpyVersion(np.__version__) < "2.0.0":
            same(pickle.loads(data), weights)
    same(read_pickle(data), weights)
    same(read_pickle(pickle.dumps(weights, protocol)), weights)


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("dtype", ["<f2", "<f4", ">f4", "<f8", ">f8", "<i8", ">u2", "i1", "?", ">c8"])
def test_reads_every_type_order_and_layout(protocol, dtype):
    base = RNG.normal(size=(6, 8)).astype(dtype)
    arrays = {
        "C": base,
        "F": np.asfortranarray(base),
        "strided": base[::2, ::3],
        "read-only": np.broadcast_to(base[0], (3, 8)),
        "number": base[0, 0],
        "plain": np.array(base[0, 0]),
    }
    same(read_pickle(pickle.dumps(arrays, protocol)), arrays)


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
def test_reads_pickles_of_python_2(protocol):
    weights = book_weights()
    data = python_2(weights, protocol)
    same(pickle.loads(data, encoding="latin1"), weights)
    same(read_pickle(data), weights)


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
        (memoryview, (b"text",), "memoryview"),
    ],
)
def test_code_is_refused_by_name(
    tmp_path, monkeypatch, protocol, function, arguments, named
):
    monkeypatch.chdir(tmp_path)
    if function is getattr:
        arguments = ("text", "upper")
    data = pickle.dumps({"W1": np.zeros(2), "W2": Call(function, *arguments)}, protocol)
    assert named in refused(data)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"ios\nsystem\n(S'true'\ntR.",
        b"(S'true'\nios\nsystem\n.",
        b"(cos\nsystem\nS'true'\no.",
        b"cnumpy.core.multiarray\n_reconstruct\n)\x81.",
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
def test_other_ways_to_code_are_refused(data):
    refused(data)


def test_a_registered_number_stands_for_nothing():
    copyreg.add_extension("posix", "system", 240)
    try:
        data = pickle.dumps({"W1": os.system}, 2)
        assert pickle.loads(data)["W1"] is os.system
        assert refused(data) == "refers to what is not in the file"
    finally:
        copyreg.remove_extension("posix", "system", 240)


def test_only_dicts_take_items():
    array = b"cnumpy.core.multiarray\n_reconstruct\n)R"
    for target in (array, b"cnumpy\nndarray\n", b"]", b"C\x01a", b"cbuiltins\nset\n)R"):
        refused(target + b"K\x00K\x01s.")
        refused(target + b"(K\x00K\x01u.")
    assert read_pickle(b"(K\x00K\x01d.") == {"0": 1}


def test_instructions_are_counted():
    assert "more than 1000000 instructions" in refused(b"N0" * 500_001 + b"}.")
    assert read_pickle(b"N0" * 499_999 + b"}.") == {}


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


def test_the_pickle_of_the_next_test_can_be_read():
    assert read_pickle(array_pickle())["W1"].tolist() == [0, 0]


@pytest.mark.parametrize(
    "changed",
    [
        {"shape": "(K\x01t"},
        {"shape": "(K\x03t"},
        {"shape": "(J\xff\xff\xff\xfft"},
        {"shape": "(" + "J\xff\xff\xff\x7f" * 8 + "t"},
        {"shape": "(" + "K\x01" * 9 + "t"},
        {"shape": "(\x8a\xff" + "\x7f" * 255 + "t"},
        {"shape": "(N\x85\x85\x85t"},
        {"shape": "K\x02"},
        {"state": "K\x02"},
    ],
)
def test_arrays_that_do_not_add_up_are_refused(changed):
    refused(array_pickle(**changed))


@pytest.mark.parametrize(
    ("code", "order", "kind"),
    [
        *[("O8", "|", "V"), ("V4", "|", "V"), ("f4,f4", "<", "V"), ("M8[s]", "<", "V")],
        *[("f4", "<<", "V"), ("f4", ">O", "V"), ("x" * 5000, "<", "V"), ("f3", "<", "V")],
        *[("i4", "<", "i"), ("c4", "<", "V"), ("S4", "|", "S"), ("U1", "<", "U")],
    ],
)
def test_only_plain_types_get_their_bytes(code, order, kind):
    data = array_pickle(code=code[:255], order=order)
    array = read_pickle(data)["W1"]
    assert array.dtype.kind == kind and array.size == (0 if kind == "V" else 2)


VALUES = [
    [1, -1, 2**70, 0.5, True, None, "text", "한글", (1, 2), (), [], {}],
    {"1": 1, "None": 2, "0.5": 3},
    {"a": {"b": {"c": [[[1.0]]]}}},
    [],
    "text",
]


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("value", VALUES)
def test_plain_values_are_read_as_they_are(protocol, value):
    assert read_pickle(pickle.dumps(value, protocol)) == value


@pytest.mark.parametrize("protocol", range(6))
def test_other_dicts_sets_and_keys_become_plain(protocol):
    pairs = [("W1", 1), ("b1", 2)]
    default = defaultdict(list, pairs)
    for value in (OrderedDict(pairs), default, {b"W1": 1, "b1": 2}):
        found = read_pickle(pickle.dumps(value, protocol))
        assert type(found) is dict and found == dict(pairs)
    assert read_pickle(pickle.dumps({1: 2, None: 3, 0.5: 4}, protocol)) == VALUES[1] | {
        "1": 2, "None": 3, "0.5": 4
    }  # fmt: skip


BESIDE = [
    {1, 2},
    frozenset("ab"),
    1j,
    range(3),
    slice(1, 2),
    bytearray(b"ab"),
    datetime(2019, 1, 1, tzinfo=UTC),
    timedelta(1),
    Decimal("0.1"),
    Fraction(1, 3),
    PurePosixPath("a/b"),
    np.float32,
    np.dtype("f4"),
    np.array([1, None], dtype=object),
    np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
    np.array(["2019-01-01"], dtype="M8[D]"),
    np.array(["text"]),
    np.array([b"text"]),
    np.str_("text"),
]


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("value", BESIDE, ids=repr)
def test_harmless_values_do_not_stop_the_reader(protocol, value):
    found = read_pickle(pickle.dumps({"beside": value, "b1": np.arange(3.0)}, protocol))
    assert list(found) == ["beside", "b1"] and found["b1"].tolist() == [0, 1, 2]


def test_objects_are_told_by_their_class():
    for protocol in range(6):
        assert "object of class 'fractions_of_mine.Fraction'" in refused(
            unframed(pickle.dumps(Fraction(1, 2), protocol)).replace(
                b"fractions\n", b"fractions_of_mine\n"
            ).replace(b"\x8c\x09fractions", b"\x8c\x11fractions_of_mine")
        )
    old = b"(itwo_layer_net\nTwoLayerNet\n."
    assert "object of class 'two_layer_net.TwoLayerNet'" in refused(old)


@pytest.mark.parametrize("protocol", range(6))
def test_any_part_of_a_pickle_is_no_whole_pickle(protocol):
    whole = pickle.dumps(book_weights(np.float16), protocol)
    for end in [0, 1, 2, 9, 300, len(whole) // 2, len(whole) - 1]:
        message = refused(whole[:end])
        assert "no whole pickle, and no .npz file" in message
        assert f"of {end} shows" in message


BOMBS = {
    "memo": b"N" + b"r\xff\xff\xff\x7f" + b"p99999999999\n" + b"0.",
    "bytes": b"\x8e" + (1 << 62).to_bytes(8, "little") + b".",
    "bytearray": b"\x96" + (1 << 40).to_bytes(8, "little") + b".",
    "bytes called": b"cbuiltins\nbytes\n\x8a\x05" + (1 << 33).to_bytes(5, "little") + b"\x85R.",
    "frame": b"\x95" + b"\xff" * 8 + b".",
    "negative": b"T\xff\xff\xff\xff.",
    "marks": b"(" * 200_000 + b".",
    "tuple key": b"}" + b")" + b"\x85" * 90_000 + b"Ns.",
    "shared tuple key": (
        b"}" + b")" + b"".join(b"q%ch%c\x86" % (n, n) for n in range(1, 90)) + b"Ns."
    ),
    "key of numbers that collide": (
        b"}("
        + b"".join(
            b"\x8a\x0c" + (n * (2**61 - 1)).to_bytes(12, "little") + b"N"
            for n in range(90_000)
        )
        + b"u."
    ),
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
def test_bombs_take_no_memory(name):
    tracemalloc.start()
    try:
        with pytest.raises(DataError):
            parse_weights(BOMBS[name])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 32_000_000


