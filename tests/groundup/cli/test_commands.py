import errno
import json
import os
import pickle
import re
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from groundup import mnist
from groundup.cli import commands
from groundup.files import sources
from groundup.files.weights import read_weights
from groundup.cli.parser import main
from groundup.inference import BATCH_SIZE
from groundup.mnist import load_mnist
from groundup.network import Network
from groundup.training.loop import Epoch


@pytest.fixture(autouse=True)
def offline(monkeypatch, tmp_path):
    monkeypatch.delenv("MNIST_DIR", raising=False)
    monkeypatch.setattr(sources, "MIRRORS", ())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


def book_like():
    """Arrays of the right shapes; no network that can read."""
    rng = np.random.default_rng(7)
    sizes = (784, 50, 100, 10)
    arrays = {}
    for n, shape in enumerate(zip(sizes, sizes[1:]), start=1):
        arrays[f"W{n}"] = rng.normal(size=shape).astype(np.float32)
        arrays[f"b{n}"] = rng.normal(size=shape[1]).astype(np.float32)
    return arrays


def right_answers(arrays, images, labels):
    """The three layers once more, in float64 and without the library."""
    signal = images.astype(float)
    for n in (1, 2, 3):
        signal = signal @ arrays[f"W{n}"].astype(float) + arrays[f"b{n}"]
        if n < 3:
            signal = 1 / (1 + np.exp(-signal))
    return int(np.sum(signal.argmax(axis=1) == labels))


def failing(capsys, *arguments):
    try:
        status = main(list(arguments))
    except SystemExit as end:
        status = end.code
    printed = capsys.readouterr()
    assert status == 2 and printed.out == ""
    assert printed.err.count("\n") == 1 and "Traceback" not in printed.err
    return printed.err


@pytest.mark.parametrize("batch", [1, 7, 500, 10**9])
def test_evaluate_scores_a_pickled_dict(tmp_path, capsys, batch):
    arrays = book_like()
    (tmp_path / "sample_weight.pkl").write_bytes(pickle.dumps(arrays, 3))
    options = ["evaluate", "--weights", "sample_weight.pkl", "--batch-size", str(batch)]
    assert main(options) == 0
    first, *_, last = capsys.readouterr().out.splitlines()
    assert "1,000 embedded images" in first and "could not be had" in first
    right = right_answers(arrays, *load_mnist("embedded-test"))
    assert last == f"accuracy {right / 1000:.4f} ({right}/1000)"


