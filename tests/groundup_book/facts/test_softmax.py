import math
import struct
import sys
from decimal import Decimal

import pytest

from groundup_book.facts import softmax


def test_float64_limit_is_where_math_exp_begins_to_overflow():
    limit = float(softmax.exp_limit_float64())
    assert math.isfinite(math.exp(limit))
    with pytest.raises(OverflowError):
        math.exp(limit + 0.01)


def test_float32_limit_is_where_single_precision_begins_to_overflow():
    limit = float(softmax.exp_limit_float32())
    struct.pack("<f", math.exp(limit))
    with pytest.raises(OverflowError):
        struct.pack("<f", math.exp(limit + 0.01))


def test_exp_709_is_finite_and_right():
    value = softmax.exp_709()
    assert math.isclose(Decimal(value), Decimal(709).exp(), rel_tol=1e-15)
    assert value == "8.218407461554972e+307"


def test_largest_float64_is_pythons():
    assert softmax.largest_float64() == f"{sys.float_info.max:.3e}"
