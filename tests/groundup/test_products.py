import numpy as np
import pytest

from groundup.products import dot, dot_shape, matmul, matmul_shape

FITTING = [
    ((4,), (4,)),
    ((3, 4), (4,)),
    ((4,), (4, 3)),
    ((3, 4), (4, 2)),
    ((3, 1), (1, 3)),
    ((2, 3, 4), (2, 4, 3)),
    ((2, 3, 4), (4,)),
    ((4,), (2, 4, 3)),
    ((2, 3, 4), (4, 5)),
    ((1, 3, 4), (2, 4, 5)),
    ((5, 1, 3, 4), (2, 4, 3)),
    ((1, 1), (1, 1)),
]


@pytest.mark.parametrize(("a", "b"), FITTING)
@pytest.mark.parametrize("dtype", [np.int64, np.float32, np.float64])
@pytest.mark.parametrize(
    ("ours", "shape", "numpys"),
    [(dot, dot_shape, np.dot), (matmul, matmul_shape, np.matmul)],
    ids=["dot", "matmul"],
)
def test_equals_numpy(ours, shape, numpys, a, b, dtype):
    rng = np.random.default_rng(0)
    left = rng.integers(-9, 10, a).astype(dtype)
    right = rng.integers(-9, 10, b).astype(dtype)
    expected = numpys(left, right)
    got = ours(left, right)
    assert shape(a, b) == got.shape == expected.shape
    assert got.dtype == expected.dtype
    np.testing.assert_array_equal(got, expected)


def test_dot_pairs_all_stacks_that_matmul_cannot_pair():
    a, b = np.ones((5, 3, 4)), np.ones((2, 4, 6))
    assert dot(a, b).shape == np.dot(a, b).shape == dot_shape(a.shape, b.shape)
    with pytest.raises(ValueError, match=r"stacks \(5,\) of a and \(2,\) of b"):
        matmul(a, b)
    with pytest.raises(ValueError):
        np.matmul(a, b)


def test_dot_with_a_plain_number_scales():
    np.testing.assert_array_equal(dot(3, [1, 2]), np.dot(3, [1, 2]))
    assert dot(3, 4) == 12
    assert dot_shape((), (2, 3)) == (2, 3)


def test_lists_and_mixed_dtypes():
    got = matmul([[1, 2]], np.array([[0.5], [0.25]], np.float32))
    assert got.dtype == np.matmul([[1, 2]], np.zeros((2, 1), np.float32)).dtype
    np.testing.assert_array_equal(got, [[1.0]])


@pytest.mark.parametrize("product", [dot, matmul])
def test_axes_that_do_not_meet_are_named(product):
    with pytest.raises(ValueError, match=r"a of shape \(2, 3\).*3 and b.*\(2, 3\).*2"):
        product(np.ones((2, 3)), np.ones((2, 3)))


@pytest.mark.parametrize("product", [dot, matmul])
@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ([], ValueError, "a is empty"),
        ([[1, 2], [3]], ValueError, "a is ragged"),
        (["x"], TypeError, "a has dtype"),
    ],
)
def test_bad_operands_are_named(product, value, error, message):
    with pytest.raises(error, match=message):
        product(value, [1])


def test_matmul_needs_an_axis():
    with pytest.raises(ValueError, match=r"a has shape \(\) and b \(2,\)"):
        matmul(2, [1, 2])


def test_shapes_are_whole_numbers():
    with pytest.raises(TypeError):
        dot_shape((2.5,), (2.5,))


@pytest.mark.parametrize("product", [dot, matmul])
@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint8, np.int16, np.uint16])
def test_narrow_integers_do_not_wrap(product, dtype):
    largest = 1 if dtype is bool else int(np.iinfo(dtype).max)
    row = np.full(100, largest, dtype)
    for a, b in ((row, row), (row[None], row[:, None])):
        got = product(a, b)
        assert np.ravel(got).tolist() == [100 * largest**2]
        assert got.dtype == np.int64
    assert dot(row[0], row[0]) == largest**2


def test_a_sum_beyond_64_bits_is_a_float():
    for a, b in (([2**40] * 3, [2**40] * 3), ([2**63 - 1, 1], [2, 2])):
        exact = sum(x * y for x, y in zip(a, b, strict=True))
        for product in (dot, matmul):
            assert float(product(a, b)) == pytest.approx(exact, rel=1e-15)


@pytest.mark.parametrize("shape", [(0,), (2, 0), (-1, 3)])
def test_shapes_of_empty_arrays_are_refused_as_the_arrays_are(shape):
    for function in (dot_shape, matmul_shape):
        with pytest.raises(ValueError, match="a has shape .*; expected axes of 1 or more"):
            function(shape, (3, 3))
