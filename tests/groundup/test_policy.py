"""Every public function that computes, walked against `groundup._policy`.

The oracles are `fractions`, `decimal` and `math`; NumPy only holds what goes in.
"""

import importlib
import math
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from groundup import activations, gates, handwriting, inner_product, linearity
from groundup import notes_2019, output, products
from groundup.inference import accuracy, predict, predict_stream
from groundup.layer import Layer
from groundup.network import Network
from groundup.training import backprop, losses

NETWORK = Network.random((3, 4, 2), seed=0)
LAYER = Layer(np.eye(3), np.zeros(3), "identity")
PAIR, ROWS, SQUARE = [1.0, 0.5], [[1.0, 0.5, 0.25], [0.5, 1.0, 0.75]], [[1.0, 0.5], [0.5, 2.0]]
CHANCES = [[0.25, 0.75], [0.5, 0.5]]


def each_side(function, first, second):
    """Return calls with the one operand given and with the other."""
    return [(lambda v: function(v, second), first), (lambda v: function(first, v), second)]


WALK = {
    "activations": {
        **{name: [(getattr(activations, name), PAIR)] for name in activations.__all__},
    },
    "gates": {
        **{f"{n}_gate": each_side(getattr(gates, f"{n}_gate"), PAIR, PAIR)
           for n in ("and", "or", "nand", "xor")},
        "in_blocks": each_side(lambda a, b: gates.in_blocks(np.less, a, b), PAIR, PAIR),
        "Neuron": [
            *each_side(gates.AND, PAIR, PAIR),
            *each_side(gates.AND.total, PAIR, PAIR),
            (lambda v: np.array(gates.Neuron(v, 0.5).weights), PAIR),
        ],
    },
    "inner_product": {
        "norm": [(inner_product.norm, PAIR)],
        **{name: each_side(getattr(inner_product, name), PAIR, PAIR)
           for name in ("cosine", "inner", "projection", "signed_length")},
    },
    "linearity": {
        "is_additive": each_side(lambda a, b: linearity.is_additive(abs, a, b), PAIR, PAIR),
        "is_homogeneous": [(lambda v: linearity.is_homogeneous(abs, v, 2), PAIR)],
        "is_linear": each_side(lambda a, b: linearity.is_linear(abs, a, b, 2), PAIR, PAIR),
        "collapse": each_side(lambda w, b: linearity.collapse((w, b))[0], SQUARE, PAIR),
    },
    "output": {
        "decide": [
            (lambda v, task=task: output.decide(v, task), PAIR)
            for task in output.OUTPUT_ACTIVATIONS
        ],
    },
    "products": {name: each_side(getattr(products, name), SQUARE, PAIR) for name in ("dot", "matmul")},
    "layer": {"Layer": [
        (LAYER.forward, ROWS), (lambda v: LAYER.trace(v).weighted_sum, ROWS),
        (lambda v: Layer(v, [0, 0], "relu").weights, SQUARE),
        (lambda v: Layer(SQUARE, v, "relu").bias, PAIR),
    ]},
    "network": {"Network": [
        (NETWORK.forward, ROWS), (lambda v: NETWORK.trace(v)[-1].activation, ROWS),
    ]},
    "inference": {
        "predict": [(lambda v: predict(NETWORK, v), ROWS)],
        "predict_stream": [(lambda v: next(predict_stream(NETWORK, [v])), ROWS)],
        "accuracy": [(lambda v: accuracy(NETWORK, v, [0, 1]), ROWS)],
    },
    "handwriting": {
        "centred": [(handwriting.centred, [[0.0, 1.0], [0.5, 0.0]])],
        "cropped": [(handwriting.cropped, SQUARE)],
    },
    "notes_2019": {
        "softmax_of_batch": [(notes_2019.softmax_of_batch, PAIR)],
        "trace_2019": [(lambda v: notes_2019.trace_2019(NETWORK, v)[-1].activation, ROWS)],
    },
    "training.losses": {
        "cross_entropy": [(lambda v: losses.cross_entropy(v, [0, 1]), CHANCES)],
        "squared_error": each_side(losses.squared_error, CHANCES, CHANCES),
        "targets": [(lambda v: losses.targets(v, 2, 2), CHANCES)],
    },
    "training.backprop": {
        "back_propagate": [(lambda v: backprop.back_propagate(NETWORK, v, [0, 1]).loss, ROWS)],
    },
}
TAKES_NO_ARRAY = {
    "products": {"dot_shape", "matmul_shape"},
    "output": {"output_activation"},
    "handwriting": {"read", "shares"},
    "layer": {"Signal", "activation_names"},
    "notes_2019": set(notes_2019.__all__) - {"softmax_of_batch", "trace_2019"},
    "training.losses": {"as_probabilities"},
    "training.backprop": {"Gradient", "Descent", "fitting_loss"},
}
CALLS = [
    pytest.param(call, good, id=f"{name}-{n}")
    for functions in WALK.values()
    for name, pairs in functions.items()
    for n, (call, good) in enumerate(pairs)
]
each_call = pytest.mark.parametrize(("call", "good"), CALLS)


