"""The committed weights are those of the record, and score what it says."""

import hashlib
import json
import os
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from groundup.files.weights import read_weights
from groundup.inference import predict
from groundup.mnist import load_mnist, load_training
from groundup.trained import WEIGHTS, trained_network

RECORD = json.loads(
    (Path(str(files("groundup_book"))) / "records" / "training.json").read_text("utf-8")
)
official = pytest.mark.skipif(
    "MNIST_DIR" not in os.environ, reason="needs the official images: set MNIST_DIR"
)


def rows(images):
    return {image.tobytes() for image in images}


def answers(images):
    return predict(trained_network(), images).argmax(axis=1)


def test_the_file_is_the_recorded_one_small_and_float32():
    data = WEIGHTS.read_bytes()
    assert hashlib.sha256(data).hexdigest() == RECORD["sha256"]
    assert len(data) == RECORD["bytes"] < 200_000
    network = trained_network()
    assert network.sizes == (784, 50, 100, 10)
    for layer in network.layers:
        assert layer.weights.dtype == layer.bias.dtype == np.float32


def test_the_embedded_score_is_the_recorded_one():
    images, labels = load_mnist("embedded")
    assert len(labels) == RECORD["embedded"]["images"]
    assert np.sum(answers(images) == labels) == RECORD["embedded"]["right"]


@official
def test_the_official_score_and_confusion_are_the_recorded_ones():
    images, labels = load_mnist("test")
    assert len(labels) == RECORD["official"]["images"] == 10_000
    given = answers(images)
    assert np.sum(given == labels) == RECORD["official"]["right"] >= 9880
    counts = [
        [int(np.sum((labels == digit) & (given == taken))) for taken in range(10)]
        for digit in range(10)
    ]
    assert counts == RECORD["confusion"]


@official
def test_no_embedded_and_no_test_image_was_learned_from():
    learned = load_training(normalize=False)[0]
    assert len(learned) == RECORD["images"] == 55_000
    learned = rows(learned)
    embedded = rows(load_mnist("embedded", normalize=False)[0])
    assert len(embedded) == 5_000
    assert not learned & embedded
    assert not learned & rows(load_mnist("test", normalize=False)[0])
    assert len(learned | embedded) == 60_000
    assert learned | embedded == rows(load_mnist("train", normalize=False)[0])


def test_the_record_is_whole():
    assert RECORD["command"] == (
        f"python -m groundup train --seed {RECORD['seed']} --epochs {RECORD['epochs']}"
    )
    for series in RECORD["curve"].values():
        assert len(series) == RECORD["epochs"]
    last = RECORD["curve"]["embedded_accuracy"][-1]
    assert last == RECORD["embedded"]["right"] / RECORD["embedded"]["images"]
    counts = np.array(RECORD["confusion"])
    assert np.trace(counts) == RECORD["official"]["right"]
    assert counts.sum() == RECORD["official"]["images"]


def test_the_file_says_what_it_was_trained_on():
    assert read_weights(WEIGHTS).record == {
        "images": "mnist-train-without-embedded",
        "count": RECORD["images"],
        "seed": RECORD["seed"],
        "epochs": RECORD["epochs"],
        "command": RECORD["command"],
    }
