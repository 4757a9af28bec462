"""The facts about batches against a record made up here; then what the page says."""

import inspect
import json
import tracemalloc
from importlib.resources import files

import numpy as np
import pytest

from groundup.inference import BATCH_SIZE, predict
from groundup.mnist import load_mnist
from groundup.trained import trained_network
from groundup_book.facts import batch

RECORD = json.loads((files("groundup_book") / "records/inference.json").read_text("utf-8"))

RATIOS = {
    "three products": 1.0,
    "three products in batches": 0.9,
    "forward, all at once": 2.0,
    "forward in batches": 1.8,
    "and a short sigmoid": 1.35,
    "and arrays reused": 1.296,
    "and scores in columns": 1.2312,
    "the same with tanh": 1.301,
    "predict": 1.244,
    "ONNX Runtime": 1.104,
    "ONNX Runtime in batches": 0.946,
    "PyTorch": 1.5,
    "PyTorch in batches": 1.426,
    "scikit-learn": 1.75,
    "scikit-learn in batches": 1.7,
    "the notes' loop": 24.6,
}


def process(threads, factor):
    runs = {name: {"ratio": factor * ratio} for name, ratio in RATIOS.items()}
    sizes = {1: 0.42, 100: 0.02, 960: 0.014, 10_000: 0.015}
    return {
        "threads": threads,
        "kernel": "Haswell",
        "runs": runs,
        "batches": [{"size": n, "seconds": s} for n, s in sizes.items()],
        "versions": {
            "ONNX Runtime": "1.32.0",
            "PyTorch": "2.14.1+cpu",
            "scikit-learn": "1.9.1",
        },
    }


ENTRY = {
    "machine": {"processor": "Abacus 3", "cores": 4},
    "forced": None,
    "load": 0.07,
    "python": "3.11.7",
    "numpy": "2.4.6",
    "blas": "scipy-openblas 0.3.31.188.0",
    "date": "2026-11-26",
    "rounds": 31,
    "images": 10_000,
    "batch_size": 960,
    "memory": [
        {"images": 1_000, "beyond_answer": 691_234},
        {"images": 100_000, "beyond_answer": 772_345},
    ],
    "processes": [process(1, 1), process(2, 2)],
}
OTHER = {**ENTRY, "machine": {"processor": "Slide rule", "cores": 1}}


@pytest.fixture
def abacus(monkeypatch):
    known = {"inference": {"entries": [ENTRY, OTHER]}}
    monkeypatch.setattr(batch, "recorded", known.__getitem__)


def test_the_audit_is_quoted_as_it_was_written():
    assert batch.book() == "0.9352"
    assert batch.notes_as_printed() == "0.1137"
    assert batch.notes_softmax_100() == "0.9207"
    assert batch.notes_softmax_1000() == "0.9242"
    assert batch.notes_softmax_10000() == "0.9211"
    assert batch.smallest_book_batch() == 100
    assert batch.middle_book_batch() == 1_000
    assert batch.largest_book_batch() == 10_000


@pytest.mark.parametrize(
    "name, told",
    {
        "processor": "Abacus 3",
        "kernel": "Haswell",
        "cores": 4,
        "load": "0.07",
        "python": "3.11.7",
        "numpy": "2.4.6",
        "openblas": "0.3.31.188.0",
        "onnx_runtime": "1.32.0",
        "pytorch": "2.14.1",
        "scikit_learn": "1.9.1",
        "date": "2026-11-26",
        "rounds": 31,
        "images": 10_000,
        "gain_100": "21",
        "gain_best": "30",
        "forward_at_once": "2.00",
        "forward_in_batches": "1.80",
        "short_sigmoid": "1.35",
        "reused": "1.30",
        "columns": "1.23",
        "tanh": "1.30",
        "batches_save": "10%",
        "short_sigmoid_saves": "25%",
        "arrays_save": "9%",
        "products_batches_1": "0.90",
        "products_batches_2": "1.80",
        "predict_1": "1.24",
        "predict_2": "2.49",
        "onnx_runtime_1": "1.10",
        "onnx_runtime_2": "2.21",
        "onnx_runtime_batches_1": "0.95",
        "onnx_runtime_batches_2": "1.89",
        "pytorch_1": "1.50",
        "pytorch_2": "3.00",
        "pytorch_batches_1": "1.43",
        "pytorch_batches_2": "2.85",
        "scikit_learn_1": "1.75",
        "scikit_learn_2": "3.50",
        "scikit_learn_batches_1": "1.70",
        "scikit_learn_batches_2": "3.40",
        "loop_1": "25",
        "loop_2": "49",
        "memory_few": 1_000,
        "memory_many": 100_000,
        "memory_beyond_few": "0.69 MB",
        "memory_beyond_many": "0.77 MB",
    }.items(),
)
def test_a_fact_reads_the_newest_entry(abacus, name, told):
    assert getattr(batch, name)() == told


def test_multiplications():
    assert batch.multiplications() == 784 * 50 + 50 * 100 + 100 * 10


def test_the_record_is_of_this_predict():
    for entry in RECORD["entries"]:
        assert entry["images"] == 10_000 and entry["rounds"] > 10
        assert entry["batch_size"] == batch.batch_size() == BATCH_SIZE
        assert not any(process["missing"] for process in entry["processes"])


def test_the_record_was_made_on_an_idle_machine():
    assert all(entry["load"] <= 0.5 for entry in RECORD["entries"])


OWN_KERNELS = [
    {name: row["ratio"] for name, row in process["runs"].items()}
    for entry in RECORD["entries"]
    for process in entry["processes"]
    if entry["forced"] is None and process["threads"] == 1
]


@pytest.mark.parametrize("ratios", OWN_KERNELS)
def test_what_the_page_says_of_the_ratios(ratios):
    ahead = ["ONNX Runtime in batches", "ONNX Runtime", "predict", "PyTorch in batches"]
    assert sorted(ahead, key=ratios.get) == ahead
    assert ratios["predict"] < min(ratios["PyTorch"], ratios["scikit-learn in batches"])
    assert ratios["the notes' loop"] > 5 * ratios["scikit-learn"]
    assert ratios["three products in batches"] > ratios["predict"] / 2
    assert 1 < ratios["predict"] < ratios["the same with tanh"]


@pytest.mark.parametrize("ratios", OWN_KERNELS)
def test_no_trick_stays_that_saves_less_than_three_in_a_hundred(ratios):
    # Batches stay whatever they save: without them memory would grow with the images.
    steps = ["forward in batches", "and a short sigmoid", "and scores in columns"]
    for before, after in zip(steps, steps[1:]):
        assert ratios[after] <= 0.97 * ratios[before], after


def test_the_recorded_memory_is_what_predict_takes_here():
    recorded = {r["images"]: r["beyond_answer"] for r in RECORD["entries"][0]["memory"]}
    digits, _ = load_mnist("embedded")
    network = trained_network()
    predict(network, digits[0])
    for count in (batch.memory_few(), batch.memory_many()):
        x = np.broadcast_to(digits[0], (count, 784))
        tracemalloc.start()
        try:
            answer = predict(network, x)
            peak = tracemalloc.get_traced_memory()[1] - answer.nbytes
        finally:
            tracemalloc.stop()
        assert peak == pytest.approx(recorded[count], rel=0.1)


def test_every_fact_is_a_string_or_a_whole_number(abacus):
    public = [
        function
        for name, function in inspect.getmembers(batch, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == batch.__name__
    ]
    made_up = [f for f in public if "book" not in f.__name__ and "notes" not in f.__name__]
    assert len(made_up) > 40
    assert all(isinstance(function(), str | int) for function in made_up)
