import numpy as np
import pytest

from groundup.activations import sigmoid, softmax, step
from groundup.output import decide, output_activation


@pytest.mark.parametrize(
    ("task", "name"),
    [("regression", "identity"), ("binary", "sigmoid"), ("multiclass", "softmax")],
)
def test_each_task_has_its_activation(task, name):
    assert output_activation(task) == name


def test_regression_keeps_the_numbers():
    np.testing.assert_array_equal(decide([0.3, -2.5], "regression"), [0.3, -2.5])


def test_binary_decision_is_the_step_of_the_score():
    scores = np.linspace(-5, 5, 101)
    np.testing.assert_array_equal(decide(sigmoid(scores), "binary"), step(scores))
    assert decide(0.5, "binary") == 0 and decide(0.500001, "binary") == 1


def test_two_softmax_neurons_decide_as_one_sigmoid_neuron():
    scores = np.random.default_rng(0).normal(scale=3, size=(200, 2))
    as_two = decide(softmax(scores), "multiclass")
    as_one = decide(sigmoid(scores[:, 1] - scores[:, 0]), "binary")
    np.testing.assert_array_equal(as_two, as_one)


def test_the_largest_probability_wins_row_by_row():
    scores = np.random.default_rng(1).normal(size=(50, 10))
    winners = [row.index(max(row)) for row in scores.tolist()]
    np.testing.assert_array_equal(decide(softmax(scores), "multiclass"), winners)
    assert decide(softmax(scores[0]), "multiclass") == winners[0]


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="task is 'ranking'; expected one of regression"):
        decide([1.0], "ranking")
    with pytest.raises(ValueError, match=r"y has shape \(\); expected \(\.\.\., classes\)"):
        decide(0.5, "multiclass")
    with pytest.raises(TypeError, match="y has dtype"):
        decide(["a"], "binary")


@pytest.mark.parametrize("task", ["binary", "multiclass"])
def test_nan_decides_nothing(task):
    with pytest.raises(ValueError, match="y holds nan, from which nothing can be decided"):
        decide([0.2, np.nan, 0.9], task)
    assert np.isnan(decide(np.nan, "regression"))


def test_a_score_is_no_probability():
    with pytest.raises(ValueError, match="y holds -2.0 to 7.0; expected probabilities"):
        decide([-2.0, 0.5, 7.0], "binary")


@pytest.mark.parametrize("task", [None, 3, ["binary"]])
def test_a_task_that_is_no_text_is_named(task):
    with pytest.raises(ValueError, match="task is .*; expected one of regression"):
        output_activation(task)
