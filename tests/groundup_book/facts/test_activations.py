import math

from groundup_book.facts import activations


def test_steepest_slope_is_a_quarter():
    h = 1e-6
    slopes = [
        (1 / (1 + math.exp(-(x + h))) - 1 / (1 + math.exp(-(x - h)))) / (2 * h)
        for x in (n / 10 for n in range(-80, 81))
    ]
    assert activations.steepest_slope() == f"{max(slopes):.2f}"
