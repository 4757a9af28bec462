"""Steps against updates made by hand; rewinding; and runs that diverge."""

import copy
import itertools
import math
import pickle

import numpy as np
import pytest

from groundup.network import Network
from groundup.training import steps, train
from groundup.training.augment import distort
from groundup.training.backprop import back_propagate
from groundup.training.optimizers import SGD, Adam
from groundup.training.parameters import to_vector
from groundup.training.stepper import half_cosine

X = [[0, 0], [0, 1], [1, 0], [1, 1]]
XOR = [0, 1, 1, 0]
RNG = np.random.default_rng(7)
TABLE, CLASSES = RNG.normal(size=(10, 4)), np.arange(10) % 3


def numbers(network):
    return to_vector(network.layers)


def test_a_step_of_sgd_is_its_gradient_times_the_learning_rate():
    network = Network.random((2, 3, 1), ("tanh", "sigmoid"), seed=1)
    walk = steps(network, X, XOR, optimizer="sgd", learning_rate=0.5, epochs=20)
    before = numbers(network)
    for count, step in enumerate(walk, start=1):
        assert (step.number, step.epoch, step.learning_rate) == (count, count, 0.5)
        np.testing.assert_array_equal(numbers(step.network), before)
        again = back_propagate(step.network, X, XOR)
        assert step.loss == again.loss
        expected = before - 0.5 * to_vector(again.gradients)
        np.testing.assert_array_equal(to_vector(step.gradients), to_vector(again.gradients))
        np.testing.assert_allclose(numbers(step.updated), expected, rtol=1e-14)
        before = numbers(step.updated)
    assert count == 20


def test_train_ends_where_the_steps_end():
    options = {"batch_size": 4, "epochs": 3, "seed": 2, "weight_decay": 0.1}
    *_, last = steps((4, 5, 3), TABLE, CLASSES, **options)
    assert (last.number, last.epoch) == (9, 3)
    trained = train((4, 5, 3), TABLE, CLASSES, **options)
    assert numbers(trained).tobytes() == numbers(last.updated).tobytes()


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("schedule", ["constant", "half_cosine"])
@pytest.mark.parametrize("augment", [None, distort])
def test_rewinding_to_any_step_gives_the_same_steps_to_the_last_bit(
    optimizer, schedule, augment
):
    options = {
        "optimizer": optimizer, "schedule": schedule, "augment": augment,
        "batch_size": 4, "epochs": 3, "learning_rate": 0.1,
    }  # fmt: skip
    whole = list(steps((4, 3, 3), TABLE, CLASSES, **options))
    kept = [numbers(step.updated).tobytes() for step in whole]
    for step in whole:
        rest = list(steps((4, 3, 3), TABLE, CLASSES, **options, start=step.state))
        assert [later.number for later in rest] == list(range(step.number + 1, 10))
        assert [numbers(s.updated).tobytes() for s in rest] == kept[step.number :]
        assert [s.loss for s in rest] == [s.loss for s in whole[step.number :]]


def test_nothing_in_a_step_can_be_changed():
    step = next(steps((2, 3, 1), X, XOR))
    arrays = [step.x, step.labels, step.output, step.state.parameters, step.state.mean]
    arrays += [array for gradient in step.gradients for array in gradient]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    with pytest.raises(AttributeError):
        step.loss = 0


def test_mistakes_are_told_at_the_call_and_not_at_the_first_step():
    with pytest.raises(ValueError, match="epochs is 0; expected a whole number, 1 or more"):
        steps((2, 3, 1), X, XOR, epochs=0)
    other = next(steps((2, 4, 1), X, XOR)).state
    for options in ({"start": other}, {"optimizer": "sgd", "start": other}):
        with pytest.raises(ValueError, match="start is the state of another network"):
            steps((2, 3, 1), X, XOR, **options)


@pytest.mark.parametrize(
    ("x", "options"),
    [
        (TABLE, {"learning_rate": 1e30, "optimizer": "sgd"}),
        (TABLE.astype(np.float32), {"learning_rate": 1e38}),
        (TABLE.astype(np.float16), {"learning_rate": 1e38}),
        (TABLE * 1e160, {"learning_rate": 0.1, "optimizer": "sgd"}),
        (TABLE, {"learning_rate": 1e3, "weight_decay": 1e6}),
    ],
)
def test_a_run_that_diverges_says_when_and_what_to_lower(x, options):
    wanted = TABLE[:, :2] * 2 + 1
    with pytest.raises(ValueError) as raised:
        for _ in steps((4, 5, 2), x, wanted, activations=("relu", "identity"), **options):
            pass
    told = str(raised.value)
    assert told.startswith("training diverged in epoch ") and ", step " in told
    assert "lower learning_rate" in told and "\n" not in told


def test_the_learning_rate_falls_along_half_a_cosine():
    rates = half_cosine(0.2, 100)
    assert rates.tolist() == pytest.approx(
        [0.1 * (1 + math.cos(math.pi * k / 100)) for k in range(100)]
    )
    walk = steps((4, 3), TABLE, CLASSES, schedule="half_cosine", epochs=4, batch_size=5)
    shown = [step.learning_rate for step in walk]
    assert shown == half_cosine(0.02, 8).tolist()


def test_an_endless_run_starts_at_once():
    walk = steps((2, 3, 1), X, XOR, epochs=10**12)
    assert [step.number for step in itertools.islice(walk, 3)] == [1, 2, 3]


def test_a_step_stays_what_it_was_when_the_callers_table_changes():
    table, classes = np.array([[0.0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1])
    for dtype in (np.float32, np.float64, np.int64):
        x, labels = table.astype(dtype), classes.copy()
        for step in steps((2, 3, 2), x, labels, epochs=2, batch_size=3):
            x[:], labels[:] = 9, 0
            np.testing.assert_array_equal(step.x, table)
            np.testing.assert_array_equal(step.labels, classes)


def test_a_copy_of_a_state_cannot_be_changed_either():
    for optimizer in ("adam", "sgd"):
        *_, step = steps((2, 3, 2), [[0, 1], [1, 0]], [0, 1], epochs=2, optimizer=optimizer)
        for again in (copy.deepcopy(step.state), pickle.loads(pickle.dumps(step.state))):
            assert again.updates == step.state.updates == 2
            np.testing.assert_array_equal(again.parameters, step.state.parameters)
            assert not again.parameters.flags.writeable


@pytest.mark.parametrize("count", [np.int8, np.uint8])
def test_numbers_of_narrow_types_count_as_numbers(count):
    x, labels = np.arange(1000.0).reshape(500, 2), np.arange(500) % 2
    arguments = {"epochs": count(2), "batch_size": count(100)}
    found = list(steps((2, 2), x, labels, **arguments))
    assert [step.number for step in found] == list(range(1, 11))
    trained = train((2, 2), x, labels, **arguments)
    np.testing.assert_array_equal(to_vector(trained.layers), found[-1].state.parameters)


@pytest.mark.filterwarnings("error")
def test_overflow_is_told_and_warns_nowhere():
    x = np.float32([[1.0]])
    network = Network.random((1, 1), ["identity"], seed=0)
    assert math.isinf(back_propagate(network, [[1e200]], [[-1e200]]).loss)
    big = np.array([1e308])
    for state in (SGD(big), Adam.start(big)):
        assert not state.updated(-big, 1e300).is_finite()
    with pytest.raises(ValueError, match="labels as float32 holds inf or nan"):
        steps((1, 1), x, [1e300], activations=["identity"])
