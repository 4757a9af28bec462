"""What the timing figures draw is what they were given."""

import pytest

from groundup_book.figures import timings

RECORD = {
    "machine": {"processor": "Abacus 9", "cores": 3},
    "python": "3.99.0",
    "numpy": "9.9.9",
    "date": "2031-02-03",
    "calls": [
        {"form": "and_product", "inputs": [0, 0], "ns": 41.0},
        {"form": "or_sum", "inputs": [1, 1], "ns": 51.0},
        {"form": "xor_sigmoid", "inputs": [0, 1], "ns": 12_345.0},
    ],
    "arrays": {"logical_xor": 0.5},
    "sizes": [{"pairs": 1, "ns": 20_000.0}, {"pairs": 1000, "ns": 30.0}],
}
NOTES = {
    "calls": [
        {"form": "and_product", "inputs": [0, 0], "ns": 138},
        {"form": "xor_sigmoid", "inputs": [0, 1], "ns": 40_700},
    ]
}


def labels(figure):
    (axes,) = figure.axes
    return {t.get_text() for t in axes.texts}


def test_dots_stand_at_the_recorded_and_the_quoted_times():
    (axes,) = timings.gates("en", record=RECORD, notes=NOTES).axes
    dots = sorted(
        (line.get_ydata()[0], line.get_xdata()[0])
        for line in axes.lines
        if line.get_marker() == "o"
    )
    assert dots == [(0, 41.0), (0, 138), (1, 12_345.0), (1, 40_700)]
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == ["and_product(0, 0)", "xor_sigmoid(0, 1)"]
    assert axes.get_xscale() == "log"


def test_each_time_is_written_beside_its_dot():
    figure = timings.gates("en", record=RECORD, notes=NOTES)
    assert {"41 ns", "138 ns", "12.3 µs", "40.7 µs"} <= labels(figure)
    assert all(x in figure.axes[0].get_title(loc="right") for x in ("Abacus 9", "9.9.9"))


@pytest.mark.parametrize("speed", [0.03, 1, 30])
def test_no_time_is_written_outside_the_axes(speed):
    calls = [{**row, "ns": row["ns"] * speed} for row in RECORD["calls"]]
    figure = timings.gates("en", record={**RECORD, "calls": calls}, notes=NOTES)
    (axes,) = figure.axes
    figure.canvas.draw()
    for text in axes.texts:
        box = text.get_window_extent()
        assert axes.bbox.x0 <= box.x0 and box.x1 <= axes.bbox.x1, text.get_text()


def test_the_curve_is_the_record():
    (axes,) = timings.sizes("ko", record=RECORD).axes
    curve, scalar, floor = axes.lines
    assert list(curve.get_xdata()) == [1, 1000]
    assert list(curve.get_ydata()) == [20_000.0, 30.0]
    assert set(scalar.get_ydata()) == {12_345.0}
    assert set(floor.get_ydata()) == {0.5}


@pytest.mark.parametrize("name", ["gates", "sizes"])
def test_labels_change_with_the_language(name):
    data = {"record": RECORD} | ({"notes": NOTES} if name == "gates" else {})
    korean, english = (
        getattr(timings, name)(language, **data) for language in ("ko", "en")
    )
    assert labels(korean) != labels(english)
    assert not any("가" <= c <= "힣" for text in labels(english) for c in text)
