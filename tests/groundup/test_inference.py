import itertools
import math
import tracemalloc
from fractions import Fraction

import numpy as np
import pytest

from groundup.inference import accuracy, predict, predict_stream
from groundup.layer import ACTIVATIONS
from groundup.mnist import load_mnist
from groundup.network import Network
from groundup.trained import trained_network

BATCH_SIZES = [1, 2, 3, 7, 10, 23, 24, 25, 48, 99, 100, 192, 300, 960, 10**9]


def exact_sums(row, layer):
    return [
        sum(Fraction(v) * Fraction(float(w)) for v, w in zip(row, column))
        + Fraction(float(bias))
        for column, bias in zip(layer.weights.T, layer.bias)
    ]


def sigmoid(z):
    if z > 800:
        return 1.0
    return 0.0 if z < -700 else 1 / (1 + math.exp(-float(z)))


def softmax(row):
    exps = [0.0 if z - max(row) < -700 else math.exp(z - max(row)) for z in row]
    return [e / math.fsum(exps) for e in exps]


ROW_BY_ROW = {
    "sigmoid": lambda row: [sigmoid(z) for z in row],
    "tanh": lambda row: [math.tanh(z) for z in row],
    "relu": lambda row: [float(max(z, 0)) for z in row],
    "step": lambda row: [float(z > 0) for z in row],
    "identity": lambda row: [float(z) for z in row],
    "softmax": softmax,
}


def by_hand(network, x):
    answers = []
    for row in x:
        row = [float(v) for v in row]
        for layer in network.layers:
            row = ROW_BY_ROW[layer.activation](exact_sums(row, layer))
        answers.append(row)
    return np.array(answers)


def network_of(sizes, activations=None, seed=0, dtype=float, scale=1.0):
    rng = np.random.default_rng(seed)
    arrays = {}
    for n, (inputs, outputs) in enumerate(zip(sizes, sizes[1:]), start=1):
        spread = scale * inputs**-0.5
        arrays[f"W{n}"] = rng.normal(0, spread, (inputs, outputs)).astype(dtype)
        arrays[f"b{n}"] = rng.normal(0, scale, outputs).astype(dtype)
    return Network.from_dict(arrays, activations)


def float64_answers(network, x):
    x = np.asarray(x, dtype=float)
    for layer in network.layers[:-1]:
        x = 1 / (1 + np.exp(-(x @ layer.weights.astype(float) + layer.bias)))
    scores = x @ network.layers[-1].weights.astype(float) + network.layers[-1].bias
    exps = np.exp(scores - scores.max(axis=1)[:, None])
    return exps / exps.sum(axis=1)[:, None]


@pytest.fixture(scope="module")
def digits():
    return load_mnist("embedded")


@pytest.fixture(scope="module")
def digit_network():
    return network_of((784, 50, 100, 10), dtype=np.float32, scale=3)


