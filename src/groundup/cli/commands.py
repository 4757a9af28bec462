"""What ``python -m groundup`` can do: score a network, train one, show the data."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from groundup._policy import whole_number
from groundup.cli.progress import shown
from groundup.files.opening import quoted
from groundup.files.sources import Digits, find_digits
from groundup.files.weights import read_weights
from groundup.files.writing import write_whole
from groundup.inference import BATCH_SIZE, accuracy
from groundup.mnist import parts_of, prepared, scoring_digits, training_digits
from groundup.network import Network
from groundup.trained import WEIGHTS
from groundup.training.loop import train
from groundup.training.recipe import RECIPE, SIZES

__all__ = ["evaluate", "learn", "show_data"]


def evaluate(options: argparse.Namespace) -> None:
    """Print how many images a network names right, and which images these are."""
    path = options.weights or WEIGHTS
    weights, network = read_weights(path), Network.load(path, options.activations)
    if (network.sizes[0], network.sizes[-1]) != (784, 10):
        raise ValueError(f"{quoted(path)} is a {network}; expected 784 inputs and 10 outputs")
    record = weights.record or {}
    digits = scoring_digits(record.get("images"), options.data)
    right, count = _right(network, digits, options.batch_size), len(digits.labels)
    assumed = options.activations is None and weights.activations is None
    if options.json:
        report = {
            "images": _described(digits),
            "origin": digits.origin,
            "split": digits.split.removeprefix("embedded-"),
            "count": count,
            "place": digits.place,
            "missed": digits.missed,
            "weights": options.weights or "the project's own",
            "network": "-".join(map(str, network.sizes)),
            "activations": [layer.activation for layer in network.layers],
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
    print(f"weights: {name}, {network}")
    if assumed:
        print("the activations are assumed: the file names none; --activations relu sets others")
    if weights.passed_over:
        print(f"passed over: {', '.join(weights.passed_over)}")
    print(_learned(record, digits))
    print(_score(right, count))


def learn(options: argparse.Namespace) -> None:
    """Train a network, write it, and score it on images that it has not seen."""
    whole_number(options.seed, "--seed", least=0)
    whole_number(options.epochs, "--epochs", least=1)
    out = Path(options.out)
    checkpoint = _checkpoint(out)
    training, held_out = training_digits(options.data)
    scored = [held_out]
    if not training.missed:
        scored.append(find_digits("test", options.data))
    print(f"to learn from: {_described(training)}", flush=True)
    try:
        with shown(options.epochs) as show:
            network = train(
                SIZES,
                *prepared(training),
                **RECIPE | {"epochs": options.epochs},
                seed=options.seed,
                validation=prepared(held_out),
                progress=show,
                checkpoint=checkpoint,
            )
    except KeyboardInterrupt as stop:
        if checkpoint.exists():
            stop.add_note(f"the same command goes on from {quoted(checkpoint)}")
        raise
    record = {
        "images": f"mnist-{training.split}",
        "count": len(training.labels),
        "seed": options.seed,
        "epochs": options.epochs,
        "command": f"python -m groundup train --seed {options.seed} --epochs {options.epochs}",
    }
    network.save(out, record)
    checkpoint.unlink(missing_ok=True)
    print(f"weights: {quoted(out)}, {network}")
    for digits in scored:
        print(f"not learned from: {_described(digits)}")
        print(_score(_right(network, digits, BATCH_SIZE), len(digits.labels)))


def show_data(options: argparse.Namespace) -> None:
    """Print where the images come from, how many, and that their checksums hold."""
    for split in ("train", "test", "embedded"):
        print(f"{split}: {_described(find_digits(split, options.data))}; checksums hold")


def _checkpoint(out: Path) -> Path:
    """Return the checkpoint beside `out`; refuse now what could not be written later."""
    if out.exists() and not out.is_file():
        raise ValueError(f"{quoted(out)} is a folder or a device; expected a file to write")
    trial = out.with_name(f"{out.name}.checkpoint.trial")
    write_whole(trial, b"")
    trial.unlink()
    return trial.with_suffix("")


def _described(digits: Digits) -> str:
    count = f"{len(digits.labels):,}"
    if digits.origin == "embedded":
        missed = f"; the official ones could not be had: {digits.missed}"
        return f"{count} embedded images of MNIST's training set{missed if digits.missed else ''}"
    kind = "test" if digits.split == "test" else "training"
    return f"{count} images of MNIST's official {kind} set, {digits.origin} {quoted(digits.place)}"


def _learned(record: Mapping[str, object], digits: Digits) -> str:
    """Say what the record in a file of weights means for the score on `digits`."""
    told = quoted(", ".join(f"{key} {value}" for key, value in record.items()))[1:-1]
    if parts_of(record.get("images")):
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
