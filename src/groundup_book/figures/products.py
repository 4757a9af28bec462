"""Which axes meet in `dot` and in `matmul`, for shapes (2, 3, 4) and (2, 4, 3)."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from groundup_book.figures import style
from groundup.products import dot, dot_shape, matmul_shape

__all__ = ["A", "B", "CENTRED", "COLOURS", "PLAIN", "TEXT", "axes", "diagonal"]

A = np.arange(24).reshape(2, 3, 4)
B = np.arange(24).reshape(2, 4, 3)

TEXT = {
    "ko": {
        "sum": "k끼리 만나 더해져 사라진다",
        "apart": "i와 j가 따로 남는다: 모든 짝",
        "pair": "i를 함께 쓴다: 하나씩 짝",
        "all": "네 블록 모두",
        "diagonal": "대각선의 두 블록만",
        "cell": "행과 열의 내적 = 한 칸",
    },
    "en": {
        "sum": "the k axes meet, are summed and gone",
        "apart": "i and j stay: every pair",
        "pair": "one shared i: one to one",
        "all": "all four blocks",
        "diagonal": "the two on the diagonal",
        "cell": "row · column = one cell",
    },
}
CENTRED = {"ha": "center", "va": "center", "fontsize": 13}
COLOURS = {
    "i": (style.BLUE, style.BLUE_SOFT),
    "j": (style.VIOLET, style.VIOLET_SOFT),
    "k": (style.ORANGE, style.ORANGE_SOFT),
}
PLAIN = (style.MUTED, style.PAPER)


@style.figure
def axes(language: str) -> Figure:
    """Draw each shape as boxes, one an axis: what meets, what stays, what comes out."""
    text = TEXT[language]
    figure = Figure(figsize=(7, 4.2))
    ax = _canvas(figure, (0, 13), (-3.9, 4))
    for y, name, first, second, out, result in (
        (1.9, "dot(A, B)", "irk", "jkc", "irjc", dot_shape(A.shape, B.shape)),
        (-2.2, "matmul(A, B)", "irk", "ikc", "irc", matmul_shape(A.shape, B.shape)),
    ):
        ax.text(0, y + 1.75, name, fontsize=14, va="center")
        _shape(ax, 0, y, first, A.shape)
        ax.text(3.5, y, "·", **CENTRED)
        _shape(ax, 4, y, second, B.shape)
        ax.text(7.9, y, "→", **CENTRED)
        _shape(ax, 8.8, y, out, result)
        _arc(ax, (2.5, y - 0.5), (5.5, y - 0.5), "k", 0.35)
        ax.text(4, y - 1.4, text["sum"], color=style.ORANGE, **CENTRED)
        note = "pair" if first[0] == second[0] else "apart"
        ax.text(8.8, y + 1.3, text[note], va="center", fontsize=13)
        if note == "pair":
            _arc(ax, (0.5, y + 0.95), (4.5, y + 0.95), "i", -0.2)
    return figure


@style.figure
def diagonal(language: str) -> Figure:
    """Draw every number of dot(A, B) as a table of blocks, matmul on its diagonal."""
    text = TEXT[language]
    figure = Figure(figsize=(7, 7.1))
    ax = _canvas(figure, (-1.1, 11.5), (-11.55, 1))
    left, top = (5, 8.4), (-5, -8.4)
    for i in (0, 1):
        _matrix(ax, A[i], 0, top[i])
        ax.text(-0.3, top[i] - 1.5, f"A[{i}]", ha="right", va="center", fontsize=13)
        _matrix(ax, B[i], left[i], 0)
        ax.text(left[i] + 1.5, 0.5, f"B[{i}]", **CENTRED)
    every_pair = dot(A, B)
    for i, j in np.ndindex(2, 2):
        _matrix(ax, every_pair[i, :, j, :], left[j], top[i], paired=i == j)
    row, column = (0, top[1], 4, 1), (left[1] + 2, 0, 1, 4)
    for x, y, width, height in (row, column, (left[1] + 2, top[1], 1, 1)):
        _frame(ax, x, y, width, height, style.ORANGE, 2.5)
    for y, name, key, shape in (
        (0, "dot", "all", dot_shape(A.shape, B.shape)),
        (-1.9, "matmul", "diagonal", matmul_shape(A.shape, B.shape)),
    ):
        _icon(ax, -1, y, every=key == "all")
        ax.text(0.3, y - 0.25, f"{name} {shape}", va="center", fontsize=13)
        ax.text(0.3, y - 0.85, text[key], va="center", fontsize=13)
    _frame(ax, -1, -3.75, 0.75, 0.6, style.ORANGE, 2.5)
    ax.text(0.3, -4.05, text["cell"], va="center", color=style.ORANGE, fontsize=13)
    return figure


def _canvas(figure: Figure, x: tuple, y: tuple) -> Axes:
    ax = figure.add_subplot()
    ax.set_axis_off()
    ax.set_aspect("equal")
    ax.set_xlim(*x)
    ax.set_ylim(*y)
    return ax


def _frame(ax: Axes, x, y, width, height, edge, linewidth, face="none") -> None:
    ax.add_patch(
        Rectangle((x, y - height), width, height, fc=face, ec=edge, lw=linewidth)
    )


def _shape(ax: Axes, x: float, y: float, letters: str, sizes: tuple) -> None:
    for offset, (letter, size) in enumerate(zip(letters, sizes, strict=True)):
        edge, face = COLOURS.get(letter, PLAIN)
        middle = x + offset + 0.5
        _frame(ax, x + offset + 0.06, y + 0.44, 0.88, 0.88, edge, 1.5, face)
        ax.text(middle, y, str(size), **CENTRED)
        ax.text(middle, y + 0.7, letter, color=edge, **CENTRED)


def _arc(ax: Axes, start: tuple, end: tuple, letter: str, bend: float) -> None:
    ax.add_patch(
        FancyArrowPatch(
            start,
            end,
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle="-",
            color=COLOURS[letter][0],
            lw=1.5,
        )
    )


def _matrix(ax: Axes, values: np.ndarray, x, y, paired: bool | None = None) -> None:
    rows, columns = values.shape
    edge = style.BLUE if paired else style.MUTED
    face = style.BLUE_SOFT if paired else style.PAPER
    _frame(ax, x, y, columns, rows, edge, 2 if paired else 0.8, face)
    colour = style.MUTED if paired is False else style.INK
    for (row, column), value in np.ndenumerate(values):
        ax.text(x + column + 0.5, y - row - 0.5, str(value), color=colour, **CENTRED)


def _icon(ax: Axes, x: float, y: float, every: bool) -> None:
    for i, j in np.ndindex(2, 2):
        filled = every or i == j
        face = style.BLUE if i == j and not every else style.MUTED
        _frame(
            ax, x + 0.55 * j, y - 0.55 * i, 0.5, 0.5, style.MUTED, 0.8,
            face if filled else style.PAPER,
        )  # fmt: skip