def report(capsys, *arguments):
    assert main(["evaluate", "--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_evaluate_in_json(tmp_path, capsys):
    Network.from_dict(book_like()).save(tmp_path / "weights.npz")
    told = report(capsys, "--weights", "weights.npz")
    assert (told["origin"], told["split"], told["count"]) == ("embedded", "test", 1000)
    assert told["network"] == "784-50-100-10" and told["batch_size"] == BATCH_SIZE
    assert told["accuracy"] == told["correct"] / 1000
    assert told["weights"] == "weights.npz" and told["record"] is None
    assert told["activations"] == ["sigmoid", "sigmoid", "softmax"]
    assert not told["activations_assumed"] and told["passed_over"] == []
    (tmp_path / "bare.pkl").write_bytes(pickle.dumps(book_like()))
    assert report(capsys, "--weights", "bare.pkl")["activations_assumed"]
    chosen = report(capsys, "--weights", "bare.pkl", "--activations", "relu")
    assert chosen["activations"] == ["relu", "relu", "softmax"]
    assert not chosen["activations_assumed"]


@pytest.mark.parametrize(
    ("learned_from", "split", "count"),
    [
        ("mnist-train-without-embedded", "embedded", 5000),
        ("mnist-embedded-train", "test", 1000),
        ("mnist-embedded-test", "train", 4000),
        ("mnist-test", "embedded", 5000),
        ("my own photographs", "test", 1000),
        (["mnist-test"], "test", 1000),
    ],
)
def test_the_record_decides_what_is_scored(tmp_path, capsys, learned_from, split, count):
    record = {"images": learned_from, "count": 9, "seed": 3}
    Network.from_dict(book_like()).save(tmp_path / "w.npz", record)
    told = report(capsys, "--weights", "w.npz")
    assert (told["split"], told["count"], told["record"]) == (split, count, record)
    assert main(["evaluate", "--weights", "w.npz"]) == 0
    line = capsys.readouterr().out.splitlines()[-2]
    known = isinstance(learned_from, str) and learned_from.startswith("mnist")
    start = "learned from: " if known else "not known which images it learned from: "
    assert line.startswith(f"{start}images {learned_from}, count 9, seed 3; ")


@pytest.mark.parametrize("record", ["[1]", "5", "{", '{"images": {}}', "[" * 999, "null"])
def test_a_record_that_says_nothing_is_none(tmp_path, capsys, record):
    arrays = Network.from_dict(book_like()).to_dict()
    np.savez(tmp_path / "w.npz", **arrays, record=np.array(record))
    assert report(capsys, "--weights", "w.npz")["count"] == 1000


def test_what_is_passed_over_is_named(tmp_path, capsys):
    (tmp_path / "w.pkl").write_bytes(pickle.dumps(book_like() | {"epoch": 12}))
    assert main(["evaluate", "--weights", "w.pkl"]) == 0
    assert "passed over: 'epoch'" in capsys.readouterr().out
    (named,) = report(capsys, "--weights", "w.pkl")["passed_over"]
    assert named.startswith("'epoch'")


def test_weights_that_saw_all_that_is_here_are_not_scored(tmp_path, capsys):
    for images in ("mnist-train", "mnist-embedded"):
        Network.from_dict(book_like()).save(tmp_path / "w.npz", {"images": images})
        assert f"learned from '{images}'" in failing(capsys, "evaluate", "--weights", "w.npz")


def test_the_projects_own_weights_are_scored_on_all_the_embedded_images(capsys):
    told = report(capsys)
    assert (told["split"], told["count"]) == ("embedded", 5000)
    assert told["record"]["count"] == 55_000


def test_what_is_assumed_and_passed_over_and_not_known_is_said(tmp_path, capsys):
    (tmp_path / "bare.pkl").write_bytes(pickle.dumps(book_like()))
    assert main(["evaluate", "--weights", "bare.pkl"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "weights: 'bare.pkl', Network(784-50-100-10, sigmoid, sigmoid, softmax)"
    assert "activations are assumed" in lines[2] and "--activations" in lines[2]
    assert "no record of what it was trained on; it may have" in lines[3]
    names = "--activations=ReLU, sigmoid,softmax"
    assert main(["evaluate", "--weights", "bare.pkl", names]) == 0
    assert "relu, sigmoid, softmax)\nthe file has no" in capsys.readouterr().out


def test_a_named_folder_is_used_and_named(tmp_path, capsys, monkeypatch):
    digits = sources.embedded_digits()
    found = sources.Digits(
        digits.images[:50], digits.labels[:50], "test", "folder", "there"
    )
    asked = []
    monkeypatch.setattr(
        mnist, "find_digits", lambda *arguments: asked.append(arguments) or found
    )
    Network.from_dict(book_like()).save(tmp_path / "weights.npz")
    assert main(["evaluate", "--weights", "weights.npz", "--data", "there"]) == 0
    assert asked == [("test", "there")]
    first = capsys.readouterr().out.splitlines()[0]
    assert first == "50 images of MNIST's official test set, folder 'there'"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "command"),
        (["guess"], "invalid choice"),
        (["evaluate", "--batch-size", "0"], "batch_size is 0; expected a whole number, 1 or more"),
        (["evaluate", "--batch-size", "many"], "many"),
        (["evaluate", "--batch-size", "9" * 9999], "--batch-size: invalid int"),
        (["evaluate", "--weights", ""], "--weights: is empty"),
        (["evaluate", "--weights", '""'], "--weights: is empty"),
        (["train", "--out", ""], "--out: is empty"),
        (["data", "--data", " "], "--data: is empty"),
        (["data", "--data", "a\nb"], r"'a\nb' cannot be read: No such file"),
        (["data", "--data", "\udcff"], r"'\udcff' cannot be read: No such file"),
        (["data", "--data", __file__], "Not a directory; expected the folder"),
        (["evaluate", "--activations", "softplus"], "softplus"),
        (["evaluate", "--activations", "relu,softmax"], "2 names; expected 3"),
        (["evaluate", "--activations", ""], "activation is ''"),
        (["train", "--epochs", "-1"], "--epochs is -1; expected a whole number, 1 or more"),
        (["train", "--seed", "-1"], "--seed is -1; expected a whole number, 0 or more"),
        (["train", "--seed", "1.5"], "1.5"),
        (["evaluate", "--weights", "none.npz"], "'none.npz' cannot be read: No such file"),
        (["evaluate", "--weights", "."], "'.' is a folder"),
        (["evaluate", "--weights", "nul\0"], "cannot be read: embedded null"),
        (["data", "--data", "none"], "'none' cannot be read: No such file"),
        (["data", "--data", "."], "holds no train-images-idx3-ubyte"),
        (["train", "--data", "none"], "'none' cannot be read: No such file"),
        (["train", "--out", "."], "'.' is a folder"),
        (["train", "--out", "none/w.npz"], "'none/w.npz.checkpoint.trial' cannot be written: No such file"),
        (["train", "--out", f"{__file__}/w.npz"], "cannot be written: Not a directory"),
        (["train", "--out", "w" * 250], "File name too long"),
        (["train", "--out", "nul\0"], "null"),
        (["train", "--out", os.devnull], "is a folder or a device; expected a file"),
    ],
)
def test_mistakes_end_in_one_sentence(capsys, arguments, why):
    assert why in failing(capsys, *arguments)


def test_weights_of_another_shape_are_named(tmp_path, capsys):
    rng = np.random.default_rng(0)
    small = {"W1": rng.normal(size=(4, 3)), "b1": np.zeros(3)}
    broken = book_like() | {"b2": np.zeros(99, np.float32)}
    missing = {name: array for name, array in book_like().items() if name != "W3"}
    for arrays, why in [
        (small, "Network(4-3, softmax); expected 784 inputs"),
        (broken, "layer 2"),
        (missing, "expected W1, b1, W2, b2"),
    ]:
        (tmp_path / "w.pkl").write_bytes(pickle.dumps(arrays))
        assert why in failing(capsys, "evaluate", "--weights", "w.pkl")


def test_data_says_where_the_images_come_from(capsys):
    assert main(["data"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" embedded")[0] for line in lines] == [
        "train: 4,000", "test: 1,000", "embedded: 5,000"
    ]  # fmt: skip
    assert all(line.endswith("; checksums hold") for line in lines)
    assert "could not be had: there is no mirror" in lines[0]


def test_train_writes_a_network_and_scores_it(tmp_path, capsys):
    assert main(["train", "--epochs", "1", "--seed", "3", "--out", "mine.npz"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert "4,000 embedded images" in out[0] and "could not be had" in out[0]
    assert "1,000 embedded images" in out[-2]
    score = re.fullmatch(r"accuracy (0\.\d{4}) \((\d+)/1000\)", out[-1])
    assert score and Network.load("mine.npz").sizes == (784, 50, 100, 10)
    assert sorted(os.listdir(tmp_path)) == ["mine.npz"]
    assert read_weights("mine.npz").record == {
        "images": "mnist-embedded-train",
        "count": 4000,
        "seed": 3,
        "epochs": 1,
        "command": "python -m groundup train --seed 3 --epochs 1",
    }
    assert main(["evaluate", "--weights", "mine.npz"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == out[-1]


def test_a_disk_that_fills_up_is_said(capsys, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    def trained(*_, **__):
        monkeypatch.setattr(Path, "write_bytes", full)
        return Network.from_dict(book_like())

    monkeypatch.setattr(commands, "train", trained)
    assert main(["train"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "'weights.npz' cannot be written: No space left on device"
    )


def test_quotes_and_a_tilde_are_understood(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    Network.from_dict(book_like()).save(tmp_path / "w.npz")
    Network.from_dict(book_like()).save(tmp_path / "'quoted'.npz")
    for written in ("~/w.npz", '"w.npz"', "'w.npz'", 'w.npz"', '"~/w.npz"'):
        assert report(capsys, "--weights", written)["correct"]
    assert report(capsys, "--weights", "'quoted'.npz")["correct"]
    kept = tmp_path / "'kept'"
    kept.mkdir()
    assert "'kept'" in failing(capsys, "data", "--data", "'kept'")


def test_every_option_says_what_it_takes_and_its_default(capsys):
    for command in ("evaluate", "train", "data"):
        with pytest.raises(SystemExit) as end:
            main([command, "--help"])
        assert end.value.code == 0
        shown = " ".join(capsys.readouterr().out.split())
        options = shown.partition("options:")[2].split(" --")[2:]
        assert options and all("default: " in option for option in options), options
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"groundup {version('groundup')}\n"


def test_ctrl_c_says_how_to_go_on(tmp_path, capsys, monkeypatch):
    def interrupted(*_, checkpoint, **__):
        checkpoint.write_bytes(b"state")
        raise KeyboardInterrupt

    def interrupted_early(*_):
        raise KeyboardInterrupt(signal.SIGTERM)

    monkeypatch.setattr(commands, "train", interrupted)
    assert main(["train"]) == 130
    assert "goes on from 'weights.npz.checkpoint'" in capsys.readouterr().err
    monkeypatch.setattr(commands, "find_digits", interrupted_early)
    assert main(["data"]) == 143
    assert capsys.readouterr().err == "stopped\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_a_training_that_can_go_on(tmp_path, number):
    command = [sys.executable, "-m", "groundup", "train", "--epochs", "2"]
    quiet = os.environ | {"HTTPS_PROXY": "http://127.0.0.1:1"}
    checkpoint = tmp_path / "weights.npz.checkpoint"
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=quiet, text=True) as run:
        while not checkpoint.exists():
            assert run.poll() is None
        run.send_signal(number)
        _, told = run.communicate()
    assert run.returncode == 128 + number
    last = told.splitlines()[-1]
    assert last == "stopped; the same command goes on from 'weights.npz.checkpoint'"
    assert subprocess.run(command, env=quiet, capture_output=True).returncode == 0
    assert os.listdir(tmp_path) == ["weights.npz"]


def test_a_closed_pipe_and_a_full_disk_end_quietly(tmp_path):
    quiet = os.environ | {"HTTPS_PROXY": "http://127.0.0.1:1"}

    def run(command, stdout):
        done = subprocess.run(
            [sys.executable, "-m", "groundup", *command],
            stdout=stdout, stderr=subprocess.PIPE, env=quiet, text=True,
        )  # fmt: skip
        return done.returncode, done.stderr

    for command in (["data"], ["--help"], ["evaluate", "--json"], ["train", "-h"]):
        reader, writer = os.pipe()
        os.close(reader)
        try:
            assert run(command, writer) == (128 + signal.SIGPIPE, ""), command
        finally:
            os.close(writer)
    if os.path.exists("/dev/full"):
        with open("/dev/full", "w") as full:
            status, told = run(["data"], full)
        assert (status, told) == (2, "the output cannot be used: No space left on device\n")


def test_warnings_are_sentences():
    code = "import warnings, groundup.__main__; warnings.warn('kept nowhere')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("", "kept nowhere\n")


def test_too_little_memory_is_said(capsys, monkeypatch):
    def full(*_):
        raise MemoryError

    monkeypatch.setattr(commands, "find_digits", full)
    assert "memory" in failing(capsys, "data")


def test_the_bar_without_tqdm(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    with commands.shown(2) as show:
        show(Epoch(1, 2, 0.5, 0.75, 0.7))
    assert capsys.readouterr().err == (
        "epoch 1: loss 0.5000, accuracy 0.7500, held out 0.7000\n"
    )


def test_as_a_program():
    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "groundup", *arguments],
            capture_output=True,
            text=True,
        )

    shown = run("--help")
    assert shown.returncode == 0
    assert all(command in shown.stdout for command in ("evaluate", "train", "data"))
    wrong = run("evaluate", "--weights", "none")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "'none' cannot be read: No such file or directory\n"
