from fractions import Fraction

import numpy as np
import pytest

from groundup.activations import identity, relu, sigmoid, step
from groundup.linearity import collapse, is_additive, is_homogeneous, is_linear


def inputs(seed, shape=(50, 3)):
    return np.random.default_rng(seed).normal(0, 3, size=(2, *shape))


def exact(layers, x):
    """The layers one after another, in fractions."""
    x = [Fraction(v) for v in x]
    for weights, bias in layers:
        columns = zip(*weights.tolist(), strict=True)
        x = [
            sum((v * Fraction(w) for v, w in zip(x, column, strict=True)), Fraction(b))
            for column, b in zip(columns, bias.tolist(), strict=True)
        ]
    return [float(v) for v in x]


def test_the_notes_example_holds_for_any_coefficients():
    for a, b in np.random.default_rng(0).normal(size=(100, 2)):
        def y(x):
            return x @ np.array([a, b])

        assert is_linear(y, [1, 2], [5, 10], -3.7)


@pytest.mark.parametrize("seed", range(5))
def test_every_matrix_is_linear(seed):
    weights = np.random.default_rng(seed).normal(size=(3, 4))
    assert is_linear(lambda x: x @ weights, *inputs(seed), scale=-0.3)


def test_a_bias_breaks_both_halves():
    w, b = np.array([0.5, 0.5, -1]), 0.7

    def neuron(x):
        return x @ w + b

    x1, x2 = inputs(6)
    assert not is_additive(neuron, x1, x2)
    assert not is_homogeneous(neuron, x1, 2)
    assert not is_linear(neuron, x1, x2, 2)
    assert is_linear(lambda x: neuron(x) - neuron(0 * x), x1, x2, 2)


@pytest.mark.parametrize("f", [step, sigmoid, relu, np.abs, np.square, np.exp])
def test_nonlinear_functions_are_found_out(f):
    x1, x2 = inputs(7)
    assert not is_additive(f, x1, x2)
    assert not is_homogeneous(f, x1, -2)
    assert not is_linear(f, x1, x2, -2)


def test_each_half_is_tested_by_itself():
    def larger(x):
        return np.where(np.abs(x[..., 0]) > np.abs(x[..., 1]), x[..., 0], x[..., 1])

    x1, x2 = inputs(8)
    assert is_homogeneous(larger, x1, -2) and is_homogeneous(larger, x2, -2)
    assert not is_additive(larger, x1, x2)
    assert not is_linear(larger, x1, x2, -2)
    whole, half = np.array([2.0, 4.0]), np.array([0.5, 1.5])
    assert is_additive(np.floor, whole, half)
    assert not is_homogeneous(np.floor, half, 2)
    assert not is_linear(np.floor, whole, half, 2)
    assert not is_linear(np.floor, half, whole, 2)


def test_true_only_says_that_no_counter_example_was_among_the_inputs():
    assert is_linear(relu, 1, 2, 3)
    assert not is_linear(relu, -1, 2, 3)
    assert not is_linear(relu, 1, 2, -3)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int8, np.uint8, bool])
def test_rounding_is_forgiven_in_every_dtype(dtype):
    x1, x2 = np.array([1, 0, 1], dtype), np.array([0, 1, 0], dtype)
    assert is_additive(identity, x1, x2)
    weights = np.random.default_rng(9).normal(size=(784, 10)).astype(np.float32)
    x1, x2 = inputs(10, (20, 784)).astype(np.float32)
    assert is_linear(lambda x: x @ weights, x1, x2, 3)
    assert not is_linear(lambda x: x @ weights + 1, x1, x2, 3)


def test_small_outputs_are_not_mistaken_for_zero():
    assert not is_linear(lambda x: 1e-12 * np.asarray(x) ** 2, 1, 2, 3)
    assert is_linear(lambda x: 1e-12 * x, 1, 2, 3)


def test_wrong_input_is_named():
    with pytest.raises(ValueError, match=r"x1 of shape \(2,\) and x2 of shape \(3,\)"):
        is_additive(identity, [1, 2], [1, 2, 3])
    with pytest.raises(TypeError, match="x2 has dtype <U1"):
        is_linear(identity, 1, "2", 3)
    with pytest.raises(ValueError, match=r"scale has shape \(2,\); expected 0 axes"):
        is_homogeneous(identity, [1, 2], [3, 4])
    with pytest.raises(TypeError, match="what f returns has dtype object"):
        is_additive(lambda x: None, 1, 2)


@pytest.mark.parametrize("sizes", [(4, 2), (2, 3, 2), (5, 4, 3, 2), (1, 7, 1, 7, 1)])
def test_collapsed_layers_agree_with_exact_fractions(sizes):
    rng = np.random.default_rng(len(sizes))
    layers = [
        (rng.normal(size=(m, n)), rng.normal(size=n))
        for m, n in zip(sizes, sizes[1:], strict=False)
    ]
    weights, bias = collapse(*layers)
    assert weights.shape == (sizes[0], sizes[-1]) and bias.shape == (sizes[-1],)
    for x in rng.normal(size=(20, sizes[0])):
        np.testing.assert_allclose(x @ weights + bias, exact(layers, x), atol=1e-12)


def test_layers_without_a_bias_have_none_together():
    weights, bias = collapse(([[1, 2]], 0), ([[3], [4]], 0))
    assert weights.tolist() == [[11]] and bias.tolist() == [0]


def test_one_number_is_the_bias_of_every_output():
    rng = np.random.default_rng(11)
    first, second = rng.normal(size=(2, 3)), rng.normal(size=(3, 2))
    short = collapse((first, 0.5), (second, 1))
    long = collapse((first, [0.5, 0.5, 0.5]), (second, [1, 1]))
    for got, expected in zip(short, long, strict=True):
        np.testing.assert_allclose(got, expected)


