import math
import re

import numpy as np
import pytest
from matplotlib.colors import to_hex

from groundup_book.figures import style
from groundup_book.figures.inner_product import sign, swap


def texts(ax):
    return [t.get_text().replace("−", "-") for t in ax.texts]


def shadow(ax):
    (line,) = (x for x in ax.lines if to_hex(x.get_color()) == style.ORANGE_SOFT)
    return line.get_xydata()


@pytest.mark.parametrize(
    ("draw", "panel", "vector", "base"),
    [
        (swap, 0, (6, 8), (15, 0)),
        (swap, 1, (15, 0), (6, 8)),
        (sign, 0, (0, 8), (15, 0)),
        (sign, 1, (-6, 8), (15, 0)),
    ],
)
@pytest.mark.parametrize("language", style.LANGUAGES)
def test_each_panel_states_and_draws_a_true_product(
    draw, panel, vector, base, language
):
    ax = draw(language).axes[panel]
    start, end = shadow(ax)
    product = vector[0] * base[0] + vector[1] * base[1]
    np.testing.assert_array_equal(start, (0, 0))
    assert end @ base == pytest.approx(product)
    assert end[0] * base[1] == pytest.approx(end[1] * base[0])

    (statement,) = (text for text in texts(ax) if "=" in text)
    length, reach, result = map(int, re.findall(r"-?\d+", statement))
    assert length == math.hypot(*base)
    assert abs(reach) == pytest.approx(math.hypot(*end))
    assert length * reach == result == product
    assert {str(length), str(reach)} <= set(texts(ax))


def test_the_dashed_line_falls_at_a_right_angle():
    bases = [(15, 0), (6, 8), (15, 0), (15, 0)]
    for ax, base in zip(swap("en").axes + sign("en").axes, bases, strict=True):
        tip, foot = ax.lines[0].get_xydata()
        assert (tip - foot) @ base == pytest.approx(0)


@pytest.mark.parametrize("draw", [swap, sign])
def test_labels_follow_the_language(draw):
    korean, english = draw("ko"), draw("en")
    for ko, en in zip(korean.axes, english.axes, strict=True):
        assert any("가" <= c <= "힣" for text in texts(ko) for c in text)
        assert not any("가" <= c <= "힣" for text in texts(en) for c in text)


def test_only_the_base_is_blue():
    for ax, name in zip(swap("en").axes, "ba", strict=True):
        blue = [t.get_text() for t in ax.texts if to_hex(t.get_color()) == style.BLUE]
        assert name in blue
        assert "ab".replace(name, "") not in blue
