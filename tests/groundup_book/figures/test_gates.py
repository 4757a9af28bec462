"""What the gate figures draw is what the gates compute."""

from itertools import product

import numpy as np
import pytest
from matplotlib.colors import to_hex

from groundup_book.figures import gates as figures
from groundup_book.figures import style
from groundup.gates import AND, NAND, OR

XOR = {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0}
TRUTH = {
    "AND": lambda x1, x2: x1 & x2,
    "OR": lambda x1, x2: x1 | x2,
    "NAND": lambda x1, x2: 1 - (x1 & x2),
    "XOR": lambda x1, x2: x1 ^ x2,
}
DRAWINGS = ("and_boundary", "or_boundary", "boundaries", "xor_layers")


def texts(figure):
    inside = [t.get_text() for axes in figure.axes for t in axes.texts]
    return inside + [axes.get_title(loc="left") for axes in figure.axes]


def corners(axes):
    """Return each drawn pair with the digit in it and whether its marker is filled."""
    markers = [line for line in axes.lines if line.get_marker() == "o"]
    digits = {t.get_position(): t.get_text() for t in axes.texts if t.get_text() in "01"}
    drawn = {}
    for marker in markers:
        place = marker.get_xdata()[0], marker.get_ydata()[0]
        filled = to_hex(marker.get_markerfacecolor()) == style.INK
        drawn[place] = int(digits[place]), filled
    return drawn


@pytest.mark.parametrize("name", DRAWINGS)
def test_both_languages_draw_the_same_with_other_words(name):
    korean, english = (getattr(figures, name)(language) for language in ("ko", "en"))
    assert len(texts(korean)) == len(texts(english))
    if name != "or_boundary":
        assert texts(korean) != texts(english)
    assert not any("가" <= c <= "힣" for text in texts(english) for c in text)


@pytest.mark.parametrize("language", style.LANGUAGES)
def test_each_panel_shows_the_truth_table_of_its_gate(language):
    for axes in figures.boundaries(language).axes:
        gate = axes.get_title(loc="left").split(" · ")[0]
        for pair, (digit, filled) in corners(axes).items():
            assert digit == TRUTH[gate](*pair)
            assert filled == bool(digit)
        assert len(corners(axes)) == 4


def test_one_line_for_each_gate_and_two_for_xor():
    counts = {
        axes.get_title(loc="left").split(" · ")[0]: sum(
            line.get_marker() == "None" for line in axes.lines
        )
        for axes in figures.boundaries("en").axes
    }
    assert counts == {"AND": 1, "OR": 1, "NAND": 1, "XOR": 2}


@pytest.mark.parametrize("neuron", [AND, OR, NAND], ids=["AND", "OR", "NAND"])
def test_the_sum_is_zero_all_along_the_line(neuron):
    x1 = np.linspace(-3, 3, 13)
    w1, w2 = neuron.weights
    sums = w1 * x1 + w2 * figures.crossing(neuron, x1) + neuron.bias
    np.testing.assert_allclose(sums, 0, atol=1e-12)


def test_the_coloured_part_is_where_the_gate_gives_one():
    points = [p for p in product(np.linspace(-0.4, 1.6, 9), repeat=2)]
    for axes in figures.boundaries("en").axes:
        gate = axes.get_title(loc="left").split(" · ")[0]
        (shaded,) = axes.collections
        for x1, x2 in points:
            total = x1 + x2
            low, high = {
                "AND": (1.4, 9), "OR": (0.4, 9), "NAND": (-9, 1.4), "XOR": (0.4, 1.4),
            }[gate]  # fmt: skip
            if min(abs(total - low), abs(total - high)) > 0.02:
                inside = any(p.contains_point((x1, x2)) for p in shaded.get_paths())
                assert inside == (low < total < high), (gate, x1, x2)


def test_and_shows_the_sum_at_each_corner():
    shown = {t for t in texts(figures.and_boundary("en")) if t.startswith("t = ")}
    assert shown == {"t = −0.7", "t = −0.2", "t = 0.3"}
    assert "0.5x₁ + 0.5x₂ − 0.7 = 0" in texts(figures.and_boundary("en"))


def test_the_hidden_layer_brings_the_two_ones_together():
    before, after = figures.xor_layers("en").axes
    assert {pair: digit for pair, (digit, _) in corners(before).items()} == XOR
    moved = {pair: digit for pair, (digit, _) in corners(after).items()}
    assert moved == {(1, 0): 0, (1, 1): 1, (0, 1): 0}
    assert "(0, 1)\n(1, 0)" in texts(figures.xor_layers("en"))
