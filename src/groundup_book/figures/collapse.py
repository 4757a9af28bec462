"""What several layers make of a line and of a plane, with and without activations."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from groundup.activations import relu
from groundup_book.figures import style
from groundup.linearity import collapse

__all__ = ["LINE", "PLANE", "lines", "planes", "through"]

LINE = (
    (np.array([[1.0, 1.0, 1.0]]), np.array([2.0, 0.5, -1.0])),
    (np.array([[1.0, -1.0], [-2.0, 2.0], [2.0, -2.0]]), np.array([0.0, 0.5])),
    (np.array([[1.5], [0.5]]), np.array([-1.0])),
)
PLANE = (
    (np.array([[1.0, 0.5], [-0.4, 0.9]]), np.array([0.4, 0.3])),
    (np.array([[0.9, -0.5], [0.5, 0.8]]), np.array([-0.3, 0.5])),
    (np.array([[1.0, 0.3], [-0.2, 0.9]]), np.array([0.0, 0.0])),
)


def through(layers: tuple, x: np.ndarray, activation=None) -> np.ndarray:
    """Send `x` through the layers, `activation` after each but the last."""
    for n, (weights, bias) in enumerate(layers, 1):
        x = x @ weights + bias
        if activation is not None and n < len(layers):
            x = activation(x)
    return x


@style.figure
def lines(language: str) -> Figure:
    """Draw three layers from one number to one number: straight, or bent by ReLU."""
    without, with_relu, three, one = {
        "ko": ("활성화 함수 없이", "층 사이에 렐루 함수", "띠: 세 층", "선: 합친 한 층"),
        "en": ("no activation", "ReLU between the layers", "band: three layers", "line: one layer"),
    }[language]
    fig = Figure(figsize=(7, 3.6))
    fig.get_layout_engine().set(wspace=0.08)
    left, right = fig.subplots(1, 2, sharey=True)
    x = np.linspace(-3, 3, 601)
    weights, bias = collapse(*LINE)
    left.plot(x, through(LINE, x[:, None])[:, 0], color=style.BLUE_SOFT, linewidth=11)
    left.plot(x, x * weights[0, 0] + bias[0], color=style.BLUE)
    left.text(0.3, -3.4, f"{three}\n{one}", color=style.BLUE, fontsize=12, linespacing=1.5)
    bent = through(LINE, x[:, None], relu)[:, 0]
    corners = 1 + np.flatnonzero(np.abs(np.diff(bent, 2)) > 1e-9)
    right.plot(x, bent, color=style.ORANGE, linewidth=2.6)
    right.plot(x[corners], bent[corners], "o", color=style.ORANGE, markersize=6)
    for ax, title in ((left, without), (right, with_relu)):
        _frame(ax, title)
    return fig


@style.figure
def planes(language: str) -> Figure:
    """Draw a grid of the plane after three layers: still a grid, or folded by ReLU."""
    without, with_relu, dots, flat = {
        "ko": ("활성화 함수 없이", "층 사이에 렐루 함수", "점: 합친 한 층", "0 아래는 변에 눌림"),
        "en": ("no activation", "ReLU between the layers", "dots: one layer", "flattened below 0"),
    }[language]
    fig = Figure(figsize=(7, 3.9))
    left, right = fig.subplots(1, 2, sharex=True, sharey=True)
    grid = np.linspace(-2, 2, 9)
    along = np.linspace(-2, 2, 161)
    for ax, activation, color in ((left, None, style.BLUE), (right, relu, style.ORANGE)):
        for fixed in grid:
            across = np.full_like(along, fixed)
            for line in ((along, across), (across, along)):
                image = through(PLANE, np.column_stack(line), activation)
                ax.plot(*image.T, color=color, linewidth=1.2)
    weights, bias = collapse(*PLANE)
    points = np.stack(np.meshgrid(grid[::4], grid[::4]), axis=-1).reshape(-1, 2)
    left.plot(*(points @ weights + bias).T, "o", color=style.INK, markersize=5.5)
    for ax, title, note in ((left, without, dots), (right, with_relu, flat)):
        _frame(ax, title)
        ax.set_aspect("equal")
        ax.set_xlabel(note, fontsize=12)
    return fig


def _frame(ax: Axes, title: str) -> None:
    ax.set_title(title)
    ax.axhline(0, color=style.GRID, linewidth=0.8, zorder=0)
    ax.axvline(0, color=style.GRID, linewidth=0.8, zorder=0)
    ax.tick_params(length=0, labelsize=11)
    ax.spines[:].set_visible(False)
