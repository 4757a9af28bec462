import math
import os
from decimal import Decimal, getcontext
from pathlib import Path

import numpy as np
import pytest

from groundup.files.weights import read_weights
from groundup.network import Layer, Network

W1, B1 = [[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]], [0.1, 0.2, 0.3]
W2, B2 = [[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]], [0.1, 0.2]
W3, B3 = [[0.1, 0.3], [0.2, 0.4]], [0.1, 0.2]
ARRAYS = {"W1": W1, "b1": B1, "W2": W2, "b2": B2, "W3": W3, "b3": B3}
NAMES = ["sigmoid", "sigmoid", "identity"]


def in_decimal(x, *layers):
    """Forward pass of sigmoid layers and a last linear one, in 40 decimal digits."""
    getcontext().prec = 40
    for n, (weights, bias) in enumerate(layers, start=1):
        sums = [
            Decimal(str(bias[j]))
            + sum(Decimal(str(x[i])) * Decimal(str(weights[i][j])) for i in range(len(x)))
            for j in range(len(bias))
        ]
        x = sums if n == len(layers) else [1 / (1 + (-s).exp()) for s in sums]
    return [float(value) for value in x]


def test_version_1_gives_the_books_numbers():
    network = Network.from_dict(ARRAYS, NAMES)
    y = network.forward([1.0, 0.5])
    np.testing.assert_allclose(y, [0.31682708, 0.69627909], atol=5e-9)
    exact = in_decimal([1.0, 0.5], (W1, B1), (W2, B2), (W3, B3))
    np.testing.assert_allclose(y, exact, rtol=1e-15)


def test_trace_leads_from_the_input_to_the_output():
    network = Network.from_dict(ARRAYS, NAMES)
    trace = network.trace([1.0, 0.5])
    np.testing.assert_allclose(trace[0].weighted_sum, [0.3, 0.7, 1.1], rtol=1e-15)
    assert [signal.activation.shape for signal in trace] == [(3,), (2,), (2,)]
    np.testing.assert_array_equal(trace[-1].activation, network.forward([1.0, 0.5]))
    batch = network.trace(np.ones((100, 2)))
    assert [s.weighted_sum.shape for s in batch] == [(100, 3), (100, 2), (100, 2)]


def test_batch_is_the_single_inputs_stacked():
    network = Network.random((5, 8, 6, 4), seed=3)
    batch = np.random.default_rng(1).normal(size=(20, 5))
    stacked = np.stack([network.forward(x) for x in batch])
    np.testing.assert_allclose(network.forward(batch), stacked, rtol=1e-13)


def test_identity_layers_collapse_into_one_and_sigmoid_layers_do_not():
    network = Network.random((2, 3, 2, 2), ["identity"] * 3, seed=0)
    first, second, third = network.layers
    weights = first.weights @ second.weights @ third.weights
    bias = (first.bias @ second.weights + second.bias) @ third.weights + third.bias
    x = np.random.default_rng(2).normal(size=(10, 2))
    np.testing.assert_allclose(network.forward(x), x @ weights + bias, rtol=1e-12)
    bent = Network.from_dict(network.to_dict(), NAMES)
    assert not np.allclose(bent.forward(x), x @ weights + bias)


def test_random_is_evenly_drawn_and_repeats_with_the_seed():
    network, same = (Network.random((50, 80, 9), seed=7) for _ in range(2))
    values = network.layers[0].weights
    assert 0 <= values.min() and values.max() < 1
    assert abs(values.mean() - 0.5) < 6 / math.sqrt(12 * values.size)
    np.testing.assert_array_equal(values, same.layers[0].weights)
    other = Network.random((50, 80, 9), seed=8)
    assert not np.array_equal(values, other.layers[0].weights)
    assert network.sizes == (50, 80, 9)


def test_without_names_hidden_layers_are_sigmoid_and_the_output_is_softmax():
    names = [layer.activation for layer in Network.from_dict(ARRAYS).layers]
    assert names == ["sigmoid", "sigmoid", "softmax"]
    np.testing.assert_allclose(
        Network.from_dict(ARRAYS).forward(np.ones((4, 2))).sum(axis=1), 1, rtol=1e-15
    )


def test_network_is_immutable():
    layers = [Layer(W1, B1, "sigmoid"), Layer(W2, B2, "identity")]
    network = Network(layers)
    layers.clear()
    assert network.sizes == (2, 3, 2)
    with pytest.raises(AttributeError):
        network.layers = ()
    with pytest.raises(ValueError, match="read-only"):
        network.to_dict()["W1"][0, 0] = 1


