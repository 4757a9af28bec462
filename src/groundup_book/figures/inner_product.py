"""The inner product as the length of the base times the signed projection on it."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from groundup_book.figures import style
from groundup.inner_product import inner, norm, projection, signed_length

__all__ = ["B", "CENTRED", "TEXT", "sign", "swap"]

TEXT = {
    "ko": {
        "base": "{}가 기준",
        "right": "직각: 정사영의 길이 0",
        "obtuse": "둔각: 정사영이 반대쪽",
        "product": "기준 {} × 정사영 {} = {}",
    },
    "en": {
        "base": "{} is the base",
        "right": "right angle: length 0",
        "obtuse": "obtuse: pointing backwards",
        "product": "base {} × projection {} = {}",
    },
}
B = np.array([15, 0])
CENTRED = {"ha": "center", "va": "center", "fontsize": 13}


@style.figure
def swap(language: str) -> Figure:
    """Project a on b, then b on a: other lengths, the same product."""
    a = np.array([6, 8])
    title = TEXT[language]["base"]
    figure, left, right = _panels(x=(-4, 17))
    _project(left, ("a", a), ("b", B), title.format("b"), language)
    _project(right, ("b", B), ("a", a), title.format("a"), language)
    return figure


@style.figure
def sign(language: str) -> Figure:
    """Turn a away from b: the projection shrinks to nothing, then points backwards."""
    figure, left, right = _panels(x=(-7.5, 17))
    for ax, name, a in ((left, "right", [0, 8]), (right, "obtuse", [-6, 8])):
        _project(ax, ("a", np.array(a)), ("b", B), TEXT[language][name], language)
    return figure


def _panels(x: tuple[float, float]) -> tuple[Figure, Axes, Axes]:
    figure = Figure(figsize=(7.4, 3.7 * 18.3 / (x[1] - x[0])))
    left, right = figure.subplots(1, 2)
    for ax in (left, right):
        ax.set_axis_off()
        ax.set(aspect="equal", xlim=x, ylim=(-6.3, 12))
    return figure, left, right


def _project(ax: Axes, vector: tuple, base: tuple, title: str, language: str) -> None:
    (name, a), (base_name, b) = vector, base
    foot, reach = projection(a, b), signed_length(a, b)
    along = b / norm(b) * (-1 if reach > 0 else 1)
    up = (a - foot) / norm(a - foot)
    corner = foot + 0.8 * np.array([up, up + along, along])

    ax.plot(*np.transpose([a, foot]), color=style.MUTED, lw=1, ls=(0, (4, 3)))
    ax.plot(*corner.T, color=style.MUTED, lw=1)
    for colour, width in ((style.ORANGE, 8), (style.ORANGE_SOFT, 6)):
        ends = np.transpose([0 * foot, foot])
        ax.plot(*ends, color=colour, lw=width, solid_capstyle="butt")
    _arrow(ax, b, style.BLUE, base_name)
    _arrow(ax, a, style.INK, name)
    _measure(ax, foot, -1.5 * up, _number(reach), style.ORANGE)
    _measure(ax, b, -3.2 * up, _number(norm(b)), style.BLUE)
    numbers = map(_number, (norm(b), reach, inner(a, b)))
    middle = sum(ax.get_xlim()) / 2
    ax.text(middle, 11.5, title, color=style.MUTED, **CENTRED)
    product = TEXT[language]["product"].format(*numbers)
    ax.text(middle, -5.7, product, **CENTRED)


def _arrow(ax: Axes, tip: np.ndarray, colour: str, name: str) -> None:
    look = {"arrowstyle": "-|>", "color": colour, "lw": 2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", tip, (0, 0), arrowprops=look)
    place = tip + tip / norm(tip)
    ax.text(*place, name, color=colour, **CENTRED)


def _measure(ax: Axes, end, offset, label: str, colour: str) -> None:
    ends = np.array([offset, end + offset])
    ax.plot(*ends.T, color=colour, lw=1, marker="." if end.any() else "")
    box = {"fc": style.PAPER, "ec": "none", "pad": 1.5}
    middle = ends.mean(axis=0)
    ax.text(*middle, label, color=colour, bbox=box, **CENTRED)


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
