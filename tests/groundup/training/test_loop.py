"""Training: it learns any table, repeats itself to the byte, and goes on after a stop."""

import functools
import signal
import subprocess
import sys

import numpy as np
import pytest

from groundup.files.errors import DataError
from groundup.inference import accuracy
from groundup.mnist import load_mnist
from groundup.network import Network
from groundup.training import train
from groundup.training.augment import distort
from groundup.training.backprop import SLOPES
from groundup.training.parameters import to_vector
from groundup.training.recipe import RECIPE, SIZES

X = [[0, 0], [0, 1], [1, 0], [1, 1]]
XOR = [0, 1, 1, 0]
RNG = np.random.default_rng(7)
TABLE = RNG.normal(size=(60, 5))
CLASSES = (TABLE[:, 0] + TABLE[:, 1] ** 2 > 0.5).astype(int)


@pytest.fixture(scope="module")
def digits():
    images, labels = load_mnist("embedded")
    return images[::5], labels[::5]


def parameters(network):
    return to_vector(network.layers)


def learned_xor(sizes, **options):
    output = train(sizes, X, XOR, **options).forward(X)
    classes = output.argmax(axis=1) if sizes[-1] > 1 else output.ravel().round()
    return classes.tolist() == XOR


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
@pytest.mark.parametrize("outputs", [1, 2])
def test_xor_is_learned_in_one_call(activation, outputs):
    for seed in range(6):
        assert learned_xor((2, 4, outputs), activations=activation, seed=seed), seed


def test_relu_learns_xor_with_more_neurons_and_sgd_with_more_epochs():
    for seed in range(3):
        assert learned_xor((2, 16, 2), activations="relu", seed=seed)
        options = {"optimizer": "sgd", "learning_rate": 0.5, "epochs": 2000}
        assert learned_xor((2, 4, 2), activations="tanh", seed=seed, **options)


def test_two_hidden_neurons_can_learn_xor_but_some_starts_stick():
    learned = [learned_xor((2, 2, 1), seed=seed, epochs=2000) for seed in range(8)]
    assert any(learned) and not all(learned)


def test_digits_that_it_has_not_seen_are_read(digits):
    images, labels = digits
    epochs = []
    network = train(
        SIZES,
        images[::2],
        labels[::2],
        **RECIPE | {"epochs": 20, "batch_size": 16},
        validation=(images[1::2], labels[1::2]),
        progress=epochs.append,
    )
    assert network.sizes == (784, 50, 100, 10)
    assert [epoch.number for epoch in epochs] == list(range(1, 21))
    assert all(epoch.of == 20 for epoch in epochs)
    assert epochs[-1].loss < epochs[0].loss / 3
    assert epochs[-1].accuracy > 0.85
    assert epochs[-1].validation_accuracy > 0.75
    assert accuracy(network, images[1::2], labels[1::2]) == epochs[-1].validation_accuracy


@pytest.mark.parametrize("hidden", SLOPES)
def test_a_regression_finds_the_line(hidden):
    wanted = TABLE @ [[1.0], [-2.0], [0.5], [0.0], [3.0]] + 4
    epochs = []
    network = train(
        (5, 20, 1), TABLE, wanted, activations=(hidden, "identity"), progress=epochs.append,
        validation=(TABLE[:5], wanted[:5].ravel()),
    )  # fmt: skip
    assert np.var(network.forward(TABLE) - wanted) < np.var(wanted) / 100
    assert (epochs[-1].accuracy, epochs[-1].validation_accuracy) == (None, None)
    error = (network.forward(TABLE[:5]) - wanted[:5]) ** 2 / 2
    assert epochs[-1].validation_loss == pytest.approx(float(error.mean()), rel=1e-6)


