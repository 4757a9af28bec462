import numpy as np
import pytest

from groundup_book.figures import collapse


def slopes(line):
    x, y = line.get_data()
    return np.diff(y) / np.diff(x)


def by_hand(layers, point, bend):
    for n, (weights, bias) in enumerate(layers, 1):
        point = [
            sum(v * w for v, w in zip(point, column, strict=True)) + b
            for column, b in zip(weights.T.tolist(), bias.tolist(), strict=True)
        ]
        if bend and n < len(layers):
            point = [max(v, 0) for v in point]
    return point


def test_three_layers_and_the_collapsed_one_draw_the_same_straight_line():
    three, one = collapse.lines("en").axes[0].lines[:2]
    np.testing.assert_allclose(three.get_ydata(), one.get_ydata(), atol=1e-12)
    np.testing.assert_allclose(slopes(three), slopes(three)[0])


def test_relu_bends_the_line_where_a_dot_is():
    bent, dots = collapse.lines("en").axes[1].lines[:2]
    for x, y in bent.get_xydata()[::50]:
        assert [y] == pytest.approx(by_hand(collapse.LINE, [x], True), abs=1e-12)
    changes = np.flatnonzero(~np.isclose(slopes(bent)[1:], slopes(bent)[:-1])) + 1
    np.testing.assert_array_equal(dots.get_xdata(), bent.get_xdata()[changes])
    assert len(changes) >= 3


def test_the_grid_stays_a_grid_and_its_dots_come_from_one_layer():
    left, right = collapse.planes("en").axes
    *grid, dots = left.lines[:19]
    for line in grid:
        ends = line.get_xydata()[[0, -1]]
        fractions = np.linspace(0, 1, len(line.get_xydata()))[:, None]
        straight = ends[0] + fractions * (ends[1] - ends[0])
        np.testing.assert_allclose(line.get_xydata(), straight, atol=1e-12)
    expected = [by_hand(collapse.PLANE, [x, y], False) for y in (-2, 0, 2) for x in (-2, 0, 2)]
    np.testing.assert_allclose(dots.get_xydata(), expected, atol=1e-12)
    folded = right.lines[0].get_xydata()
    np.testing.assert_allclose(folded[0], by_hand(collapse.PLANE, [-2, -2], True))
    assert len({tuple(point) for point in folded.round(9)}) < len(folded)


@pytest.mark.parametrize("draw", [collapse.lines, collapse.planes])
def test_labels_follow_the_language(draw):
    titles = [[ax.get_title() for ax in draw(language).axes] for language in ("ko", "en")]
    assert titles == [
        ["활성화 함수 없이", "층 사이에 렐루 함수"],
        ["no activation", "ReLU between the layers"],
    ]
