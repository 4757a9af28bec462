import math
import re

import numpy as np
import pytest

from groundup.activations import sigmoid
from groundup.gates import xor_gate
from groundup.mnist import load_mnist
from groundup.trained import trained_network
from bookproof.kinds import KINDS
from groundup_book import panels
from groundup_book.panels import activations, digits, neuron, softmax


@pytest.fixture(scope="module", params=["neuron", "activations", "softmax"])
def panel(request):
    return KINDS["panel"].perform(f"groundup_book.panels.{request.param}")


def at(panel, key, **places):
    table = panel["data"]["parts"][key]
    place = 0
    for axis in table["axes"]:
        place = place * panel["data"]["axes"][axis] + places[axis]
    return table["values"][table["index"][place]]


def test_every_table_fills_its_axes(panel):
    for table in panel["data"]["parts"].values():
        assert len(table["index"]) == math.prod(panel["data"]["axes"][a] for a in table["axes"])
        assert set(table["index"]) == set(range(len(table["values"])))


def test_what_the_page_shows_is_in_the_table_and_the_sliders_are_its_axes(panel):
    korean, english = panel["html"]["ko"], panel["html"]["en"]
    for html in (korean, english):
        assert "{" not in html
        wanted = {pair.partition("=")[2] for s in re.findall(r'data-set="([^"]+)"', html) for pair in s.split()}
        assert wanted == set(panel["data"]["parts"])
        sliders = re.findall(r'max="(\d+)"[^>]*data-axis="(\w+)"', html)
        assert {axis: int(last) + 1 for last, axis in sliders} == panel["data"]["axes"]
        for axis, texts in re.findall(r'data-axis="(\w+)" data-texts="([^"]+)"', html):
            assert len(texts.split(" ")) == panel["data"]["axes"][axis]
    assert re.findall(r'data-(?:set|axis)="[^"]+"', korean) == re.findall(
        r'data-(?:set|axis)="[^"]+"', english
    )


def test_no_neuron_of_the_panel_is_xor():
    expected = [int(y) for y in xor_gate(neuron.X1, neuron.X2)]
    names = set()
    for w1 in neuron.WEIGHTS:
        for w2 in neuron.WEIGHTS:
            for b in neuron.BIASES:
                shown = neuron.show(w1, w2, b)
                assert [int(shown[f"y{n}"]) for n in range(4)] != expected
                for n in range(4):
                    total = float(shown[f"t{n}"].replace("−", "-"))
                    assert (total > 0) == (shown[f"y{n}"] == "1")
                names.add(shown["name"])
    assert names == {"AND", "OR", "NAND", "–"}


@pytest.mark.parametrize(("w1", "w2", "b"), [(0.5, 0.5, -0.7), (-1, 0.25, 0.3), (0, 0, -1), (0, 0, 1)])
def test_the_coloured_part_is_where_the_neuron_fires(w1, w2, b):
    corners = neuron.fires(neuron.Neuron((w1, w2), b))
    rng = np.random.default_rng(0)
    for x, y in rng.uniform(neuron.LOW, neuron.HIGH, (200, 2)):
        turns = [
            (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
            for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1])
        ]
        inside = bool(turns) and all(turn >= -1e-12 for turn in turns)
        assert inside == (w1 * x + w2 * y + b > 0)


def numbers(text):
    return [float(number) for number in re.findall(r"-?[\d.]+", text)]


