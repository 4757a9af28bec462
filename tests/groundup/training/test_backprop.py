"""Gradients against finite differences of the loss, in float64."""

import math

import numpy as np
import pytest

from groundup.training.backprop import SLOPES, back_propagate
from groundup.training.losses import cross_entropy
from groundup.network import Network
from groundup.training.parameters import initial_parameters, to_network
from groundup.training.recipe import SIZES


BY_HAND = {
    "sigmoid": lambda a: 1 / (1 + math.exp(-a)),
    "tanh": math.tanh,
    "relu": lambda a: max(0.0, a),
    "identity": lambda a: a,
}
ENDS = [(hidden, output) for hidden in SLOPES for output in (*SLOPES, "softmax")]


def loss_by_hand(arrays, activations, x, labels):
    """The loss of one batch with `math` alone, an image and a neuron at a time."""
    total = 0.0
    for row, label in zip(x, labels):
        signal = list(row)
        for n, activation in enumerate(activations, start=1):
            weights, bias = arrays[f"W{n}"], arrays[f"b{n}"]
            sums = [
                math.fsum(s * w for s, w in zip(signal, weights[:, j])) + bias[j]
                for j in range(len(bias))
            ]
            signal = list(map(BY_HAND.get(activation), sums)) if n < 3 else sums
        if activations[-1] == "softmax":
            total += math.log(math.fsum(math.exp(s) for s in signal)) - signal[label]
        else:
            outputs = map(BY_HAND[activations[-1]], signal)
            total += math.fsum((y - t) ** 2 for y, t in zip(outputs, label)) / 2
    return total / len(labels)


@pytest.mark.parametrize(("hidden", "output"), ENDS)
def test_every_gradient_of_a_small_network_is_the_slope_of_the_loss(hidden, output):
    rng = np.random.default_rng(1)
    sizes, activations = (4, 3, 3, 2), (hidden, "sigmoid", output)
    arrays = {}
    for n, (inputs, outputs) in enumerate(zip(sizes, sizes[1:]), start=1):
        arrays[f"W{n}"] = rng.normal(size=(inputs, outputs))
        arrays[f"b{n}"] = rng.normal(size=outputs)
    x = rng.normal(size=(5, 4))
    labels = np.array([0, 1, 1, 0, 1]) if output == "softmax" else rng.normal(size=(5, 2))
    descent = back_propagate(Network.from_dict(arrays, activations), x, labels)

    assert descent.loss == pytest.approx(
        loss_by_hand(arrays, activations, x, labels), rel=1e-12
    )
    step = 1e-6
    for n, gradient in enumerate(descent.gradients, start=1):
        for name, given in ((f"W{n}", gradient.weights), (f"b{n}", gradient.bias)):
            assert given.shape == arrays[name].shape
            for at in np.ndindex(given.shape):
                around = []
                for move in (step, -step):
                    moved = arrays[name].copy()
                    moved[at] += move
                    around.append(
                        loss_by_hand(arrays | {name: moved}, activations, x, labels)
                    )
                slope = (around[0] - around[1]) / (2 * step)
                assert given[at] == pytest.approx(slope, abs=1e-8), (name, at)


def test_gradients_of_the_network_for_digits_are_slopes_of_the_loss():
    rng = np.random.default_rng(2)
    parameters = initial_parameters(SIZES, seed=2)
    x, labels = rng.random((5, 784)), np.array([3, 1, 4, 1, 5])
    descent = back_propagate(to_network(parameters, SIZES), x, labels)
    flat = np.concatenate([p.ravel() for pair in descent.gradients for p in pair])
    assert flat.shape == parameters.shape

    def loss(parameters):
        return cross_entropy(to_network(parameters, SIZES).forward(x), labels)

    ends = np.cumsum([784 * 50, 50, 50 * 100, 100, 100 * 10, 10])
    for start, end in zip([0, *ends], ends):
        for at in rng.choice(np.arange(start, end), min(end - start, 60), False):
            moved = np.zeros_like(parameters)
            moved[at] = 1e-5
            slope = (loss(parameters + moved) - loss(parameters - moved)) / 2e-5
            assert flat[at] == pytest.approx(slope, abs=1e-9), at
        for _ in range(5):
            along = np.zeros_like(parameters)
            along[start:end] = rng.choice([-1.0, 1.0], end - start)
            slope = (loss(parameters + 1e-6 * along) - loss(parameters - 1e-6 * along))
            assert flat @ along == pytest.approx(slope / 2e-6, abs=1e-6)


