"""No image is both learned from and scored: every way to either, in pairs."""

import doctest
import gzip
import hashlib
import io
import os
import struct
import subprocess
import sys
import warnings
import zipfile

import numpy as np
import pytest

import groundup.inference
import groundup.training.loop
from groundup.cli import commands
from groundup.cli.parser import main
from groundup.files import sources
from groundup.mnist import load_mnist, load_training, training_digits
from groundup.network import Network

RNG = np.random.default_rng(11)
EMBEDDED = sources.embedded_digits()
MORE = RNG.integers(0, 256, (400, 28, 28), dtype=np.uint8)
OFFICIAL = {
    "train": (
        np.concatenate([EMBEDDED.images, MORE[:300]]),
        np.concatenate([EMBEDDED.labels, np.arange(300, dtype=np.uint8) % 10]),
    ),
    "test": (MORE[300:], np.arange(100, dtype=np.uint8) % 10),
}
WORLDS = {
    "nothing": ("none", ()),
    "a folder": ("folder", ("train", "test")),
    "the cache": ("cache", ("train", "test")),
    "the training set cached": ("cache", ("train",)),
    "the test set cached": ("cache", ("test",)),
}


def idx(array):
    head = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return head + array.tobytes()


def rows(images):
    """Each image as bytes, from pixels in whichever form and range."""
    images = np.asarray(images).reshape(len(images), -1)
    if images.dtype != np.uint8:
        images = np.rint(images * 255).astype(np.uint8)
    return {image.tobytes() for image in images}


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A small MNIST that holds the embedded images as the real one does."""
    made = {
        split: tuple(
            sources.File(f"{split}-{kind}", data.shape, hashlib.sha256(idx(data)).hexdigest())
            for kind, data in zip(("images", "labels"), arrays)
        )
        for split, arrays in OFFICIAL.items()
    }
    monkeypatch.setattr(sources, "FILES", made)
    monkeypatch.setattr(sources, "MIRRORS", ())
    monkeypatch.chdir(tmp_path)

    def enter(name):
        where, splits = WORLDS[name]
        place = tmp_path / name
        monkeypatch.delenv("MNIST_DIR", raising=False)
        monkeypatch.setenv("XDG_CACHE_HOME", str(place))
        folder = place / "groundup" / "mnist"
        folder.mkdir(parents=True, exist_ok=True)
        if where == "folder":
            monkeypatch.setenv("MNIST_DIR", str(folder))
        for split in splits:
            for file, array in zip(made[split], OFFICIAL[split]):
                (folder / f"{file.name}.gz").write_bytes(gzip.compress(idx(array), 1))

    return enter


@pytest.fixture
def seen(monkeypatch):
    """What every `train` learned from and every score was made on, as sets of rows."""
    learned, scored = set(), set()

    def train(*arguments, validation=None, **_):
        tables = (a for a in arguments if isinstance(a, np.ndarray) and a.ndim == 2)
        learned.update(rows(next(tables)))
        if validation is not None:
            scored.update(rows(validation[0]))
        return Network.random((784, 10), seed=0)

    def accuracy(network, x, *_):
        scored.update(rows(x))
        return 0.5

    originals = {groundup.training.loop.train: train, groundup.inference.accuracy: accuracy}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "groundup":
            for key, value in list(vars(module).items()):
                if callable(value) and not isinstance(value, type):
                    for original, spy in originals.items():
                        if value is original:
                            monkeypatch.setattr(module, key, spy)
    return learned, scored


def to_learn_from():
    """Each way of the library to get images to learn from."""
    yield "load_mnist", rows(load_mnist("train")[0])
    yield "squares", rows(load_mnist("train", flatten=False, normalize=False)[0])
    yield "load_training", rows(load_training()[0])
    yield "training_digits", rows(training_digits()[0].images)


def to_score():
    """Each way of the library to get images to score, and `evaluate` without a record."""
    yield "load_mnist", rows(load_mnist("test")[0])
    yield "one_hot", rows(load_mnist(one_hot=True)[0])


@pytest.mark.filterwarnings("ignore:MNIST's")
@pytest.mark.parametrize("name", WORLDS)
def test_no_way_to_learn_shares_an_image_with_a_way_to_score(world, seen, name):
    world(name)
    learned, scored = seen
    Network.random((784, 10), seed=0).save("bare.npz")
    assert main(["evaluate", "--weights", "bare.npz"]) == 0
    ways = dict(to_score()) | {"evaluate": set(scored)}
    assert ways["evaluate"] == ways["load_mnist"]
    for way, images in to_learn_from():
        for other, unseen in ways.items():
            assert images and unseen and not images & unseen, (way, other)
    scored.clear()
    assert main(["train"]) == 0
    assert learned == rows(load_training()[0])
    assert scored and not learned & scored
    assert not learned & ways["evaluate"]
    complete = set(WORLDS[name][1]) == {"train", "test"}
    assert learned == rows(MORE[:300] if complete else load_mnist("embedded-train")[0])


@pytest.mark.parametrize("there", WORLDS)
@pytest.mark.parametrize("here", WORLDS)
def test_what_one_place_trained_another_scores_on_other_images(world, seen, here, there):
    learned, scored = seen
    world(here)
    assert main(["train", "--out", "mine.npz"]) == 0
    scored.clear()
    world(there)
    assert main(["evaluate", "--weights", "mine.npz"]) == 0
    assert learned and scored and not learned & scored


def test_the_whole_training_set_leaves_no_embedded_image_to_score(world, seen, capsys):
    Network.random((784, 10), seed=0).save("all.npz", {"images": "mnist-train"})
    world("nothing")
    assert main(["evaluate", "--weights", "all.npz"]) == 2
    assert "holds all the images that could be scored" in capsys.readouterr().err
    world("the test set cached")
    assert main(["evaluate", "--weights", "all.npz"]) == 0
    assert seen[1] == rows(MORE[300:])


def test_the_projects_own_weights_say_that_they_saw_none_of_what_is_scored(world, seen):
    world("nothing")
    assert main(["evaluate"]) == 0
    assert seen[1] == rows(EMBEDDED.images)
    record = commands.read_weights(commands.WEIGHTS).record
    assert record["images"] == "mnist-train-without-embedded"


def test_no_example_scores_what_it_learned_from(world, seen, root):
    """Of all transcripts, the labs' cells among them, those that train a network."""
    learned, scored = seen
    world("nothing")
    trains = []
    for path in sorted((root / "snippets").rglob("*.pycon")):
        text = path.read_text("utf-8")
        if "import train\n" in text and "mnist" in text:
            trains.append(path)
            learned.clear(), scored.clear()
            code = "".join(e.source for e in doctest.DocTestParser().get_examples(text))
            with warnings.catch_warnings(action="ignore"):
                exec(code, {})
            assert learned and scored and not learned & scored, path
            assert not learned & rows(load_mnist("embedded-test")[0]), path
    assert trains


def test_nor_does_the_package_in_the_browser(root, tmp_path):
    from bookproof.project import Project
    from bookproof.runtime.wheel import library_wheel

    wheel = library_wheel(Project(root), {})
    zipfile.ZipFile(io.BytesIO(wheel)).extractall(tmp_path)
    code = """
import sys, warnings
sys.modules.update(dict.fromkeys(["platformdirs", "pooch", "requests", "ssl"]))
warnings.simplefilter("ignore")
from groundup import mnist
def rows(images):
    return {image.tobytes() for image in images}
test, train, learn = (rows(images) for images, _ in (
    mnist.load_mnist("test"), mnist.load_mnist("train"), mnist.load_training()))
print(mnist.__file__, len(test), len(train), train == learn, len(test & train))
"""
    clean = {k: v for k, v in os.environ.items() if k != "MNIST_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=clean | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [
        str(tmp_path / "groundup" / "mnist.py"), "1000", "4000", "True", "0"
    ], done.stderr  # fmt: skip
