"""The gates against truth tables, Python's operators and exact fractions."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from groundup import gates
from groundup.gates import AND, NAND, OR, Neuron, in_blocks

GATES = {
    "and_gate": lambda x1, x2: x1 & x2,
    "or_gate": lambda x1, x2: x1 | x2,
    "nand_gate": lambda x1, x2: 1 - (x1 & x2),
    "xor_gate": lambda x1, x2: x1 ^ x2,
}
PAIRS = list(product((0, 1), repeat=2))

each_gate = pytest.mark.parametrize("name", GATES)


@each_gate
@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("kind", [int, bool, float, np.uint8, np.float32, np.longdouble])
def test_numbers_give_a_plain_integer(name, pair, kind):
    output = getattr(gates, name)(*map(kind, pair))
    assert type(output) is int
    assert output == GATES[name](*pair)


@each_gate
@pytest.mark.parametrize("dtype", ["?", "i1", "u1", "i4", "u8", "f2", "f4", "f8", "g"])
def test_arrays_give_integers_of_the_same_shape(name, dtype):
    x1, x2 = np.array(PAIRS, dtype=dtype).T
    outputs = getattr(gates, name)(x1, x2)
    assert outputs.dtype == np.dtype(int)
    assert outputs.tolist() == [GATES[name](*pair) for pair in PAIRS]


@each_gate
def test_more_pairs_than_a_block_holds(name):
    x1, x2 = np.random.default_rng(0).integers(0, 2, (2, 3 * gates.BLOCK + 1))
    np.testing.assert_array_equal(getattr(gates, name)(x1, x2), GATES[name](x1, x2))


@each_gate
def test_broadcasts_any_memory_layout(name):
    grid = np.random.default_rng(1).integers(0, 2, (4, 6, 10))
    x1, x2 = grid[:, ::-1, ::2].transpose(2, 0, 1), grid[0, :, 0]
    outputs = getattr(gates, name)(x1, x2)
    np.testing.assert_array_equal(outputs, GATES[name](x1, x2))
    table = getattr(gates, name)([[0], [1]], [0, 1])
    assert table.tolist() == [[GATES[name](i, j) for j in (0, 1)] for i in (0, 1)]


@each_gate
def test_leaves_its_inputs_alone(name):
    x1, x2 = np.array(PAIRS, dtype=float).T
    x1.flags.writeable = x2.flags.writeable = False
    getattr(gates, name)(x1, x2)


@pytest.mark.parametrize(
    ("neuron", "name"), [(AND, "and_gate"), (OR, "or_gate"), (NAND, "nand_gate")]
)
def test_the_decision_between_the_corners_agrees_with_exact_arithmetic(neuron, name):
    x1, x2 = np.random.default_rng(2).uniform(-2, 3, (2, 500))
    w1, w2, bias = map(Fraction, (*neuron.weights, neuron.bias))
    exact = [
        w1 * Fraction(a) + w2 * Fraction(b) + bias
        for a, b in zip(x1.tolist(), x2.tolist(), strict=True)
    ]
    np.testing.assert_allclose(neuron.total(x1, x2), [float(t) for t in exact], atol=1e-15)
    assert getattr(gates, name)(x1, x2).tolist() == [int(t > 0) for t in exact]


def test_no_single_neuron_with_small_weights_makes_xor():
    xor = [pair[0] ^ pair[1] for pair in PAIRS]
    x1, x2 = np.array(PAIRS).T
    steps = np.arange(-4, 4.5, 0.5)
    for w1, w2, bias in product(steps, repeat=3):
        assert Neuron((w1, w2), bias)(x1, x2).tolist() != xor


def test_a_neuron_is_immutable_and_compares_by_value():
    neuron = Neuron([np.float32(0.5), 0.5], np.float64(-0.7))
    assert neuron == AND
    assert hash(neuron) == hash(AND)
    assert repr(neuron) == "Neuron(weights=(0.5, 0.5), bias=-0.7)"
    with pytest.raises(AttributeError):
        neuron.bias = 0.0


def test_a_neuron_answers_numbers_lists_and_arrays():
    assert AND(1, 1)
    assert not AND(0, 1)
    assert OR([0, 1], 0).tolist() == [False, True]
    assert AND.total(np.zeros((3, 1)), np.zeros(4)).shape == (3, 4)
    assert AND.total(np.float32([0, 1]), np.float32(1)).dtype == np.float32


def test_blocks_hand_over_floats_that_hold_the_inputs():
    seen = set()

    def fires(x1, x2):
        seen.add((x1.dtype, x2.dtype))
        return x1 > x2

    in_blocks(fires, np.float16([1, 2]), np.float32(1))
    assert seen == {(np.dtype("f4"),) * 2}
    in_blocks(fires, np.array([1, 2]), np.float32([1, 2]))
    assert seen == {(np.dtype("f4"),) * 2, (np.dtype("f8"),) * 2}


@pytest.mark.parametrize(("neuron", "name"), [(AND, "and_gate"), (OR, "or_gate"), (NAND, "nand_gate")])
@pytest.mark.parametrize("dtype", ["i8", "i4", "f4", "f8", "u8"])
def test_a_gate_decides_as_its_neuron_does_for_any_numbers(neuron, name, dtype):
    edges = [0, 1, 2**24, 2**24 + 1, 2**31 - 1]
    x1, x2 = np.meshgrid(*[np.array(edges, dtype)] * 2)
    signs = (1,) if dtype[0] == "u" else (1, -1)
    for sign in signs:
        fires = neuron(x1, sign * x2)
        np.testing.assert_array_equal(getattr(gates, name)(x1, sign * x2), fires)
        w1, w2, bias = map(Fraction, (*neuron.weights, neuron.bias))
        exact = [
            w1 * Fraction(int(a)) + w2 * Fraction(int(b)) + bias > 0
            for a, b in zip(x1.flat, (sign * x2).flat, strict=True)
        ]
        if dtype != "f4":
            assert fires.ravel().tolist() == exact


def test_a_large_sum_beside_its_opposite_still_counts():
    assert gates.or_gate(16777217, -16777216) == 1
    assert OR(16777217, -16777216)


@each_gate
def test_nan_is_no_input_for_a_decision(name):
    for x1, x2 in ((np.nan, 1), (0, [1, np.nan]), (np.inf, -np.inf)):
        with pytest.raises(ValueError, match="the weighted sum holds nan"):
            getattr(gates, name)(x1, x2)
    assert GATES[name](1, 1) == getattr(gates, name)(np.inf, 1)


@each_gate
@pytest.mark.parametrize(
    ("x1", "x2", "error", "message"),
    [
        ("0", 1, TypeError, r"x1 has dtype <U1; expected real numbers"),
        (0, None, TypeError, r"x2 has dtype object"),
        (1j, 0, TypeError, r"x1 has dtype complex128"),
        ([], [], ValueError, r"x1 is empty \(shape \(0,\)\)"),
        (0, np.zeros((2, 0)), ValueError, r"x2 is empty \(shape \(2, 0\)\)"),
        ([[0], [0, 1]], 1, ValueError, r"x1 is ragged"),
        (
            [0, 1],
            [0, 1, 1],
            ValueError,
            r"x1 of shape \(2,\) and x2 of shape \(3,\) do not broadcast together",
        ),
    ],
)
@pytest.mark.parametrize("neuron", [False, True], ids=["gate", "neuron"])
def test_bad_inputs_are_named(name, x1, x2, error, message, neuron):
    with pytest.raises(error, match=message):
        (AND if neuron else getattr(gates, name))(x1, x2)


@pytest.mark.parametrize(
    ("weights", "bias", "error", "message"),
    [
        ((0.5,), 0, ValueError, r"weights has shape \(1,\); expected \(2,\)"),
        (0.5, 0, ValueError, r"weights has shape \(\); expected 1 axes"),
        (("a", "b"), 0, TypeError, "weights has dtype <U1"),
        ((0.5, 0.5), (0, 1), ValueError, r"bias has shape \(2,\)"),
        ((0.5, 0.5), None, TypeError, "bias has dtype object"),
        ((0.5, np.nan), 0, ValueError, "weights holds inf or nan"),
        ((0.5, 0.5), np.inf, ValueError, "bias holds inf or nan"),
    ],
)
def test_a_malformed_neuron_is_refused(weights, bias, error, message):
    with pytest.raises(error, match=message):
        Neuron(weights, bias)
