import math

import numpy as np
import pytest

from groundup_book.figures import mnist as figures
from groundup.mnist import load_mnist
from groundup.trained import trained_network


def shares(scores):
    exps = [math.exp(score - max(scores)) for score in scores]
    return [exp / math.fsum(exps) for exp in exps]


def heights(axes):
    return [bar.get_height() for bar in axes.patches]


def test_the_grid_shows_each_digit_above_its_label():
    (axes,) = figures.digits("en").axes
    (drawn,) = axes.images
    pixels, labels = load_mnist("embedded", flatten=False)
    alpha = np.asarray(drawn.get_array())[..., 3]
    tile = 28 + figures.GAP
    for digit, tick in enumerate(axes.get_xticks()):
        assert axes.get_xticklabels()[digit].get_text() == str(digit)
        assert digit * tile < tick < digit * tile + 28
        for row in range(figures.ROWS):
            shown = alpha[row * tile :, digit * tile :][:28, :28]
            np.testing.assert_array_equal(shown, pixels[500 * digit + row])
            assert labels[500 * digit + row] == digit


def test_both_answers_are_computed_from_the_drawn_image():
    left, kept, dropped = figures.answers("en").axes
    pixels = (
        np.asarray(left.images[0].get_array())[::8, ::8, 3].reshape(-1).astype(float)
    )
    arrays = {
        k: v.astype(float)
        for k, v in trained_network().to_dict().items()
        if k[0] in "Wb"
    }
    right = wrong = pixels
    for n in (1, 2, 3):
        right = right @ arrays[f"W{n}"] + arrays[f"b{n}"]
        wrong = wrong @ arrays[f"W{n}"] + arrays[f"b{n}"]
        if n < 3:
            right = 1 / (1 + np.exp(-right))
    np.testing.assert_allclose(heights(kept), shares(right.tolist()), atol=1e-4)
    np.testing.assert_allclose(heights(dropped), shares(wrong.tolist()), atol=1e-4)
    label = int(left.get_xlabel()[-1])
    assert np.argmax(heights(kept)) == label != np.argmax(heights(dropped))


@pytest.mark.parametrize("figure", [figures.digits, figures.answers])
def test_labels_change_with_the_language(figure):
    korean, english = (
        [axes.get_xlabel() + axes.get_title("left") for axes in figure(language).axes]
        for language in ("ko", "en")
    )
    assert korean[-1] != english[-1] and korean[0] != english[0]
