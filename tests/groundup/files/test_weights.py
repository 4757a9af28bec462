import os
import pickle
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from groundup.files.errors import DataError
from groundup.files.weights import LIMIT, parse_weights, read_weights
from groundup.inference import accuracy
from groundup.mnist import load_mnist
from groundup.network import Network

REPORTS = Path(__file__).parents[4] / "shared" / "reports" / "weights"
PLAIN = {"W1": np.eye(2), "b1": np.zeros(2)}


def test_the_bytes_say_what_the_file_is_not_its_name(tmp_path):
    with (tmp_path / "weights.pkl").open("wb") as file:
        np.savez(file, **PLAIN)
    (tmp_path / "weights.npz").write_bytes(pickle.dumps(PLAIN))
    for name in ("weights.pkl", "weights.npz"):
        assert read_weights(tmp_path / name).arrays["W1"].tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("dtype", ["<f8", ">f8"])
def test_what_is_read_can_be_changed_and_is_in_native_order(dtype):
    weights = np.ones((40, 40), dtype)
    data = pickle.dumps({"W1": weights, "b1": weights[0]})
    first, second = parse_weights(data).arrays, parse_weights(data).arrays
    assert first["W1"].dtype.isnative and first["W1"].base is None
    first["W1"] += 1
    assert (first["W1"] == 2).all() and (second["W1"] == 1).all()


def test_large_files_are_refused_before_they_are_read(tmp_path):
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(DataError, match="has 1099511627776 bytes"):
        read_weights(tmp_path / "large")


def test_one_array_under_many_names_takes_no_more_than_a_file_may(tmp_path):
    large = np.zeros((1000, 1000))
    many = {f"W{n}": large for n in range(1, 40)}
    (tmp_path / "w").write_bytes(pickle.dumps(many))
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match="more numbers than"):
            read_weights(tmp_path / "w")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * LIMIT


READ = {
    "00-plain-dict.pkl": 719,
    "00-plain.npz": 719,
    "02-float16.pkl": 720,
    "10-ordered-dict.pkl": 719,
    "14-dict-of-python-lists.pkl": 719,
    "24-npz-repacked-with-a-folder.npz": 719,
    "30-plus-epoch-int.pkl": 719,
    "32-plus-name-text.pkl": 719,
    "34-plus-numpy-float-scalar.pkl": 719,
    "36-plus-epoch-int.npz": 719,
    "38-plus-korean-text.npz": 719,
    "60-int64-biases-zeros.pkl": 1004,
    "64-np-matrix.pkl": 719,
    "90-protocol-0.pkl": 719,
    "98-relu-network-without-its-activations.pkl": 4954,
    "99-relu-network-with-its-activations.npz": 9162,
}
TOLD = {
    "12-list-of-arrays.pkl": "holds a list of 4, the first an array of shape (784, 4)",
    "16-weights-and-biases-as-lists.pkl": "'weights' (a list of 2, the first an array",
    "18-np-save-of-one-array.npy": "was saved by `np.save` and holds only an array of shape (784, 4)",
    "20-savez-object-array.npz": "'weights' (an array of Python objects, records or dates, which are not",
    "22-plain-dict.pkl.xz": "compressed with xz; unpack it first",
    "40-lower-case-w1.pkl": "rename 'w1' to W1, 'w2' to W2",
    "42-counted-from-0.pkl": "rename 'W0' to W1, 'b0' to b1, 'W1' to W2, 'b1' to b2",
    "44-keys-W_1.pkl": "rename 'W_1' to W1",
    "46-korean-keys.pkl": "rename '가중치1' to W1, '편향1' to b1",
    "48-no-biases.pkl": "holds W1 without biases",
    "50-bias-1-row.pkl": "params['b1'] = np.ravel(params['b1']) mends it",
    "52-transposed-weights-1d-bias.pkl": "the weights look transposed",
    "54-bias-is-python-float.pkl": "holds 0.5 in 'b1'; expected an array",
    "56-bias-row-in-weights-785.pkl": "holds W1 without biases, whose 785th row may be one: W1, b1 =",
    "62-all-int8-quantized.pkl": "weights of one byte, as quantising makes them",
    "66-object-dtype.pkl": "Python objects, records or dates, which are not read in 'W1'",
    "70-whole-network-object.pkl": "an object of class 'two_layer_net.TwoLayerNet'",
    "80-empty.pkl": "is empty",
    "82-git-lfs-pointer.pkl": "is a Git LFS pointer",
    "84-savetxt.txt": "is text, which begins '-4.24",
    "86-matlab.mat": "is a MATLAB file",
    "88-safetensors.safetensors": "is a safetensors file",
    "92-binary-with-lf-turned-to-crlf-by-git.pkl": "line ends changed to those of Windows",
    "94-mnist-pkl-of-the-book-tiny.pkl": "holds images in 'train_img', not weights",
    "96-six-dumps-one-an-array.pkl": "several pickles one after another",
}
reports = pytest.mark.skipif(
    not REPORTS.is_dir(), reason="needs the files that readers reported, ../shared"
)
official = pytest.mark.skipif(
    "MNIST_DIR" not in os.environ, reason="needs the official images: set MNIST_DIR"
)


@reports
def test_every_reported_file_is_in_one_of_the_tables():
    assert {path.name for path in REPORTS.iterdir()} == READ.keys() | TOLD.keys()


@reports
@official
@pytest.mark.parametrize("name", READ)
def test_a_reported_file_scores_what_its_network_scores(name):
    images, labels = load_mnist("test")
    network = Network.load(REPORTS / name)
    assert round(10_000 * accuracy(network, images, labels)) == READ[name]
    assert (read_weights(REPORTS / name).activations is None) == (name[:2] != "99")
    assert len(read_weights(REPORTS / name).passed_over) == (name[0] == "3")


@reports
@official
def test_a_relu_network_is_scored_as_one_when_that_is_said():
    images, labels = load_mnist("test")
    path = REPORTS / "98-relu-network-without-its-activations.pkl"
    for names in ("relu", ["relu", "softmax"]):
        score = accuracy(Network.load(path, names), images, labels)
        assert round(10_000 * score) == 9162


@reports
@pytest.mark.parametrize("name", TOLD)
def test_a_reported_file_that_cannot_be_used_is_told_by_what_it_is(name):
    with pytest.raises(DataError) as caught:
        Network.load(REPORTS / name)
    message = str(caught.value)
    assert TOLD[name] in message and message.isprintable() and len(message) < 600
