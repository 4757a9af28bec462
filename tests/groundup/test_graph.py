"""Slopes of the scalar graph against finite differences, `math`, and a peer library."""

import math
import random
from fractions import Fraction

import numpy as np
import pytest

from groundup.graph import Value
from served import not_checked

FORMULAS = {
    "neuron": (lambda m, a, b, c: m.tanh(a * b + c), 3),
    "sums and products": (lambda m, a, b, c: (a + b) * (a - 2 * c) / (3 + b * b), 3),
    "numbers on the left": (lambda m, a: 2 - a + 3 / (a * a + 1) + 2**a + (-a) * 4, 1),
    "numbers on the right": (lambda m, a: (a - 2) / 5 + a**3 - a * 1.5 + (a + 1) ** 2, 1),
    "one node on many paths": (lambda m, a: a * a + a / (2 + a * a) - a * a * a, 1),
    "logarithm of a sum": (lambda m, a, b: m.log(m.exp(a) + m.exp(b)), 2),
    "a power of both": (lambda m, a, b: (a * a + 1) ** (b * a), 2),
    "relu": (lambda m, a, b: m.relu(a * b) - m.relu(-a) * b, 2),
    "sigmoid": (lambda m, a, b: m.sigmoid(a * 3 + b) * a, 2),
    "cross-entropy": (lambda m, a, b: -m.log(m.exp(a) / (m.exp(a) + m.exp(b))), 2),
}


class OfNumbers:
    """The same functions of plain numbers."""

    exp, log, tanh = math.exp, math.log, math.tanh

    @staticmethod
    def relu(a):
        return a if a > 0 else 0.0

    @staticmethod
    def sigmoid(a):
        return 1 / (1 + math.exp(-a))


class OfNodes:
    exp, log, tanh, relu, sigmoid = (
        Value.exp, Value.log, Value.tanh, Value.relu, Value.sigmoid
    )  # fmt: skip


def points(count, seed=0, rounds=20):
    chance = random.Random(seed)
    return [[chance.uniform(-2, 2) for _ in range(count)] for _ in range(rounds)]


@pytest.mark.parametrize("name", FORMULAS)
def test_values_are_those_of_numbers_and_slopes_those_of_differences(name):
    formula, count = FORMULAS[name]
    for numbers in points(count):
        nodes = [Value(number) for number in numbers]
        result = formula(OfNodes, *nodes)
        result.backward()
        assert result.data == pytest.approx(formula(OfNumbers, *numbers), rel=1e-14)
        for n, node in enumerate(nodes):
            around = []
            for step in (1e-6, -1e-6):
                moved = list(numbers)
                moved[n] += step
                around.append(formula(OfNumbers, *moved))
            slope = (around[0] - around[1]) / 2e-6
            assert node.grad == pytest.approx(slope, rel=1e-6, abs=1e-6)


