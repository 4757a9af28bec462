"""What ``python -m groundup`` can do: score a network, train one, show the data."""

import argparse
import json
import os
from pathlib import Path

from groundup.files.opening import quoted
from groundup.inference import BATCH_SIZE, accuracy
from groundup.mnist import prepared, training_digits
from groundup.network import Network
from groundup.cli.progress import Bar
from groundup.files.sources import Digits, find_digits
from groundup.trained import trained_network
from groundup.training.loop import train


class Stopped(Exception):
    """Ctrl-C, and what can be done about it."""


def evaluate(options: argparse.Namespace) -> None:
    """Print how many images of the test set a network names right."""
    network = Network.load(options.weights) if options.weights else trained_network()
    if (network.sizes[0], network.sizes[-1]) != (784, 10):
        raise ValueError(f"the network is {_sizes(network)}; expected 784-...-10")
    digits = find_digits("test", options.data)
    right, count = _right(network, digits, options.batch_size), len(digits.labels)
    weights = options.weights or "the project's own"
    if options.json:
        report = {
            "images": _described(digits, "test"),
            "count": count,
            "weights": weights,
            "network": _sizes(network),
            "batch_size": options.batch_size,
            "correct": right,
            "accuracy": right / count,
        }
        print(json.dumps(report))
    else:
        print(_described(digits, "test"))
        print(f"weights: {weights}, {_sizes(network)}")
        print(_score(right, count))


def learn(options: argparse.Namespace) -> None:
    """Train a network, write it, and score it on images that it has not seen."""
    out = Path(options.out)
    if out.is_dir() or not os.access(out.absolute().parent, os.W_OK):
        raise ValueError(f"{quoted(out)} cannot be written")
    training, held_out = training_digits(options.data)
    scored = [(held_out, "train")]
    if training.origin != "embedded":
        scored.append((find_digits("test", options.data), "test"))
    print(f"to learn from: {_described(training, 'train')}", flush=True)
    checkpoint = out.with_name(f"{out.name}.checkpoint")
    try:
        with Bar(options.epochs) as bar:
            network = train(
                *prepared(training),
                seed=options.seed,
                epochs=options.epochs,
                validation=prepared(held_out),
                progress=bar.show,
                checkpoint=checkpoint,
            )
    except KeyboardInterrupt:
        if checkpoint.exists():
            raise Stopped(
                f"stopped; the same command goes on from {checkpoint}"
            ) from None
        raise
    network.save(out)
    print(f"weights: {out}, {_sizes(network)}")
    for digits, split in scored:
        print(f"not learned from: {_described(digits, split)}")
        print(_score(_right(network, digits, BATCH_SIZE), len(digits.labels)))


def show_data(options: argparse.Namespace) -> None:
    """Print where the images come from, how many, and that their checksums hold."""
    for split in ("train", "test"):
        digits = find_digits(split, options.data)
        if digits.origin == "embedded":
            print(f"{_described(digits, split)}; checksum holds")
            return
        print(f"{_described(digits, split)}; checksums hold")
    print(f"{_described(find_digits('embedded'), 'train')}; checksum holds")


def _described(digits: Digits, split: str) -> str:
    count = f"{len(digits.labels):,}"
    if digits.origin == "embedded":
        missed = f"; the official ones could not be had: {digits.missed}"
        text = f"{count} embedded images of MNIST's training set"
        return text + (missed if digits.missed else "")
    name = {"train": "training", "test": "test"}[split]
    return (
        f"{count} images of MNIST's official {name} set, {digits.origin} {digits.place}"
    )


def _right(network: Network, digits: Digits, batch_size: int) -> int:
    images, labels = prepared(digits)
    return round(accuracy(network, images, labels, batch_size) * len(labels))


def _score(right: int, count: int) -> str:
    return f"accuracy {right / count:.4f} ({right}/{count})"


def _sizes(network: Network) -> str:
    return "-".join(map(str, network.sizes))
