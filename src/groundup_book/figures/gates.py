"""Where each gate divides the plane of its inputs."""

from collections.abc import Callable
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from groundup import gates
from groundup_book.figures import style
from groundup.gates import AND, NAND, OR, Neuron

__all__ = [
    "CORNERS",
    "SPAN",
    "and_boundary",
    "boundaries",
    "crossing",
    "dot",
    "dots",
    "equation",
    "line",
    "or_boundary",
    "plane",
    "shade",
    "signed",
    "xor_layers",
]

SPAN = (-0.5, 1.7)
CORNERS = tuple(product((0, 1), repeat=2))


def signed(number: float) -> str:
    """Return a number as it stands behind another, for example ``− 0.7``."""
    return f"{'−' if number < 0 else '+'} {abs(number):g}"


def equation(neuron: Neuron) -> str:
    """Return the neuron's weighted sum as written by hand."""
    w1, w2 = neuron.weights
    return f"{w1:g}x₁ {signed(w2)}x₂ {signed(neuron.bias)}".replace("-", "−")


def crossing(neuron: Neuron, x1: np.ndarray) -> np.ndarray:
    """Return the x2 at which the neuron's sum is zero."""
    w1, w2 = neuron.weights
    return -(w1 * np.asarray(x1) + neuron.bias) / w2


def plane(axes: Axes, xlabel: str = "x₁", ylabel: str = "x₂") -> None:
    """Prepare square axes around the four pairs of 0 and 1."""
    axes.set(xlim=SPAN, ylim=SPAN, aspect="equal", xticks=(0, 1), yticks=(0, 1))
    axes.set_xlabel(xlabel, fontsize=13)
    axes.set_ylabel(ylabel, fontsize=13, rotation=0, labelpad=10)
    axes.tick_params(length=0, labelsize=12)


def shade(axes: Axes, *neurons: Neuron) -> None:
    """Colour where all the neurons fire, and draw the line of each."""
    steps = np.linspace(*SPAN, 12)
    x1, x2 = np.meshgrid(steps, steps)
    lowest = np.min([neuron.total(x1, x2) for neuron in neurons], axis=0)
    axes.contourf(x1, x2, lowest, levels=[0, 9], colors=[style.BLUE_SOFT])
    for neuron in neurons:
        line(axes, neuron)


def line(axes: Axes, neuron: Neuron, color: str = style.BLUE, dash: str = "-") -> None:
    """Draw where the neuron's sum is zero."""
    axes.plot(SPAN, crossing(neuron, np.array(SPAN)), color=color, linestyle=dash)


def dot(axes: Axes, x1: float, x2: float, output: int) -> None:
    """Draw a pair with the gate's output in it: 1 filled, 0 hollow."""
    axes.plot(
        x1, x2, "o", ms=21, mew=1.6, mec=style.INK, zorder=3,
        mfc=style.INK if output else style.PAPER,
    )  # fmt: skip
    axes.text(
        x1, x2, str(output), size=12, ha="center", va="center_baseline", zorder=4,
        color=style.PAPER if output else style.INK,
    )  # fmt: skip


def dots(axes: Axes, gate: Callable[[int, int], int]) -> None:
    """Draw the four pairs of 0 and 1, each with the gate's output."""
    for x1, x2 in CORNERS:
        dot(axes, x1, x2, gate(x1, x2))


@style.figure
def and_boundary(language: str) -> Figure:
    """Draw the plane of the AND gate with the sum at each corner."""
    fires = {"ko": "t > 0 : 출력 1", "en": "t > 0: output 1"}[language]
    rests = {"ko": "t ≤ 0 : 출력 0", "en": "t ≤ 0: output 0"}[language]
    figure = Figure(figsize=(6.4, 4.9))
    axes = figure.subplots()
    plane(axes)
    shade(axes, AND)
    dots(axes, gates.and_gate)
    for x1, x2 in CORNERS:
        total = f"t = {AND.total(x1, x2):.1f}".replace("-", "−")
        axes.annotate(total, (x1, x2), (0, -23), textcoords="offset points", ha="center")
    axes.text(1.64, 1.58, fires, ha="right", color=style.BLUE)
    axes.text(-0.42, -0.43, rests, color=style.MUTED)
    axes.annotate(
        f"{equation(AND)} = 0", (0.16, crossing(AND, 0.16)), (0.42, 1.44),
        arrowprops={"arrowstyle": "-", "color": style.BLUE, "lw": 0.8},
        color=style.BLUE, va="center",
    )  # fmt: skip
    return figure


@style.figure
def or_boundary(language: str) -> Figure:
    """Draw the line of the OR gate beside that of AND: the bias moves it."""
    figure = Figure(figsize=(6.4, 4.9))
    axes = figure.subplots()
    plane(axes)
    shade(axes, OR)
    line(axes, AND, style.MUTED, "--")
    dots(axes, gates.or_gate)
    for name, neuron, at, color in (
        ("OR", OR, -0.35, style.BLUE),
        ("AND", AND, 0.08, style.MUTED),
    ):
        label = f"{name}: b = {neuron.bias:g}".replace("-", "−")
        axes.annotate(
            label, (at, crossing(neuron, at)), (6, 2), textcoords="offset points",
            color=color,
        )  # fmt: skip
    return figure


@style.figure
def boundaries(language: str) -> Figure:
    """Draw the plane of every gate: one line for three of them, two for XOR."""
    lines = {"ko": "직선 {}개", "en": ("one line", "two lines")}[language]
    figure = Figure(figsize=(7, 7.4))
    panels = (
        ("AND", gates.and_gate, (AND,)),
        ("OR", gates.or_gate, (OR,)),
        ("NAND", gates.nand_gate, (NAND,)),
        ("XOR", gates.xor_gate, (NAND, OR)),
    )
    for axes, (name, gate, neurons) in zip(figure.subplots(2, 2).flat, panels, strict=True):
        plane(axes)
        shade(axes, *neurons)
        dots(axes, gate)
        count = len(neurons)
        how = lines.format(count) if language == "ko" else lines[count - 1]
        axes.set_title(f"{name} · {how}", loc="left", fontsize=13)
    return figure


@style.figure
def xor_layers(language: str) -> Figure:
    """Draw how NAND and OR move the four pairs to where one line divides them."""
    titles = {
        "ko": ("두 입력: 직선이 두 개 필요", "NAND와 OR의 출력: 하나면 충분"),
        "en": ("the inputs: two lines needed", "NAND and OR of them: one will do"),
    }[language]
    figure = Figure(figsize=(7, 3.9))
    before, after = figure.subplots(1, 2)
    plane(before)
    shade(before, NAND, OR)
    dots(before, gates.xor_gate)
    before.text(0.22, 1.42, "NAND", color=style.BLUE)
    before.text(-0.4, 0.42, "OR", color=style.BLUE)
    plane(after, "NAND", "OR")
    after.yaxis.label.set_rotation(90)
    shade(after, AND)
    sources: dict[tuple[int, int], list[str]] = {}
    for x1, x2 in CORNERS:
        place = gates.nand_gate(x1, x2), gates.or_gate(x1, x2)
        sources.setdefault(place, []).append(f"({x1}, {x2})")
    for (s1, s2), pairs in sources.items():
        dot(after, s1, s2, gates.and_gate(s1, s2))
        after.annotate(
            "\n".join(pairs), (s1, s2), (0, -17), textcoords="offset points",
            ha="center", va="top",
        )  # fmt: skip
    for axes, title in zip((before, after), titles, strict=True):
        axes.set_title(title, loc="left", fontsize=12)
    return figure
