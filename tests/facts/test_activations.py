import math
import struct

import pytest

from groundup_site.facts import activations


def test_exp_limit_float64_is_where_math_exp_overflows():
    limit = float(activations.exp_limit_float64())
    assert math.isfinite(math.exp(limit))
    with pytest.raises(OverflowError):
        math.exp(limit + 0.01)


def test_exp_limit_float32_is_where_the_result_no_longer_packs():
    limit = float(activations.exp_limit_float32())
    struct.pack("<f", math.exp(limit))
    with pytest.raises(OverflowError):
        struct.pack("<f", math.exp(limit + 0.01))


def test_steepest_slope_is_a_quarter():
    h = 1e-6
    slopes = [
        (1 / (1 + math.exp(-(x + h))) - 1 / (1 + math.exp(-(x - h)))) / (2 * h)
        for x in (n / 10 for n in range(-80, 81))
    ]
    assert activations.steepest_slope() == f"{max(slopes):.2f}"