@pytest.mark.parametrize(
    ("x", "dtype"),
    [
        ((TABLE * 100).astype(np.int16), np.float64),
        (TABLE > 0, np.float64),
        ((TABLE * 20 + 128).astype(np.uint8), np.float64),
        (TABLE.astype(np.float16), np.float32),
        (TABLE.astype(">f4"), np.float32),
        (TABLE.astype(np.longdouble), np.float64),
        (np.asfortranarray(TABLE), np.float64),
        (TABLE.tolist(), np.float64),
    ],
)
def test_any_table_of_numbers_can_be_learned_from(x, dtype):
    network = train((5, 8, 2), x, CLASSES, epochs=60)
    assert {layer.weights.dtype for layer in network.layers} == {np.dtype(dtype)}
    assert np.mean(network.forward(x).argmax(axis=1) == CLASSES) > 0.6


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_one_hot_labels_are_the_classes(loss):
    output = "softmax" if loss == "cross_entropy" else "sigmoid"
    hot = [[1, 0] if label == 0 else [0, 1] for label in CLASSES]
    options = {"activations": ("tanh", output), "loss": loss, "epochs": 3}
    by_class, by_row = (train((5, 3, 2), TABLE, t, **options) for t in (CLASSES, hot))
    np.testing.assert_array_equal(parameters(by_class), parameters(by_row))


def test_a_network_is_gone_on_from():
    first = train((5, 6, 2), TABLE, CLASSES, epochs=5, activations="tanh")
    more = train(first, TABLE, CLASSES, epochs=5)
    assert repr(more) == repr(first) == "Network(5-6-2, tanh, softmax)"
    assert (parameters(more) != parameters(first)).any()
    with pytest.raises(ValueError, match="activations is 'relu'; a Network has its own"):
        train(first, TABLE, CLASSES, activations="relu")
    with pytest.raises(ValueError, match="softmax of one neuron"):
        train(Network.random((5, 3, 1), seed=0), TABLE, CLASSES)


def test_the_same_seed_gives_the_same_file_and_another_one_does_not(digits, tmp_path):
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        network = train(SIZES, *digits, **RECIPE | {"epochs": 2}, seed=seed)
        network.save(tmp_path / f"{name}.npz")
    a, b, c = ((tmp_path / f"{name}.npz").read_bytes() for name in "abc")
    assert a == b
    assert a != c


def test_without_a_seed_every_run_is_another():
    one, other = (train((2, 3, 1), X, XOR, seed=None, epochs=2) for _ in range(2))
    assert (parameters(one) != parameters(other)).any()


STOPS = [KeyboardInterrupt, SystemExit, ZeroDivisionError]


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("number", [1, 3])
def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(tmp_path, stop, number):
    options = {"batch_size": 8, "epochs": 4, "checkpoint": tmp_path / "run"}
    whole = train((5, 4, 2), TABLE, CLASSES, **options | {"checkpoint": None})

    def stopped(epoch):
        if epoch.number == number:
            raise stop

    with pytest.raises(stop):
        train((5, 4, 2), TABLE, CLASSES, **options, progress=stopped)
    numbers = []
    resumed = train(
        (5, 4, 2), TABLE, CLASSES, **options, progress=lambda e: numbers.append(e.number)
    )
    assert numbers == list(range(number + 1, 5))
    np.testing.assert_array_equal(parameters(resumed), parameters(whole))
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    again = train((5, 4, 2), TABLE, CLASSES, **options, progress=numbers.append)
    assert numbers[-1] == 4
    np.testing.assert_array_equal(parameters(again), parameters(whole))


def test_an_epoch_that_was_cut_short_is_made_again(tmp_path):
    calls = []

    def augment(x, rng):
        calls.append(len(x))
        if len(calls) == 4:
            raise KeyboardInterrupt
        return x + rng.normal(size=x.shape)

    options = {"batch_size": 2, "epochs": 4, "augment": augment}
    with pytest.raises(KeyboardInterrupt):
        train((5, 4, 2), TABLE, CLASSES, **options, checkpoint=tmp_path / "run")
    numbers = []
    resumed = train(
        (5, 4, 2), TABLE, CLASSES, **options, checkpoint=tmp_path / "run",
        progress=lambda epoch: numbers.append(epoch.number),
    )  # fmt: skip
    assert numbers == [2, 3, 4]
    whole = train((5, 4, 2), TABLE, CLASSES, **options)
    np.testing.assert_array_equal(parameters(resumed), parameters(whole))


