import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, Rectangle

from groundup_book.figures import style
from groundup_book.figures.products import axes, diagonal

A = np.arange(24).reshape(2, 3, 4)
B = np.arange(24).reshape(2, 4, 3)


def numbers(figure):
    texts = [t for t in figure.axes[0].texts if t.get_text().isdigit()]
    return {t.get_position(): int(t.get_text()) for t in texts}


def table(figure):
    placed = numbers(figure)
    heights = sorted({y for _, y in placed}, reverse=True)
    return [[placed[p] for p in sorted(placed) if p[1] == y] for y in heights]


def test_axes_shows_the_shapes_that_numpy_gives():
    (first, second) = table(axes("en"))
    assert tuple(first) == A.shape + B.shape + np.dot(A, B).shape
    assert tuple(second) == A.shape + B.shape + np.matmul(A, B).shape


def test_axes_joins_the_summed_axis_twice_and_the_stack_axis_once():
    patches = axes("en").axes[0].patches
    arcs = [p.get_edgecolor() for p in patches if isinstance(p, FancyArrowPatch)]
    assert len(arcs) == 3
    assert len(set(arcs)) == 2


def test_axes_letters_are_an_einsum_of_the_same_products():
    texts = [t for t in axes("en").axes[0].texts if t.get_text() in "irjkc"]
    placed = {t.get_position(): t.get_text() for t in texts}
    heights = sorted({y for _, y in placed}, reverse=True)
    lines = ["".join(placed[p] for p in sorted(placed) if p[1] == y) for y in heights]
    for line, expected in zip(lines, (np.dot(A, B), np.matmul(A, B)), strict=True):
        got = np.einsum(f"{line[:3]},{line[3:6]}->{line[6:]}", A, B)
        np.testing.assert_array_equal(got, expected)


def test_diagonal_prints_every_number_where_it_belongs():
    rows = table(diagonal("en"))
    np.testing.assert_array_equal(rows[:4], np.hstack(B))
    left = [row[:4] for row in rows[4:]]
    right = [row[4:] for row in rows[4:]]
    np.testing.assert_array_equal(left, np.vstack(A))
    np.testing.assert_array_equal(right, np.dot(A, B).reshape(6, 6))


def test_diagonal_shades_exactly_the_blocks_of_matmul():
    figure = diagonal("en")
    rectangles = [p for p in figure.axes[0].patches if isinstance(p, Rectangle)]
    soft = [p for p in rectangles if to_hex(p.get_facecolor()) == style.BLUE_SOFT]
    shaded = [
        [v for (x, y), v in numbers(figure).items() if p.get_bbox().contains(x, y)]
        for p in soft
    ]
    np.testing.assert_array_equal(shaded, np.matmul(A, B).reshape(2, 9))


@pytest.mark.parametrize("draw", [axes, diagonal])
def test_labels_follow_the_language(draw):
    words = {
        language: {t.get_text() for t in draw(language).axes[0].texts}
        for language in style.LANGUAGES
    }
    assert any("가" <= c <= "힣" for w in words["ko"] for c in w)
    assert not any("가" <= c <= "힣" for w in words["en"] for c in w)
