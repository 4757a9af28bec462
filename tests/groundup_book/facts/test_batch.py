"""The facts about batches against the records as they are read, and the claims."""

import inspect
import json
from importlib.resources import files

import pytest

from groundup.inference import BATCH_SIZE
from groundup_book.facts import batch

RECORDS = files("groundup_book") / "records"
RECORD = json.loads((RECORDS / "inference.json").read_text("utf-8"))
(ONE,) = (p for p in RECORD["processes"] if p["threads"] == 1)
RUNS = {
    "predict": "predict",
    "onnx_runtime": "ONNX Runtime",
    "onnx_runtime_batches": f"ONNX Runtime, {BATCH_SIZE} a call",
    "pytorch": "PyTorch",
    "scikit_learn": "scikit-learn",
    "loop": "the notes' loop",
}


def test_the_audit_is_quoted_as_it_was_written():
    assert batch.book() == "0.9352"
    assert batch.notes_as_printed() == "0.1137"
    assert batch.notes_softmax_100() == "0.9207"
    assert batch.notes_softmax_1000() == "0.9242"
    assert batch.notes_softmax_10000() == "0.9211"
    assert batch.smallest_book_batch() == 100
    assert batch.middle_book_batch() == 1_000
    assert batch.largest_book_batch() == 10_000


def test_the_record_says_how_it_was_made():
    assert batch.processor() == RECORD["machine"]["processor"]
    assert batch.python() == RECORD["python"]
    assert batch.numpy() == RECORD["numpy"]
    assert RECORD["blas"].endswith(batch.openblas())
    assert float(batch.load()) == RECORD["load"]
    assert batch.cores() == RECORD["machine"]["cores"] > 0
    assert batch.date() == RECORD["date"]
    assert batch.rounds() == RECORD["rounds"] > 10
    assert batch.images() == RECORD["images"] == 10_000
    assert batch.batch_size() == RECORD["batch_size"] == BATCH_SIZE
    assert ONE["missing"] == []
    assert batch.onnx_runtime() == ONE["versions"]["ONNX Runtime"]
    assert ONE["versions"]["PyTorch"].startswith(batch.pytorch())
    assert batch.scikit_learn() == ONE["versions"]["scikit-learn"]


@pytest.mark.parametrize("name, run", RUNS.items())
def test_ratios(name, run):
    fact = getattr(batch, f"{name}_1")()
    assert float(fact) == pytest.approx(ONE["runs"][run]["ratio"], rel=0.05)


def test_what_the_page_says_of_the_ratios():
    ratios = {name: ONE["runs"][run]["ratio"] for name, run in RUNS.items()}
    assert ratios["predict"] < 1 < ratios["onnx_runtime"] < ratios["pytorch"]
    assert ratios["loop"] > 5 * ratios["scikit_learn"]


def test_gains():
    seconds = {row["size"]: row["seconds"] for row in ONE["batches"]}
    assert set(seconds) >= {1, 100}
    assert int(batch.gain_100()) == round(seconds[1] / seconds[100])
    assert int(batch.gain_best()) == max(
        round(seconds[1] / s) for s in seconds.values()
    )
    assert int(batch.gain_best()) >= int(batch.gain_100()) > 10


def test_multiplications():
    assert batch.multiplications() == 784 * 50 + 50 * 100 + 100 * 10


def test_memory_does_not_grow():
    few, many = RECORD["memory"][0], RECORD["memory"][-1]
    assert batch.memory_few() == few["images"] < many["images"] == batch.memory_many()
    assert batch.memory_beyond_few() == f"{few['beyond_answer'] / 10**6:.2f} MB"
    assert batch.memory_beyond_many() == f"{many['beyond_answer'] / 10**6:.2f} MB"
    assert many["beyond_answer"] < 1.1 * few["beyond_answer"]


def test_every_fact_is_a_string_or_a_whole_number():
    public = [
        function
        for name, function in inspect.getmembers(batch, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == batch.__name__
    ]
    assert all(isinstance(function(), str | int) for function in public)
