import math
from fractions import Fraction

import numpy as np
import pytest

from groundup.inner_product import cosine, inner, norm, projection, signed_length

RNG = np.random.default_rng(0)
A = RNG.normal(size=(200, 5))
B = RNG.normal(size=(200, 5))


def test_inner_is_the_exact_sum_of_products():
    for a, b in zip(A, B, strict=True):
        exact = sum(Fraction(float(x)) * Fraction(float(y)) for x, y in zip(a, b))
        assert inner(a, b) == pytest.approx(float(exact), abs=1e-14)


def test_norm_equals_hypot():
    np.testing.assert_allclose(norm(A), [math.hypot(*a) for a in A], rtol=1e-15)


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1.0, 1e160, 1e300])
def test_very_long_and_very_short_vectors(scale):
    a, b = np.array([3.0, 4.0]) * scale, np.array([2.0, 0.0]) * scale
    assert norm(a) == pytest.approx(math.hypot(*a), rel=1e-15)
    assert cosine(a, b) == pytest.approx(0.6, rel=1e-15)
    np.testing.assert_allclose(projection(a, b), [3 * scale, 0], rtol=1e-15)


def test_inner_is_base_length_times_signed_length_either_way():
    expected = [math.fsum(a * b) for a, b in zip(A, B, strict=True)]
    np.testing.assert_allclose(norm(B) * signed_length(A, B), expected, atol=1e-13)
    np.testing.assert_allclose(norm(A) * signed_length(B, A), expected, atol=1e-13)


def test_projection_lies_on_the_base_and_leaves_a_perpendicular_rest():
    shadow = projection(A, B)
    factor = shadow[:, :1] / B[:, :1]
    np.testing.assert_allclose(shadow, factor * B, atol=1e-14)
    rest = A - shadow
    np.testing.assert_allclose((rest * B).sum(axis=1), 0, atol=1e-13)


def test_projection_is_the_nearest_point_of_the_line():
    a, b = A[0], B[0]
    nearest = math.dist(a, projection(a, b))
    for factor in np.linspace(-3, 3, 601):
        assert nearest <= math.dist(a, factor * b) + 1e-12


@pytest.mark.parametrize("degrees", range(0, 361, 15))
def test_cosine_and_sign_follow_the_angle(degrees):
    radians = math.radians(degrees)
    expected = math.cos(radians)
    turned = [7 * math.cos(radians), 7 * math.sin(radians)]
    assert cosine(turned, [2, 0]) == pytest.approx(expected, abs=1e-15)
    assert signed_length(turned, [2, 0]) == pytest.approx(7 * expected, abs=1e-14)


def test_cosine_never_leaves_its_range():
    assert np.all(np.abs(cosine(A, 3 * A)) <= 1)
    assert np.all(np.abs(cosine(A, -A)) <= 1)


def test_stacks_broadcast_and_dtypes_stay():
    assert inner(np.ones((4, 1, 3)), np.ones((5, 3))).shape == (4, 5)
    assert projection(np.ones((4, 1, 3)), np.ones((5, 3))).shape == (4, 5, 3)
    for function in (inner, signed_length, projection, cosine):
        assert function(np.float32([1, 2]), np.float32([3, 4])).dtype == np.float32
    assert norm(np.float32([3, 4])).dtype == np.float32
    assert inner([1, 2], [3, 4]).dtype == np.array([1]).dtype


@pytest.mark.parametrize("function", [signed_length, projection, cosine])
def test_a_zero_vector_has_no_direction(function):
    with pytest.raises(ValueError, match="holds a zero vector, which has no direction"):
        function([1, 2], [[3, 4], [0, 0]])


def test_cosine_refuses_a_zero_vector_on_either_side():
    with pytest.raises(ValueError, match=r"a \(shape \(2,\)\) holds a zero vector"):
        cosine([0, 0], [1, 2])


def test_the_zero_vector_has_length_and_inner_product_zero():
    assert norm([0, 0]) == 0
    assert inner([0, 0], [1, 2]) == 0
    np.testing.assert_array_equal(projection([0, 0], [1, 2]), [0, 0])


@pytest.mark.parametrize(
    ("a", "b", "error", "message"),
    [
        ([1, 2], [1, 2, 3], ValueError, r"a has shape \(2,\) and b has shape \(3,\)"),
        ([1], [1, 2], ValueError, "vectors of one length"),
        (2, [1, 2], ValueError, r"a has shape \(\)"),
        ([], [], ValueError, "a is empty"),
        (["x"], [1], TypeError, "a has dtype"),
        (np.ones((2, 3)), np.ones((4, 3)), ValueError, "do not broadcast"),
    ],
)
def test_bad_input_is_named(a, b, error, message):
    with pytest.raises(error, match=message):
        inner(a, b)


def test_the_base_is_called_base():
    with pytest.raises(ValueError, match=r"\(2,\) and base has shape \(3,\)"):
        projection([1, 2], [1, 2, 3])
    with pytest.raises(TypeError, match="base has dtype"):
        signed_length([1, 2], ["x", "y"])


@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint8, np.uint16, np.int32])
def test_narrow_integers_do_not_wrap(dtype):
    largest = 1 if dtype is bool else int(np.iinfo(dtype).max)
    image = np.full(784, largest, dtype)
    assert inner(image, image) == 784 * largest**2
    assert norm(image) == pytest.approx(largest * 28, rel=1e-15)
    assert cosine(image, image) == pytest.approx(1, rel=1e-15)


def test_raw_images_of_digits_agree_with_their_cosine():
    rng = np.random.default_rng(1)
    a, b = rng.integers(0, 256, (2, 784), dtype=np.uint8)
    exact = sum(int(x) * int(y) for x, y in zip(a, b, strict=True))
    assert inner(a, b) == exact
    lengths = math.sqrt(sum(int(x) ** 2 for x in a)) * math.sqrt(sum(int(y) ** 2 for y in b))
    assert cosine(a, b) == pytest.approx(exact / lengths, rel=1e-14)


def test_a_product_beyond_64_bits_is_a_float():
    assert inner([2**40, 2**40], [2**40, 2**40]) == 2.0**81
    assert inner([2**20], [2**20]).dtype == np.array([1]).dtype


def test_what_is_too_large_is_inf_and_what_is_undefined_nan_without_a_warning():
    assert inner([1e200], [1e200]) == math.inf
    assert norm([1.7e308] * 4) == math.inf
    assert math.isnan(norm([math.nan, 1])) and norm([math.inf, 1]) == math.inf
    assert math.isnan(cosine([math.inf, 0], [1, 0]))
