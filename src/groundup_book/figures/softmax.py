"""Softmax before and after the largest score is taken away: one result, no overflow."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from groundup.activations import softmax
from groundup_book.figures import style

__all__ = ["COLORS", "SCORES", "curves", "naive", "overflow", "shift"]

SCORES = np.array([0.3, 2.9, 4.0])
COLORS = (style.GREEN, style.ORANGE, style.BLUE)


def naive(x: np.ndarray) -> np.ndarray:
    """Return softmax along the last axis as its formula says, without the shift."""
    with np.errstate(over="ignore", invalid="ignore"):
        exps = np.exp(x)
        return exps / exps.sum(axis=-1, keepdims=True)


@style.figure
def shift(language: str) -> Figure:
    """Draw the exponentials before and after the shift, and the share of each."""
    words = {
        "ko": ("점수 그대로", "가장 큰 점수를 뺀 뒤", "합", "몫"),
        "en": ("scores as they are", "largest score subtracted", "sum", "share"),
    }[language]
    figure = Figure(figsize=(6.4, 3.4))
    for axes, scores, title in zip(
        figure.subplots(1, 2), (SCORES, SCORES - SCORES.max()), words
    ):
        exps = np.exp(scores)
        axes.bar(range(3), exps, width=0.62, color=style.BLUE_SOFT, edgecolor=style.BLUE,
                 linewidth=1.2, gid="exp")  # fmt: skip
        for i, (score, exp, share) in enumerate(zip(scores, exps, softmax(scores))):
            power = f"exp({score:.1f})".replace("-", "−")
            axes.text(i, exp + 0.02 * exps.max(), f"{exp:.3g}", size=12, ha="center",
                      va="bottom")  # fmt: skip
            axes.text(i, -0.05 * exps.max(), power, size=11, color=style.MUTED,
                      ha="center", va="top")  # fmt: skip
            axes.text(i, -0.19 * exps.max(), f"{share:.3f}", size=12, color=style.BLUE,
                      ha="center", va="top", gid="share")  # fmt: skip
        axes.text(-0.95, 0.93 * exps.max(), f"{words[2]} {exps.sum():.3g}", size=12)
        axes.text(-0.95, -0.19 * exps.max(), words[3], size=12, color=style.BLUE,
                  va="top")  # fmt: skip
        axes.set(title=title, xticks=(), yticks=(), xlim=(-1, 2.5),
                 ylim=(-0.3 * exps.max(), 1.15 * exps.max()))  # fmt: skip
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.axhline(0, color=style.MUTED, linewidth=0.8)
    return figure


@style.figure
def overflow(language: str) -> Figure:
    """Draw three probabilities while one constant is added to all scores."""
    words = {
        "ko": ("그대로 계산", "가장 큰 점수를 빼고 계산", "모든 점수에 더한 상수", "점수 {} + 상수"),
        "en": ("as the formula says", "largest score subtracted first",
               "constant added to every score", "score {} + constant"),
    }[language]  # fmt: skip
    constant = np.linspace(0, 1000, 1001)
    scores = SCORES + constant[:, np.newaxis]
    figure = Figure(figsize=(6.4, 4.5))
    panels = figure.subplots(2, 1, sharex=True)
    for axes, function, title in zip(panels, (naive, softmax), words):
        curves(axes, constant, function(scores))
        axes.set_title(title, loc="left")
    end = constant[np.isnan(naive(scores)).any(axis=-1)][0]
    panels[0].axvspan(end, 1000, color=style.ORANGE_SOFT, lw=0)
    panels[0].text((end + 1000) / 2, 0.45, "nan", size=20, color=style.ORANGE,
                   ha="center", va="center")  # fmt: skip
    for axes in panels:
        for score, value in zip(SCORES, softmax(SCORES)):
            axes.text(12, value + 0.04, words[3].format(score), size=12)
    panels[1].set_xlabel(words[2])
    return figure


def curves(axes: Axes, constant: np.ndarray, probabilities: np.ndarray) -> None:
    """Draw one probability a line."""
    for column, color in zip(probabilities.T, COLORS):
        axes.plot(constant, column, color=color)
    axes.set(xlim=(0, 1000), ylim=(-0.03, 1), yticks=(0, 0.5, 1))