@pytest.mark.parametrize(
    "activations",
    [
        ("sigmoid", "sigmoid", "softmax"),
        ("relu", "sigmoid", "softmax"),
        ("sigmoid", "relu", "identity"),
        ("step", "identity", "sigmoid"),
        ("softmax", "sigmoid", "step"),
    ],
)
@pytest.mark.parametrize("batch_size", [1, 2, 5, 6, 100])
def test_equals_exact_sums_by_hand(activations, batch_size):
    network = network_of((5, 4, 7, 3), activations)
    x = np.random.default_rng(1).normal(size=(6, 5))
    answer = predict(network, x, batch_size)
    np.testing.assert_allclose(answer, by_hand(network, x), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("batch_size", BATCH_SIZES)
def test_float32_is_right_at_every_batch_size(digits, digit_network, batch_size):
    x = digits[0][::5]
    answer = predict(digit_network, x, batch_size)
    expected = float64_answers(digit_network, x)
    assert answer.dtype == np.float32
    np.testing.assert_allclose(answer, expected, rtol=0, atol=2e-6)
    assert np.array_equal(answer.argmax(axis=1), expected.argmax(axis=1))
    np.testing.assert_allclose(answer.sum(axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("batch_size", [1, 100, 960, 5000])
def test_the_trained_network_answers_alike_at_every_batch_size(digits, batch_size):
    x, labels = digits
    network = trained_network()
    expected = float64_answers(network, x)
    answer = predict(network, x, batch_size)
    np.testing.assert_allclose(answer, expected, rtol=0, atol=1e-5)
    assert np.array_equal(answer.argmax(axis=1), expected.argmax(axis=1))
    right = sum(a == b for a, b in zip(expected.argmax(axis=1), labels))
    assert accuracy(network, x, labels, batch_size) == right / 5000


@pytest.mark.parametrize("batch_size", BATCH_SIZES)
def test_accuracy_is_one_number_at_every_batch_size(digits, digit_network, batch_size):
    x, labels = digits[0][::5], digits[1][::5]
    expected = float64_answers(digit_network, x).argmax(axis=1).tolist()
    right = sum(e == label for e, label in zip(expected, labels.tolist()))
    assert accuracy(digit_network, x, labels, batch_size) == right / 1000


@pytest.mark.parametrize(
    "sizes", [(1, 1), (784, 300, 10), (1000, 100, 2), (3, 2000, 3)]
)
def test_every_size_of_layer(sizes):
    network = network_of(sizes)
    x = np.random.default_rng(2).normal(size=(30, sizes[0]))
    for batch_size in (1, 13, 30):
        answer = predict(network, x, batch_size)
        np.testing.assert_allclose(answer, float64_answers(network, x), rtol=1e-9)


def test_one_image_gives_one_row():
    network = network_of((5, 4, 3))
    x = np.random.default_rng(1).normal(size=(2, 5))
    assert predict(network, x[0]).shape == (3,)
    np.testing.assert_allclose(predict(network, x[0]), predict(network, x)[0], 1e-14)


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int32, np.float32, np.float64])
def test_dtypes_and_layouts(dtype):
    network = network_of((5, 4, 3), dtype=np.float32)
    x = np.random.default_rng(1).integers(0, 2, size=(60, 5)).astype(dtype)
    expected = float64_answers(network, x)
    backwards = np.ascontiguousarray(x[::-1])[::-1]
    for same in (x, np.asfortranarray(x), backwards, x.tolist()):
        np.testing.assert_allclose(predict(network, same, 25), expected, atol=1e-6)
    assert predict(network, x.astype(np.uint8)).dtype == np.float32
    assert predict(network, x.astype(float)).dtype == np.float64


def test_answers_are_new_and_the_input_is_left_alone():
    network = network_of((5, 4, 3))
    x = np.random.default_rng(1).normal(size=(9, 5))
    before = x.copy()
    x.setflags(write=False)
    first = predict(network, x, 4)
    kept = first.copy()
    predict(network, -x, 4)
    assert np.array_equal(x, before) and np.array_equal(first, kept)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_right_for_the_largest_floats(dtype, activation):
    network = network_of((6, 4, 3), (activation, "softmax"), dtype=dtype, scale=4)
    big = float(np.finfo(dtype).max)
    rng = np.random.default_rng(3)
    x = (big * rng.choice([-1, 1, 0.25, 1e-30], size=(40, 6))).astype(dtype)
    with np.errstate(all="raise"):
        answer = predict(network, x, 7)
    if activation == "sigmoid":
        np.testing.assert_allclose(answer, by_hand(network, x), atol=1e-6)
    assert np.isfinite(answer).all()
    np.testing.assert_allclose(answer.sum(axis=1), 1, atol=1e-6)


def test_a_sum_that_overflows_on_the_way_but_not_in_the_end():
    big = float(np.finfo(np.float32).max)
    weights = np.array([[1], [1], [-1], [-1], [-1]], np.float32)
    network = Network.from_dict(
        {"W1": weights, "b1": [0.0], "W2": [[1.0, -1.0]], "b2": [0.0, 0.0]}
    )
    low, high = predict(network, np.array([[big] * 5, [-big] * 5], np.float32))
    assert low[0] == 0.5 and high[0] > 0.88


@pytest.mark.parametrize("scale", [1e3, 1e30])
def test_large_weights_do_not_warn(scale):
    network = network_of((5, 4, 3), dtype=np.float32, scale=scale)
    x = np.random.default_rng(1).normal(size=(9, 5)).astype(np.float32)
    with np.errstate(all="raise"):
        answer = predict(network, x)
    assert np.array_equal(answer.argmax(1), by_hand(network, x).argmax(1))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_only_finite_numbers(bad):
    network = network_of((5, 4, 3))
    x = np.zeros((50, 5))
    x[31, 2] = bad
    with pytest.raises(ValueError, match="^x holds inf or nan; expected finite"):
        predict(network, x, 20)
    with pytest.raises(ValueError, match="^x holds inf or nan; expected finite"):
        accuracy(network, x, np.zeros(50, int))
    with pytest.raises(ValueError, match="^x holds inf or nan; expected finite"):
        network.forward(x)


DTYPES = [bool, np.uint8, np.int64, np.float16, np.float32, np.float64, np.longdouble]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    "activations", list(itertools.permutations(ACTIVATIONS, 3))
)
def test_predict_and_forward_are_one_answer(activations, dtype):
    network = network_of((5, 4, 7, 3), activations, dtype=dtype)
    values = np.random.default_rng(4).choice([-1, 0, 0.25, 0.7, 1], size=(11, 5))
    for x in (values.astype(dtype) for dtype in DTYPES):
        expected = network.forward(x)
        rounding = 1e-5 if expected.dtype == np.float32 else 1e-12
        for batch_size in (1, 3, 11):
            answer = predict(network, x, batch_size)
            assert answer.dtype == expected.dtype
            np.testing.assert_allclose(answer, expected, atol=rounding)
        np.testing.assert_allclose(predict(network, x[3]), expected[3], atol=rounding)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_hidden_sums_that_overflow_saturate_alike(hidden, dtype):
    network = network_of((6, 4, 5, 3), (hidden, hidden, "softmax"), dtype=dtype)
    big = float(np.finfo(dtype).max)
    signs = np.random.default_rng(5).choice([-1, 1], size=(20, 6))
    x = (big * signs).astype(dtype)
    expected = network.forward(x)
    assert np.isfinite(expected).all()
    for batch_size in (1, 7, 20):
        answer = predict(network, x, batch_size)
        np.testing.assert_allclose(answer, expected, atol=1e-5)


