import pytest

from groundup_book.figures import linearity


def heights(ax):
    """Where the bars end, the point on the line, and the line as slope and offset."""
    (x0, y0), (x1, y1) = ax.lines[0].get_xydata()
    slope = (y1 - y0) / (x1 - x0)
    return ax.lines[1:5], ax.lines[5].get_xydata()[0], slope, y0 - slope * x0


def test_the_stack_meets_the_line_only_without_a_bias():
    misses = []
    for ax in linearity.superposition("en").axes:
        (first, second, below, above), (x, y), slope, offset = heights(ax)
        assert y == pytest.approx(slope * x + offset)
        assert first.get_xdata()[0] + second.get_xdata()[0] == x
        for alone, stacked in ((first, below), (second, above)):
            (low, high), (start, end) = alone.get_ydata(), stacked.get_ydata()
            assert high - low == end - start
            assert high == pytest.approx(slope * alone.get_xdata()[0] + offset)
        assert above.get_ydata()[0] == below.get_ydata()[1]
        misses.append((above.get_ydata()[1] - y, offset))
    (none, zero), (gap, bias) = misses
    assert none == pytest.approx(0) and zero == pytest.approx(0)
    assert gap == pytest.approx(bias) and bias > 0


def test_labels_follow_the_language():
    labels = [
        {text.get_text() for ax in linearity.superposition(language).axes for text in ax.texts}
        for language in ("ko", "en")
    ]
    assert labels[0] ^ labels[1] == {"b만큼 어긋남", "off by b"}
