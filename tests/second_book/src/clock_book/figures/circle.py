"""The face of a clock, and walks on it."""

from math import cos, pi, sin

from matplotlib.figure import Figure

from clock.hours import HOURS
from clock.walks import walk
from clock_book.figures import style

TITLES = {"ko": "다섯 시간씩", "en": "five hours a step", "ja": "5時間ずつ"}


def place(hour: int, hours: int = HOURS) -> tuple[float, float]:
    """Return where an hour stands on a face of radius 1."""
    angle = pi / 2 - 2 * pi * hour / hours
    return cos(angle), sin(angle)


@style.figure
def star(language: str) -> Figure:
    """Draw the walk of five hours a step."""
    figure = Figure(figsize=(3.6, 3.8))
    axes = figure.add_axes((0, 0, 1, 0.92))
    visited = walk(5)
    for start, end in zip(visited, [*visited[1:], 0]):
        axes.plot(*zip(place(start), place(end)), color=style.BLUE, linewidth=1.5)
    for hour in range(HOURS):
        x, y = place(hour)
        axes.text(1.12 * x, 1.12 * y, str(hour), ha="center", va="center", size=12)
    axes.set(xlim=(-1.25, 1.25), ylim=(-1.25, 1.25))
    axes.set_axis_off()
    figure.text(0.5, 0.95, TITLES[language], ha="center", size=12, color=style.INK)
    return figure