@pytest.mark.parametrize("module", WALK)
def test_the_walk_meets_every_public_function(module):
    found = importlib.import_module(f"groundup.{module}")
    public = {name for name in found.__all__ if callable(getattr(found, name))}
    public -= {"AND", "OR", "NAND"}
    assert public == set(WALK[module]) | TAKES_NO_ARRAY.get(module, set())


def same(one, other):
    one, other = np.asarray(one, float), np.asarray(other, float)
    return one.shape == other.shape and np.array_equal(one, other, equal_nan=True)


@each_call
def test_what_holds_the_same_numbers_gets_the_same_answer(call, good):
    plain = np.array(good)
    expected = call(plain)
    assert same(call(good), expected)
    assert same(call(plain.astype(">f8")), expected)
    assert same(call(np.asfortranarray(plain)[...]), expected)
    if plain.ndim == 2:
        matrix = call(plain.view(np.matrix))
        assert same(matrix, expected) and not isinstance(matrix, np.matrix)
    assert plain.tolist() == good


@each_call
@pytest.mark.parametrize(
    "spoil",
    [
        lambda good: np.zeros((0, *np.shape(good)[1:])),
        lambda good: np.ma.masked_array(good, mask=True),
        lambda good: [np.ma.masked_array(row, mask=True) for row in good],
        lambda good: np.array(good, complex),
        lambda good: np.array(good, str),
        lambda good: np.array(good, object),
        lambda good: [*good, [1, [2]]],
        lambda good: None,
    ],
    ids=["empty", "masked", "masked rows", "complex", "text", "objects", "ragged", "None"],
)
def test_what_is_no_plain_array_of_numbers_is_refused_in_one_sentence(call, good, spoil):
    with pytest.raises((TypeError, ValueError)) as caught:
        call(spoil(good))
    message = str(caught.value)
    assert "\n" not in message and "expected" in message
    assert np.ma.isMA(spoil(good)) == ("is masked" in message) or "masked" in message


@each_call
def test_float16_is_computed_in_float32_and_longdouble_is_taken(call, good):
    narrow = np.asarray(call(np.array(good, np.float16)))
    kept = narrow.ravel().tolist() in (good, np.ravel(good).tolist())
    assert narrow.dtype != np.float16 or kept
    assert np.allclose(narrow.astype(float), np.asarray(call(good), float), rtol=2e-3, atol=2e-3)
    wide = np.asarray(call(np.array(good, np.longdouble)))
    assert np.allclose(wide.astype(float), np.asarray(call(good), float), rtol=1e-12)


DTYPES = ["?", "i1", "u1", "i2", "u4", "i8", "u8", "f2", "f4", "f8"]


def vectors(*, finite=False):
    """Draw arrays of every dtype, short, with the edges of their range among them."""
    def of(dtype):
        kind = {"allow_nan": False, "allow_infinity": False} if finite and dtype[0] == "f" else {}
        elements = arrays.from_dtype(np.dtype(dtype), **kind)
        if dtype != "?":
            limits = np.finfo(dtype) if dtype[0] == "f" else np.iinfo(dtype)
            edges = np.array([limits.min, limits.max, 0, 1], dtype)
            elements |= st.sampled_from(list(edges))
        return arrays.arrays(dtype, st.integers(1, 4), elements=elements)
    return st.sampled_from(DTYPES).flatmap(of)


def pairs(**kind):
    """Draw two of one length."""
    def cut(both):
        n = min(map(len, both))
        return both[0][:n], both[1][:n]
    return st.tuples(vectors(**kind), vectors(**kind)).map(cut)


