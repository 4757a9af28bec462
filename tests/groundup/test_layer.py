import math

import numpy as np
import pytest

from groundup.layer import ACTIVATIONS, Layer

WEIGHTS = [[0.1, -0.3, 0.5], [0.2, 0.4, -0.6]]
BIAS = [0.1, -0.2, 0.3]


def test_weighted_sum_and_activation_are_those_of_single_neurons():
    x = [1.0, 0.5]
    sums = [
        math.fsum(x[i] * WEIGHTS[i][j] for i in range(2)) + BIAS[j] for j in range(3)
    ]
    signal = Layer(WEIGHTS, BIAS, "sigmoid").trace(x)
    np.testing.assert_allclose(signal.weighted_sum, sums, rtol=1e-14)
    expected = [1 / (1 + math.exp(-s)) for s in sums]
    np.testing.assert_allclose(signal.activation, expected, rtol=1e-14)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_batch_is_the_single_inputs_stacked(activation):
    layer = Layer(WEIGHTS, BIAS, activation)
    batch = np.random.default_rng(0).normal(size=(7, 2))
    stacked = np.stack([layer.forward(x) for x in batch])
    assert layer.forward(batch).shape == (7, 3)
    np.testing.assert_allclose(layer.forward(batch), stacked, rtol=1e-13)


def test_layer_is_immutable_and_does_not_share_what_it_was_given():
    weights, bias = np.array(WEIGHTS), np.array(BIAS)
    layer = Layer(weights, bias, "relu")
    weights[0, 0] = bias[0] = 99
    assert layer.weights[0, 0] == 0.1 and layer.bias[0] == 0.1
    with pytest.raises(ValueError, match="read-only"):
        layer.weights[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        layer.bias += 1
    with pytest.raises(AttributeError):
        layer.bias = bias


def test_float32_stays_float32_and_integers_become_float64():
    single = Layer(np.float32(WEIGHTS), np.float32(BIAS), "sigmoid")
    assert single.forward(np.ones(2, np.float32)).dtype == np.float32
    whole = Layer([[1], [1]], [-1], "relu")
    assert whole.weights.dtype == whole.bias.dtype == np.float64
    foreign = Layer(np.array(WEIGHTS, ">f4"), np.array(BIAS, ">f4"), "relu")
    assert foreign.weights.dtype.isnative and foreign.weights.dtype.itemsize == 4


@pytest.mark.parametrize(
    ("weights", "bias", "activation", "error", "message"),
    [
        ([1, 2], [0], "relu", ValueError, r"weights has shape \(2,\); expected \(in"),
        (WEIGHTS, [BIAS], "relu", ValueError, r"bias has shape \(1, 3\); expected \(3,"),
        (WEIGHTS, 0.5, "relu", ValueError, r"bias has shape \(\); expected \(3,\)"),
        (WEIGHTS, BIAS[:2], "relu", ValueError, r"bias has shape \(2,\); expected"),
        (np.zeros((2, 0)), [], "relu", ValueError, r"weights is empty \(shape \(2, 0"),
        ([[1], [1, 2]], [0], "relu", ValueError, "weights is ragged"),
        ([["a"]], [0], "relu", TypeError, "weights has dtype <U1"),
        ([[math.nan]], [0], "relu", ValueError, r"weights of shape \(1, 1\) holds inf"),
        ([[1]], [math.inf], "relu", ValueError, r"bias of shape \(1,\) holds inf or nan"),
        ([[1]], [0], "swish", ValueError, "activation is 'swish'; expected one of step"),
        ([[1]], [0], ["relu"], ValueError, "activation is"),
    ],
)
def test_bad_parts_are_named(weights, bias, activation, error, message):
    with pytest.raises(error, match=message):
        Layer(weights, bias, activation)


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (1, 1, 2)])
def test_input_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match=r"expected \(2,\) or \(n, 2\)") as caught:
        Layer(WEIGHTS, BIAS, "relu").forward(np.zeros(shape))
    assert f"x has shape {shape}" in str(caught.value)


def test_weights_are_kept_as_float32_or_float64():
    kept = {"f2": "f4", "f4": "f4", "f8": "f8", "g": "f8", "i1": "f8", "u8": "f8", "?": "f8"}
    for given, dtype in kept.items():
        layer = Layer(np.ones((2, 3), given), np.ones(3, given), "relu")
        assert layer.weights.dtype == layer.bias.dtype == dtype
    beyond = np.full((1, 1), np.finfo(float).max, np.longdouble) * 2
    with pytest.raises(ValueError, match="weights of shape .* holds inf or nan"):
        Layer(beyond, [0], "relu")


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_input_that_is_not_finite_is_refused(bad):
    with pytest.raises(ValueError, match="x holds inf or nan; expected finite numbers"):
        Layer(WEIGHTS, BIAS, "identity").forward([1, bad])


def test_float16_is_computed_in_float32():
    layer = Layer(np.full((4, 1), 60000, np.float16), np.zeros(1, np.float16), "identity")
    y = layer.forward(np.full(4, 60000, np.float16))
    exact = 4 * int(np.float16(60000)) ** 2
    assert y.dtype == np.float32 and y[0] == pytest.approx(exact, rel=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_sum_that_overflows_is_the_largest_number_without_a_warning(dtype):
    top = float(np.finfo(dtype).max)
    weights = np.array([[8, 8, -8], [-8, 8, -8]], dtype)
    layer = Layer(weights, np.array([0, 0, 0], dtype), "identity")
    x = np.array([top / 2, top / 2], dtype)
    assert layer.forward(x).tolist() == [0, top, -top]
    batch = layer.forward(np.stack([x, np.ones(2, dtype)]))
    assert batch.tolist() == [[0, top, -top], [0, 16, -16]]
    for activation in ACTIVATIONS:
        assert np.isfinite(Layer(weights, [0, 0, 0], activation).forward(x)).all()