def test_the_last_layer_may_answer_with_integers():
    network = network_of((5, 4, 3), ("sigmoid", "step"))
    x = np.random.default_rng(1).normal(size=(9, 5))
    assert predict(network, x, 2).dtype.kind == "i"
    assert np.array_equal(predict(network, x, 2), by_hand(network, x))


def test_a_stream_is_read_as_it_is_answered():
    network = network_of((5, 4, 3))
    x = np.random.default_rng(1).normal(size=(60, 5))
    read = []

    def arrays():
        for part in np.split(x, [1, 30, 31]):
            read.append(len(part))
            yield part

    answers = predict_stream(network, arrays(), 7)
    assert read == []
    assert next(answers).shape == (1, 3) and read == [1]
    assert next(answers).shape == (29, 3) and read == [1, 29]
    assert [len(answer) for answer in answers] == [1, 29]


def test_a_stream_of_images_arrays_and_lists():
    network = network_of((5, 4, 3))
    x = np.random.default_rng(1).normal(size=(6, 5))
    answers = list(predict_stream(network, [x[0], x[1:3], x[3:].tolist()]))
    assert [answer.shape for answer in answers] == [(3,), (2, 3), (3, 3)]
    np.testing.assert_allclose(np.vstack(answers), float64_answers(network, x), 1e-9)
    assert list(predict_stream(network, [])) == []


def test_single_images_wait_for_a_batch_of_them():
    network = network_of((5, 4, 3))
    x = np.random.default_rng(1).normal(size=(8, 5))
    camera = np.empty(5)
    read = []

    def images():
        for number, image in enumerate(x):
            read.append(number)
            camera[:] = image
            yield camera

    answers = predict_stream(network, images(), 3)
    first = next(answers)
    assert first.shape == (3,) and read == [0, 1, 2]
    rest = list(answers)
    assert len(rest) == 7 and len(read) == 8
    np.testing.assert_allclose([first, *rest], float64_answers(network, x), 1e-9)