@pytest.mark.parametrize("names", [NAMES, ["step", "relu", "softmax"], None])
def test_a_saved_network_loads_as_it_was(tmp_path, names):
    network = Network.random((4, 3, 5, 2), names, seed=1)
    network.save(tmp_path / "weights.npz")
    loaded = Network.load(tmp_path / "weights.npz")
    assert repr(loaded) == repr(network)
    for key, array in network.to_dict().items():
        np.testing.assert_array_equal(loaded.to_dict()[key], array)
        assert loaded.to_dict()[key].dtype == array.dtype
    assert os.listdir(tmp_path) == ["weights.npz"]


def test_a_saved_file_holds_no_pickle_and_the_same_bytes_each_time(tmp_path):
    network = Network.from_dict(ARRAYS, NAMES)
    network.save(tmp_path / "one.npz")
    network.save(tmp_path / "two.npz")
    with np.load(tmp_path / "one.npz", allow_pickle=False) as file:
        assert set(file.files) == {*ARRAYS, "activations"}
        assert [file[name].dtype.kind for name in sorted(ARRAYS)] == ["f"] * 6
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_an_interrupted_save_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "weights.npz"
    Network.from_dict(ARRAYS).save(path)
    before = path.read_bytes()

    def half(part, data):
        with part.open("wb") as file:
            file.write(data[:100])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(KeyboardInterrupt):
        Network.random((2, 2), seed=0).save(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["weights.npz"]


def test_a_file_of_other_arrays_is_refused_with_its_path(tmp_path):
    path = tmp_path / "other.npz"
    np.savez(path, W1=np.float64(W1), b1=np.zeros((1, 3)))
    with pytest.raises(ValueError, match=r"other\.npz' holds b1 of shape \(1, 3\)"):
        Network.load(path)
    np.savez(path, W1=np.zeros((2, 3)), b1=np.zeros(3), W2=np.zeros((4, 1)), b2=[0.0])
    with pytest.raises(ValueError, match=r"other\.npz': layer 2 has weights of shape"):
        Network.load(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"b1": [B1]}, r"layer 1: bias has shape \(1, 3\); expected \(3,\)"),
        ({"W2": B2}, r"layer 2: weights has shape \(2,\); expected \(inputs, outputs\)"),
        ({"b3": [0.1, math.nan]}, r"layer 3: bias of shape \(2,\) holds inf or nan"),
        ({"W2": np.ones((4, 2))}, r"layer 2 has weights of shape \(4, 2\); expected \(3,"),
        ({"W4": W3}, "arrays holds 'W1, W2, W3, W4, b1, b2, b3'; expected W1, b1"),
        ({"gain": W3, "loss": B3}, "arrays holds 'W1, W2, W3, b1, b2, b3, gain, loss'"),
        ({"activations": ["relu"]}, "activations has 1 names; expected 3"),
        ({"activations": ["relu", "tanh", "relu"]}, "layer 2: activation is 'tanh'"),
    ],
)
def test_bad_arrays_are_named_with_their_layer(change, message):
    with pytest.raises(ValueError, match=message):
        Network.from_dict(ARRAYS | change)


def test_no_layers_or_other_things_are_refused():
    with pytest.raises(ValueError, match="arrays holds ''; expected W1, b1"):
        Network.from_dict({})
    for layers in ([], [W1]):
        with pytest.raises(TypeError, match="expected one Layer or more"):
            Network(layers)
    with pytest.raises(TypeError, match="layer 1: weights has dtype complex128"):
        Network.from_dict({"W1": [[1j]], "b1": [0]})


def test_one_name_is_for_all_hidden_layers():
    names = [layer.activation for layer in Network.from_dict(ARRAYS, "relu").layers]
    assert names == ["relu", "relu", "softmax"]


def test_load_takes_activations_before_those_of_the_file(tmp_path):
    Network.from_dict(ARRAYS, NAMES).save(tmp_path / "w.npz")
    assert repr(Network.load(tmp_path / "w.npz")).endswith("sigmoid, sigmoid, identity)")
    other = Network.load(tmp_path / "w.npz", "relu")
    assert repr(other).endswith("relu, relu, softmax)")


def test_the_record_comes_back(tmp_path):
    record = {"images": "손글씨", "count": 4, "seed": None}
    Network.from_dict(ARRAYS).save(tmp_path / "w.npz", record)
    assert read_weights(tmp_path / "w.npz").record == record
    Network.from_dict(ARRAYS).save(tmp_path / "w.npz")
    assert read_weights(tmp_path / "w.npz").record is None
