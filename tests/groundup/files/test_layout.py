"""What stands in a weights file, and what is said when it is not what is wanted."""

import io
import json
import pickle
import tracemalloc
from collections import OrderedDict

import numpy as np
import pytest

from groundup.files.errors import DataError
from groundup.files.weights import parse_weights

RNG = np.random.default_rng(7)
W1, b1 = RNG.normal(size=(5, 3)).astype("f4"), RNG.normal(size=3).astype("f4")
W2, b2 = RNG.normal(size=(3, 4)).astype("f4"), RNG.normal(size=4).astype("f4")
PLAIN = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def pickled(content, protocol=4):
    return parse_weights(pickle.dumps(content, protocol))


def saved(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return parse_weights(file.getvalue())


def refused(content):
    with pytest.raises(DataError) as caught:
        pickled(content)
    message = str(caught.value)
    assert message.isprintable() and len(message) < 600
    return message


def is_plain(weights, atol=0.0):
    assert weights.arrays.keys() == PLAIN.keys()
    for name, array in PLAIN.items():
        np.testing.assert_allclose(weights.arrays[name], array, atol=atol)
    return True


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        OrderedDict(PLAIN),
        {name.encode(): array for name, array in PLAIN.items()},
        dict(reversed(PLAIN.items())),
        {"params": PLAIN},
        {"epoch": 3, "params": PLAIN, "loss": [0.1, 0.2]},
        {"state": {"model": PLAIN}, "sizes": (5, 3, 4)},
        PLAIN | {"best": PLAIN, "grads": {"W1": W1}},
        {name: array.tolist() for name, array in PLAIN.items()},
        {name: list(array) for name, array in PLAIN.items()},
        {name: tuple(map(tuple, a)) if a.ndim > 1 else tuple(a) for name, a in PLAIN.items()},
        {name: array.astype(">f8") for name, array in PLAIN.items()},
        {name: np.asfortranarray(array) for name, array in PLAIN.items()},
        PLAIN | {"W1": W1.view(np.matrix)},
    ],
)  # fmt: skip
def test_weights_are_found_in_whatever_holds_them(protocol, content):
    assert is_plain(pickled(content, protocol))


def test_half_floats_are_numbers():
    assert is_plain(pickled({k: a.astype("f2") for k, a in PLAIN.items()}), 2e-3)


@pytest.mark.parametrize("dtype", ["i1", "u2", "i4", "i8", "u8", "?"])
def test_integers_are_numbers(dtype):
    weights = pickled(PLAIN | {"b1": np.ones(3, dtype), "W2": np.ones((3, 4), "i8")})
    assert weights.arrays["b1"].tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        (12, "12"),
        (0.5, "0.5"),
        (10**400, "a large number"),
        (None, "None"),
        (True, "True"),
        ("두 층", "the text '두 층'"),
        ([784, 50, 10], "a list of 3, the first 784"),
        ([], "a list of 0"),
        ((1,), "a tuple of 1, the first 1"),
        ({}, "a dict of 0"),
        (np.float64(0.25), "0.25"),
        (np.int64(7), "7"),
        (np.bool_(True), "True"),
        (np.array(7), "7"),
        (np.arange(3), "an array of shape (3,), int64"),
        (np.array(["a", "b"]), "a list of 2, the first the text 'a'"),
        (np.array("text"), "the text 'text'"),
        (np.array([None]), "an array of Python objects, records or dates, which are not read"),
        ({1, 2}, "a list of 2, the first 1"),
        (1j, "an object of class 'builtins.complex'"),
        (float("nan"), "nan"),
        (-1e300, "-1e+300"),
    ],
)
def test_what_is_beside_the_weights_is_passed_over_and_named(beside, words):
    weights = pickled(PLAIN | {"beside": beside})
    assert is_plain(weights)
    assert weights.passed_over == (f"'beside' ({words})",)
    if isinstance(beside, np.ndarray | np.generic | str) and not np.array(beside).dtype == object:
        assert saved(**PLAIN, beside=beside).passed_over == weights.passed_over


def test_what_is_beside_the_dict_of_the_weights_is_named_too():
    content = {"epoch": 3, "params": PLAIN | {"note": "n"}, "old": {"a": 1}}
    assert pickled(content).passed_over == (
        "'epoch' (3)", "'params.note' (the text 'n')", "'old.a' (1)"
    )  # fmt: skip
    many = PLAIN | {f"x{n}": n for n in range(50)}
    assert pickled(many).passed_over[-1] == "42 more"
    assert pickled(PLAIN).passed_over == ()


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (["relu", "softmax"], ("relu", "softmax")),
        (("relu", "softmax"), ("relu", "softmax")),
        ("relu", "relu"),
        (np.array(["relu", "identity"]), ("relu", "identity")),
        (np.array("relu"), "relu"),
        (None, None),
        (12, None),
        ([1, 2], None),
        (np.zeros(3), None),
    ],
)
def test_the_activations_are_those_that_the_file_names(named, expected):
    weights = pickled(PLAIN | {"activations": named})
    assert weights.activations == expected
    assert len(weights.passed_over) == (expected is None)
    assert pickled(PLAIN).activations is None


