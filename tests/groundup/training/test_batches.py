import threading
from contextlib import closing

import numpy as np
import pytest

from groundup.training import batches
from groundup.training.batches import shuffled_batches

IMAGES = np.repeat(np.arange(5000, dtype=np.float32)[:, None] / 5000, 16, axis=1)
LABELS = np.arange(5000)


@pytest.mark.parametrize("platform", ["linux", "emscripten"])
def test_every_image_comes_once_with_its_label(monkeypatch, platform):
    monkeypatch.setattr(batches.sys, "platform", platform)
    made = list(shuffled_batches(IMAGES, LABELS, 64, seed=0))
    assert [len(y) for _, y in made] == [64] * 78 + [8]
    labels = np.concatenate([y for _, y in made])
    assert sorted(labels) == list(range(5000))
    assert (labels != LABELS).mean() > 0.99
    for x, y in made:
        np.testing.assert_allclose(x, IMAGES[y], rtol=1e-6)


def test_the_seed_decides_and_threads_do_not(monkeypatch):
    images = np.random.default_rng(0).random((300, 16)).astype(np.float32)
    labels = np.arange(300)

    def run(seed):
        return [a.tobytes() for pair in shuffled_batches(images, labels, 8, seed) for a in pair]

    threaded = run((1, 2))
    assert threaded == run((1, 2))
    assert threaded != run((1, 3))
    monkeypatch.setattr(batches.sys, "platform", "emscripten")
    assert threaded == run((1, 2))


def test_the_thread_ends_with_the_iterator():
    before = threading.active_count()
    with closing(shuffled_batches(IMAGES, LABELS, 64, seed=0)) as made:
        next(made)
        assert threading.active_count() == before + 1
    assert threading.active_count() == before


def test_an_error_in_the_making_reaches_the_learner():
    with pytest.raises(ValueError, match=r"images has shape \(8, 15\)"):
        list(shuffled_batches(IMAGES[:8, :15], LABELS[:8], 8, seed=0))