PROGRAM = """
import sys, time
import numpy as np
from groundup.training import train
x = np.random.default_rng(0).random((40, 5))
def progress(epoch):
    print(epoch.number, flush=True)
    time.sleep(float(sys.argv[2]))
network = train((5, 4, 2), x, np.arange(40) % 2, epochs=30, batch_size=8,
                checkpoint=sys.argv[1], progress=progress)
print(b"".join(a.tobytes() for layer in network.layers for a in (layer.weights, layer.bias)).hex())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_a_killed_program_loses_at_most_one_epoch(tmp_path, name):
    def run(checkpoint, pause):
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(checkpoint), pause],
            stdout=subprocess.PIPE,
            text=True,
        )

    *_, whole = run(tmp_path / "whole", "0").communicate()[0].split()
    with run(tmp_path / "run", "0.2") as killed:
        seen = [int(killed.stdout.readline()) for _ in range(4)]
        killed.send_signal(getattr(signal, name))
        seen += [int(line) for line in killed.stdout.read().split()]
    assert killed.returncode == -getattr(signal, name)
    first, *_, resumed = run(tmp_path / "run", "0").communicate()[0].split()
    assert int(first) - 1 in (seen[-1], seen[-1] + 1)
    assert resumed == whole


def test_a_checkpoint_of_another_run_or_no_checkpoint_is_refused(tmp_path):
    path = tmp_path / "run"
    options = {"epochs": 2, "checkpoint": path}
    train((5, 4, 2), TABLE, CLASSES, **options)
    for other, name in [
        ({"seed": 1}, "seed"), ({"epochs": 3}, "epochs"), ({"weight_decay": 1}, "weight_decay"),
        ({"augment": lambda x, rng: x}, "augment"), ({"optimizer": "sgd"}, "optimizer"),
        ({"batch_size": 8}, "batch_size"), ({"activations": "tanh"}, "network"),
    ]:  # fmt: skip
        with pytest.raises(DataError, match=f"of another run, with {name} '"):
            train((5, 4, 2), TABLE, CLASSES, **options | other)
    for x, labels in ((TABLE[::-1], CLASSES), (TABLE, CLASSES[::-1])):
        with pytest.raises(DataError, match="of another run, with checksum of"):
            train((5, 4, 2), x, labels, **options)
    start = Network.random((5, 4, 2), seed=0)
    with pytest.raises(DataError, match="of another run, with checksum of start"):
        train(start, TABLE, CLASSES, **options)
    with pytest.raises(ValueError, match="seed is None; expected a number, so that"):
        train((5, 4, 2), TABLE, CLASSES, **options, seed=None)
    path.write_bytes(b"no checkpoint")
    with pytest.raises(DataError, match="run' is no checkpoint; remove it"):
        train((5, 4, 2), TABLE, CLASSES, **options)


def test_a_checkpoint_that_cannot_be_written_is_told_before_the_first_step(tmp_path):
    seen = []
    with pytest.raises(DataError, match="'.*none/run' cannot be written: No such file"):
        train((2, 3, 1), X, XOR, checkpoint=tmp_path / "none" / "run", progress=seen.append)
    assert seen == []


def test_a_checkpoint_may_have_any_size(tmp_path):
    x, labels = np.ones((2, 2000), np.float32), [0, 1]
    options = {"epochs": 1, "checkpoint": tmp_path / "run"}
    network = train((2000, 1500, 2), x, labels, **options)
    assert (tmp_path / "run").stat().st_size > 30e6
    again = train((2000, 1500, 2), x, labels, **options)
    assert parameters(again).tobytes() == parameters(network).tobytes()


def test_what_is_given_is_left_as_it_is():
    x, labels = TABLE.copy(), CLASSES.copy()
    train((5, 3, 2), x, labels, epochs=1)
    np.testing.assert_array_equal(x, TABLE)
    np.testing.assert_array_equal(labels, CLASSES)
    x[0], labels[0] = 0, 0


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"x": TABLE[:, 1:]}, r"x has shape \(60, 4\); expected \(n, 5\)"),
        ({"x": TABLE[0]}, r"x has shape \(5,\); expected 2 axes"),
        ({"x": TABLE * np.nan}, "x holds inf or nan"),
        ({"x": [["a"]]}, "x has dtype"),
        ({"labels": CLASSES[1:]}, r"labels has shape \(59,\); expected \(60,\)"),
        ({"labels": CLASSES + 1}, "labels holds 2; expected whole numbers from 0 to 1"),
        ({"labels": CLASSES / 2}, "labels has dtype float64; expected integers"),
        ({"labels": np.ones((60, 2))}, "labels sum to 2 in row 0; expected 1"),
        ({"network": (5,)}, r"sizes is \(5,\); expected two whole numbers or more"),
        ({"network": 5}, "sizes is 5; expected"),
        ({"activations": "swish"}, "activation is 'swish'"),
        ({"activations": "step"}, "a hidden layer is step"),
        ({"activations": ["relu"]}, "activations has 1 names; expected 2"),
        ({"loss": "squared_error"}, "loss is 'squared_error' and the output layer softmax"),
        ({"optimizer": "adagrad"}, "optimizer is 'adagrad'; expected one of adam, sgd"),
        ({"schedule": "cosine"}, "schedule is 'cosine'; expected one of constant, half_"),
        ({"learning_rate": 0}, "learning_rate is 0; expected a number above 0"),
        ({"learning_rate": "fast"}, "learning_rate is 'fast'"),
        ({"learning_rate": np.inf}, "learning_rate is inf"),
        ({"weight_decay": -1}, "weight_decay is -1; expected 0 or a number above it"),
        ({"epochs": 0}, "epochs is 0; expected a whole number, 1 or more"),
        ({"epochs": 1.5}, "epochs is 1.5"),
        ({"batch_size": None}, "batch_size is None"),
        ({"seed": -1}, "seed is -1; expected a whole number, 0 or more"),
        ({"seed": "x"}, "seed is 'x'"),
        ({"augment": lambda x, rng: x[1:]}, "augment returned shape"),
        ({"validation": (TABLE[:, 1:], CLASSES)}, r"validation: x has shape \(60, 4\)"),
        ({"validation": TABLE}, r"validation is no pair; expected \(x, labels\)"),
        ({"validation": 5}, "validation is no pair"),
        ({"activations": 5}, "activations is 5; expected one name, or one a layer"),
        ({"activations": ""}, "activation is ''"),
        ({"activations": []}, "activations has 0 names; expected 2"),
        ({"activations": b"relu"}, "activations is b'relu'; expected one name"),
        ({"learning_rate": 10**400}, "learning_rate is 1000"),
        ({"network": Network.random((5, 2), seed=0), "seed": 1.5}, "seed is 1.5"),
    ],
)
def test_input_that_does_not_fit_is_named(changed, why):
    given = {"network": (5, 3, 2), "x": TABLE, "labels": CLASSES, "epochs": 1} | changed
    with pytest.raises((TypeError, ValueError), match=why) as raised:
        train(**given)
    assert "\n" not in str(raised.value)


def test_names_in_an_array_are_names():
    network = train((2, 3, 2), X, XOR, activations=np.array(["relu", "softmax"]), epochs=1)
    assert repr(network) == "Network(2-3-2, relu, softmax)"


class Unchanged:
    def __call__(self, x, rng):
        return x


def test_a_run_is_known_again_by_its_numbers_and_not_by_their_types(tmp_path):
    seen = []
    for kind, rate in [(np.int64, np.float32(0.1)), (int, float(np.float32(0.1)))]:
        train(
            (2, 2), X, XOR, checkpoint=tmp_path / "run.npz", progress=seen.append,
            epochs=kind(2), batch_size=kind(4), seed=kind(3), learning_rate=rate,
        )  # fmt: skip
    assert [(epoch.number, epoch.of) for epoch in seen] == [(1, 2), (2, 2)]
    assert type(seen[0].of) is int


@pytest.mark.parametrize("made", [Unchanged, lambda: functools.partial(distort, share=2)])
def test_a_run_is_known_again_by_another_process(tmp_path, made):
    seen, x = [], np.arange(16.0).reshape(4, 4)
    for augment in (made(), made()):
        train(
            (4, 2), x, XOR, augment=augment, epochs=2,
            checkpoint=tmp_path / "run.npz", progress=seen.append,
        )  # fmt: skip
    assert len(seen) == 2
