import math

import pytest
from matplotlib.colors import to_hex

from groundup_book.figures import output as figures
from groundup_book.figures import style


def test_filled_dots_are_the_positive_scores():
    lines = figures.classes("en").axes[0].get_lines()
    dots = [line for line in lines if line.get_marker() == "o"]
    assert len(dots) == len(figures.TWO)
    for dot, score in zip(dots, figures.TWO):
        assert dot.get_ydata()[0] == pytest.approx(1 / (1 + math.exp(-score)))
        filled = to_hex(dot.get_markerfacecolor()) == style.BLUE
        assert filled == (score > 0)


def test_bars_are_probabilities_and_the_highest_is_the_answer():
    axes = figures.classes("en").axes[1]
    heights = [bar.get_height() for bar in axes.patches]
    assert math.fsum(heights) == pytest.approx(1)
    highest = heights.index(max(heights))
    assert highest == figures.TEN.tolist().index(max(figures.TEN))
    filled = [to_hex(bar.get_facecolor()) == style.BLUE for bar in axes.patches]
    assert filled.index(True) == highest and sum(filled) == 1
    assert axes.texts[0].get_text() == f"answer {highest}"


def test_labels_are_in_the_language():
    assert figures.classes("ko").axes[1].get_xlabel() == "클래스"
    assert figures.classes("en").axes[1].get_xlabel() == "class"
