import hashlib
import os

import numpy as np
import pytest

from groundup import mnist
from groundup.files import sources
from groundup.files.sources import PARTS, embedded_digits, find_digits
from groundup.mnist import load_mnist, load_training, scoring_digits, training_digits

official = pytest.mark.skipif(
    not os.environ.get("MNIST_DIR"), reason="MNIST_DIR names no folder with MNIST"
)


@pytest.fixture
def offline(monkeypatch):
    monkeypatch.delenv("MNIST_DIR", raising=False)
    monkeypatch.setattr(sources, "MIRRORS", ())
    monkeypatch.setenv("XDG_CACHE_HOME", "/nowhere")


def hashes(images):
    return [hashlib.sha256(image.tobytes()).digest() for image in images]


def test_every_form_of_images_and_labels():
    rows, numbers = load_mnist("embedded")
    squares, single = load_mnist(
        "embedded", flatten=False, normalize=False, one_hot=True
    )
    assert rows.shape == (5000, 784) and rows.dtype == np.float32
    assert squares.shape == (5000, 28, 28) and squares.dtype == np.uint8
    assert rows.min() == 0 and rows.max() == 1
    assert np.array_equal(np.rint(rows * 255).reshape(-1, 28, 28), squares)
    assert single.shape == (5000, 10) and single.dtype == np.float32
    assert (single.sum(axis=1) == 1).all() and (single.max(axis=1) == 1).all()
    assert np.array_equal(single.argmax(axis=1), numbers)
    assert np.bincount(numbers).tolist() == [500] * 10
    assert (-numbers).min() == -9


def test_a_stand_in_says_so(offline):
    for split, count in (("train", "4,000"), ("test", "1,000")):
        with pytest.warns(UserWarning, match=f"MNIST's {split} set .* {count} embedded"):
            _, labels = load_mnist(split)
        assert set(np.bincount(labels, minlength=10)) == {len(labels) // 10}
    with pytest.warns(UserWarning, match="these are 4,000 embedded images"):
        images, labels = load_training()
    assert np.array_equal(images, load_mnist("embedded-train")[0])


def test_the_embedded_parts_share_no_image_and_leave_none_out():
    whole, *parts = (find_digits(f"embedded{part}") for part in ("", "-train", "-test"))
    assert set(hashes(whole.images)) == set(sum((hashes(p.images) for p in parts), []))
    assert [len(part.labels) for part in parts] == [4000, 1000]
    pairs = {*zip(hashes(whole.images), whole.labels.tolist())}
    for part in parts:
        assert pairs >= {*zip(hashes(part.images), part.labels.tolist())}


def test_no_embedded_image_is_learned_from(monkeypatch):
    rng = np.random.default_rng(0)
    embedded = embedded_digits()
    found = rng.integers(0, 256, (20, 28, 28), dtype=np.uint8)
    found[[3, 3, 17]] = embedded.images[[0, 0, 4999]]
    digits = sources.Digits(found, np.arange(20) % 10, "train", "folder")
    monkeypatch.setattr(sources, "_cached", lambda *_: digits)
    monkeypatch.delenv("MNIST_DIR", raising=False)
    training, held_out = training_digits()
    assert training.labels.tolist() == [n % 10 for n in range(20) if n not in (3, 17)]
    assert training.split == "train-without-embedded"
    assert held_out.split == "embedded"


@pytest.mark.parametrize("learned_from", [*PARTS, None, "photos", ["train"]])
@pytest.mark.parametrize("official", [True, False])
def test_what_is_scored_was_not_learned_from(offline, monkeypatch, learned_from, official):
    if official:
        whole = embedded_digits()
        found = sources.Digits(255 - whole.images[:9], whole.labels[:9], "test", "folder")
        monkeypatch.setattr(mnist, "find_digits", lambda *_: found)
    known = isinstance(learned_from, str) and learned_from in PARTS
    seen = PARTS[learned_from] if known else set()
    record = f"mnist-{learned_from}" if known else learned_from
    if seen >= PARTS["test" if official else "embedded"]:
        with pytest.raises(ValueError, match="holds all the images that could be scored"):
            scoring_digits(record)
        return
    scored = scoring_digits(record)
    assert bool(scored.missed) != official
    assert not PARTS[scored.split] & seen
    if learned_from in ("train-without-embedded", "test") and not official:
        assert len(scored.labels) == 5000
    elif not official and learned_from != "embedded-test":
        assert scored.split == "embedded-test"


def test_the_embedded_file_is_small():
    path = sources.files("groundup") / "data" / "mnist-5000.npz"
    assert path.stat().st_size <= 1_500_000


@official
def test_the_embedded_images_are_in_the_training_set_and_no_image_comes_twice():
    train, test, embedded = (find_digits(s) for s in ("train", "test", "embedded"))
    where = {key: row for row, key in enumerate(hashes(train.images))}
    assert len(where) == 60_000
    assert len(set(hashes(test.images))) == 10_000
    assert where.keys().isdisjoint(hashes(test.images))
    rows = [where[key] for key in hashes(embedded.images)]
    assert len(set(rows)) == 5000
    assert np.array_equal(train.labels[rows], embedded.labels)
    training, held_out = training_digits()
    left = set(hashes(training.images))
    assert len(training.labels) == len(left) == 55_000
    assert left == where.keys() - set(hashes(held_out.images))


@official
def test_the_official_test_set():
    images, labels = load_mnist()
    assert images.shape == (10_000, 784)
    assert labels[:8].tolist() == [7, 2, 1, 0, 4, 1, 4, 9]