walk = settings(
    max_examples=80, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def decimals(values):
    return [Decimal(v) for v in values]


def close(found, exact, scale=None):
    """Tell whether each number is the exact one, but for rounding in its dtype."""
    found = np.atleast_1d(found)
    assert found.dtype.kind in "iuf" and len(found) == len(exact)
    for number, wanted in zip(found.tolist(), exact, strict=True):
        if found.dtype.kind in "iu" or wanted != wanted or abs(wanted) == math.inf:
            same_nan = math.isnan(number) and wanted != wanted
            assert same_nan or number == wanted, (number, wanted)
            continue
        limits = np.finfo(found.dtype)
        size = max(abs(Fraction(wanted)), Fraction(scale or 0))
        allowed = 8 * Fraction(float(limits.eps)) * size + 8 * Fraction(float(limits.smallest_subnormal))
        if abs(Fraction(wanted)) + allowed > Fraction(float(limits.max)):
            assert abs(number) >= float(limits.max) * (1 - 1e-6), (number, wanted)
        else:
            assert abs(Fraction(number) - Fraction(wanted)) <= allowed, (number, wanted)


@walk
@given(vectors())
def test_activations(x):
    values = (x if x.dtype.kind == "f" else x.astype(float)).tolist()
    assert activations.identity(x).dtype == x.dtype and same(activations.identity(x), x)
    assert same(activations.relu(x), [0 if v <= 0 else v for v in x.tolist()])
    if any(map(math.isnan, values)):
        with pytest.raises(ValueError, match="x holds nan"):
            activations.step(x)
    else:
        assert activations.step(x).tolist() == [int(v > 0) for v in values]
    with localcontext(prec=60, traps=[]):
        close(activations.sigmoid(x), [1 / (1 + (-v).exp()) if v == v else v for v in decimals(values)])
        ends = [v for v in decimals(values)]
        top = max(ends) if not any(v.is_nan() for v in ends) else Decimal("nan")
        if top.is_finite():
            exps = [(v - top).exp() for v in ends]
            close(activations.softmax(x), [e / sum(exps) for e in exps])
        else:
            close(activations.softmax(x), [Decimal("nan")] * len(ends))
    close(activations.tanh(x), [math.tanh(v) for v in values])


@walk
@given(pairs())
def test_gates(both):
    x1, x2 = both
    undefined = any(math.isnan(0.5 * a + 0.5 * b) for a, b in zip(x1.tolist(), x2.tolist()))
    for name, neuron in (("and_gate", gates.AND), ("or_gate", gates.OR), ("nand_gate", gates.NAND)):
        gate = getattr(gates, name)
        if undefined:
            for function in (gate, neuron, gates.xor_gate):
                with pytest.raises(ValueError, match="the weighted sum holds nan"):
                    function(x1, x2)
            continue
        fires = gate(x1, x2)
        assert fires.tolist() == [int(n) for n in neuron(x1, x2)]
        totals = neuron.total(x1, x2)
        eps = np.finfo(totals.dtype).eps
        w1, w2, bias = map(Fraction, (*neuron.weights, neuron.bias))
        for a, b, fired in zip(x1.tolist(), x2.tolist(), fires.tolist(), strict=True):
            if math.isfinite(a) and math.isfinite(b):
                terms = w1 * Fraction(a), w2 * Fraction(b), bias
                if abs(sum(terms)) > 4 * Fraction(float(eps)) * sum(map(abs, terms)):
                    assert fired == (sum(terms) > 0)
            else:
                assert fired == (neuron.weights[0] * float(a) + neuron.weights[0] * float(b) > 0)


@walk
@given(pairs(finite=True))
def test_products(both):
    a, b = both
    terms = [Fraction(x) * Fraction(y) for x, y in zip(a.tolist(), b.tolist(), strict=True)]
    exact, size = sum(terms), sum(map(abs, terms))
    for product in (products.dot, products.matmul, inner_product.inner):
        found = product(a, b)
        if found.dtype.kind == "f" and size > Fraction(float(np.finfo(found.dtype).max)) / 2:
            continue
        close(found, [exact], size)
    weights, bias = linearity.collapse((a[:, None], 0), (np.array([[1]]), [1]))
    close(weights[:, 0], [Fraction(x) for x in a.tolist()])
    assert float(bias[0]) == 1


@walk
@given(pairs(finite=True))
def test_lengths_and_angles(both):
    a, b = both
    with localcontext(prec=80, traps=[], Emax=10**6, Emin=-(10**6)):
        x, y = decimals(a.tolist()), decimals(b.tolist())
        squares = [sum(v * v for v in vector).sqrt() for vector in (x, y)]
        close(inner_product.norm(a), [squares[0]])
        if not squares[1]:
            with pytest.raises(ValueError, match="zero vector, which has no direction"):
                inner_product.signed_length(a, b)
            return
        if squares[0] > float(np.finfo(inner_product.norm(a).dtype).max) / 8:
            return
        product = sum(v * w for v, w in zip(x, y, strict=True))
        length = product / squares[1]
        found = inner_product.signed_length(a, b)
        coarse = 64 * float(max(np.finfo(n.dtype).eps for n in (inner_product.norm(a), inner_product.norm(b))))
        assert abs(Decimal(float(found)) - length) <= Decimal(coarse) * squares[0] + Decimal("1e-37")
        if squares[0]:
            cosine = float(inner_product.cosine(a, b))
            assert abs(cosine) <= 1
            assert abs(Decimal(cosine) - length / squares[0]) <= Decimal(coarse)
        for found, v in zip(inner_product.projection(a, b).tolist(), y, strict=True):
            assert abs(Decimal(found) - length * v / squares[1]) <= (
                Decimal(coarse) * squares[0] + Decimal("1e-37")
            )


@walk
@given(pairs(), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([3, -0.1, 1e300, 1e-300]))
def test_no_linear_function_is_ever_proved_nonlinear(both, factor, scale):
    x1, x2 = both
    assert linearity.is_linear(lambda x: factor * x, x1, x2, scale)
    weights = np.array([0.1, -0.2, 0.3, -0.2])[: len(x1)]
    assert linearity.is_linear(lambda x: x @ weights, x1, x2, scale)
    assert linearity.is_linear(lambda x: 0 * x[::-1] - x, x1, x2, scale)


@walk
@given(vectors())
def test_decisions(y):
    values = y.tolist()
    assert same(output.decide(y, "regression"), y)
    if any(map(math.isnan, values)):
        with pytest.raises(ValueError, match="y holds nan"):
            output.decide(y, "multiclass")
    else:
        assert output.decide(y, "multiclass") == values.index(max(values))
    if all(0 <= v <= 1 for v in values):
        assert output.decide(y, "binary").tolist() == [int(v > 0.5) for v in values]
    else:
        with pytest.raises(ValueError, match="y holds"):
            output.decide(y, "binary")


@walk
@given(vectors(), st.sampled_from(["f4", "f8"]), st.sampled_from(["identity", "relu", "sigmoid", "tanh", "step"]))
def test_networks(x, dtype, activation):
    edge = float(np.finfo(dtype).max) / 4
    columns = np.array([[1, -1, edge], [-0.5, 3, edge], [0.25, 0, -edge], [2, 1, edge]], dtype)
    columns = columns[: len(x)]
    bias = np.array([0.5, 0, 1], dtype)
    layer = Layer(columns, bias, activation)
    network = Network((layer, Layer(np.eye(3, dtype=dtype), np.zeros(3, dtype), "softmax")))
    if not all(map(math.isfinite, x.tolist())):
        for call in (layer.forward, network.forward, lambda v: predict(network, v)):
            with pytest.raises(ValueError, match="x holds inf or nan; expected finite"):
                call(x)
        return
    sums = layer.trace(x).weighted_sum
    limits = np.finfo(sums.dtype)
    for column, found in enumerate(sums):
        terms = [Fraction(float(bias[column]))]
        terms += [Fraction(v) * Fraction(w) for v, w in zip(x.tolist(), columns[:, column].tolist(), strict=True)]
        top = Fraction(float(limits.max))
        allowed = 64 * Fraction(float(limits.eps)) * sum(map(abs, terms))
        exact = min(max(sum(terms), -top), top)
        assert abs(Fraction(float(found)) - exact) <= allowed
    answer = network.forward(x)
    assert np.isfinite(answer).all() and answer.dtype == predict(network, x).dtype
    assert np.allclose(answer, predict(network, x), rtol=1e-5)
    assert accuracy(network, x[None], [int(np.argmax(answer))]) == 1.0
