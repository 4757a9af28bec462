"""How the network learned, what it got wrong, and what back propagation passes on."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from groundup_book.figures import style
from groundup.inference import predict
from groundup.mnist import load_mnist
from groundup.trained import trained_network

__all__ = [
    "HARDEST",
    "NEURONS",
    "TINTS",
    "calm",
    "confusion",
    "curve",
    "first_layer",
    "flow",
    "hardest",
    "hardest_digits",
]

HARDEST = 12
NEURONS = 4
TINTS = 8


def hardest(count: int = HARDEST) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return images, labels and answers where the network gives the label least.

    Of the embedded images; the first is the one with the least probability.
    """
    images, labels = load_mnist("embedded")
    probabilities = predict(trained_network(), images)
    right = probabilities[np.arange(len(labels)), labels]
    rows = np.argsort(right, kind="stable")[:count]
    return images[rows], labels[rows], probabilities[rows].argmax(axis=1)


def calm(series: np.ndarray, points: int = 125) -> np.ndarray:
    """Return the means of neighbours, so that about as many points are left.

    Examples
    --------
    >>> calm([1, 3, 5, 7, 9], points=2)
    array([2., 6., 9.])
    """
    width = max(1, len(series) // points)
    starts = range(0, len(series), width)
    return np.array([np.mean(series[start : start + width]) for start in starts])


@style.figure
def curve(language: str, *, record: dict) -> Figure:
    """Draw the loss, and the share of wrong answers, over the epochs."""
    loss, wrong, learned, unseen, epoch = {
        "ko": ("손실", "틀린 비율", "변형한 학습 이미지", "처음 보는 이미지", "에폭"),
        "en": ("loss", "wrong answers", "distorted training images", "unseen images", "epoch"),
    }[language]
    curve = {name: calm(series) for name, series in record["curve"].items()}
    epochs = calm(np.arange(1, record["epochs"] + 1))
    figure = Figure(figsize=(6.4, 5.2))
    upper, lower = figure.subplots(2, 1, sharex=True)
    upper.plot(epochs, curve["loss"], color=style.BLUE, lw=1.6)
    upper.set_title(loss, loc="left")
    for name, color, word, above in (
        ("accuracy", style.BLUE, learned, True),
        ("embedded_accuracy", style.ORANGE, unseen, False),
    ):
        errors = 1 - curve[name]
        lower.plot(epochs, errors, color=color, lw=1.6, ls="-" if above else (0, (4, 1)))
        at = int(len(epochs) * 0.42)
        lower.annotate(
            word, (epochs[at], errors[at]), (0, 14 if above else -14), color=color,
            textcoords="offset points", ha="center", va="bottom" if above else "top",
        )  # fmt: skip
    lower.set_title(wrong, loc="left")
    lower.set_xlabel(epoch)
    for axes, values in ((upper, curve["loss"]), (lower, 1 - curve["accuracy"])):
        axes.set_yscale("log")
        ticks = [t for t in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if t < max(values)]
        axes.yaxis.set_major_locator(FixedLocator(ticks))
        axes.yaxis.set_minor_locator(NullLocator())
        axes.grid(axis="y")
        axes.set_xlim(0, record["epochs"] * 1.01)
    lower.set_ylim(bottom=0.75 * (1 - curve["embedded_accuracy"]).min())
    upper.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:g}"))
    lower.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{100 * y:g}%"))
    return figure


@style.figure
def confusion(language: str, *, record: dict) -> Figure:
    """Draw how often each digit was taken for each other one."""
    written, taken, right = {
        "ko": ("쓰인 숫자", "신경망의 답", "맞음"),
        "en": ("digit written", "the network’s answer", "right"),
    }[language]
    counts = np.array(record["confusion"])
    wrong = counts * (1 - np.eye(10, dtype=int))
    figure = Figure(figsize=(6.4, 6))
    axes = figure.subplots()
    for row, column in np.ndindex(counts.shape):
        number = counts[row, column]
        if row == column:
            fill, color = style.BLUE_SOFT, style.INK
        elif number == 0:
            continue
        elif number * 2 > wrong.max():
            fill, color = style.ORANGE, style.PAPER
        else:
            fill, color = style.ORANGE_SOFT, style.INK
        axes.fill(
            column + np.array([-0.46, 0.46, 0.46, -0.46]),
            row + np.array([-0.46, -0.46, 0.46, 0.46]),
            color=fill, lw=0,
        )  # fmt: skip
        size = 10 if row == column else 12
        axes.text(column, row, str(number), ha="center", va="center", color=color, size=size)
    axes.set(xlim=(-0.6, 9.6), ylim=(9.6, -0.6), aspect="equal")
    axes.set_xticks(range(10))
    axes.set_yticks(range(10))
    axes.set_xlabel(f"{taken}  ({right}: {np.trace(counts):,} / {counts.sum():,})")
    axes.set_ylabel(written)
    axes.tick_params(length=0, labelsize=12, labelcolor=style.INK)
    axes.spines[:].set_visible(False)
    return figure