def test_a_stream_says_what_is_wrong_with_an_array():
    network = network_of((5, 4, 3))
    answers = predict_stream(network, [np.zeros((2, 5)), np.zeros((2, 4))])
    assert next(answers).shape == (2, 3)
    with pytest.raises(ValueError, match=r"^x has shape \(2, 4\); expected"):
        next(answers)


def peak(call):
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_images(digit_network):
    x = np.zeros((40_000, 784), np.float32)
    labels = np.zeros(len(x), int)
    predict(digit_network, x[:960])

    def beyond_the_answer(n):
        return peak(lambda: predict(digit_network, x[:n])) - n * 10 * 4

    few, many = beyond_the_answer(2_000), beyond_the_answer(40_000)
    assert many < 1_000_000 and abs(many - few) < 20_000
    few = peak(lambda: accuracy(digit_network, x[:2_000], labels[:2_000]))
    many = peak(lambda: accuracy(digit_network, x, labels))
    assert few < 1_000_000 and many - few < 2 * labels.nbytes


def test_a_long_stream_needs_the_memory_of_one_array(digit_network):
    def images(n):
        return (np.full((500, 784), i / n, np.float32) for i in range(n))

    def run(n):
        for _ in predict_stream(digit_network, images(n)):
            pass

    assert abs(peak(lambda: run(200)) - peak(lambda: run(5))) < 20_000

    def one_by_one(n):
        images = (np.full(784, i / n, np.float32) for i in range(n))
        for _ in predict_stream(digit_network, images, 100):
            pass

    assert (
        abs(peak(lambda: one_by_one(20_000)) - peak(lambda: one_by_one(500))) < 20_000
    )


@pytest.mark.parametrize(
    "x, message",
    [
        (np.zeros(4), r"^x has shape \(4,\); expected \(5,\) or \(n, 5\)$"),
        (np.zeros((2, 4)), r"^x has shape \(2, 4\); expected \(5,\) or \(n, 5\)$"),
        (np.zeros((1, 2, 5)), r"^x has shape \(1, 2, 5\); expected"),
        (np.zeros((0, 5)), r"^x is empty \(shape \(0, 5\)\)"),
        (3.0, r"^x has shape \(\); expected"),
    ],
)
def test_shapes_are_refused_by_name(x, message):
    with pytest.raises(ValueError, match=message):
        predict(network_of((5, 4, 3)), x)


def test_types_are_refused_by_name():
    network = network_of((5, 4, 3))
    with pytest.raises(TypeError, match="^x has dtype"):
        predict(network, [["a"] * 5])
    for batch_size in (0, -1, 1.5):
        with pytest.raises(
            ValueError, match=f"^batch_size is {batch_size}; expected a whole number, 1 or more$"
        ):
            predict(network, np.zeros((2, 5)), batch_size)
    with pytest.raises(ValueError, match="^x has shape"):
        accuracy(network, np.zeros(5), [0])


@pytest.mark.parametrize(
    "labels, error, message",
    [
        ([0, 1, 2], ValueError, r"labels has shape \(3,\); expected \(2,\)"),
        ([[0, 1], [1, 0]], ValueError, r"labels has shape \(2, 2\); expected \(2,\)"),
        (0, ValueError, r"labels has shape \(\); expected \(2,\)"),
        ([1, 3], ValueError, "labels holds 3; expected whole numbers from 0 to 2"),
        ([-1, 0], ValueError, "labels holds -1; expected whole numbers from 0 to 2"),
        ([0.5, 1], TypeError, "labels has dtype float64; expected integers"),
        ([True, False], TypeError, "labels has dtype bool; expected integers"),
        (["0", "1"], TypeError, "labels has dtype <U1; expected real numbers"),
    ],
)
def test_labels_are_the_numbers_of_classes(labels, error, message):
    with pytest.raises(error, match=f"^{message}"):
        accuracy(network_of((5, 4, 3)), np.zeros((2, 5)), labels)