def test_the_boundary_is_where_the_sum_is_zero_and_the_arrow_stands_upright_on_it():
    [x0, y0], [x1, y1] = neuron.place(0, 0), neuron.place(1, 1)
    outside = 0
    for w1 in neuron.WEIGHTS:
        for w2 in neuron.WEIGHTS:
            arrow = numbers(neuron.arrow(w1, w2)["arrow"])
            for b in neuron.BIASES:
                edge = numbers(neuron.show(w1, w2, b)["edge"])
                if not edge:
                    outside += 1
                    sums = [w1 * x + w2 * y + b for x, y in neuron.SQUARE]
                    assert all(total > 0 for total in sums) or all(total <= 0 for total in sums)
                    continue
                ends = np.reshape(edge, (2, 2))
                inputs = (ends - [x0, y0]) / [x1 - x0, y1 - y0]
                np.testing.assert_allclose(inputs @ [w1, w2] + b, 0, atol=2e-3)
                along, length = ends[1] - ends[0], np.linalg.norm(ends[1] - ends[0])
                across = np.subtract(arrow[2:], arrow[:2])
                assert abs(along @ across) <= 0.2 * length + 0.2 * np.linalg.norm(across)
    assert outside


def test_the_arrow_points_to_where_the_neuron_fires_and_its_tip_keeps_clear_of_the_dots(panel):
    if "arrow" not in panel["data"]["parts"]:
        return
    dots = [neuron.place(x, y) for x in (0, 1) for y in (0, 1)]
    for i, w1 in enumerate(neuron.WEIGHTS):
        for j, w2 in enumerate(neuron.WEIGHTS):
            tip = float(at(panel, "tip_x", w1=i)), float(at(panel, "tip_y", w2=j))
            assert all(math.dist(tip, dot) > 25 for dot in dots)
            line = numbers(at(panel, "arrow", w1=i, w2=j))
            assert line[2:] == list(tip) if line else (w1, w2) == (0, 0)
            middle = neuron.place(0.5, 0.5)
            assert np.sign(tip[0] - middle[0]) == np.sign(w1)
            assert np.sign(middle[1] - tip[1]) == np.sign(w2)


@pytest.mark.parametrize("x", [-3.0, 0.5, 2.0])
def test_slopes_are_the_derivatives(x):
    y = 1 / (1 + math.exp(-x))
    assert activations.slope(sigmoid, x) == pytest.approx(y * (1 - y), abs=1e-6)


def test_where_a_function_jumps_or_bends_there_is_no_slope():
    shown = activations.near(0.0)
    assert shown["step_slope"] == shown["relu_slope"] == "–" and shown["sigmoid_slope"] == "0.25"


def test_overflow_begins_where_the_largest_numbers_end():
    for x in activations.FAR:
        shown = activations.far(x)
        for bits, dtype in ((64, np.float64), (32, np.float32)):
            assert (shown[f"over{bits}"] == "1") == (-x > math.log(float(np.finfo(dtype).max)))
    assert activations.far(-709)["exp64"] == f"{math.exp(709):.4g}"


def test_softmax_slopes_are_the_derivatives():
    exps = [math.exp(score) for score in (0.3, 2.9, 2.0)]
    shares = [exp / math.fsum(exps) for exp in exps]
    expected = [-shares[0] * shares[2], -shares[1] * shares[2], shares[2] * (1 - shares[2])]
    shown = softmax.slopes(2.0)
    for n, value in enumerate(expected, start=1):
        assert float(shown[f"slope{n}"].replace("−", "-")) == pytest.approx(value, abs=6e-4)


def test_the_naive_softmax_ends_and_the_shifted_one_does_not():
    assert softmax.show(4.0, 1000)["naive3"] == "nan"
    assert softmax.show(4.0, 1000)["naive3_bar"] == "0"
    assert softmax.show(4.0, 1000)["shifted3"] == softmax.show(4.0, 0)["naive3"]


def test_the_digits_to_choose_from_are_read_right():
    from base64 import b64decode

    data = digits.panel()["data"]
    pixels = np.frombuffer(b64decode(data["pixels"]), np.uint8).reshape(-1, 784)
    assert data["labels"] == list(range(10)) * digits.EACH
    read = trained_network().forward(pixels / np.float32(255)).argmax(axis=1)
    assert (read == data["labels"]).all()
    known = {image.tobytes() for image in load_mnist("embedded", normalize=False)[0]}
    assert all(image.tobytes() in known for image in pixels)