@pytest.mark.parametrize("text", ["[1]", "no JSON", "[" * 100_000, "{" * 9000, "3", ""])
def test_a_record_is_a_dict_in_json(text):
    record = {"images": "mnist-train", "count": 60_000, "나": [1, 0.5, None]}
    assert saved(**PLAIN, record=json.dumps(record)).record == record
    assert pickled(PLAIN | {"record": json.dumps(record)}).record == record
    other = pickled(PLAIN | {"record": text})
    assert other.record is None and other.passed_over[0].startswith("'record' (the text")
    assert pickled(PLAIN).record is None


FOUR = [W1, b1, W2, b2]
TURNED = [W1.T, b1, W2.T, b2]


@pytest.mark.parametrize(
    ("names", "renaming"),
    [
        ("w1 b1 w2 b2", "rename 'w1' to W1, 'w2' to W2"),
        ("W1 B1 W2 B2", "rename 'B1' to b1, 'B2' to b2"),
        ("W0 b0 W1 b1", "rename 'W0' to W1, 'b0' to b1, 'W1' to W2, 'b1' to b2"),
        ("w0 b0 w1 b1", "rename 'w0' to W1, 'b0' to b1, 'w1' to W2, 'b1' to b2"),
        ("W_1 b_1 W_2 b_2", "rename 'W_1' to W1, 'b_1' to b1, 'W_2' to W2, 'b_2' to b2"),
        ("W01 b01 W02 b02", "rename 'W01' to W1"),
        ("weight1 bias1 weight2 bias2", "rename 'weight1' to W1, 'bias1' to b1"),
        ("Weights-1 Biases-1 Weights-2 Biases-2", "rename 'Weights-1' to W1"),
        ("params.w1 params.b1 params.w2 params.b2", "rename 'params.w1' to W1"),
        ("가중치1 편향1 가중치2 편향2", "rename '가중치1' to W1, '편향1' to b1"),
    ],
)
def test_other_names_are_told_with_what_to_rename(names, renaming):
    message = refused(dict(zip(names.split(), FOUR)))
    for name, array in zip(names.split(), FOUR):
        assert f"'{name}' (an array of shape {array.shape}, float32)" in message
    assert renaming in message and "expected W1, b1, W2, b2 and so on" in message


@pytest.mark.parametrize(
    "names",
    [
        "arr_0 arr_1 arr_2 arr_3",
        "fc1.weight fc1.bias fc2.weight fc2.bias",
        "w1 b1 w3 b3",
        "w1 b1 w1_ b2",
        "w1 W1x w2 b2",
        "w1 b1 weight1 b2",
        "b1 b2 b3 b4",
    ],
)
def test_names_that_show_no_plain_pattern_are_listed_without_a_renaming(names):
    message = refused(dict(zip(names.split(), FOUR)))
    for name, array in zip(names.split(), FOUR):
        assert f"'{name}' (an array of shape {array.shape}, float32)" in message
    assert "rename" not in message and "expected W1, b1, W2, b2 and so on" in message


