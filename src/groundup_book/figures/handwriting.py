"""How a drawing becomes an image like those of MNIST."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from groundup_book.figures import style
from groundup_book.figures.mnist import ink
from groundup.handwriting import BOX, SIDE, centred, cropped, shares

__all__ = ["PAPER", "PEN", "SEVEN", "drawing", "steps"]

PAPER = 168
PEN = 14
SEVEN = np.array([(20, 62), (76, 56), (58, 96), (40, 140)])


def drawing() -> np.ndarray:
    """Return a 7 as someone might draw it, in a corner: ink from 0 to 1."""
    points = np.stack(np.meshgrid(np.arange(PAPER), np.arange(PAPER)), axis=-1)
    distance = np.full((PAPER, PAPER), np.inf)
    for start, end in zip(SEVEN, SEVEN[1:]):
        way = end - start
        along = np.clip((points - start) @ way / (way @ way), 0, 1)
        nearest = start + along[..., np.newaxis] * way
        distance = np.minimum(distance, np.linalg.norm(points - nearest, axis=-1))
    return np.clip(PEN / 2 - distance + 0.5, 0, 1)


@style.figure
def steps(language: str) -> Figure:
    """Draw a drawing, its ink scaled into a box, and the box placed by its mass."""
    titles = {
        "ko": ("그린 대로", "잉크를 20×20 안으로", "무게중심을 가운데로"),
        "en": ("as drawn", "ink scaled into 20×20", "centre of mass in the middle"),
    }[language]
    paper = drawing()
    box = cropped(paper)
    columns = round(BOX * box.shape[1] / box.shape[0])
    small = shares(BOX, len(box)) @ box @ shares(columns, box.shape[1]).T
    image = centred(paper)
    figure = Figure(figsize=(7.4, 3))
    panels = figure.subplots(1, 3)
    for axes, pixels, title in zip(panels, (paper, small, image), titles):
        _show(axes, pixels, title)
    rows = np.flatnonzero(paper.any(axis=1))
    across = np.flatnonzero(paper.any(axis=0))
    _frame(panels[0], across[0], rows[0], box.shape[1], box.shape[0])
    panels[1].set(xlim=(-0.5, BOX - 0.5), ylim=(BOX - 0.5, -0.5))
    total = image.sum()
    x = image.sum(axis=0) @ np.arange(SIDE) / total
    y = image.sum(axis=1) @ np.arange(SIDE) / total
    for axes in panels[2:]:
        axes.axhline(SIDE // 2, color=style.GRID, linewidth=0.9)
        axes.axvline(SIDE // 2, color=style.GRID, linewidth=0.9)
        axes.plot(x, y, "o", ms=8, mfc=style.PAPER, mec=style.ORANGE, mew=2.2)
    return figure


def _show(axes: Axes, pixels: np.ndarray, title: str) -> None:
    axes.imshow(ink(np.minimum(pixels, 1), scale=1 if len(pixels) > SIDE else 8), interpolation="none",
                extent=(-0.5, pixels.shape[1] - 0.5, len(pixels) - 0.5, -0.5), zorder=2)  # fmt: skip
    axes.set(xticks=(), yticks=())
    axes.set_title(title, loc="left", fontsize=11.5)
    axes.spines[:].set(visible=True, color=style.GRID)


def _frame(axes: Axes, left: int, top: int, width: int, height: int) -> None:
    axes.add_patch(
        Rectangle((left - 1, top - 1), width + 1, height + 1, fill=False, linewidth=1.4,
                  edgecolor=style.ORANGE, linestyle="--", zorder=3)  # fmt: skip
    )
