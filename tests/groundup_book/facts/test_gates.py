"""The facts of the gates against the book's numbers and a count by hand."""

from itertools import product

import numpy as np

from groundup.gates import in_blocks
from groundup_book.facts import gates


def test_weights_and_biases_are_those_of_the_book():
    assert gates.weight() == "0.5"
    assert (gates.and_bias(), gates.or_bias()) == ("−0.7", "−0.2")
    assert (gates.and_threshold(), gates.or_threshold()) == ("0.7", "0.2")


def test_the_lines_lie_between_the_corners_that_they_part():
    assert gates.and_line() == "1.4"
    assert 1 < float(gates.and_line()) < 2
    assert gates.or_line() == "0.4"
    assert 0 < float(gates.or_line()) < 1


def test_two_inputs_have_as_many_tables_as_four_outputs_have_values():
    assert gates.tables() == len(list(product((0, 1), repeat=4)))


def test_one_neuron_makes_every_table_but_those_with_crossed_diagonals():
    crossed = sum(
        y00 == y11 != y01 == y10 for y00, y01, y10, y11 in product((0, 1), repeat=4)
    )
    assert gates.tables_of_one_neuron() == gates.tables() - crossed


def test_the_first_block_of_many_pairs_is_a_whole_one():
    sizes = []

    def fires(x1, x2):
        sizes.append(x1.size)
        return x1 > x2

    in_blocks(fires, np.zeros(10**6), 0.0)
    assert sizes[0] == max(sizes) == gates.block()
