"""Losses against sums by hand, and what they refuse."""

import math

import numpy as np
import pytest

from groundup.training.losses import cross_entropy, squared_error, targets


def test_cross_entropy_is_the_mean_negative_logarithm():
    rows, labels = [[0.1, 0.2, 0.7], [0.25, 0.5, 0.25]], [2, 0]
    expected = -(math.log(0.7) + math.log(0.25)) / 2
    assert cross_entropy(rows, labels) == pytest.approx(expected, rel=1e-14)
    one_hot = [[0, 0, 1], [1, 0, 0]]
    assert cross_entropy(rows, one_hot) == cross_entropy(rows, labels)
    mixed = [[0.5, 0, 0.5], [1, 0, 0]]
    expected = -((math.log(0.1) + math.log(0.7)) / 2 + math.log(0.25)) / 2
    assert cross_entropy(rows, mixed) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("dtype", [bool, np.uint8, int, np.float16, np.float32, float])
def test_a_probability_of_zero_costs_much_but_not_infinitely(dtype):
    with np.errstate(all="raise"):
        loss = cross_entropy(np.array([[1, 0], [0, 1]], dtype), [0, 0])
    assert 40 < loss < 400
    assert loss == pytest.approx(
        -math.log(np.finfo(np.result_type(dtype, np.float32)).tiny) / 2
        if dtype in (np.float16, np.float32)
        else -math.log(np.finfo(float).tiny) / 2,
        rel=1e-6,
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([[0.5, 0.6]], "probabilities sum to 1.1 in row 0; expected 1"),
        ([[1.0, 0.0], [0.2, 0.3]], "probabilities sum to 0.5 in row 1"),
        ([[-0.5, 1.5]], "probabilities holds -0.5; expected numbers from 0 to 1"),
        ([[2.0, -1.0]], "probabilities holds 2.0"),
        ([[math.nan, 1.0]], "probabilities holds nan"),
        ([[math.inf, 0.0]], "probabilities holds inf"),
        ([[0, 0]], "sum to 0 in row 0"),
        ([[3, 1]], "probabilities holds 3"),
    ],
)
def test_rows_that_are_no_probabilities_are_refused(rows, why):
    with pytest.raises(ValueError, match=why):
        cross_entropy(rows, [0] * len(rows))


def test_rounded_rows_pass():
    assert cross_entropy([[0.333, 0.333, 0.333]], [1]) == pytest.approx(-math.log(0.333))
    rng = np.random.default_rng(0)
    for classes in (2, 10, 1000):
        scores = np.exp(rng.normal(size=(50, classes)))
        rows = scores / scores.sum(axis=1, keepdims=True)
        for dtype in (np.float16, np.float32, np.float64):
            assert math.isfinite(cross_entropy(rows.astype(dtype), [0] * 50))


def test_squared_error_is_half_the_sum_a_row():
    outputs, wanted = [[0.5, 1.0], [0.0, 2.0]], [[0.0, 1.0], [1.0, 0.0]]
    expected = math.fsum([0.25, 1.0, 4.0]) / 2 / 2
    assert squared_error(outputs, wanted) == pytest.approx(expected, rel=1e-15)
    assert squared_error([[0.0], [3.0]], [1, 1]) == (1 + 4) / 2 / 2
    assert squared_error([[0.0, 1.0]], [1]) == 0
    assert squared_error(np.uint8([[1]]), np.uint8([[255]])) == 254**2 / 2
    assert squared_error([[1e200]], [[0]]) == math.inf


@pytest.mark.parametrize(
    ("labels", "outputs", "error", "why"),
    [
        ([0, 1, 2], 3, ValueError, r"labels has shape \(3,\); expected \(2,\)"),
        ([0, -1], 3, ValueError, "labels holds -1; .* from 0 to 2"),
        ([0.0, 1.0], 3, TypeError, "labels has dtype float64; expected integers"),
        ([[0, 1]], 3, ValueError, r"labels has shape \(1, 2\); expected \(2,\) or \(2, 3\)"),
        ([0, math.nan], 1, ValueError, "labels holds inf or nan"),
        (["a", "b"], 1, TypeError, "labels has dtype"),
    ],
)
def test_labels_that_do_not_fit_are_named(labels, outputs, error, why):
    with pytest.raises(error, match=why):
        targets(labels, 2, outputs)
    with pytest.raises(error, match=why):
        squared_error(np.zeros((2, outputs)), labels)


def test_labels_that_are_no_probabilities_are_refused():
    with pytest.raises(ValueError, match="labels sum to 2 in row 0"):
        cross_entropy([[0.5, 0.5]], [[1, 1]])


def test_no_loss_is_below_0_where_rows_were_rounded_up():
    assert cross_entropy([[1.0004, 0.0]], [0]) == 0
    assert cross_entropy([[0.9996, 0.0]], [0]) == pytest.approx(-math.log(0.9996))
