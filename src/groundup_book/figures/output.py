"""What the output layers of two classes and of ten classes give, and what is decided."""

import numpy as np
from matplotlib.figure import Figure

from groundup.activations import sigmoid, softmax
from groundup_book.figures import style
from groundup.output import decide

__all__ = ["TEN", "TWO", "classes"]

TWO = np.array([-1.5, -0.1, 0.0, 0.1, 2.0])
TEN = np.array([0.2, -1.0, 0.5, 0.1, -0.3, 0.0, -2.0, 3.0, 0.4, 1.2])


@style.figure
def classes(language: str) -> Figure:
    """Draw one sigmoid neuron's decisions and ten softmax neurons' probabilities."""
    words = {
        "ko": ("클래스 2개: 시그모이드", "클래스 10개: 소프트맥스", "점수", "확률", "클래스", "답"),
        "en": ("2 classes: sigmoid", "10 classes: softmax", "score", "probability",
               "class", "answer"),
    }[language]  # fmt: skip
    figure = Figure(figsize=(6.4, 3.3))
    two, ten = figure.subplots(1, 2, sharey=True)
    curve = np.linspace(-3, 3, 121)
    two.plot(curve, sigmoid(curve), color=style.MUTED, linewidth=1.2)
    two.axhline(0.5, color=style.GRID, linewidth=1, zorder=0)
    probabilities = sigmoid(TWO)
    for score, y, answer in zip(TWO, probabilities, decide(probabilities, "binary")):
        two.plot(score, y, "o", ms=8, mew=1.5, mec=style.BLUE,
                 mfc=style.BLUE if answer else style.PAPER)  # fmt: skip
    two.text(2.9, 0.56, f"{words[5]} 1", size=12, color=style.BLUE, ha="right")
    two.text(2.9, 0.44, f"{words[5]} 0", size=12, color=style.MUTED, ha="right", va="top")
    two.set(title=words[0], xlabel=words[2], ylabel=words[3], ylim=(0, 1.03),
            xticks=range(-3, 4), yticks=(0, 0.5, 1))  # fmt: skip
    probabilities = softmax(TEN)
    answer = int(decide(probabilities, "multiclass"))
    bars = ten.bar(range(10), probabilities, color=style.BLUE_SOFT, edgecolor=style.BLUE,
                   linewidth=1)  # fmt: skip
    bars[answer].set_facecolor(style.BLUE)
    ten.text(answer, probabilities[answer] + 0.03, f"{words[5]} {answer}", size=12,
             color=style.BLUE, ha="center")  # fmt: skip
    ten.tick_params(left=False)
    ten.spines["left"].set_visible(False)
    ten.set(title=words[1], xlabel=words[4], xticks=range(10))
    return figure
