"""The facts of the timings against the records as they are read, and the claims."""

import json
import re
from importlib.resources import files

import pytest

from groundup_book.facts import timings

RECORDS = files("groundup_book") / "records"
RECORD = json.loads((RECORDS / "gates-timings.json").read_text("utf-8"))
NOTES = json.loads((RECORDS / "gates-timings-2019.json").read_text("utf-8"))


def number(text):
    return float(text.replace(",", ""))


def test_the_notes_are_quoted_as_they_were_printed():
    quoted = [(c["notes"], c["ns"], c["std_ns"], c["loops"]) for c in NOTES["calls"]]
    assert quoted == [
        ("and1(0, 0)", 138, 11.7, 10_000_000),
        ("and2(0, 0)", 413, 53, 1_000_000),
        ("and3(0, 1)", 12_800, 389, 100_000),
        ("or1(0, 0)", 385, 68.5, 1_000_000),
        ("or1(0, 1)", 418, 43.6, 1_000_000),
        ("or2(0, 0)", 501, 40, 1_000_000),
        ("or2(0, 1)", 379, 43.4, 1_000_000),
        ("or3(0, 0)", 9_470, 583, 100_000),
        ("or3(0, 1)", 9_740, 588, 100_000),
        ("or4(0, 0)", 13_900, 1_570, 10_000),
        ("xor(0, 1)", 40_700, 4_550, 10_000),
    ]


def test_the_record_has_every_call_of_the_notes():
    calls = {(c["form"], *c["inputs"]) for c in RECORD["calls"]}
    assert {(c["form"], *c["inputs"]) for c in NOTES["calls"]} <= calls


def test_the_record_says_where_and_when_it_was_made():
    assert RECORD["machine"]["processor"] and RECORD["machine"]["cores"] > 0
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", RECORD["date"])
    assert RECORD["rounds"] >= 5


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("threshold_over_product_2019", 413 / 138),
        ("neuron_over_threshold_2019", 12_800 / 413),
        ("xor_over_neuron_2019", 40_700 / 12_800),
        ("sigmoid_over_step_2019", 13_900 / 9_470),
    ],
)
def test_ratios_of_2019(fact, expected):
    assert number(getattr(timings, fact)()) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(
    ("fact", "slower", "faster"),
    [
        ("threshold_over_product", ("and_threshold", 0, 0), ("and_product", 0, 0)),
        ("neuron_over_threshold", ("and_sigmoid", 0, 1), ("and_threshold", 0, 0)),
        ("xor_over_neuron", ("xor_sigmoid", 0, 1), ("and_sigmoid", 0, 1)),
        ("sigmoid_over_step", ("or_sigmoid", 0, 0), ("or_step", 0, 0)),
    ],
)
def test_the_recorded_order_is_the_one_that_the_page_claims(fact, slower, faster):
    cost = {(c["form"], *c["inputs"]): c["ns"] for c in RECORD["calls"]}
    ratio = number(getattr(timings, fact)())
    assert ratio * cost[faster] == pytest.approx(cost[slower], rel=0.05)
    assert ratio > 1


def test_spreads_of_2019():
    assert timings.or_threshold_zeros_2019() == "501 ± 40 ns"
    assert timings.or_threshold_one_2019() == "379 ± 43.4 ns"
    assert timings.widest_spread_2019() == f"{100 * 68.5 / 385:.0f} %"


def test_a_pair_in_an_array_costs_thousands_of_times_less():
    (scalar,) = (c["ns"] for c in RECORD["calls"] if c["form"] == "xor_sigmoid")
    array = number(timings.xor_array().removesuffix(" ns"))
    assert number(timings.xor_scalar().removesuffix(" µs")) * 1000 == pytest.approx(
        scalar, rel=0.01
    )
    assert RECORD["arrays"]["pairs"] == 1_000_000
    times = number(timings.scalar_over_array())
    assert times == pytest.approx(scalar / array, rel=0.05)
    assert times > 2000
    floor = RECORD["arrays"]["logical_xor"]
    assert number(timings.array_over_floor()) == pytest.approx(array / floor, rel=0.08)


def test_a_single_pair_is_slower_through_the_array_gate():
    (scalar,) = (c["ns"] for c in RECORD["calls"] if c["form"] == "xor_sigmoid")
    assert RECORD["sizes"][0]["pairs"] == 1
    assert RECORD["sizes"][0]["ns"] > scalar
