import math

import numpy as np

from groundup.training.adam import Adam


def test_weight_decay_shrinks_every_parameter_by_the_same_part():
    adam = Adam(np.array([4.0, -2.0]))
    adam.step(np.zeros(2), rate=0.5, decay=0.1)
    np.testing.assert_allclose(adam.parameters, [3.8, -1.9], rtol=1e-15)


def test_adam_is_algorithm_1_of_its_paper():
    adam = Adam(np.array([1.0, -2.0, 0.5]))
    theta, m, v = [1.0, -2.0, 0.5], [0.0] * 3, [0.0] * 3
    rng = np.random.default_rng(0)
    for t in range(1, 30):
        gradient = rng.normal(size=3)
        adam.step(gradient, rate=0.01)
        for i, g in enumerate(gradient):
            m[i] = 0.9 * m[i] + 0.1 * g
            v[i] = 0.999 * v[i] + 0.001 * g * g
            corrected = m[i] / (1 - 0.9**t), v[i] / (1 - 0.999**t)
            theta[i] -= 0.01 * corrected[0] / (math.sqrt(corrected[1]) + 1e-8)
    np.testing.assert_allclose(adam.parameters, theta, rtol=1e-10)


def test_a_copy_goes_on_alone():
    adam = Adam(np.array([1.0, 2.0]))
    adam.step(np.array([1.0, -1.0]), rate=0.1)
    before = adam.parameters.copy(), adam.mean.copy(), adam.square.copy()
    other = adam.copy()
    other.step(np.array([5.0, 5.0]), rate=0.1)
    assert (adam.steps, other.steps) == (1, 2)
    for now, then in zip((adam.parameters, adam.mean, adam.square), before):
        np.testing.assert_array_equal(now, then)


def test_float32_stays_float32():
    adam = Adam(np.ones(3, np.float32))
    adam.step(np.ones(3, np.float32), rate=0.1, decay=0.1)
    assert adam.parameters.dtype == adam.mean.dtype == adam.square.dtype == np.float32
