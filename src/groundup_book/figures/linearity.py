"""Superposition, seen as heights that do or do not add up."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from groundup_book.figures import style

__all__ = ["superposition"]

X1, X2 = 1.0, 2.0
SLOPE, BIAS = 2.0, 2.0


@style.figure
def superposition(language: str) -> Figure:
    """Stack f(x1) on f(x2) at x1 + x2: only a line through 0 is met exactly."""
    linear, affine, misses = {
        "ko": ("f(x) = ax", "f(x) = ax + b", "b만큼 어긋남"),
        "en": ("f(x) = ax", "f(x) = ax + b", "off by b"),
    }[language]
    fig = Figure(figsize=(7, 3.8))
    fig.get_layout_engine().set(wspace=0.08)
    left, right = fig.subplots(1, 2, sharey=True)
    _stack(left, linear, lambda x: SLOPE * x)
    _stack(right, affine, lambda x: SLOPE * x + BIAS)
    at, low, high = X1 + X2 - 0.22, SLOPE * (X1 + X2) + BIAS, SLOPE * (X1 + X2) + 2 * BIAS
    right.plot([at, at], [low, high], color=style.ORANGE, linewidth=2)
    right.text(
        at - 0.14, (low + high) / 2 + 0.35, misses, color=style.ORANGE, fontsize=12,
        ha="right", va="center",
    )
    return fig


def _stack(ax: Axes, title: str, f: Callable) -> None:
    x = np.array([-0.35, 4.1])
    ax.plot(x, f(x), color=style.MUTED, linewidth=1.4)
    total = X1 + X2
    for at, base, height, color, label in (
        (X1, 0, f(X1), style.BLUE, "f(x₁)"),
        (X2, 0, f(X2), style.GREEN, "f(x₂)"),
        (total, 0, f(X1), style.BLUE, "f(x₁)"),
        (total, f(X1), f(X2), style.GREEN, "f(x₂)"),
    ):
        ax.plot([at, at], [base, base + height], color=color, linewidth=7,
                solid_capstyle="butt")
        ax.text(at + 0.16, base + 0.38 * height, label, color=color, fontsize=12, va="center")
    ax.plot(total, f(total), "o", color=style.INK, markersize=7)
    ax.text(total + 0.2, f(total) - 0.1, "f(x₁ + x₂)", fontsize=12, va="top")
    ax.set(title=title, xlim=(-0.4, 4.8), ylim=(-0.9, 10.6), yticks=[])
    ax.set_xticks([0, X1, X2, total], ["0", "x₁", "x₂", "x₁ + x₂"])
    ax.axhline(0, color=style.GRID, linewidth=0.8, zorder=0)
    ax.axvline(0, color=style.GRID, linewidth=0.8, zorder=0)
    ax.tick_params(length=0, labelsize=12)
    ax.spines[:].set_visible(False)
