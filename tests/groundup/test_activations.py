import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from groundup.activations import identity, relu, sigmoid, softmax, step, tanh

EVERY = [step, sigmoid, tanh, relu, identity, softmax]
FLOATS = [np.float16, np.float32, np.float64]
TINY = float(np.nextafter(0, 1))
HUGE = float(np.finfo(float).max)


def exact_sigmoid(x):
    with localcontext(prec=60, traps=[]):
        return float(1 / (1 + (-Decimal(x)).exp()))


def exact_softmax(scores):
    with localcontext(prec=60, traps=[]):
        exps = [Decimal(score).exp() for score in scores]
        return [float(e / sum(exps)) for e in exps]


@pytest.mark.parametrize(
    ("x", "expected"),
    [(-HUGE, 0), (-1, 0), (-TINY, 0), (-0.0, 0), (0, 0), (TINY, 1), (1, 1), (HUGE, 1)],
)
def test_step_fires_above_zero_only(x, expected):
    assert step(x) == expected
    assert step(x).dtype.kind == "i"


def test_sigmoid_agrees_with_sixty_digits():
    rng = np.random.default_rng(0)
    xs = np.concatenate([rng.uniform(-700, 700, 300), rng.normal(0, 3, 300)])
    expected = [exact_sigmoid(x) for x in xs]
    np.testing.assert_allclose(sigmoid(xs), expected, rtol=1e-15, atol=0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_of_any_finite_input_raises_no_flag(dtype):
    top = np.finfo(dtype).max
    edges = np.array([-top, -710, -104, -89, -17, -1, 0, 1, 17, 89, 710, top], dtype)
    with np.errstate(all="raise"):
        values = sigmoid(edges)
    assert values.dtype == dtype
    assert values[0] == 0 and values[6] == 0.5 and values[-1] == 1
    assert np.all(np.diff(values) >= 0)
    expected = [exact_sigmoid(float(x)) for x in edges]
    spacing = np.finfo(dtype)
    np.testing.assert_allclose(
        values, expected, rtol=4 * spacing.eps, atol=spacing.smallest_subnormal
    )


def test_sigmoid_at_the_ends_of_the_number_line():
    np.testing.assert_array_equal(sigmoid([-np.inf, np.inf, np.nan]), [0, 1, np.nan])


def test_sigmoid_slope_is_the_product_of_both_outcomes():
    xs = np.linspace(-6, 6, 61)
    h = 1e-6
    slopes = (sigmoid(xs + h) - sigmoid(xs - h)) / (2 * h)
    both = [exact_sigmoid(x) * exact_sigmoid(-x) for x in xs]
    np.testing.assert_allclose(slopes, both, rtol=1e-6, atol=1e-9)


def test_sigmoid_decides_as_its_argument_does():
    xs = np.random.default_rng(1).normal(size=1000)
    np.testing.assert_array_equal(sigmoid(xs) > 0.5, xs > 0)


@pytest.mark.parametrize("dtype", FLOATS)
def test_tanh_agrees_with_math_and_raises_no_flag(dtype):
    top = np.finfo(dtype).max
    xs = np.array([-top, -30, -1, -0.001, 0, 0.5, 9, top], dtype)
    with np.errstate(all="raise"):
        values = tanh(xs)
    assert values.dtype == np.result_type(dtype, np.float32)  # float16 is answered in float32
    expected = [math.tanh(float(x)) for x in xs]
    np.testing.assert_allclose(values, expected, rtol=4 * np.finfo(dtype).eps)
    assert tanh([0, 1]).dtype == float


def test_relu_keeps_the_larger_of_zero_and_x():
    xs = np.random.default_rng(2).normal(size=1000).tolist()
    assert relu(xs).tolist() == [x if x > 0 else 0.0 for x in xs]
    assert relu([-2, 3]).dtype.kind == "i"
    assert math.isnan(relu(math.nan))


def test_identity_gives_back_what_it_is_given():
    x = np.random.default_rng(3).normal(size=(2, 3))
    np.testing.assert_array_equal(identity(x), x)
    assert identity(3) == 3 and isinstance(identity(3), np.integer)


def test_softmax_agrees_with_sixty_digits():
    scores = np.random.default_rng(4).normal(0, 40, size=(200, 5))
    expected = [exact_softmax(row) for row in scores]
    np.testing.assert_allclose(softmax(scores), expected, rtol=1e-13, atol=0)


@pytest.mark.parametrize("scores", [[1010, 1000, 990], [710, 0], [-5000, -5001]])
def test_softmax_of_large_scores_raises_no_flag(scores):
    with np.errstate(all="raise"):
        probabilities = softmax(scores)
    np.testing.assert_allclose(
        probabilities, exact_softmax(scores), rtol=1e-14, atol=TINY
    )


def test_softmax_of_a_batch_is_the_softmax_of_each_row():
    batch = np.random.default_rng(5).normal(0, 9, size=(4, 3, 6))
    rows = [[softmax(row) for row in matrix] for matrix in batch]
    np.testing.assert_array_equal(softmax(batch), rows)
    np.testing.assert_array_equal(softmax(batch.T, axis=0), softmax(batch).T)


def test_softmax_sums_to_one_along_its_axis_and_ignores_a_shift():
    batch = np.random.default_rng(6).normal(size=(5, 7))
    for axis in (0, 1, -1):
        sums = [math.fsum(line) for line in np.moveaxis(softmax(batch, axis), axis, -1)]
        np.testing.assert_allclose(sums, 1, rtol=1e-15)
        np.testing.assert_allclose(softmax(batch + 300, axis), softmax(batch, axis))


@pytest.mark.parametrize("axis", [1, -2, 7])
def test_softmax_names_an_axis_that_is_not_there(axis):
    with pytest.raises(ValueError, match=f"axis {axis} is out of bounds"):
        softmax([1, 2], axis)


@pytest.mark.parametrize("f", [sigmoid, relu, identity, softmax])
@pytest.mark.parametrize("dtype", FLOATS)
def test_floats_keep_their_dtype_unless_a_float16_is_computed_with(f, dtype):
    computed = f in (sigmoid, softmax) and dtype == np.float16
    assert f(np.array([-1, 0, 2], dtype)).dtype == (np.float32 if computed else dtype)


@pytest.mark.parametrize("scores", [[1e308, -1e308], [-1e308, 1e308, 1e308]])
def test_softmax_of_the_largest_numbers_warns_of_nothing(scores):
    below = [max(Decimal(score) - Decimal(max(scores)), Decimal(-9999)) for score in scores]
    assert softmax(scores).tolist() == exact_softmax(below)
    assert softmax(np.float32([3e38, -3e38])).tolist() == [1, 0]


def test_step_of_nan_is_refused():
    with pytest.raises(ValueError, match="x holds nan, from which nothing can be decided"):
        step([0.5, math.nan])


@pytest.mark.parametrize("f", [sigmoid, softmax])
@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint8, np.int32, np.int64])
def test_integers_become_float64(f, dtype):
    x = np.array([0, 1, 100], dtype)
    np.testing.assert_array_equal(f(x), f(x.astype(float)))
    assert f(x).dtype == float


@pytest.mark.parametrize("f", EVERY)
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (2, 1, 3)])
def test_shapes_are_kept_and_the_input_is_not_changed(f, shape):
    x = np.random.default_rng(7).normal(size=shape)
    before = x.copy()
    assert f(x).shape == shape
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("f", EVERY)
def test_wrong_input_is_named(f):
    with pytest.raises(TypeError, match="x has dtype <U3; expected real numbers"):
        f("one")
    with pytest.raises(TypeError, match="x has dtype complex128"):
        f([1j])
    with pytest.raises(ValueError, match=r"x is empty \(shape \(0, 3\)\)"):
        f(np.zeros((0, 3)))
    with pytest.raises(ValueError, match="x is ragged"):
        f([[1, 2], [3]])
