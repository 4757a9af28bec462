"""The activation functions, drawn from the library's own values."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from groundup.activations import relu, sigmoid, step
from groundup_book.figures import style

__all__ = ["SIZE", "hinge", "jump", "smooth"]

SIZE = 12


@style.figure
def jump(language: str) -> Figure:
    """Draw the step function as 2019 sampled it, and as it is."""
    sampled, true, slope, on, off = {
        "ko": ("2019: 정수에서만 계산", "계단 함수", "없는 비탈", "x > 0이면 1", "x ≤ 0이면 0"),
        "en": ("2019: integers only", "step", "no such slope", "1 for x > 0", "0 for x ≤ 0"),
    }[language]
    fig = Figure(figsize=(7, 3.1))
    fig.get_layout_engine().set(wspace=0.08)
    left, right = fig.subplots(1, 2, sharey=True)
    x = np.arange(-10, 10, 1)
    left.plot(x, step(x), "o-", color=style.MUTED, markersize=4, linewidth=1.4)
    rise = np.array([0, 1])
    left.plot(rise, step(rise), "o-", color=style.ORANGE, markersize=5, linewidth=2.6)
    left.annotate(
        slope, (0.5, 0.5), (-4.6, 0.5), color=style.ORANGE, fontsize=SIZE, va="center",
        arrowprops={"arrowstyle": "-", "color": style.ORANGE, "shrinkA": 4, "shrinkB": 4},
    )
    for side in (np.array([-5, 0]), np.array([np.nextafter(0, 1), 5])):
        right.plot(side, step(side), color=style.BLUE, linewidth=2.6)
    right.plot(0, step(0), "o", color=style.BLUE, markersize=7)
    right.plot(0, 1 - step(0), "o", color=style.BLUE, markersize=7, mfc=style.PAPER)
    right.text(0.5, 0.88, on, color=style.BLUE, fontsize=SIZE, va="top")
    right.text(-0.5, 0.12, off, color=style.BLUE, fontsize=SIZE, ha="right")
    for ax, title in ((left, sampled), (right, true)):
        _frame(ax, title, xlim=(-5.3, 5.3), ylim=(-0.12, 1.12))
        ax.set_xticks([-4, -2, 0, 2, 4])
        ax.set_yticks([0, 1])
    return fig


@style.figure
def smooth(language: str) -> Figure:
    """Draw the sigmoid over the step that it softens, with its slope at 0."""
    curve, stairs, slope = {
        "ko": ("시그모이드 함수", "계단 함수", "0에서의 기울기 ¼"),
        "en": ("sigmoid", "step", "slope ¼ at 0"),
    }[language]
    fig = Figure(figsize=(7, 3.6))
    ax = fig.subplots()
    for side in (np.array([-8, 0]), np.array([np.nextafter(0, 1), 8])):
        ax.plot(side, step(side), color=style.MUTED, linewidth=1.4, linestyle=(0, (4, 3)))
    x = np.linspace(-8, 8, 401)
    ax.plot(x, sigmoid(x), color=style.BLUE, linewidth=2.6)
    run = np.array([-1.8, 1.8])
    ax.plot(run, sigmoid(0) + sigmoid(0) * (1 - sigmoid(0)) * run, color=style.ORANGE)
    ax.plot(0, sigmoid(0), "o", color=style.ORANGE, markersize=6)
    ax.text(0.6, 0.47, slope, color=style.ORANGE, fontsize=SIZE, va="center")
    ax.text(2.6, sigmoid(2.6) - 0.05, curve, color=style.BLUE, fontsize=SIZE, va="top")
    ax.text(-0.25, 1, stairs, color=style.MUTED, fontsize=SIZE, va="center", ha="right")
    _frame(ax, "", xlim=(-8, 8), ylim=(-0.08, 1.1))
    ax.set_yticks([0, 0.5, 1], ["0", "½", "1"])
    return fig


@style.figure
def hinge(language: str) -> Figure:
    """Draw ReLU, which passes one side and stops the other."""
    stopped, passed, line = {
        "ko": ("x ≤ 0이면 0", "x > 0이면 x 그대로", "항등 함수 y = x"),
        "en": ("0 for x ≤ 0", "x itself for x > 0", "identity y = x"),
    }[language]
    fig = Figure(figsize=(7, 3.6))
    ax = fig.subplots()
    below = np.array([-2.2, 0])
    ax.plot(below, below, color=style.MUTED, linewidth=1.4, linestyle=(0, (4, 3)))
    x = np.linspace(-6, 6, 241)
    ax.plot(x, relu(x), color=style.BLUE, linewidth=2.6)
    ax.plot(0, relu(0), "o", color=style.BLUE, markersize=7)
    ax.text(-3.3, 0.35, stopped, color=style.BLUE, fontsize=SIZE, ha="center")
    ax.text(3.1, relu(3.7), passed, color=style.BLUE, fontsize=SIZE, ha="right")
    ax.text(-2.4, -1.9, line, color=style.MUTED, fontsize=SIZE, ha="right", va="center")
    _frame(ax, "", xlim=(-6, 6), ylim=(-2.5, 6))
    ax.set_yticks([0, 2, 4, 6])
    return fig


def _frame(ax: Axes, title: str, xlim: tuple, ylim: tuple) -> None:
    ax.set(title=title, xlim=xlim, ylim=ylim)
    ax.set_xlabel("x", loc="right")
    ax.axhline(0, color=style.GRID, linewidth=0.8, zorder=0)
    ax.axvline(0, color=style.GRID, linewidth=0.8, zorder=0)
    ax.tick_params(length=0, labelsize=11)
    ax.spines[:].set_visible(False)
