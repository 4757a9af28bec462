"""What the gates cost: measured figures drawn beside those of 2019."""

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from groundup_book.figures import style

__all__ = ["WORDS", "call", "count", "duration", "gates", "machine", "sizes"]

WORDS = {
    "ko": {
        "cost": "한 쌍에 드는 시간 (로그 눈금)",
        "pairs": "한 번에 넘기는 쌍의 수",
        "now": "이 사이트",
        "then": "2019년",
        "scalar": "노트의 xor(0, 1): 한 쌍씩",
        "gate": "xor_gate: 배열로",
        "floor": "np.logical_xor: 하한",
    },
    "en": {
        "cost": "time per pair (log scale)",
        "pairs": "pairs handed over in one call",
        "now": "this site",
        "then": "2019",
        "scalar": "the notes’ xor(0, 1): pair by pair",
        "gate": "xor_gate: as arrays",
        "floor": "np.logical_xor: the floor",
    },
}


def duration(ns: float, _position: int | None = None) -> str:
    """Return nanoseconds with a unit that keeps the number short.

    Examples
    --------
    >>> duration(0.5), duration(138), duration(40700)
    ('0.5 ns', '138 ns', '40.7 µs')
    """
    value, unit = (ns / 1000, "µs") if ns >= 1000 else (ns, "ns")
    return f"{value:.3g} {unit}"


def count(pairs: float, _position: int | None = None) -> str:
    """Return a whole number with thousands commas."""
    return f"{pairs:,.0f}"


def call(row: dict) -> str:
    """Return a recorded call as it is written, for example ``or_sum(0, 1)``."""
    return f"{row['form']}({', '.join(map(str, row['inputs']))})"


def machine(record: dict) -> str:
    """Return where and when a record was made, in one line."""
    return (
        f"{record['machine']['processor']} · Python {record['python']}"
        f" · NumPy {record['numpy']} · {record['date']}"
    )


@style.figure
def gates(language: str, *, record: dict, notes: dict) -> Figure:
    """Draw each form of the gates: recorded time, and the time of 2019 beside it."""
    words = WORDS[language]
    recorded = {call(row): row["ns"] for row in record["calls"]}
    quoted = {call(row): row["ns"] for row in notes["calls"]}
    names = [name for name in recorded if name in quoted]
    figure = Figure(figsize=(6.4, 5.4))
    axes = figure.subplots()
    for y, name in enumerate(names):
        now, then = recorded[name], quoted[name]
        axes.plot([now, then], [y, y], color=style.GRID, lw=1.6, zorder=1)
        axes.plot(now, y, "o", ms=8, color=style.BLUE)
        axes.plot(then, y, "o", ms=8, mfc=style.PAPER, mec=style.ORANGE, mew=1.6)
        for ns, other, color in ((now, then, style.BLUE), (then, now, style.ORANGE)):
            left = ns < other
            axes.annotate(
                duration(ns), (ns, y), (-8 if left else 8, 0), color=color, size=11,
                textcoords="offset points", ha="right" if left else "left",
                va="center_baseline",
            )  # fmt: skip
    for ns, dx, word, color, align in (
        (recorded[names[0]], 5, words["now"], style.BLUE, "right"),
        (quoted[names[0]], -5, words["then"], style.ORANGE, "left"),
    ):
        axes.annotate(word, (ns, 0), (dx, 13), color=color, ha=align, size=12,
                      textcoords="offset points")  # fmt: skip
    axes.set_yticks(range(len(names)), names, color=style.INK)
    times = [times[name] for times in (recorded, quoted) for name in names]
    least, most = min(times), max(times)
    span = most / least
    # A quarter of the span on either side, for what is written beside the outermost dots.
    axes.set(xscale="log", xlim=(least / span**0.25, most * span**0.25), ylim=(len(names) - 0.4, -1.1))
    axes.set_xlabel(words["cost"])
    axes.set_title(
        f"{words['now']}: {machine(record)}", loc="right", fontsize=10, color=style.MUTED
    )
    axes.xaxis.set_major_formatter(FuncFormatter(duration))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
    return figure


@style.figure
def sizes(language: str, *, record: dict) -> Figure:
    """Draw what a pair costs in `xor_gate` against how many pairs share the call."""
    words = WORDS[language]
    pairs = [row["pairs"] for row in record["sizes"]]
    cost = [row["ns"] for row in record["sizes"]]
    (scalar,) = (row["ns"] for row in record["calls"] if row["form"] == "xor_sigmoid")
    floor = record["arrays"]["logical_xor"]
    figure = Figure(figsize=(6.4, 4.6))
    axes = figure.subplots()
    axes.set(xscale="log", yscale="log", xlim=(0.7, 1.8e6), ylim=(0.15, 2e5))
    axes.plot(pairs, cost, "o-", color=style.BLUE, ms=6)
    axes.axhline(scalar, color=style.ORANGE, linestyle="--", lw=1.5)
    axes.axhline(floor, color=style.MUTED, linestyle=":", lw=1.5)
    # Below the curve, which comes down from the left; above the lines.
    for name, ns, color, place, va in (
        ("scalar", scalar, style.ORANGE, 1.4, "bottom"),
        ("gate", cost[-1], style.BLUE, 1 / 1.5, "top"),
        ("floor", floor, style.MUTED, 1.4, "bottom"),
    ):
        label = f"{words[name]} · {duration(ns)}"
        axes.text(1.3e6, ns * place, label, color=color, ha="right", va=va)
    axes.set_xlabel(words["pairs"])
    axes.set_title(words["cost"], loc="left", fontsize=11, color=style.MUTED)
    axes.xaxis.set_major_formatter(FuncFormatter(count))
    axes.yaxis.set_major_formatter(FuncFormatter(duration))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    axes.grid()
    axes.tick_params(length=0)
    return figure
