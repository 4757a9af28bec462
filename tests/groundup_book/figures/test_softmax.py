import math

import numpy as np
import pytest

from groundup_book.figures import softmax as figures

SCORES = (0.3, 2.9, 4.0)


def shares(scores):
    exps = [math.exp(score) for score in scores]
    return [exp / math.fsum(exps) for exp in exps]


def test_shift_changes_the_bars_and_not_the_shares():
    before, after = figures.shift("en").axes
    for axes, shift in ((before, 0.0), (after, 4.0)):
        heights = [bar.get_height() for bar in axes.patches]
        expected = [math.exp(score - shift) for score in SCORES]
        np.testing.assert_allclose(heights, expected, rtol=1e-14)
        drawn = [t.get_text() for t in axes.texts if t.get_gid() == "share"]
        assert drawn == [f"{share:.3f}" for share in shares(SCORES)]


def test_naive_form_ends_where_exp_overflows_and_the_shifted_form_does_not():
    naive, shifted = figures.overflow("en").axes
    for line, expected in zip(shifted.get_lines(), shares(SCORES), strict=True):
        np.testing.assert_allclose(line.get_ydata(), expected, rtol=1e-12)
    highest = naive.get_lines()[2]
    finite = np.isfinite(highest.get_ydata())
    last = highest.get_xdata()[finite].max()
    math.exp(4.0 + last)
    with pytest.raises(OverflowError):
        math.exp(4.0 + last + 1)
    np.testing.assert_allclose(highest.get_ydata()[finite][:700], shares(SCORES)[2])
    assert naive.patches[0].get_x() == last + 1


@pytest.mark.parametrize(
    ("language", "title"), [("ko", "그대로 계산"), ("en", "as the formula says")]
)
def test_labels_are_in_the_language(language, title):
    assert figures.overflow(language).axes[0].get_title(loc="left") == title
