"""Figures with sliders: what they say is what the library says, and keys move them."""

import numpy as np
import pytest

from groundup.activations import sigmoid, softmax
from groundup.gates import Neuron


def move(page, axis, times, key="ArrowRight"):
    slider = page.locator(f"[data-axis={axis}]")
    slider.focus()
    for _ in range(times):
        page.keyboard.press(key)
    return slider


def texts(page, *keys):
    return [page.locator(f"[data-set~='text={key}']").last.inner_text() for key in keys]


def value(text):
    return float(text.replace("−", "-"))


@pytest.mark.parametrize(("path", "label"), [("ch02/and/", "편향 b"), ("en/ch02/and/", "bias b")])
def test_a_higher_bias_makes_or_of_and(reader, path, label):
    page = reader(path)
    assert texts(page, "name") == ["AND"]
    assert page.get_by_role("slider", name=label).get_attribute("aria-valuetext") == "−0.7"
    before = page.locator(".gu-fires").get_attribute("points")
    move(page, "b", 5)
    page.wait_for_function("document.querySelector('.gu-verdict strong').textContent === 'OR'")
    neuron = Neuron((0.5, 0.5), -0.2)
    for n, (x1, x2) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        total, output = texts(page, f"t{n}", f"y{n}")
        assert value(total) == pytest.approx(float(neuron.total(x1, x2)))
        assert output == str(int(neuron(x1, x2)))
    assert page.locator(".gu-fires").get_attribute("points") != before


def test_nothing_is_fetched_before_a_slider_is_touched(reader):
    page = reader("en/ch02/and/")
    asked = "performance.getEntriesByType('resource').filter(e => e.name.includes('/panels/')).length"
    assert page.evaluate(asked) == 0
    move(page, "w1", 1)
    page.wait_for_function(f"{asked} === 1")


def test_value_slope_and_overflow_of_the_sigmoid(reader):
    page = reader("en/ch03/activations/")
    row = page.locator("tr[data-set='data-on=over64']")
    assert row.get_attribute("data-on") == "1" and "inf" in row.inner_text()
    move(page, "far", 1)
    page.wait_for_function("document.querySelector('tr[data-set$=over64]').dataset.on === '0'")
    assert texts(page, "exp64") == [f"{np.exp(709.0):.4g}"]
    assert texts(page, "exp32") == ["inf"]
    move(page, "x", 10)
    page.wait_for_function("document.querySelector('[data-axis=x] + b').textContent === '2'")
    found = texts(page, "sigmoid_value", "sigmoid_slope", "relu_slope", "step_slope")
    y = float(sigmoid(2.0))
    assert [value(text) for text in found] == pytest.approx([y, y * (1 - y), 1, 0], abs=1e-4)


def test_softmax_overflows_only_as_the_formula_says(reader):
    page = reader("ch03/softmax/")
    keys = [f"{name}{n}" for name in ("shifted", "naive") for n in (1, 2, 3)]
    assert texts(page, *keys) == [f"{p:.3f}" for p in softmax([0.3, 2.9, 4.0])] * 2
    move(page, "constant", 1, "End")
    page.wait_for_function("document.querySelector('[data-set=\"text=naive3\"]').textContent === 'nan'")
    assert texts(page, *keys[:3]) == [f"{p:.3f}" for p in softmax([0.3, 2.9, 4.0])]
    assert texts(page, *keys[3:]) == ["nan"] * 3


@pytest.mark.parametrize("path", ["ch02/and/", "en/ch03/activations/", "ch03/softmax/"])
def test_panels_fit_a_phone_and_leave_the_static_figure(reader, path):
    page = reader(path, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".gu-panel").is_visible()
    plain = reader(path, script=False)
    assert not plain.locator(".gu-panel").is_visible()
    assert plain.locator(".gu-figure:has(+ .gu-panel) svg").is_visible()