def test_a_batch_has_the_mean_of_its_images_losses_and_gradients():
    network = to_network(initial_parameters((6, 4, 3), seed=0), (6, 4, 3))
    x, labels = np.random.default_rng(0).random((7, 6)), np.arange(7) % 3
    whole = back_propagate(network, x, labels)
    single = [back_propagate(network, x[i : i + 1], labels[i : i + 1]) for i in range(7)]
    assert whole.loss == pytest.approx(math.fsum(s.loss for s in single) / 7)
    for n, gradient in enumerate(whole.gradients):
        mean = np.mean([s.gradients[n].weights for s in single], axis=0)
        np.testing.assert_allclose(gradient.weights, mean, atol=1e-15)


def test_float32_stays_float32():
    parameters = initial_parameters((6, 4, 3), seed=0).astype(np.float32)
    x = np.ones((2, 6), np.float32)
    descent = back_propagate(to_network(parameters, (6, 4, 3)), x, [0, 1])
    for gradient in descent.gradients:
        assert gradient.weights.dtype == gradient.bias.dtype == np.float32


def test_soft_and_one_hot_labels_have_the_gradients_of_their_mixture():
    network = to_network(initial_parameters((3, 4, 2), seed=0), (3, 4, 2))
    x = np.random.default_rng(0).normal(size=(1, 3))
    zero, one = (back_propagate(network, x, [label]) for label in (0, 1))
    soft = back_propagate(network, x, [[0.25, 0.75]])
    hot = back_propagate(network, x, [[0, 1]])
    for a, b, mixed, single in zip(zero.gradients, one.gradients, soft.gradients, hot.gradients):
        np.testing.assert_allclose(mixed.weights, a.weights / 4 + 3 * b.weights / 4)
        np.testing.assert_array_equal(single.weights, b.weights)
    assert soft.loss == pytest.approx(zero.loss / 4 + 3 * one.loss / 4)


@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint8, np.int64])
def test_whole_numbers_are_inputs_too(dtype):
    network = to_network(initial_parameters((2, 3, 2), seed=0), (2, 3, 2))
    x = np.array([[0, 1], [1, 1]])
    given = back_propagate(network, x.astype(dtype), [0, 1]).gradients[0].weights
    expected = back_propagate(network, x.astype(float), [0, 1]).gradients[0].weights
    np.testing.assert_array_equal(given, expected)
    assert given.dtype == np.float64


@pytest.mark.parametrize(
    ("hidden", "output", "outputs", "loss", "why"),
    [
        ("step", "softmax", 2, None, "a hidden layer is step; expected one of sigmoid"),
        ("softmax", "softmax", 2, None, "a hidden layer is softmax; expected one of"),
        ("relu", "step", 2, None, "the output layer is step; expected one of sigmoid"),
        ("relu", "softmax", 1, None, "a softmax of one neuron, which always gives 1"),
        ("relu", "softmax", 2, "squared_error", "loss is 'squared_error' and the output"),
        ("relu", "sigmoid", 2, "cross_entropy", "sigmoid; expected 'squared_error'"),
        ("relu", "sigmoid", 2, "hinge", "loss is 'hinge'"),
    ],
)
def test_layers_and_losses_that_do_not_go_together(hidden, output, outputs, loss, why):
    sizes = (2, 3, outputs)
    network = to_network(initial_parameters(sizes, seed=0), sizes, (hidden, output))
    with pytest.raises(ValueError, match=why):
        back_propagate(network, [[0, 1]], [0], loss)
