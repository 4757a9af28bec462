import math

import numpy as np
import pytest

from groundup.training.backprop import Gradient
from groundup.training.parameters import (
    initial_parameters,
    to_network,
    to_vector,
    with_parameters,
)


def test_the_vector_is_w1_b1_w2_b2_in_order():
    network = to_network(np.arange(17.0), (3, 2, 3))
    arrays = network.to_dict()
    np.testing.assert_array_equal(arrays["W1"], [[0, 1], [2, 3], [4, 5]])
    np.testing.assert_array_equal(arrays["b1"], [6, 7])
    np.testing.assert_array_equal(arrays["W2"], [[8, 9, 10], [11, 12, 13]])
    np.testing.assert_array_equal(arrays["b2"], [14, 15, 16])
    assert [layer.activation for layer in network.layers] == ["sigmoid", "softmax"]


def test_to_vector_undoes_to_network():
    vector = np.random.default_rng(0).random(45360)
    layers = to_network(vector, (784, 50, 100, 10)).layers
    pairs = [Gradient(layer.weights, layer.bias) for layer in layers]
    np.testing.assert_array_equal(to_vector(pairs), vector)


def test_initial_weights_are_spread_by_the_number_of_inputs():
    sizes = (400, 300, 10)
    arrays = to_network(initial_parameters(sizes, seed=0), sizes).to_dict()
    assert arrays["W1"].std() == pytest.approx(1 / math.sqrt(400), rel=0.02)
    assert arrays["W2"].std() == pytest.approx(1 / math.sqrt(300), rel=0.05)
    assert abs(arrays["W1"].mean()) < 0.001
    assert not arrays["b1"].any() and not arrays["b2"].any()


def test_the_seed_decides_the_start():
    start = initial_parameters((5, 4, 3), seed=1)
    np.testing.assert_array_equal(start, initial_parameters((5, 4, 3), seed=1))
    assert (start != initial_parameters((5, 4, 3), seed=2)).any()


def test_activations_are_one_name_or_one_a_layer():
    numbers = np.zeros(13)
    for given, expected in [
        ("relu", ["relu", "sigmoid"]),
        (("tanh", "identity"), ["tanh", "identity"]),
    ]:
        network = to_network(numbers, (2, 3, 1), given)
        assert [layer.activation for layer in network.layers] == expected
        again = with_parameters(network, np.arange(13.0))
        assert [layer.activation for layer in again.layers] == expected
        np.testing.assert_array_equal(to_vector(again.layers), np.arange(13.0))
    with pytest.raises(ValueError, match="activations has 1 names; expected 2"):
        to_network(numbers, (2, 3, 1), ["relu"])


@pytest.mark.parametrize("sizes", [(4,), (), (2, 0), (2.5, 1), 3, "ab", (3, -1, 2)])
def test_sizes_that_are_none_are_named(sizes):
    with pytest.raises(ValueError, match="sizes is .*; expected two whole numbers or more"):
        initial_parameters(sizes, seed=0)
