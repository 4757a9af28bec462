import copy
import dataclasses
import math
import os
import pickle
import random
from decimal import Decimal, getcontext
from pathlib import Path

import numpy as np
import pytest

from groundup.files import npz as npz_module
from groundup.files import weights as weights_module
from groundup.files.errors import DataError
from groundup.files.weights import read_weights
from groundup.layer import ACTIVATIONS, Layer
from groundup.network import Network

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


def copies(network):
    yield network
    yield copy.copy(network)
    yield copy.deepcopy(network)
    yield copy.deepcopy({"best": [network]})["best"][0]
    yield dataclasses.replace(network)
    for protocol in range(6):
        yield pickle.loads(pickle.dumps(network, protocol))
    for layers in (network.layers, copy.deepcopy(network.layers)):
        yield Network(layers)
        yield Network(pickle.loads(pickle.dumps(layer)) for layer in layers)
        yield Network(dataclasses.replace(layer) for layer in layers)


def test_no_copy_of_a_network_can_be_changed():
    network = Network.from_dict(ARRAYS, NAMES)
    for made in copies(network):
        assert repr(made) == repr(network)
        np.testing.assert_array_equal(made.forward([1.0, 0.5]), network.forward([1.0, 0.5]))
        for layer in made.layers:
            for array in (layer.weights, layer.bias, made.to_dict()["W1"]):
                while isinstance(array, np.ndarray):
                    with pytest.raises(ValueError):
                        array.setflags(write=True)
                    with pytest.raises(ValueError):
                        array.flat[0] = 9
                    with pytest.raises(TypeError):
                        memoryview(array.ravel(order="K")).cast("B")[0] = 9
                    with pytest.raises(ValueError):
                        np.add(array, 1, out=array)
                    array = array.base
                assert isinstance(array, bytes)


def test_what_a_network_is_made_of_can_be_changed_without_it():
    weights, bias = np.array(W1), np.array(B1)
    layer = Layer(weights, bias, "identity")
    weights[:] = bias[:] = 9
    assert layer.weights.tolist() == W1 and layer.bias.tolist() == B1


def some_network(chance):
    sizes = [chance.randint(1, 5) for _ in range(chance.randint(2, 6))]
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        rng = np.random.default_rng(chance.randrange(99))
        dtypes = chance.choices(["f2", "f4", "f8", "g", "i1", "u2", ">f4", ">f8", "?"], k=2)
        weights = rng.integers(0, 99, (inputs, outputs)) * chance.choice([0, 1, 0.3])
        bias = rng.random(outputs) * chance.choice([0, 1, 1e-320, 1e4])
        name = chance.choice(sorted(ACTIVATIONS))
        layers.append(Layer(weights.astype(dtypes[0]), bias.astype(dtypes[1]), name))
    return Network(layers)


def some_value(chance, depth=3):
    kind = chance.randrange(7 if depth else 5)
    if kind < 5:
        return [None, chance.random() < 0.5, 10**25, -0.1, "\0 줄\n'\"\ud800"][kind]
    values = [some_value(chance, depth - 1) for _ in range(chance.randrange(4))]
    return values if kind == 5 else {f"키{n}": v for n, v in enumerate(values)}


@pytest.mark.parametrize("seed", range(150))
def test_every_save_loads_equal(tmp_path, seed):
    chance = random.Random(seed)
    network = some_network(chance)
    record = chance.choice([None, {}, {"a": some_value(chance), "b": some_value(chance)}])
    network.save(tmp_path / "network", record)
    loaded = Network.load(tmp_path / "network")
    assert repr(loaded) == repr(network)
    for ours, theirs in zip(loaded.layers, network.layers):
        for name in ("weights", "bias"):
            before, after = getattr(theirs, name), getattr(ours, name)
            assert before.dtype == after.dtype and before.tobytes() == after.tobytes()
    weights = read_weights(tmp_path / "network")
    assert weights.record == record and weights.passed_over == ()
    assert weights.activations == tuple(layer.activation for layer in network.layers)


@pytest.mark.parametrize("record", [{"a": (1, 2)}, {1: 2}, {"a": np.int64(3)}, {"a": math.nan}])
def test_a_record_that_would_come_back_as_another_is_refused(tmp_path, record):
    with pytest.raises(ValueError, match="record holds what JSON has not"):
        Network.from_dict(ARRAYS).save(tmp_path / "w.npz", record)
    assert os.listdir(tmp_path) == []


def test_what_load_would_refuse_is_not_written(tmp_path, monkeypatch):
    network = Network.random((30, 20, 10), seed=0)
    size = sum(array.nbytes for array in network.to_dict().values())
    network.save(tmp_path / "w.npz")
    monkeypatch.setattr(weights_module, "LIMIT", size)
    with pytest.raises(ValueError, match=f"its file .* bytes; expected at most {size}$"):
        network.save(tmp_path / "v.npz")
    with pytest.raises(DataError, match=f"has .* bytes; expected at most {size}$"):
        Network.load(tmp_path / "w.npz")
    monkeypatch.undo()
    monkeypatch.setattr(npz_module, "MEMBERS", 4)
    with pytest.raises(ValueError, match="its file holds more than 4 arrays"):
        network.save(tmp_path / "v.npz")
    assert os.listdir(tmp_path) == ["w.npz"]


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
        ({"activations": ["relu", "swish", "relu"]}, "layer 2: activation is 'swish'"),
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


@pytest.mark.parametrize("sizes", [(4,), (), (4, 0), (4, -1, 2), (4, 2.5), 7, None, "ab"])
def test_sizes_of_no_network_are_named(sizes):
    with pytest.raises(ValueError, match="^sizes is .*; expected two whole numbers or more"):
        Network.random(sizes, seed=0)


def test_without_a_seed_every_network_is_another():
    one, other = (Network.random((4, 3), seed=None) for _ in range(2))
    assert not np.array_equal(one.layers[0].weights, other.layers[0].weights)


@pytest.mark.parametrize("seed", [-1, 1.5, "a", [1, 2]])
def test_a_seed_that_is_none_is_named(seed):
    with pytest.raises(ValueError, match="^seed is .*; expected a whole number, 0 or more$"):
        Network.random((2, 2), seed=seed)


@pytest.mark.parametrize("given", [5, b"relu", {"relu", "softmax"}, iter(["relu", "softmax"])])
def test_activations_that_are_no_names_are_named(given):
    with pytest.raises(TypeError, match="^activations is .*; expected one name, or one a layer$"):
        Network.random((2, 3, 2), given, seed=0)
