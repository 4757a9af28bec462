import numpy as np
import pytest

from groundup_book.figures import training
from groundup.mnist import load_mnist
from groundup.trained import trained_network

RECORD = {
    "epochs": 4,
    "curve": {
        "loss": [0.5, 0.2, 0.1, 0.06],
        "accuracy": [0.7, 0.9, 0.95, 0.97],
        "embedded_accuracy": [0.8, 0.93, 0.97, 0.98],
    },
    "confusion": (np.eye(10, dtype=int) * 90 + np.arange(100).reshape(10, 10) % 3).tolist(),
}


def test_the_curve_is_the_record():
    upper, lower = training.curve("en", record=RECORD).axes
    np.testing.assert_array_equal(upper.lines[0].get_xdata(), [1, 2, 3, 4])
    np.testing.assert_array_equal(upper.lines[0].get_ydata(), RECORD["curve"]["loss"])
    learned, unseen = (line.get_ydata() for line in lower.lines)
    np.testing.assert_allclose(learned, [0.3, 0.1, 0.05, 0.03])
    np.testing.assert_allclose(unseen, [0.2, 0.07, 0.03, 0.02])
    assert lower.lines[0].get_linestyle() != lower.lines[1].get_linestyle()


def test_every_count_of_the_confusion_stands_in_its_cell():
    axes = training.confusion("en", record=RECORD).axes[0]
    shown = {text.get_position(): text.get_text() for text in axes.texts}
    for row, counts in enumerate(RECORD["confusion"]):
        for column, count in enumerate(counts):
            assert shown.get((column, row), "0") == str(count)
    assert f"{sum(map(sum, RECORD['confusion'])):,}" in axes.get_xlabel()


def test_the_flow_has_the_shapes_of_back_propagation():
    words = [text.get_text() for text in training.flow("en").axes[0].texts]
    layers = trained_network().layers
    for n, layer in enumerate(layers, start=1):
        at = words.index(f"∂L/∂W{'₀₁₂₃'[n]}")
        assert words[at + 1] == "{} × {}".format(*layer.weights.shape)
        at = words.index(f"δ{'₀₁₂₃'[n]}")
        assert words[at + 1] == f"n × {len(layer.bias)}"


def test_the_hardest_digits_have_the_least_probable_labels():
    images, labels = load_mnist("embedded")
    probabilities = trained_network().forward(images)
    right = probabilities[np.arange(len(labels)), labels]
    shown = training.hardest_digits("en").axes
    chosen, given, answered = training.hardest()
    assert len(shown) == len(chosen) == training.HARDEST
    for axes, image, label, answer in zip(shown, chosen, given, answered):
        (row,) = np.flatnonzero((images == image).all(axis=1))
        assert label == labels[row]
        assert np.sum(right < right[row] * 0.999) < training.HARDEST
        assert axes.get_title() == f"{label} · read as {probabilities[row].argmax()}"
        assert answer == probabilities[row].argmax()
        ink = axes.images[0].get_array()[..., 3]
        np.testing.assert_allclose(ink, image.reshape(28, 28), atol=0.5 / training.TINTS + 1e-6)


def test_the_first_layers_pictures_are_its_weights():
    axes = training.first_layer("en").axes
    weights = trained_network().layers[0].weights.T
    weights = weights / weights.std(axis=1, keepdims=True)
    above = np.array([a.images[0].get_array()[..., 3].ravel() for a in axes[:4]])
    below = np.array([a.images[0].get_array()[..., 3].ravel() for a in axes[4:]])
    assert not (above * below).any()
    neurons = set()
    for picture in above - below:
        distances = np.abs(np.clip(weights / 3, -1, 1) - picture).max(axis=1)
        neurons.add(int(distances.argmin()))
        assert distances.min() <= 0.5 / training.TINTS + 1e-5
    assert len(neurons) == training.NEURONS


@pytest.mark.parametrize(
    ("draw", "data"),
    [
        (training.curve, {"record": RECORD}),
        (training.confusion, {"record": RECORD}),
        (training.flow, {}),
        (training.first_layer, {}),
        (training.hardest_digits, {}),
    ],
)
def test_labels_follow_the_language(draw, data):
    from matplotlib.text import Text

    korean, english = (
        "".join(text.get_text() for text in draw(language, **data).findobj(Text))
        for language in ("ko", "en")
    )
    assert any("가" <= letter <= "힣" for letter in korean)
    assert not any("가" <= letter <= "힣" for letter in english)