def test_collapse_keeps_float32():
    layer = (np.eye(2, dtype=np.float32), np.ones(2, np.float32))
    assert [array.dtype for array in collapse(layer, layer)] == [np.float32] * 2


def test_layers_that_do_not_fit_are_named():
    fits = (np.ones((2, 3)), np.zeros(3))
    with pytest.raises(ValueError, match="no layers; expected at least one"):
        collapse()
    with pytest.raises(ValueError, match=r"of layer 2 has shape \(2, 3\); expected 3 rows"):
        collapse(fits, fits)
    with pytest.raises(ValueError, match=r"bias of layer 1 has shape \(1, 3\)"):
        collapse((np.ones((2, 3)), np.zeros((1, 3))))
    with pytest.raises(ValueError, match=r"weights of layer 1 has shape \(3,\)"):
        collapse((np.ones(3), 0))
    with pytest.raises(TypeError, match=r"layer 1 is no pair; expected \(weights, bias\)"):
        collapse(np.ones((3, 3)))


@pytest.mark.parametrize(
    ("x1", "x2"),
    [
        (1e308, 1e308),
        (np.nan, 1),
        (np.inf, -np.inf),
        (np.uint8([200, 7]), np.uint8([100, 8])),
        (np.int8([127]), np.int8([127])),
        (np.float16([60000]), np.float16([60000])),
        (True, True),
        (2**63 - 1, 1),
        ([[1e308, 1], [2, 3]], [1e308, 5]),
    ],
)
@pytest.mark.parametrize("f", [lambda x: x, lambda x: -3 * x, lambda x: 0.1 * x + 0.7 * x])
def test_overflow_is_no_counter_example(f, x1, x2):
    assert is_additive(f, x1, x2)
    assert is_homogeneous(f, x1, 10) and is_homogeneous(f, x2, 1e300)
    assert is_linear(f, x1, x2, -2)


def test_a_counter_example_beside_an_overflow_is_still_found():
    assert not is_additive(lambda x: x + 1, [np.inf, 1], [1, 2])
    assert not is_homogeneous(abs, [np.nan, -2], -5)


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.float16, np.float32])
def test_outputs_of_narrow_dtypes_do_not_wrap_in_the_test(dtype):
    def doubled(x):
        return np.asarray(2 * x).astype(dtype)

    assert is_additive(doubled, 30, 30)
    assert is_homogeneous(doubled, 30, 2)
    assert not is_additive(lambda x: doubled(x) + 7, 30, 30)


def test_cancelling_terms_leave_rounding_that_is_no_counter_example():
    assert is_homogeneous(lambda x: x @ [0.1, 0.2, -0.3], [1, 1, 1], 3)
    assert is_additive(lambda x: x[0] - x[1], [1e16, 1e16], [1, 0])
    for seed in range(50):
        rng = np.random.default_rng(seed)
        w = rng.normal(size=9)
        x1, x2 = rng.normal(size=(2, 9)) * 10.0 ** rng.integers(-9, 9, (2, 9))
        x1 -= (x1 @ w) / (w @ w) * w
        assert is_linear(lambda x, w=w: x @ w, x1, x2, rng.normal())


def test_float32_inputs_of_float64_weights_are_no_counter_example():
    weights = np.random.default_rng(12).normal(size=(784, 10))
    x1, x2 = inputs(13, (20, 784)).astype(np.float32)
    assert is_linear(lambda x: x @ weights, x1, x2, 0.1)
    assert not is_linear(lambda x: x @ weights + 1, x1, x2, 0.1)


def test_collapsed_integers_do_not_wrap():
    weights, bias = collapse(([[2**40]], [2**40]), ([[2**40]], [1]))
    assert weights.tolist() == [[2.0**80]] and bias.tolist() == [2.0**80]
    narrow = (np.full((9, 9), 100, np.int8), np.full(9, 100, np.uint8))
    weights, bias = collapse(narrow, narrow)
    assert weights.tolist() == [[9 * 100**2] * 9] * 9
    assert bias.tolist() == [9 * 100**2 + 100] * 9


def test_collapsed_floats_that_overflow_are_inf_without_a_warning():
    weights, _ = collapse(([[1e200]], [0]), ([[1e200]], [0]))
    assert weights.tolist() == [[np.inf]]


def test_underflow_is_no_counter_example():
    assert is_linear(lambda x: 4.6e-279 * x, True, np.float16(1), 3)
    assert is_additive(lambda x: np.float32(1e-45) * x, np.float32(0.4), np.float32(0.4))
    assert is_homogeneous(lambda x: 1e300 * x, 1.3e-320, 0.5)
    assert is_homogeneous(lambda x: 1e-300 * x, 1.3e-23, 1e20)
    assert not is_additive(lambda x: 1e-300 * x * x, 1, 2)


def test_collapse_adds_whole_numbers_without_rounding():
    _, bias = collapse(([[1]], [2**60]), ([[1]], [2**30 + 1]))
    assert bias.tolist() == [2**60 + 2**30 + 1]


def test_a_single_layer_is_answered_like_several():
    weights, bias = np.float16([[0.5, 2]]), np.float16([1, 1])
    for found, given in zip(collapse((weights, bias)), (weights, bias)):
        assert found.dtype == np.float32 and found.tolist() == given.tolist()
    one = np.array([[1.0]])
    for found in collapse((one, 0.5)):
        found += 1
    assert one == 1
