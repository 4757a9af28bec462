import json
import math
from importlib.resources import files

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from groundup_book.figures import batches

RECORD = json.loads(
    (files("groundup_book") / "records" / "inference.json").read_text("utf-8")
)
ONE = next(p for p in RECORD["processes"] if p["threads"] == 1)


def words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_shapes_are_those_of_the_notes(language):
    sizes = [word for word in words(batches.shapes(language)) if "×" in word]
    assert sizes == [
        "1×784", "784×50", "1×50", "50×100", "1×100", "100×10", "1×10",
        "100×784", "784×50", "100×50", "50×100", "100×100", "100×10", "100×10",
    ]  # fmt: skip


def test_an_axis_is_drawn_longer_where_it_is_longer():
    boxes = [
        patch
        for patch in batches.shapes("en").axes[0].patches
        if patch.get_linewidth() > 0
    ]
    x, w1, *_, y = boxes[:7]
    assert x.get_width() == w1.get_height() > w1.get_width() > y.get_width()
    assert x.get_height() == y.get_height() < boxes[7].get_height()


def by_hand(scores):
    exps = [math.exp(score) for score in scores]
    return [e / math.fsum(exps) for e in exps]


def test_axes_show_both_softmaxes():
    texts = words(batches.axes("en"))
    numbers = [f"{v:.2f}" for row in batches.SCORES for v in by_hand(row)]
    columns = np.array([by_hand(column) for column in batches.SCORES.T]).T
    numbers += [f"{v:.2f}" for v in columns.ravel()]
    shown = [text for text in texts if "." in text and text != "1.00"]
    assert sorted(shown) == sorted(numbers)
    assert texts.count("1.00") == len(batches.SCORES) + batches.SCORES.shape[1]


def test_axes_frame_the_largest_of_each_row_and_column():
    figure = batches.axes("ko")
    framed = [
        patch
        for patch in figure.axes[0].patches
        if isinstance(patch, Rectangle) and patch.get_facecolor()[3] == 0
    ]
    places = [(int(f.get_x() // 1), round(-f.get_y() - 0.92)) for f in framed]
    rows = [max(range(3), key=row.tolist().__getitem__) for row in batches.SCORES]
    assert places[:4] == [(column, row) for row, column in enumerate(rows)]
    assert len(framed) == 4 + 3


def test_the_text_alternative_is_true_of_the_axes():
    columns = [max(range(4), key=c.tolist().__getitem__) for c in batches.SCORES.T]
    assert batches.SCORES.shape == (4, 3) and 1 not in columns


def test_speed_is_the_record():
    (line,) = (
        line
        for line in batches.speed("en", record=RECORD).axes[0].lines
        if line.get_marker() == "o"
    )
    sizes, rates = line.get_data()
    assert list(sizes) == [row["size"] for row in ONE["batches"]]
    for rate, row in zip(rates, ONE["batches"]):
        assert rate * row["seconds"] == pytest.approx(RECORD["images"])


def test_labels_change_with_the_language():
    for draw, data in (
        (batches.shapes, {}),
        (batches.axes, {}),
        (batches.speed, {"record": RECORD}),
    ):
        assert words(draw("ko", **data)) != words(draw("en", **data))
