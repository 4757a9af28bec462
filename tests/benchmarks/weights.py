"""Trains the committed weights as ``python -m groundup train`` does, and records how.

    $ MNIST_DIR=... python tests/benchmarks/weights.py [--seed 0] [--epochs N]

Writes src/groundup/data/weights.npz and src/groundup_book/records/training.json. The
official test images are scored once, at the end. `--compare` trains anew and only says
whether the same bytes came out, which one machine owes its own record.
"""

import argparse
import hashlib
import json
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from groundup.inference import predict
from groundup.mnist import load_mnist, load_training
from groundup.network import Network
from groundup.training.loop import train
from groundup.training.recipe import RECIPE, SIZES

SOURCE = Path(__file__).parents[2] / "src"
WEIGHTS = SOURCE / "groundup/data/weights.npz"
RECORD = SOURCE / "groundup_book/records/training.json"


def machine() -> dict[str, str | int]:
    """Return what the time depends on."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas_threads": int(os.environ.get("OPENBLAS_NUM_THREADS", "0")),
        "date": datetime.now(UTC).date().isoformat(),
    }


def confusion(network: Network, images: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return how often each digit (row) was taken for each (column)."""
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (labels, predict(network, images).argmax(axis=1)), 1)
    return counts


def score(counts: np.ndarray) -> dict[str, int]:
    """Return the right answers of a confusion matrix, and all."""
    return {"right": int(np.trace(counts)), "images": int(counts.sum())}


def main() -> int:
    """Train, write, score, record."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=RECIPE["epochs"])
    parser.add_argument("--compare", action="store_true")
    options = parser.parse_args()

    images, labels = load_training()
    if len(labels) != 55_000:
        print("the official training images are needed; set MNIST_DIR", file=sys.stderr)
        return 2
    embedded = load_mnist("embedded")
    curve = {"loss": [], "accuracy": [], "embedded_accuracy": []}

    def progress(epoch):
        for series, value in zip(curve.values(), epoch[2:]):
            series.append(round(value, 5))
        took = time.perf_counter() - wall
        print(f"{epoch.number}/{epoch.of} {epoch[2:]} {took:.0f} s", flush=True)

    wall, processor = time.perf_counter(), time.process_time()
    command = (
        f"python -m groundup train --seed {options.seed} --epochs {options.epochs}"
    )
    trained_on = {
        "images": "mnist-train-without-embedded",
        "count": len(labels),
        "seed": options.seed,
        "epochs": options.epochs,
        "command": command,
    }
    network = train(
        SIZES,
        images,
        labels,
        **RECIPE | {"epochs": options.epochs},
        seed=options.seed,
        validation=embedded,
        progress=progress,
    )
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    if options.compare:
        with tempfile.TemporaryDirectory() as folder:
            network.save(Path(folder, "weights.npz"), trained_on)
            same = Path(folder, "weights.npz").read_bytes() == WEIGHTS.read_bytes()
        print("the same bytes" if same else "other bytes")
        return 0 if same else 1

    network.save(WEIGHTS, trained_on)
    official = confusion(network, *load_mnist("test"))
    record = {
        "command": command,
        "seed": options.seed,
        "epochs": options.epochs,
        "batch_size": RECIPE["batch_size"],
        "rate": RECIPE["learning_rate"],
        "decay": RECIPE["weight_decay"],
        "images": len(labels),
        "sha256": hashlib.sha256(WEIGHTS.read_bytes()).hexdigest(),
        "bytes": WEIGHTS.stat().st_size,
        "seconds": round(wall, 1),
        "processor_seconds": round(processor, 1),
        "machine": machine(),
        "embedded": score(confusion(network, *embedded)),
        "official": score(official),
        "confusion": official.tolist(),
        "curve": curve,
    }
    RECORD.write_text(json.dumps(record) + "\n", "utf-8")
    print(record["embedded"], record["official"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
