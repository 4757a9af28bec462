"""The facts of training against the record, the network and a count by hand."""

import json
import math
import re
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from groundup.training.augment import random_grids
from groundup.mnist import load_mnist
from groundup.trained import trained_network
from groundup_book.facts import training as facts

RECORD = json.loads(
    (Path(str(files("groundup_book"))) / "records" / "training.json").read_text("utf-8")
)


def test_scores_are_those_of_the_recorded_confusion():
    confusion = RECORD["confusion"]
    right = sum(confusion[digit][digit] for digit in range(10))
    total = sum(map(sum, confusion))
    assert total == 10_000
    assert facts.official_right() == right
    assert facts.official_accuracy() == f"{right / 10_000:.4f}"
    wrong = {
        (a, b): confusion[a][b] for a in range(10) for b in range(10) if a != b
    }
    a, b = map(int, facts.most_mistaken().split(" → "))
    assert wrong[a, b] == max(wrong.values()) == facts.most_mistaken_count()


def test_embedded_accuracy_is_what_the_weights_score():
    images, labels = load_mnist("embedded")
    scored = np.mean(trained_network().forward(images).argmax(axis=1) == labels)
    assert facts.embedded_accuracy() == f"{scored:.4f}"


def test_counts_by_hand():
    assert facts.parameters() == 784 * 50 + 50 + 50 * 100 + 100 + 100 * 10 + 10
    batches = len(range(0, 55_000, facts.batch_size()))
    assert facts.steps() == facts.epochs() * batches
    assert len(RECORD["curve"]["loss"]) == facts.epochs()
    assert facts.shown_hard_digits() == 12


def test_the_recipe_told_is_the_recorded_one():
    assert float(facts.rate()) == RECORD["rate"]
    assert float(facts.decay()) == RECORD["decay"]
    assert facts.batch_size() == RECORD["batch_size"]
    assert facts.command() == RECORD["command"]


def test_distortions_keep_within_what_is_told():
    grids = random_grids(np.random.default_rng(0), 2000, 3)
    across = grids[:, :, 5] - grids[:, :, 3]
    assert facts.rotation().endswith("°") and facts.scale().endswith("%")
    turned = np.degrees(np.arctan2(across[:, 0], across[:, 1]))
    assert np.abs(np.mean(turned)) < 1
    assert 3 < np.quantile(np.abs(turned), 0.99) < 2 * float(facts.rotation()[:-1]) + 5


def test_losses():
    assert float(facts.guessing_loss()) == pytest.approx(math.log(10), abs=5e-4)


def test_time_and_machine_are_the_recorded_ones():
    assert 60 * float(facts.minutes()) == pytest.approx(RECORD["seconds"], abs=31)
    seen = RECORD["machine"]
    for key in ("processor", "python", "numpy", "date"):
        assert seen[key] in facts.machine()
    assert re.search(r"\d{4}-\d\d-\d\d", facts.machine())
