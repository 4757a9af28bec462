import hashlib
import os

import numpy as np
import pytest

from groundup import mnist
from groundup.files import sources
from groundup.mnist import load_mnist, load_training, rows_not_in, training_digits
from groundup.files.sources import embedded_digits, find_digits

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
    with pytest.warns(UserWarning, match="MNIST's test set could not be had"):
        images, _ = load_mnist()
    assert len(images) == 5000
    with pytest.warns(UserWarning, match="these are 4,000 embedded images"):
        images, labels = load_training()
    assert np.bincount(labels).tolist() == [400] * 10
    training, held_out = training_digits()
    assert not set(hashes(training.images)) & set(hashes(held_out.images))
    assert np.bincount(held_out.labels).tolist() == [100] * 10


def test_no_embedded_image_is_learned_from(monkeypatch):
    rng = np.random.default_rng(0)
    embedded = embedded_digits()
    found = rng.integers(0, 256, (20, 28, 28), dtype=np.uint8)
    found[[3, 3, 17]] = embedded.images[[0, 0, 4999]]
    digits = sources.Digits(found, np.arange(20) % 10, "folder")
    monkeypatch.setattr(mnist, "find_digits", lambda *_: digits)
    training, held_out = training_digits()
    assert training.labels.tolist() == [n % 10 for n in range(20) if n not in (3, 17)]
    assert len(held_out.labels) == 5000


def test_only_images_alike_are_compared():
    with pytest.raises(ValueError, match="expected images alike"):
        rows_not_in(np.zeros((2, 4)), np.zeros((2, 5)))


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