@style.figure
def flow(language: str) -> Figure:
    """Draw what goes forward, what comes back, and where a gradient is made."""
    forward, backward, made, loss = {
        "ko": ("순전파: 활성화가 앞으로", "역전파: 오차가 뒤로", "기울기 = 입력 × 오차", "손실"),
        "en": ("forward: activations", "backward: errors", "gradient = input × error", "loss"),
    }[language]
    sizes = trained_network().sizes
    figure = Figure(figsize=(6.4, 4.6))
    axes = figure.subplots()
    top, middle, bottom = 4.0, 2.1, 0.2
    for n, name in enumerate(("x", "z₁", "z₂", "y")):
        _node(axes, 2 * n, top, name, f"n × {sizes[n]}", style.BLUE_SOFT)
    _node(axes, 8, top, loss, "L", style.GREEN_SOFT)
    for n in (1, 2, 3):
        _node(axes, 2 * n, middle, f"δ{'₀₁₂₃'[n]}", f"n × {sizes[n]}", style.ORANGE_SOFT)
        shape = f"{sizes[n - 1]} × {sizes[n]}"
        at = 2 * n - 0.75, bottom
        _node(axes, *at, f"∂L/∂W{'₀₁₂₃'[n]}", shape, style.VIOLET_SOFT, 1.5)
        _arrow(axes, (2 * n - 2, top), at, style.MUTED, 1.1)
        _arrow(axes, (2 * n, middle), at, style.ORANGE, 1.6, "--")
    for n in range(4):
        word = f"W{'₁₂₃'[n]}, b{'₁₂₃'[n]}" if n < 3 else ""
        _arrow(axes, (2 * n, top), (2 * n + 2, top), style.BLUE, 2)
        axes.text(2 * n + 1, top + 0.2, word, ha="center", color=style.BLUE, size=11)
    _arrow(axes, (8, top), (6, middle), style.ORANGE, 2, "--")
    for n in (3, 2):
        _arrow(axes, (2 * n, middle), (2 * n - 2, middle), style.ORANGE, 2, "--")
        word = f"W{'₀₁₂₃'[n]}"
        axes.text(2 * n - 1, middle + 0.17, word, ha="center", color=style.ORANGE, size=11)
    axes.text(-0.6, top + 0.85, f"{forward} →", color=style.BLUE, size=12)
    axes.text(6.75, middle - 0.12, f"← {backward}", color=style.ORANGE, size=12)
    axes.text(6.25, bottom - 0.12, made, color=style.VIOLET, size=12)
    axes.set(xlim=(-0.7, 9.6), ylim=(-0.5, 5.2))
    axes.axis("off")
    return figure


@style.figure
def first_layer(language: str) -> Figure:
    """Draw some neurons' weights as images: above what speaks for it, below against."""
    plus, minus = {
        "ko": ("양의\n가중치", "음의\n가중치"),
        "en": ("positive\nweights", "negative\nweights"),
    }[language]
    first, second = trained_network().layers[:2]
    spread = first.forward(load_mnist("embedded")[0]).std(axis=0)
    strength = np.abs(second.weights).sum(axis=1) * spread
    chosen = np.sort(np.argsort(-strength, kind="stable")[:NEURONS])
    figure = Figure(figsize=(6.4, 3.2))
    grid = figure.subplots(2, NEURONS)
    for column, neuron in enumerate(chosen):
        weights = first.weights[:, neuron].reshape(28, 28)
        for row, (sign, color) in enumerate(((1, style.BLUE), (-1, style.ORANGE))):
            _pixels(grid[row, column], sign * weights / (3 * weights.std()), color)
    for row, (word, color) in enumerate(((plus, style.BLUE), (minus, style.ORANGE))):
        grid[row, 0].set_ylabel(word, rotation=0, ha="right", va="center", color=color)
    return figure


@style.figure
def hardest_digits(language: str) -> Figure:
    """Draw the embedded images whose label the network finds least likely."""
    said = {"ko": "정답 {} · 답 {}", "en": "{} · read as {}"}[language]
    figure = Figure(figsize=(6.4, 5.2))
    for axes, image, label, answer in zip(figure.subplots(3, HARDEST // 3).flat, *hardest()):
        _pixels(axes, image.reshape(28, 28), style.BLUE)
        axes.set_title(said.format(label, answer), size=12)
    return figure


def _pixels(axes: Axes, values: np.ndarray, color: str) -> None:
    """Draw values from 0 to 1 as ink on nothing, so that any background shows through."""
    ink = np.round(np.clip(values, 0, 1) * TINTS) / TINTS
    hue = np.broadcast_to(to_rgb(color), (*ink.shape, 3))
    axes.imshow(np.dstack([hue, ink]), interpolation="none")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set(visible=True, color=style.GRID)


def _node(
    axes: Axes, x: float, y: float, name: str, shape: str, fill: str, width: float = 1.05
) -> None:
    corners = np.array([-1, 1, 1, -1]) * width / 2, np.array([-1, -1, 1, 1]) * 0.42
    axes.fill(x + corners[0], y + corners[1], color=fill, lw=0, zorder=2)
    axes.text(x, y + 0.05, name, ha="center", size=13, zorder=3)
    axes.text(x, y - 0.3, shape, ha="center", size=10.5, color=style.INK, zorder=3)


def _arrow(
    axes: Axes, start: tuple, end: tuple, color: str, width: float, line: str = "-"
) -> None:
    axes.annotate(
        "", end, start, zorder=1,
        arrowprops={"arrowstyle": "-|>", "color": color, "lw": width, "ls": line,
                    "shrinkA": 24, "shrinkB": 25, "mutation_scale": 12},
    )  # fmt: skip
