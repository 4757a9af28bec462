import json
import os
import pickle
import re
import subprocess
import sys

import numpy as np
import pytest

from groundup.cli import commands
from groundup.files import sources
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
    assert "5,000 embedded images" in first and "could not be had" in first
    right = right_answers(arrays, *load_mnist("embedded"))
    assert last == f"accuracy {right / 5000:.4f} ({right}/5000)"


def test_evaluate_in_json(tmp_path, capsys):
    Network.from_dict(book_like()).save(tmp_path / "weights.npz")
    assert main(["evaluate", "--weights", "weights.npz", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["count"] == 5000 and report["weights"] == "weights.npz"
    assert report["network"] == "784-50-100-10" and report["batch_size"] == BATCH_SIZE
    assert report["accuracy"] == report["correct"] / 5000


def test_a_named_folder_is_used_and_named(tmp_path, capsys, monkeypatch):
    digits = sources.embedded_digits()
    found = sources.Digits(digits.images[:50], digits.labels[:50], "folder", "there")
    asked = []
    monkeypatch.setattr(
        commands, "find_digits", lambda *arguments: asked.append(arguments) or found
    )
    Network.from_dict(book_like()).save(tmp_path / "weights.npz")
    assert main(["evaluate", "--weights", "weights.npz", "--data", "there"]) == 0
    assert asked == [("test", "there")]
    first = capsys.readouterr().out.splitlines()[0]
    assert first == "50 images of MNIST's official test set, folder there"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "command"),
        (["guess"], "invalid choice"),
        (["evaluate", "--batch-size", "0"], "is 0; expected 1 or more"),
        (["evaluate", "--batch-size", "many"], "many"),
        (["train", "--epochs", "-1"], "-1"),
        (["train", "--seed", "1.5"], "1.5"),
        (["evaluate", "--weights", "none.npz"], "'none.npz' does not exist"),
        (["evaluate", "--weights", "."], "'.' is a folder"),
        (["evaluate", "--weights", "nul\0"], "no file name"),
        (["data", "--data", "none"], "'none' does not exist"),
        (["data", "--data", "."], "holds no train-images-idx3-ubyte"),
        (["train", "--data", "none"], "'none' does not exist"),
        (["train", "--out", "."], "'.' cannot be written"),
        (["train", "--out", "none/weights.npz"], "cannot be written"),
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
        (small, "the network is 4-3; expected 784"),
        (broken, "layer 2"),
        (missing, "expected W1, b1, W2, b2"),
    ]:
        (tmp_path / "w.pkl").write_bytes(pickle.dumps(arrays))
        assert why in failing(capsys, "evaluate", "--weights", "w.pkl")


def test_data_says_where_the_images_come_from(capsys):
    assert main(["data"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "5,000 embedded images" in line and line.endswith("checksum holds")


def test_train_writes_a_network_and_scores_it(tmp_path, capsys):
    assert main(["train", "--epochs", "1", "--seed", "3", "--out", "mine.npz"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert "4,000 embedded images" in out[0] and "could not be had" in out[0]
    assert "1,000 embedded images" in out[-2]
    score = re.fullmatch(r"accuracy (0\.\d{4}) \((\d+)/1000\)", out[-1])
    assert score and Network.load("mine.npz").sizes == (784, 50, 100, 10)
    assert sorted(os.listdir(tmp_path)) == ["mine.npz"]


def test_ctrl_c_says_how_to_go_on(tmp_path, capsys, monkeypatch):
    def interrupted(*_, checkpoint, **__):
        checkpoint.write_bytes(b"state")
        raise KeyboardInterrupt

    def interrupted_early(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "train", interrupted)
    assert main(["train"]) == 130
    assert "goes on from weights.npz.checkpoint" in capsys.readouterr().err
    monkeypatch.setattr(commands, "find_digits", interrupted_early)
    assert main(["data"]) == 130
    assert capsys.readouterr().err == "stopped\n"


def test_too_little_memory_is_said(capsys, monkeypatch):
    def full(*_):
        raise MemoryError

    monkeypatch.setattr(commands, "find_digits", full)
    assert "memory" in failing(capsys, "data")


def test_the_bar_without_tqdm(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    with commands.Bar(2) as bar:
        bar.show(Epoch(1, 2, 0.5, 0.75, 0.7))
    assert capsys.readouterr().err == (
        "epoch 1/2: loss 0.5000, accuracy 0.7500, held out 0.7000\n"
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
    assert wrong.stderr == "'none' does not exist\n"
