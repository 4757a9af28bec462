"""What ``python -m groundup`` can do: score a network, train one, show the data."""

import argparse
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from groundup.cli.progress import Bar
from groundup.files.opening import quoted
from groundup.files.sources import Digits, find_digits
from groundup.files.weights import read_weights
from groundup.inference import BATCH_SIZE, accuracy
from groundup.mnist import PARTS, prepared, scoring_digits, training_digits
from groundup.network import Network
from groundup.trained import WEIGHTS
from groundup.training.loop import train
from groundup.training.recipe import RECIPE, SIZES

__all__ = ["evaluate", "learn", "show_data"]

UNWRITABLE: dict[type[Exception], str] = {
    FileNotFoundError: "its folder does not exist",
    NotADirectoryError: "its folder is a file",
    PermissionError: "that is not allowed",
}


def evaluate(options: argparse.Namespace) -> None:
    """Print how many images a network names right, and which images these are."""
    path = options.weights or WEIGHTS
    weights = read_weights(path)
    network = Network.load(path, options.activations)
    if (network.sizes[0], network.sizes[-1]) != (784, 10):
        raise ValueError(f"the network is {_sizes(network)}; expected 784-...-10")
    learned_from = (weights.record or {}).get("images")
    digits = scoring_digits(learned_from, options.data)
    right, count = _right(network, digits, options.batch_size), len(digits.labels)
    activations = [layer.activation for layer in network.layers]
    assumed = options.activations is None and weights.activations is None
    if options.json:
        report = {
            "images": _described(digits),
            "origin": digits.origin,
            "split": digits.split,
            "count": count,
            "place": digits.place,
            "missed": digits.missed,
            "weights": options.weights or "the project's own",
            "network": _sizes(network),
            "activations": activations,
            "activations_assumed": assumed,
            "passed_over": list(weights.passed_over),
            "record": weights.record,
            "batch_size": options.batch_size,
            "correct": right,
            "accuracy": right / count,
        }
        print(json.dumps(report))
        return
    print(_described(digits))
    name = quoted(options.weights) if options.weights else "the project's own"
    print(f"weights: {name}, {_sizes(network)}, {', '.join(activations)}")
    if assumed:
        print(
            "the activations are assumed: the file names none;"
            " --activations relu, say, sets others"
        )
    if weights.passed_over:
        print(f"passed over: {', '.join(weights.passed_over)}")
    print(_learned(weights.record or {}, digits))
    print(_score(right, count))


def learn(options: argparse.Namespace) -> None:
    """Train a network, write it, and score it on images that it has not seen."""
    out = Path(options.out)
    checkpoint = _checkpoint(out)
    training, held_out = training_digits(options.data)
    scored = [held_out]
    if training.origin != "embedded":
        scored.append(find_digits("test", options.data))
    print(f"to learn from: {_described(training)}", flush=True)
    try:
        with Bar(options.epochs) as bar:
            network = train(
                SIZES,
                *prepared(training),
                **RECIPE | {"epochs": options.epochs},
                seed=options.seed,
                validation=prepared(held_out),
                progress=bar.show,
                checkpoint=checkpoint,
            )
    except KeyboardInterrupt as stop:
        if checkpoint.exists():
            stop.add_note(f"the same command goes on from {quoted(checkpoint)}")
        raise
    record = {
        "images": training.name,
        "count": len(training.labels),
        "seed": options.seed,
        "epochs": options.epochs,
        "command": f"python -m groundup train --seed {options.seed}"
        f" --epochs {options.epochs}",
    }
    with _writing(out):
        network.save(out, record)
        checkpoint.unlink(missing_ok=True)
    print(f"weights: {quoted(out)}, {_sizes(network)}")
    for digits in scored:
        print(f"not learned from: {_described(digits)}")
        print(_score(_right(network, digits, BATCH_SIZE), len(digits.labels)))


def show_data(options: argparse.Namespace) -> None:
    """Print where the images come from, how many, and that their checksums hold."""
    for split in ("train", "test"):
        print(f"{split}: {_described(find_digits(split, options.data))}; checksums hold")
    print(f"embedded: {_described(find_digits('embedded'))}; checksum holds")


def _checkpoint(out: Path) -> Path:
    """Return the checkpoint beside `out`; refuse now what could not be written later."""
    if out.is_dir():
        raise ValueError(f"{quoted(out)} is a folder; expected a file to write")
    if out.exists() and not out.is_file():
        raise ValueError(f"{quoted(out)} is a device or a pipe; expected a file")
    checkpoint = out.with_name(f"{out.name}.checkpoint")
    part = out.with_name(f"{checkpoint.name}.{os.getpid()}.part")
    with _writing(out):
        part.touch()
        part.unlink()
    return checkpoint


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turn what goes wrong with writing `path` into one sentence that names it."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        reason = UNWRITABLE.get(type(error), reason)
        raise ValueError(f"{quoted(path)} cannot be written: {reason}") from None


def _described(digits: Digits) -> str:
    count = f"{len(digits.labels):,}"
    if digits.origin == "embedded":
        text = f"{count} embedded images of MNIST's training set"
        missed = f"; the official ones could not be had: {digits.missed}"
        return text + (missed if digits.missed else "")
    kind = "test" if digits.split == "test" else "training"
    place = f"{digits.origin} {quoted(digits.place)}"
    return f"{count} images of MNIST's official {kind} set, {place}"


def _learned(record: dict[str, object], digits: Digits) -> str:
    """Say what the record in a file of weights means for the score on `digits`."""
    told = quoted(", ".join(f"{key} {value}" for key, value in record.items()))[1:-1]
    if str(record.get("images")) in PARTS:
        return f"learned from: {told}; none of these images is scored"
    known = f"not known which images it learned from: {told}"
    none = "the file has no record of what it was trained on"
    may = "; it may have learned from the images scored here" if digits.missed else ""
    return f"{known if record else none}{may}"


def _right(network: Network, digits: Digits, batch_size: int) -> int:
    images, labels = prepared(digits)
    return round(accuracy(network, images, labels, batch_size) * len(labels))


def _score(right: int, count: int) -> str:
    return f"accuracy {right / count:.4f} ({right}/{count})"


def _sizes(network: Network) -> str:
    return "-".join(map(str, network.sizes))
