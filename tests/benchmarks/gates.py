"""Times every form of the gates and checks the claims that hold on any machine.

    $ python tests/benchmarks/gates.py
    $ python tests/benchmarks/gates.py --record

Times on a busy machine wander by half their size and more, so nothing is compared with
a number of seconds. Each round times every form once, and a claim is about the median
of the ratios within the rounds. `--record` also writes the figures that the page shows.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from timeit import Timer

import numpy as np

from groundup import gates, notes_2019

ROUNDS = 31
SECONDS = 0.004
RECORD = Path(__file__).parents[2] / "src/groundup_book/records/gates-timings.json"
PAIRS = 10**6
SIZES = [10**power for power in range(7)]
CALLS = [
    ("and_product", (0, 0)),
    ("and_threshold", (0, 0)),
    ("and_sigmoid", (0, 1)),
    ("or_sum", (0, 0)),
    ("or_sum", (0, 1)),
    ("or_threshold", (0, 0)),
    ("or_threshold", (0, 1)),
    ("or_step", (0, 0)),
    ("or_step", (0, 1)),
    ("or_sigmoid", (0, 0)),
    ("or_sigmoid", (0, 1)),
    ("xor_sigmoid", (0, 1)),
]
GATES = ("and_gate", "or_gate", "nand_gate", "xor_gate")


def subjects() -> dict[str, tuple[Callable, tuple, int]]:
    """Return what is timed: name, function, arguments, pairs a call works on."""
    x1, x2 = np.random.default_rng(0).integers(0, 2, (2, PAIRS))
    timed = {
        f"{name}{pair}": (getattr(notes_2019, name), pair, 1) for name, pair in CALLS
    }
    for name in GATES:
        timed[f"{name} {PAIRS}"] = (getattr(gates, name), (x1, x2), PAIRS)
    for size in SIZES:
        timed[f"xor_gate {size}"] = (gates.xor_gate, (x1[:size], x2[:size]), size)
    timed[f"logical_xor {PAIRS}"] = (np.logical_xor, (x1, x2), PAIRS)
    return timed


def measure() -> dict[str, list[float]]:
    """Return nanoseconds a pair for each subject, one figure a round."""
    timers = {}
    for name, (function, (x1, x2), pairs) in subjects().items():
        timer = Timer("f(x1, x2)", globals={"f": function, "x1": x1, "x2": x2})
        timer.timeit(1)
        number = max(1, round(SECONDS / (timer.timeit(3) / 3)))
        timers[name] = timer, number, 1e9 / (number * pairs)
    seen = {name: [] for name in timers}
    for _ in range(ROUNDS):
        for name, (timer, number, scale) in timers.items():
            seen[name].append(timer.timeit(number) * scale)
    return seen


def claims(seen: dict[str, list[float]]) -> list[tuple[str, str, float]]:
    """Return what must hold: slower, faster, and the least ratio between the two."""
    scalar, array = "xor_sigmoid(0, 1)", f"xor_gate {PAIRS}"
    return [
        ("and_threshold(0, 0)", "and_product(0, 0)", 1),
        ("and_sigmoid(0, 1)", "and_threshold(0, 0)", 1),
        (scalar, "and_sigmoid(0, 1)", 1),
        ("or_step(0, 0)", "or_threshold(0, 0)", 1),
        ("or_sigmoid(0, 0)", "or_step(0, 0)", 1),
        ("and_sigmoid(0, 1)", f"and_gate {PAIRS}", 100),
        ("or_sigmoid(0, 1)", f"or_gate {PAIRS}", 100),
        (scalar, array, 2000),
        (array, f"logical_xor {PAIRS}", 1),
    ]


def check(seen: dict[str, list[float]]) -> list[str]:
    """Print each claim with its ratio and return the sentences of those that fail."""
    failed = []
    for slower, faster, least in claims(seen):
        ratios = [a / b for a, b in zip(seen[slower], seen[faster], strict=True)]
        ratio = median(ratios)
        print(
            f"{slower:18} / {faster:19} {ratio:9,.1f}"
            f"  ({min(ratios):,.1f} to {max(ratios):,.1f}; claimed: over {least:,})"
        )
        if ratio <= least:
            failed.append(
                f"{slower} costs {ratio:.2f} times {faster} a pair;"
                f" the page says more than {least:,} times."
            )
    return failed


def processor() -> str:
    """Return the processor's model as the system names it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    return models[0] if models else platform.machine()


def record(seen: dict[str, list[float]]) -> dict:
    """Return what the site shows: the machine and the median nanoseconds a pair."""
    cost = {name: float(f"{median(times):.4g}") for name, times in seen.items()}
    return {
        "machine": {"processor": processor(), "cores": os.cpu_count()},
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": ROUNDS,
        "calls": [
            {"form": name, "inputs": pair, "ns": cost[f"{name}{pair}"]}
            for name, pair in CALLS
        ],
        "arrays": {
            "pairs": PAIRS,
            **{name: cost[f"{name} {PAIRS}"] for name in (*GATES, "logical_xor")},
        },
        "sizes": [{"pairs": n, "ns": cost[f"xor_gate {n}"]} for n in SIZES],
    }


def main() -> int:
    """Time, print, check; write the record if asked to."""
    parser = argparse.ArgumentParser(description="Time the gates; check the claims.")
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name}")
    arguments = parser.parse_args()
    seen = measure()
    for name, times in seen.items():
        print(f"{name:22} {median(times):12,.2f} ns a pair")
    print()
    failed = check(seen)
    if arguments.record and not failed:
        RECORD.write_text(json.dumps(record(seen), indent=2) + "\n", "utf-8")
        print(f"\nwrote {RECORD.name}")
    for sentence in failed:
        print(sentence, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
