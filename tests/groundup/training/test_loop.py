"""Training: it learns, repeats itself to the byte, and stops and goes on cleanly."""

import numpy as np
import pytest

from groundup.training.adam import Adam
from groundup.inference import accuracy
from groundup.mnist import load_mnist
from groundup.training.loop import cosine, train


@pytest.fixture(scope="module")
def digits():
    images, labels = load_mnist("embedded")
    return images[::5], labels[::5]


def parameters(network):
    arrays = network.to_dict()
    arrays.pop("activations")
    return np.concatenate([array.ravel() for array in arrays.values()])


def test_it_learns_to_read_digits_that_it_has_not_seen(digits):
    images, labels = digits
    epochs = []
    network = train(
        images[::2],
        labels[::2],
        epochs=20,
        batch_size=16,
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


def test_the_same_seed_gives_the_same_file_and_another_one_does_not(digits, tmp_path):
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        train(*digits, seed=seed, epochs=2).save(tmp_path / f"{name}.npz")
    a, b, c = ((tmp_path / f"{name}.npz").read_bytes() for name in "abc")
    assert a == b
    assert a != c


@pytest.mark.parametrize("stop", [1, 3])
def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(digits, tmp_path, stop):
    whole = train(*digits, epochs=4)
    checkpoint = tmp_path / "run.npz"

    def interrupt(epoch):
        if epoch.number == stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(*digits, epochs=4, progress=interrupt, checkpoint=checkpoint)
    assert checkpoint.exists()
    numbers = []
    resumed = train(
        *digits,
        epochs=4,
        progress=lambda epoch: numbers.append(epoch.number),
        checkpoint=checkpoint,
    )
    assert numbers == list(range(stop + 1, 5))
    np.testing.assert_array_equal(parameters(resumed), parameters(whole))
    assert list(tmp_path.iterdir()) == []


def test_an_epoch_that_was_cut_short_is_made_again(digits, tmp_path, monkeypatch):
    whole = train(*digits, epochs=2)
    steps = []
    step = Adam.step

    def interrupted(self, *arguments):
        steps.append(arguments)
        if len(steps) == 10:
            raise KeyboardInterrupt
        step(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(Adam, "step", interrupted)
        with pytest.raises(KeyboardInterrupt):
            train(*digits, epochs=2, checkpoint=tmp_path / "run.npz")
    resumed = train(*digits, epochs=2, checkpoint=tmp_path / "run.npz")
    np.testing.assert_array_equal(parameters(resumed), parameters(whole))


def test_a_checkpoint_of_another_run_or_no_checkpoint_is_refused(digits, tmp_path):
    images, labels = digits

    def stop(epoch):
        raise KeyboardInterrupt

    path = tmp_path / "run.npz"
    with pytest.raises(KeyboardInterrupt):
        train(images, labels, epochs=2, progress=stop, checkpoint=path)
    for other in ({"seed": 1}, {"epochs": 3}, {"decay": 0}, {"sizes": (784, 9, 10)}):
        with pytest.raises(ValueError, match="of another run"):
            train(images, labels, **({"epochs": 2} | other), checkpoint=path)
    with pytest.raises(ValueError, match="of another run"):
        train(images, labels[::-1], epochs=2, checkpoint=path)
    path.write_bytes(b"no checkpoint")
    with pytest.raises(ValueError, match="run.npz"):
        train(images, labels, epochs=2, checkpoint=path)


def test_the_images_and_labels_given_are_left_as_they_are(digits):
    images, labels = (array.copy() for array in digits)
    train(*digits, epochs=1)
    np.testing.assert_array_equal(images, digits[0])
    np.testing.assert_array_equal(labels, digits[1])


def test_input_that_does_not_fit_is_named(digits):
    images, labels = digits
    with pytest.raises(ValueError, match=r"images has shape \(1000, 783\)"):
        train(images[:, 1:], labels)
    with pytest.raises(ValueError, match="goes from 0.0 to 255.0; expected floats from 0"):
        train(images * 255, labels)
    with pytest.raises(ValueError, match=r"labels has shape \(999,\)"):
        train(images, labels[1:])
    with pytest.raises(ValueError, match="epochs is 0; expected 1 or more"):
        train(images, labels, epochs=0)
    with pytest.raises(ValueError, match="goes from nan to nan"):
        train(images * np.float32("nan"), labels)


def test_the_rate_falls_along_half_a_cosine():
    rates = cosine(0.2, 100)
    assert rates[0] == pytest.approx(0.2)
    assert rates[50] == pytest.approx(0.1)
    assert 0 < rates[99] < 0.001
    assert (np.diff(rates) < 0).all()