def test_every_formula_has_the_slopes_of_a_peer():
    try:
        import autograd
        import autograd.numpy as anp
    except ImportError:
        not_checked("the peer's slopes need `pip install -r .ci/requirements.txt`")

    class OfPeer:
        exp, log, tanh = anp.exp, anp.log, anp.tanh
        relu = staticmethod(lambda a: anp.where(a > 0, a, 0.0))
        sigmoid = staticmethod(lambda a: 1 / (1 + anp.exp(-a)))

    for formula, count in FORMULAS.values():
        for numbers in points(count, seed=1):
            nodes = [Value(number) for number in numbers]
            formula(OfNodes, *nodes).backward()
            slopes = autograd.grad(lambda x: formula(OfPeer, *x))(anp.array(numbers))
            np.testing.assert_allclose([n.grad for n in nodes], slopes, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("length", [10_000, 100_000])
def test_a_long_chain_needs_no_recursion(length):
    start = result = Value(1.0)
    for _ in range(length):
        result = result + start
    result.backward()
    assert (result.data, start.grad) == (length + 1, length + 1)


def test_paths_that_meet_again_are_followed_once_a_node():
    x = result = Value(1.0)
    for _ in range(60):
        result = result + result
    result.backward()
    assert x.grad == result.data == 2.0**60


def test_backward_begins_anew_each_time():
    x = Value(3.0)
    y = x * x
    for _ in range(2):
        y.backward()
        assert (x.grad, y.grad) == (6.0, 1.0)
    (x * 5).backward()
    assert x.grad == 5.0


def test_relu_at_zero_and_sigmoid_far_out():
    zero = Value(0)
    zero.relu().backward()
    assert zero.grad == 0
    for number in (-1000, -40, 40, 1000):
        x = Value(number)
        y = x.sigmoid()
        y.backward()
        small = math.exp(-abs(number))
        assert y.data == pytest.approx(small if number < 0 else 1, rel=1e-12)
        assert x.grad == pytest.approx(small, abs=1e-16)


def test_powers_at_the_edges():
    for number, exponent, value, slope in [
        (0, 0, 1, 0), (0, 1, 0, 1), (0, 2, 0, 0), (-2, 3, -8, 12), (-2, -1, -0.5, -0.25),
        (4, 0.5, 2, 0.25), (-3, 0, 1, 0), (0.0, 1.5, 0, 0),
    ]:  # fmt: skip
        x = Value(number)
        y = x**exponent
        y.backward()
        assert (y.data, x.grad) == (value, slope), (number, exponent)


@pytest.mark.parametrize(
    ("base", "exponent", "slope"),
    [(2, 3, 8 * math.log(2)), (0, 3, 0), (0, 1.5, 0), (0, 0, None), (-2, 2, None), (1e-300, 2, 0)],
)
def test_how_a_power_grows_with_its_exponent(base, exponent, slope):
    n = Value(exponent)
    (base**n).backward()
    assert math.isnan(n.grad) if slope is None else n.grad == pytest.approx(slope)


def test_numpy_numbers_stand_on_either_side():
    x = Value(np.float32(0.5))
    for result in (np.float64(2) * x, x * np.float64(2), np.int64(2) * x):
        assert isinstance(result, Value) and result.data == 1.0
    assert (np.float64(2) - x).data == 1.5 and (np.float64(2) ** Value(3)).data == 8


def test_the_parts_of_a_graph_can_be_read():
    a, b = Value(2), Value(5)
    c = a * b
    assert (c.operation, a.operation) == ("*", "")
    assert c.inputs == ((a, 5.0), (b, 2.0))
    assert repr(c) == "Value(10, grad=0)"


@pytest.mark.parametrize(
    ("made", "error", "why"),
    [
        (lambda: Value("2"), TypeError, "data is '2'; expected a number"),
        (lambda: Value(1) + [2], TypeError, r"data is \[2\]; expected a number"),
        (lambda: Value(1j), TypeError, "data is 1j"),
        (lambda: Value(math.nan), ValueError, "data is nan; expected a finite number"),
        (lambda: Value(1) / 0, ZeroDivisionError, r"/ of \[1.0, 0.0\] has no finite"),
        (lambda: Value(0).log(), ValueError, r"log of \[0.0\] has no finite"),
        (lambda: Value(1000).exp(), OverflowError, r"exp of \[1000.0\] has no finite"),
        (lambda: Value(1e300) * 1e300, ValueError, r"\* of \[1e\+300, 1e\+300\]"),
        (lambda: Value(-8) ** (1 / 3), ValueError, r"\*\* of \[-8.0, 0.33"),
        (lambda: Value(0) ** 0.5, ValueError, r"\*\* of \[0.0, 0.5\]"),
        (lambda: Value(0) ** -1, ValueError, r"\*\* of \[0.0, -1.0\]"),
        (lambda: Value(10**400), ValueError, "data is 1000.*; expected a finite number"),
        (lambda: Value(Fraction(-(10**400))), ValueError, "expected a finite number"),
        (lambda: Value(2) * 10**400, ValueError, "expected a finite number"),
        (lambda: Value(10**308) + 10**308, ValueError, "no finite value or slope"),
    ],
)
def test_what_has_no_number_or_no_slope_is_told(made, error, why):
    with pytest.raises(error, match=why):
        made()
