"""A batch on its way through the network, its axes, and what its size is worth."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, NullLocator

from groundup.activations import softmax
from groundup_book.figures import style
from groundup_book.figures.timings import count, machine
from groundup.network import Network

__all__ = ["CENTRED", "SCORES", "SIZES", "TEXT", "axes", "shapes", "signals", "speed"]

SIZES = (784, 50, 100, 10)
SCORES = np.array([[0.5, 0.1, 2.2], [1.9, 0.2, 0.4], [1.0, 2.4, 1.1], [2.6, 1.3, 0.2]])

TEXT = {
    "ko": {
        "images": {1: "이미지 1장", 100: "이미지 100장"},
        "row": "한 행은 끝까지 같은 이미지",
        "weights": "가중치는 그대로",
        "axes": {
            1: ("axis=1", "이미지마다 답이 하나"),
            0: ("axis=0", "클래스마다 이미지가 하나"),
        },
        "image": "이미지 {}",
        "class": "클래스",
        "sum": "합",
        "size": "배치 크기 (로그 눈금)",
        "speed": "1초에 답하는 이미지 수",
        "products": "행렬 곱 셋만",
        "loop": "노트의 반복문",
        "times": "행렬 곱 셋만 하는 시간의 몇 배인가",
        "kernel": "OpenBLAS 커널 {}",
        "forced": "OpenBLAS 커널 {}로 바꾸어",
        "in batches": "{} · {}개씩",
        "at once": "{} · 한 번에",
    },
    "en": {
        "images": {1: "1 image", 100: "100 images"},
        "row": "a row is one image all the way",
        "weights": "the weights stay as they are",
        "axes": {
            1: ("axis=1", "one answer for each image"),
            0: ("axis=0", "one image for each class"),
        },
        "image": "image {}",
        "class": "class",
        "sum": "sum",
        "size": "batch size (log scale)",
        "speed": "images answered in a second",
        "products": "the three products alone",
        "loop": "the notes’ loop",
        "times": "times what the three products alone take",
        "kernel": "OpenBLAS kernel {}",
        "forced": "OpenBLAS kernel {} chosen",
        "in batches": "{} · {} at a time",
        "at once": "{} · all at once",
    },
}
CENTRED = {"ha": "center", "va": "center"}


def signals(images: int) -> list[tuple[int, int]]:
    """Return the shapes of the input, both hidden layers and the output."""
    network = Network.random(SIZES, seed=0)
    x = np.zeros((images, SIZES[0]))
    return [x.shape, *(signal.activation.shape for signal in network.trace(x))]


@style.figure
def shapes(language: str) -> Figure:
    """Draw every matrix that one image meets, and that a hundred meet at once."""
    text = TEXT[language]
    weights = [layer.weights.shape for layer in Network.random(SIZES, seed=0).layers]
    figure = Figure(figsize=(7.4, 5))
    ax = _canvas(figure)
    for middle, images in ((0, 1), (-14.4, 100)):
        x = 0.0
        for n, shape in enumerate(signals(images)):
            if n:
                ax.text(x + 0.9, middle, "·", fontsize=16, **CENTRED)
                x = _matrix(ax, x + 1.8, middle, weights[n - 1], f"W{'₁₂₃'[n - 1]}")
                ax.text(x + 1.1, middle, "→", fontsize=13, **CENTRED)
                x += 2.2
            x = _matrix(ax, x, middle, shape, ("X", "Z₁", "Z₂", "Y")[n], row=True)
        ax.text(0, middle + 5.6, text["images"][images], fontsize=13, va="center")
    ax.text(
        x, 5.6, text["weights"], color=style.ORANGE, ha="right", va="center", size=12
    )
    ax.text(x, -8.8, text["row"], color=style.BLUE, ha="right", va="center", size=12)
    ax.set_xlim(-0.6, x + 0.9)
    ax.set_ylim(-20.9, 6.4)
    return figure


@style.figure
def axes(language: str) -> Figure:
    """Draw the softmax and argmax of four images along either axis of the batch."""
    figure = Figure(figsize=(7.4, 4))
    ax = _canvas(figure)
    for left, axis in ((0, 1), (8.6, 0)):
        _table(ax, left, axis, TEXT[language])
    ax.set_xlim(-1.7, 13.4)
    ax.set_ylim(-6.4, 2.3)
    return figure


@style.figure
def speed(language: str, *, record: dict) -> Figure:
    """Draw how many images a second `predict` answers, by batch size, on one thread."""
    text = TEXT[language]
    entry = record["entries"][0]
    (process,) = (p for p in entry["processes"] if p["threads"] == 1)
    images = entry["images"]
    sizes = [row["size"] for row in process["batches"]]
    rates = [images / row["seconds"] for row in process["batches"]]
    figure = Figure(figsize=(7, 4.4))
    ax = figure.subplots()
    for name, run, colour, dashes in (
        ("products", "three products", style.MUTED, "--"),
        ("loop", "the notes' loop", style.ORANGE, ":"),
    ):
        rate = images / process["runs"][run]["seconds"]
        ax.axhline(rate, color=colour, linestyle=dashes, lw=1.6)
        place = {"x": 1, "ha": "left"} if name == "products" else {"x": 1e4, "ha": "right"}
        label = f"{text[name]} · {count(_rounded(rate))}"
        ax.annotate(
            label, (place["x"], rate), (0, 6), textcoords="offset points",
            color=colour, ha=place["ha"], va="bottom",
        )  # fmt: skip
    ax.plot(sizes, rates, "o-", color=style.BLUE, ms=6)
    best = int(np.argmax(rates))
    ax.annotate(
        f"predict · {count(_rounded(rates[best]))}", (sizes[best], rates[best]), (0, 9),
        textcoords="offset points", color=style.BLUE, ha="right", va="bottom",
    )  # fmt: skip
    ax.set(xscale="log", xlim=(0.8, 1.3e4), ylim=(0, 1.2 * max(rates)))
    ax.set_xlabel(text["size"])
    ax.set_title(
        f"{text['speed']}\n{machine(entry)}",
        loc="left",
        fontsize=10.5,
        color=style.MUTED,
    )
    ax.xaxis.set_major_formatter(FuncFormatter(count))
    ax.yaxis.set_major_formatter(FuncFormatter(count))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.tick_params(length=0)
    ax.spines["left"].set_visible(False)
    return figure


@style.figure
def processors(language: str, *, record: dict) -> Figure:
    """Draw one panel a processor and kernel: who is ahead there, on one thread."""
    text = TEXT[language]
    entries = record["entries"]
    figure = Figure(figsize=(7, 0.6 + 2.4 * len(entries)))
    # Room for names in a font that is wider than the one that measures them.
    figure.get_layout_engine().set(rect=(0.04, 0, 0.96, 1))
    for ax, entry in zip(np.ravel(figure.subplots(len(entries), sharex=True)), entries):
        (process,) = (p for p in entry["processes"] if p["threads"] == 1)
        times = _times(process["runs"], entry["batch_size"], text)
        for y, (name, ratio) in enumerate(times):
            colour = style.BLUE if name == "predict" else style.MUTED
            ax.barh(y, ratio, height=0.62, color=colour)
            ax.annotate(
                f"{ratio:.2f}", (ratio, y), (5, 0), textcoords="offset points",
                color=colour, va="center",
            )  # fmt: skip
        ax.axvline(1, color=style.ORANGE, linestyle="--", lw=1.4)
        ax.set_yticks(range(len(times)), [name for name, _ in times], color=style.INK)
        ax.invert_yaxis()
        kernel = text["forced" if entry["forced"] else "kernel"]
        ax.set_title(
            f"{entry['machine']['processor']}\n{kernel.format(process['kernel'])}"
            f" · {entry['date']}",
            loc="left", fontsize=10.5, color=style.MUTED,
        )  # fmt: skip
        ax.tick_params(length=0)
        ax.spines["left"].set_visible(False)
        ax.margins(x=0.12)
    ax.set_xlabel(text["times"])
    return figure


def _times(runs: dict, size: int, text: dict) -> list[tuple[str, float]]:
    """Return who needs how long, the fastest first."""
    times = {"predict": runs["predict"]["ratio"]}
    for peer in ("ONNX Runtime", "PyTorch", "scikit-learn"):
        times[text["at once"].format(peer)] = runs[peer]["ratio"]
        times[text["in batches"].format(peer, size)] = runs[f"{peer} in batches"]["ratio"]
    return sorted(times.items(), key=lambda item: item[1])


def _rounded(rate: float) -> float:
    return float(f"{rate:.2g}")


def _canvas(figure: Figure) -> Axes:
    ax = figure.add_subplot()
    ax.set_axis_off()
    ax.set_aspect("equal")
    return ax


def _matrix(
    ax: Axes, x: float, middle: float, shape: tuple, name: str, row: bool = False
) -> float:
    height, width = (length ** (1 / 3) for length in shape)
    edge, face = (
        (style.BLUE, style.BLUE_SOFT) if row else (style.ORANGE, style.ORANGE_SOFT)
    )
    top = middle + height / 2
    ax.add_patch(Rectangle((x, top - height), width, height, fc=face, ec=edge, lw=1.4))
    if row:
        ax.add_patch(
            Rectangle((x, top - height * 0.3 - 0.3), width, 0.5, fc=edge, lw=0)
        )
    centre = x + width / 2
    ax.text(centre, top + 0.8, name, color=edge, fontsize=12, **CENTRED)
    label = f"{shape[0]}×{shape[1]}"
    ax.text(centre, top - height - 0.8, label, fontsize=10.5, **CENTRED)
    return x + width


def _table(ax: Axes, left: float, axis: int, text: dict) -> None:
    probabilities = softmax(SCORES, axis=axis)
    winners = probabilities.argmax(axis=axis)
    edge, face = (
        (style.BLUE, style.BLUE_SOFT)
        if axis == 1
        else (style.ORANGE, style.ORANGE_SOFT)
    )
    rows, columns = probabilities.shape
    if axis == 1:
        bands = [((left, -n - 0.92), columns, 0.84) for n in range(rows)]
        chosen = list(enumerate(winners))
    else:
        bands = [((left + n + 0.04, -rows), 0.92, rows) for n in range(columns)]
        chosen = [(row, column) for column, row in enumerate(winners)]
    for corner, width, height in bands:
        ax.add_patch(Rectangle(corner, width, height, fc=face, lw=0))
    for row, column in chosen:
        corner = (left + column + 0.04, -row - 0.92)
        ax.add_patch(Rectangle(corner, 0.92, 0.84, fc="none", ec=edge, lw=2))
    for (row, column), value in np.ndenumerate(probabilities):
        ax.text(left + column + 0.5, -row - 0.5, f"{value:.2f}", fontsize=11, **CENTRED)
    title, meaning = text["axes"][axis]
    ax.text(left - 1.7, 2.1, title, color=edge, fontsize=13, va="center")
    ax.text(left - 1.7, 1.35, meaning, fontsize=12, va="center")
    grey = {"color": style.MUTED, "fontsize": 11, "va": "center"}
    ax.text(left - 0.2, 0.4, text["class"], ha="right", **grey)
    for column in range(columns):
        ax.text(left + column + 0.5, 0.4, str(column), ha="center", **grey)
    for row in range(rows):
        ax.text(left - 0.2, -row - 0.5, text["image"].format(row), ha="right", **grey)
    sums = [f"{total:.2f}" for total in probabilities.sum(axis=axis)]
    for place, name, values in ((0, text["sum"], sums), (1, "argmax", winners)):
        x, y = (left + columns + 0.7 + 1.3 * place, 0.4) if axis else (
            left - 0.2, -rows - 0.5 - 0.9 * place
        )  # fmt: skip
        ax.text(x, y, name, ha="center" if axis else "right", **grey)
        for n, value in enumerate(values):
            spot = (x, -n - 0.5) if axis else (left + n + 0.5, y)
            ax.text(*spot, str(value), color=edge, fontsize=12, **CENTRED)
