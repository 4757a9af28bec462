"""The gates of the notes against truth tables, and their two decisions compared."""

from itertools import product
from math import exp, nextafter

import pytest

from groundup import gates, notes_2019

TRUTH = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0), "xor": (0, 1, 1, 0)}
FORMS = (
    "and_product",
    "and_threshold",
    "and_sigmoid",
    "or_sum",
    "or_threshold",
    "or_step",
    "or_sigmoid",
    "nand_sigmoid",
    "xor_sigmoid",
)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_has_the_truth_table_of_its_gate(name):
    gate = name.split("_")[0]
    outputs = [getattr(notes_2019, name)(*pair) for pair in product((0, 1), repeat=2)]
    assert tuple(outputs) == TRUTH[gate]
    assert {type(output) for output in outputs} == {int}


def test_every_gate_of_the_module_is_tested():
    gate_names = {name for name in notes_2019.__all__ if name.split("_")[0] in TRUTH}
    assert gate_names == set(FORMS)


@pytest.mark.parametrize("neuron", [gates.AND, gates.OR, gates.NAND], ids=repr)
def test_sigmoid_above_a_half_and_total_above_zero_decide_alike(neuron):
    for i, j in product(range(-20, 21), repeat=2):
        total = float(neuron.total(i / 10, j / 10))
        if abs(total) > 1e-12:
            assert (1 / (1 + exp(-total)) > 0.5) == (total > 0)


def test_within_rounding_of_zero_only_the_step_still_sees_the_sign():
    total = nextafter(0, 1)
    assert total > 0
    assert not 1 / (1 + exp(-total)) > 0.5
