import threading
from contextlib import closing

import numpy as np
import pytest

from groundup.training import batches
from groundup.training.augment import distort
from groundup.training.batches import epochs_of_batches, shuffled_batches

IMAGES = np.repeat(np.arange(5000, dtype=np.float32)[:, None] / 5000, 16, axis=1)
LABELS = np.arange(5000)


@pytest.mark.parametrize("platform", ["linux", "emscripten"])
def test_every_image_comes_once_with_its_label(monkeypatch, platform):
    monkeypatch.setattr(batches.sys, "platform", platform)
    made = list(shuffled_batches(IMAGES, LABELS, 64, 0, distort))
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
        return [a.tobytes() for pair in shuffled_batches(images, labels, 8, seed, distort) for a in pair]

    threaded = run((1, 2))
    assert threaded == run((1, 2))
    assert threaded != run((1, 3))
    monkeypatch.setattr(batches.sys, "platform", "emscripten")
    assert threaded == run((1, 2))


def test_the_thread_ends_with_the_iterator():
    before = threading.active_count()
    with closing(shuffled_batches(IMAGES, LABELS, 64, 0, distort)) as made:
        next(made)
        assert threading.active_count() == before + 1
    assert threading.active_count() == before


def test_an_error_in_the_making_reaches_the_learner():
    with pytest.raises(ValueError, match=r"images has shape \(8, 15\)"):
        list(shuffled_batches(IMAGES[:8, :15], LABELS[:8], 8, 0, distort))


def test_without_augment_the_rows_come_as_they_are_and_without_a_thread():
    before = threading.active_count()
    with closing(shuffled_batches(IMAGES, LABELS, 64, seed=0)) as made:
        x, y = next(made)
        assert threading.active_count() == before
    np.testing.assert_array_equal(x, IMAGES[y])
    assert (np.diff(y) < 0).any()


def test_a_table_of_one_batch_keeps_its_order():
    ((x, y),) = shuffled_batches(IMAGES[:9], LABELS[:9], 9, seed=0)
    np.testing.assert_array_equal(x, IMAGES[:9])
    np.testing.assert_array_equal(y, LABELS[:9])


@pytest.mark.parametrize("done", [0, 1, 2, 3, 4, 7, 11, 12])
@pytest.mark.parametrize("augment", [None, distort])
def test_batches_can_be_taken_up_again_anywhere(done, augment):
    options = {"batch_size": 4, "seed": 5, "augment": augment, "epochs": 4}
    whole = list(epochs_of_batches(IMAGES[:10], LABELS[:10], **options))
    rest = list(epochs_of_batches(IMAGES[:10], LABELS[:10], **options, done=done))
    assert [epoch for epoch, _, _ in whole] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
    assert len(rest) == 12 - done
    for (a, x, y), (b, u, v) in zip(whole[done:], rest):
        assert (a, x.tobytes(), y.tobytes()) == (b, u.tobytes(), v.tobytes())


def test_an_augment_that_loses_rows_is_told():
    with pytest.raises(ValueError, match=r"augment returned shape \(7, 16\); expected \(8, 16\)"):
        list(shuffled_batches(IMAGES[:8], LABELS[:8], 4, 0, lambda x, rng: x[1:]))
