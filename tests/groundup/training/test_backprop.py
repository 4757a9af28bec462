"""Gradients against finite differences of the loss, in float64."""

import math

import numpy as np
import pytest

from groundup.training.backprop import back_propagate, class_labels, cross_entropy
from groundup.layer import Layer
from groundup.network import Network
from groundup.training.parameters import initial_parameters, to_network
from groundup.training.loop import SIZES


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
            if activation == "sigmoid":
                signal = [1 / (1 + math.exp(-s)) for s in sums]
            elif activation == "relu":
                signal = [max(0.0, s) for s in sums]
            else:
                signal = sums
        total += math.log(math.fsum(math.exp(s) for s in signal)) - signal[label]
    return total / len(labels)


@pytest.mark.parametrize("hidden", ["sigmoid", "relu", "identity"])
def test_every_gradient_of_a_small_network_is_the_slope_of_the_loss(hidden):
    rng = np.random.default_rng(1)
    sizes, activations = (5, 4, 3, 3), (hidden, "sigmoid", "softmax")
    arrays = {}
    for n, (inputs, outputs) in enumerate(zip(sizes, sizes[1:]), start=1):
        arrays[f"W{n}"] = rng.normal(size=(inputs, outputs))
        arrays[f"b{n}"] = rng.normal(size=outputs)
    x, labels = rng.normal(size=(6, 5)), np.array([0, 1, 2, 0, 1, 1])
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


def test_cross_entropy_is_the_mean_negative_logarithm():
    rows, labels = [[0.1, 0.2, 0.7], [0.25, 0.5, 0.25]], [2, 0]
    expected = -(math.log(0.7) + math.log(0.25)) / 2
    assert cross_entropy(rows, labels) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_probability_of_zero_costs_much_but_not_infinitely(dtype):
    loss = cross_entropy(np.array([[0.0, 1.0]], dtype), [0])
    assert 80 < loss < 800


def test_labels_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match=r"labels has shape \(3,\); expected \(2,\)"):
        class_labels([0, 1, 2], 2, 3)
    with pytest.raises(ValueError, match="labels holds -1; .* from 0 to 2"):
        class_labels([0, -1], 2, 3)
    with pytest.raises(TypeError, match="labels has dtype float64; expected integers"):
        class_labels([0.0, 1.0], 2, 3)


def test_a_network_without_slopes_or_softmax_is_refused():
    step = Network([Layer(np.ones((2, 2)), [0, 0], "step"), Layer(np.ones((2, 2)), [0, 0], "softmax")])
    with pytest.raises(ValueError, match="a hidden layer is step; expected one of sigmoid"):
        back_propagate(step, [[0, 1]], [0])
    with pytest.raises(ValueError, match="the output layer is sigmoid; expected softmax"):
        back_propagate(Network([Layer(np.ones((2, 2)), [0, 0], "sigmoid")]), [[0, 1]], [0])