def test_names_in_further_dicts_are_told_too():
    layers = {"one": {"W": W1, "b": b1}, "two": {"W": W2, "b": b2}}
    message = refused(layers)
    assert "'one.W' (an array of shape (5, 3), float32), 'one.b'" in message
    assert "rename 'p.w1' to W1, 'p.b1' to b1" in refused({"p": {"w1": W1, "b1": b1}})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({}, "holds an empty dict; expected W1, b1"),
        (FOUR, "holds a list of 4, the first an array of shape (5, 3), float32; expected"),
        (tuple(FOUR), "holds a tuple of 4"),
        (W1, "holds an array of shape (5, 3), float32; expected"),
        (np.float64(0.5), "holds an array of shape (), float64"),
        (None, "holds None"),
        ("text", "holds the text 'text'"),
        ({"weights": [W1, W2], "biases": [b1, b2]}, "'weights' (a list of 2, the first an"),
        ({"a": PLAIN, "b": PLAIN | {}}, "holds weights in 'a' and in 'b'; expected"),
        ({"W1": W1, "W2": W2}, "holds W1 without biases; expected W1, b1"),
        ({"W1": np.ones((785, 3)), "W2": np.ones((4, 10))}, "W1, b1 = W1[:-1], W1[-1]"),
        ({"W1": W1, "b1": b1, "W2": W2}, "holds W2 without biases; expected W1, b1"),
        ({"b1": b1, "b2": b2}, "(an array of shape (4,), float32); expected W1"),
        ({"train_img": np.zeros((9, 784), "u1")}, "holds images in 'train_img', not"),
        ({"x_train": np.zeros((9, 28, 28), "u1")}, "holds images in 'x_train', not"),
        ({"x": np.zeros((9, 1, 28, 28), "u1"), "t": 1}, "holds images in 'x', not"),
        (PLAIN | {"b1": b1[None]}, "params['b1'] = np.ravel(params['b1']) mends it"),
        (PLAIN | {"b2": b2[:, None]}, "holds b2 of shape (4, 1): params['b2'] = np.ravel"),
        (dict(zip(PLAIN, TURNED)), "look transposed: save W1.T; expected W1, b1, W2, b2 and so on, of shapes (inputs, out"),
        (dict(zip(PLAIN, [W1.T, b1[:, None], W2.T, b2[:, None]])), "look transposed"),
        (PLAIN | {"b1": 0.5}, "holds 0.5 in 'b1'; expected an array"),
        (PLAIN | {"b1": np.float32(0.5)}, "holds 0.5 in 'b1'; expected an array"),
        (PLAIN | {"b1": None}, "holds None in 'b1'"),
        (PLAIN | {"b1": "text"}, "holds the text 'text' in 'b1'"),
        (PLAIN | {"b1": ["a", "b", "c"]}, "in 'b1'; expected an array of real numbers"),
        (PLAIN | {"b1": ["1", "2", "3"]}, "in 'b1'; expected an array of real numbers"),
        (PLAIN | {"b1": [1, None, 3]}, "in 'b1'; expected an array of real numbers"),
        (PLAIN | {"b1": [1, 2j, 3]}, "in 'b1'; expected an array of real numbers"),
        (PLAIN | {"b1": [1, b1, 3]}, "in 'b1'; expected an array of real numbers"),
        (PLAIN | {"b1": []}, "holds a list of 0 in 'b1'; expected an array"),
        (PLAIN | {"W1": [[1.0], [1.0, 2.0]]}, "holds a list of 2, the first a list of 1"),
        (PLAIN | {"W1": W1.astype(complex)}, "shape (5, 3), complex128 in 'W1'; expected"),
        (PLAIN | {"W1": W1.astype(object)}, "Python objects, records or dates, which are not read in 'W1'"),
        (PLAIN | {"W1": np.ones((5, 3), "M8[s]")}, "Python objects, records or dates, which are not read in 'W1'"),
        (PLAIN | {"W1": np.full((5, 3), np.inf)}, "inf or nan in 'W1'"),
        ({k: a.astype("i1") for k, a in PLAIN.items()}, "weights of one byte, as quantising"),
        (PLAIN | {"W2": np.ones((3, 4), "u1")}, "weights of one byte, as quantising"),
        ({"W1": {"W2": W1}}, "holds W2 without biases"),
        (PLAIN | {"W1": [[W1] * 3]}, "holds a list of 1, the first a list of 3 in 'W1'"),
        (PLAIN | {"gamma1": b1, "beta1": b1}, "batch normalisation, which a Network does not"),
        ({"two\nlines": W1}, r"holds 'two\nlines'"),
        ({"W" + "9" * 5000: W1, "b1": b1}, "expected W1, b1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence(content, words):
    assert words in refused(content)


@pytest.mark.skipif(np.dtype("g").itemsize == 8, reason="longdouble is float64 here")
def test_long_doubles_differ_between_machines_and_are_refused():
    assert "which are not read in 'W1'" in refused(
        PLAIN | {"W1": W1.astype("g")}
    )


def test_what_holds_itself_ends():
    circle = {"epoch": 1}
    circle["self"] = circle
    assert "holds 'epoch' (1)" in refused(circle)
    row = []
    row += [row, row]
    assert "a list of 2, the first a list of 2 in 'W1'" in refused(PLAIN | {"W1": row})
    bomb = [0.0]
    for _ in range(60):
        bomb = [bomb, bomb]
    assert "a list of 2, the first a list of 2 in 'W1'" in refused(PLAIN | {"W1": bomb})


def test_what_is_shared_takes_its_space_once():
    shared = pickle.dumps(PLAIN | {"W1": [[0.0] * 5000] * 5000})
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match="more numbers than"):
            parse_weights(shared)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000
    inner = {f"{n}": n for n in range(9)}
    outer = {f"{n}": inner for n in range(9)}
    beside = pickled(PLAIN | {"beside": outer}).passed_over
    assert beside[0] == "'beside.0.0' (0)" and beside[-1] == f"{9 + 8 - 8} more"


def test_dicts_are_opened_down_to_a_depth():
    assert is_plain(pickled({"a": {"b": {"c": PLAIN}}}))
    for deep in (4, 50_000):
        chain = b"}\x8c\x01a" * deep + b"}\x8c\x02W1Ns" + b"s" * deep + b"."
        with pytest.raises(DataError, match=r"'a\.a\.a\.a' \(a dict of 1\)"):
            parse_weights(chain)
