"""A network drawn from its own weights, with what one input becomes on its way."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from groundup_book.figures import style
from groundup.network import Network

__all__ = [
    "COLUMN",
    "RADIUS",
    "ROW",
    "SUBSCRIPTS",
    "WORDS",
    "connect",
    "edge_style",
    "number",
    "places",
    "response",
    "three_layers",
    "version_1",
]

RADIUS = 0.29
COLUMN = 2.0
ROW = 1.25
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
WORDS = {
    "ko": {
        "input": "입력층",
        "hidden": "은닉층 {}",
        "output": "출력층",
        "bias": "편향 {}",
        "sigmoid": "시그모이드",
        "identity": "항등 함수",
    },
    "en": {
        "input": "input",
        "hidden": "hidden {}",
        "output": "output",
        "bias": "bias {}",
        "sigmoid": "sigmoid",
        "identity": "identity",
    },
}


def version_1() -> Network:
    """Return the three-layer network of the notes' first version."""
    return Network.from_dict(
        {
            "W1": [[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]],
            "b1": [0.1, 0.2, 0.3],
            "W2": [[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]],
            "b2": [0.1, 0.2],
            "W3": [[0.1, 0.3], [0.2, 0.4]],
            "b3": [0.1, 0.2],
        },
        ["sigmoid", "sigmoid", "identity"],
    )


def places(sizes: tuple[int, ...]) -> list[np.ndarray]:
    """Return the centres of the neurons of each column, shape (neurons, 2)."""
    columns = []
    for column, size in enumerate(sizes):
        y = ROW * ((size - 1) / 2 - np.arange(size))
        columns.append(np.stack([np.full(size, column * COLUMN), y], axis=1))
    return columns


def edge_style(weight: float, largest: float) -> dict[str, object]:
    """Return how a connection is drawn: width by size, colour and dash by sign."""
    return {
        "linewidth": 0.6 + 5.4 * abs(weight) / largest,
        "color": style.ORANGE if weight < 0 else style.BLUE,
        "linestyle": (0, (2, 1)) if weight < 0 else "-",
    }


def connect(
    axes: Axes, start: np.ndarray, end: np.ndarray, weight: float, largest: float
) -> None:
    """Draw one connection with its weight written on it, near its beginning."""
    axes.plot(*np.stack([start, end]).T, zorder=1, gid="weight", alpha=0.55,
              solid_capstyle="butt", **edge_style(weight, largest))  # fmt: skip
    x, y = start + 0.26 * (end - start)
    axes.text(x, y, number(weight), size=10.5, ha="center", va="center", zorder=2,
              bbox={"boxstyle": "round,pad=0.12", "fc": style.PAPER, "ec": "none"})  # fmt: skip


def number(value: float) -> str:
    """Return a weight as it is written in a drawing."""
    return f"{value:.2g}".replace("-", "−")


@style.figure
def three_layers(
    language: str, network: Network | None = None, x: tuple[float, ...] = (1.0, 0.5)
) -> Figure:
    """Draw every neuron with its value for `x`, and every weight and bias."""
    words = WORDS[language]
    network = network or version_1()
    values = [np.asarray(x), *(signal.activation for signal in network.trace(x))]
    columns = places(network.sizes)
    top = ROW * (max(network.sizes) - 1) / 2
    figure = Figure(figsize=(6.4, 3.75))
    axes = figure.subplots()
    axes.set(aspect="equal", xlim=(-0.75, COLUMN * len(network.layers) + 0.75),
             ylim=(-top - 1.0, top + 0.95))  # fmt: skip
    axes.axis("off")
    largest = max(np.abs(layer.weights).max() for layer in network.layers)
    for n, layer in enumerate(network.layers):
        for i, j in np.ndindex(layer.weights.shape):
            connect(axes, columns[n][i], columns[n + 1][j], layer.weights[i, j], largest)
        for j, (px, py) in enumerate(columns[n + 1]):
            label = words["bias"].format(number(layer.bias[j]))
            axes.text(px, py - RADIUS - 0.07, label, size=10, color=style.MUTED,
                      ha="center", va="top", zorder=4)  # fmt: skip
        rows, outputs = layer.weights.shape
        shape = f"W{SUBSCRIPTS[n + 1]} ({rows}, {outputs})"
        axes.text((n + 0.5) * COLUMN, top + 0.66, shape, size=11, color=style.BLUE,
                  ha="center")  # fmt: skip
        name = words.get(layer.activation, layer.activation)
        axes.text((n + 1) * COLUMN, -top - 0.9, name, size=10.5, color=style.MUTED,
                  ha="center")  # fmt: skip
    for n, (centres, column) in enumerate(zip(columns, values)):
        for centre, value in zip(centres, column):
            axes.add_patch(Circle(centre, RADIUS, fc=style.PAPER, ec=style.INK, lw=1.4,
                                  zorder=3))  # fmt: skip
            axes.text(*centre, f"{value:.2f}".replace("-", "−"), size=11, ha="center",
                      va="center_baseline", zorder=4, gid="value")  # fmt: skip
        last = len(network.layers)
        name = words["input" if n == 0 else "output" if n == last else "hidden"].format(n)
        axes.text(n * COLUMN, top + 0.66, name, size=12, ha="center")
    for letter, side, centres in (("x", -1, columns[0]), ("y", 1, columns[-1])):
        for index, (px, py) in enumerate(centres, start=1):
            axes.text(px + side * (RADIUS + 0.2), py, f"{letter}{SUBSCRIPTS[index]}",
                      size=12, ha="center", va="center_baseline")  # fmt: skip
    return figure


@style.figure
def response(language: str) -> Figure:
    """Draw y₁ while x₁ moves: with the hidden activations and with them thrown away."""
    kept, lost, xlabel, ylabel = {
        "ko": ("z를 다음 층에 넘김", "z를 버리고 L을 넘김", "입력 x₁", "출력 y₁"),
        "en": ("z goes on", "z thrown away, L goes on", "input x₁", "output y₁"),
    }[language]
    arrays = Network.random((2, 3, 2, 2), seed=0).to_dict()
    x1 = np.linspace(-10, 10, 201)
    x = np.stack([x1, np.full_like(x1, 0.5)], axis=1)
    figure = Figure(figsize=(6.4, 3))
    for axes, title, hidden, color, dash in zip(
        figure.subplots(1, 2),
        (kept, lost),
        ("sigmoid", "identity"),
        (style.BLUE, style.ORANGE),
        ("-", "--"),
    ):
        network = Network.from_dict(arrays, [hidden, hidden, "identity"])
        axes.plot(x1, network.forward(x)[:, 0], color=color, linestyle=dash)
        axes.set_title(title, color=color)
        axes.set(xlabel=xlabel, xticks=(-10, -5, 0, 5, 10))
        axes.locator_params(axis="y", nbins=5)
    figure.axes[0].set_ylabel(ylabel)
    return figure
