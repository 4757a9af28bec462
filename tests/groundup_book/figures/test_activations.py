import math

import numpy as np
import pytest

from groundup_book.figures import activations


def texts(figure):
    return {text.get_text() for ax in figure.axes for text in (*ax.texts, ax.title)}


@pytest.mark.parametrize("draw", [activations.jump, activations.smooth, activations.hinge])
def test_labels_follow_the_language(draw):
    korean, english = texts(draw("ko")), texts(draw("en"))
    assert korean != english and len(korean) == len(english)
    assert not any("가" <= letter <= "힣" for text in english for letter in text)


def test_the_notes_sampling_draws_a_slope_where_the_step_jumps():
    left, right = activations.jump("en").axes
    sampled, slope = left.lines[:2]
    assert sampled.get_xydata().tolist() == [[x, int(x > 0)] for x in range(-10, 10)]
    assert slope.get_xydata().tolist() == [[0, 0], [1, 1]]
    off, on, filled, hollow = right.lines[:4]
    assert set(off.get_ydata()) == {0} and set(on.get_ydata()) == {1}
    assert off.get_xdata()[-1] == 0 < on.get_xdata()[0] < 1e-300
    assert (filled.get_xydata().tolist(), hollow.get_xydata().tolist()) == (
        [[0, 0]], [[0, 1]],
    )


def test_the_sigmoid_is_drawn_with_its_tangent():
    (ax,) = activations.smooth("en").axes
    curve, tangent = ax.lines[2:4]
    for x, y in curve.get_xydata():
        assert y == pytest.approx(1 / (1 + math.exp(-x)), rel=1e-12)
    (x0, y0), (x1, y1) = tangent.get_xydata()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(1 / 4)
    assert (y0 + y1) / 2 == pytest.approx(1 / 2)


def test_relu_is_drawn_with_the_identity_below_zero():
    (ax,) = activations.hinge("en").axes
    identity, curve = ax.lines[:2]
    np.testing.assert_array_equal(*identity.get_data())
    assert [y for _, y in curve.get_xydata()] == [max(x, 0) for x in curve.get_xdata()]
