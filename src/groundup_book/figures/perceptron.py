"""A perceptron, from its inputs to its output."""

from matplotlib.figure import Figure
from matplotlib.patches import Circle

from groundup_book.figures import style
from groundup.gates import AND

__all__ = ["WORDS", "and_neuron"]

WORDS = {
    "ko": {"inputs": "입력", "sum": "가중합", "step": "t > 0 이면 1", "output": "출력"},
    "en": {"inputs": "inputs", "sum": "sum", "step": "1 if t > 0", "output": "output"},
}


@style.figure
def and_neuron(language: str) -> Figure:
    """Draw the AND gate as a perceptron: inputs, weights, bias, sum and decision."""
    words = WORDS[language]
    figure = Figure(figsize=(6.4, 2.9))
    axes = figure.subplots()
    axes.set(xlim=(-0.55, 7.9), ylim=(-1.85, 1.85), aspect="equal")
    axes.axis("off")
    arrow = {"arrowstyle": "-|>", "color": style.MUTED, "lw": 1.4}

    def node(x: float, y: float, text: str, radius: float, face: str) -> None:
        axes.add_patch(Circle((x, y), radius, facecolor=face, edgecolor=style.INK, lw=1.4))
        axes.text(x, y, text, ha="center", va="center_baseline", fontsize=15)

    w1, w2 = AND.weights
    for y, name, weight in ((0.95, "x₁", w1), (-0.95, "x₂", w2)):
        axes.annotate("", (2.62, y * 0.28), (0.4, y), arrowprops=arrow)
        axes.text(1.45, y * 0.64 + (0.22 if y > 0 else -0.24), f"× {weight:g}",
                  ha="center", va="center", fontsize=13, color=style.BLUE)  # fmt: skip
        node(0, y, name, 0.4, style.PAPER)
    axes.annotate("", (3.1, 0.58), (3.1, 1.35), arrowprops=arrow)
    axes.text(3.1, 1.58, f"{AND.bias:+g}".replace("-", "− ").replace("+", "+ "),
              ha="center", va="center", fontsize=13, color=style.ORANGE)  # fmt: skip
    axes.annotate("", (4.75, 0), (3.65, 0), arrowprops=arrow)
    axes.text(4.2, 0.24, "t", ha="center", va="center", fontsize=15)
    axes.annotate("", (7.0, 0), (5.95, 0), arrowprops=arrow)
    node(3.1, 0, "Σ", 0.52, style.BLUE_SOFT)
    axes.plot([4.87, 5.35, 5.35, 5.83], [-0.28, -0.28, 0.28, 0.28], color=style.INK)
    axes.add_patch(Circle((5.35, 0), 0.57, facecolor="none", edgecolor=style.INK, lw=1.4))
    axes.text(7.15, 0, "y", ha="left", va="center_baseline", fontsize=15)
    for x, name in ((0, "inputs"), (3.1, "sum"), (5.35, "step"), (7.2, "output")):
        y = -1.62 if name == "inputs" else -0.92
        axes.text(x, y, words[name], ha="center", va="center", fontsize=13,
                  color=style.MUTED)  # fmt: skip
    return figure
