import math

import numpy as np
import pytest

from groundup.training.optimizers import OPTIMIZERS, SGD, Adam


@pytest.mark.parametrize("kind", OPTIMIZERS.values())
def test_weight_decay_shrinks_every_parameter_by_the_same_part(kind):
    state = kind.start(np.array([4.0, -2.0]))
    state = state.updated(np.zeros(2), learning_rate=0.5, weight_decay=0.1)
    np.testing.assert_allclose(state.parameters, [3.8, -1.9], rtol=1e-15)


def test_sgd_goes_against_the_gradient_by_the_learning_rate():
    state = SGD.start(np.array([1.0, -2.0]))
    for _ in range(3):
        state = state.updated(np.array([0.5, -4.0]), learning_rate=0.25)
    np.testing.assert_allclose(state.parameters, [1 - 3 * 0.125, -2 + 3 * 1.0])
    assert state.updates == 3


def test_adam_is_algorithm_1_of_its_paper():
    state = Adam.start(np.array([1.0, -2.0, 0.5]))
    theta, m, v = [1.0, -2.0, 0.5], [0.0] * 3, [0.0] * 3
    rng = np.random.default_rng(0)
    for t in range(1, 30):
        gradient = rng.normal(size=3)
        state = state.updated(gradient, learning_rate=0.01)
        for i, g in enumerate(gradient):
            m[i] = 0.9 * m[i] + 0.1 * g
            v[i] = 0.999 * v[i] + 0.001 * g * g
            corrected = m[i] / (1 - 0.9**t), v[i] / (1 - 0.999**t)
            theta[i] -= 0.01 * corrected[0] / (math.sqrt(corrected[1]) + 1e-8)
    np.testing.assert_allclose(state.parameters, theta, rtol=1e-10)


@pytest.mark.parametrize("kind", OPTIMIZERS.values())
def test_a_state_never_changes(kind):
    first = kind.start(np.array([1.0, 2.0])).updated(np.array([1.0, -1.0]), 0.1)
    before = first.parameters.tolist()
    once, again = (first.updated(np.array([5.0, 5.0]), 0.1) for _ in range(2))
    assert first.parameters.tolist() == before
    assert once.parameters.tobytes() == again.parameters.tobytes()
    assert (first.updates, once.updates) == (1, 2)
    with pytest.raises(ValueError, match="read-only"):
        first.parameters[0] = 3
    with pytest.raises(AttributeError):
        first.updates = 7


@pytest.mark.parametrize("kind", OPTIMIZERS.values())
def test_float32_stays_float32(kind):
    state = kind.start(np.ones(3, np.float32))
    state = state.updated(np.ones(3, np.float32), 0.1, weight_decay=0.1)
    arrays = [value for value in vars(state).values() if isinstance(value, np.ndarray)]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
