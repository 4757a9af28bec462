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
    asked = "performance.getEntriesByType('resource').filter(e => e.name.includes('/tables/')).length"
    assert page.evaluate(asked) == 0
    move(page, "w1", 1)
    page.wait_for_function(f"{asked} === 1")


@pytest.mark.parametrize(
    ("path", "said", "again"),
    [("ch02/and/", "불러오지 못했습니다", "다시 시도"), ("en/ch02/and/", "could not be loaded", "Try again")],
)
def test_a_table_that_does_not_come_leaves_no_verdict_and_is_asked_for_again(reader, path, said, again):
    page = reader(path)
    page.context.route("**/tables/neuron.json", lambda route: route.abort())
    move(page, "b", 5)
    panel = page.locator(".gu-panel")
    panel.get_by_text(said).wait_for()
    assert panel.locator("[data-axis=b] + b").inner_text() == "−0.2"
    for shown in panel.locator("[data-set]").all():
        assert not shown.is_visible()
    page.context.unroute_all()
    panel.get_by_role("button", name=again).click()
    page.wait_for_function("document.querySelector('.gu-verdict strong').textContent === 'OR'")
    assert panel.locator(".gu-verdict strong").is_visible()
    assert said not in panel.inner_text()


def test_a_table_that_does_not_come_is_asked_for_by_the_next_move_too(reader):
    page = reader("en/ch02/and/")
    page.context.route("**/tables/*", lambda route: route.fulfill(status=404, body="<p>no"))
    move(page, "b", 2)
    page.get_by_text("could not be loaded").wait_for()
    page.context.unroute_all()
    move(page, "b", 3)
    page.wait_for_function("document.querySelector('.gu-verdict strong').textContent === 'OR'")
    assert page.locator(".gu-verdict strong").is_visible()


def on_screen(page, x1, x2):
    """Where a pair of inputs is on the screen, by the zero and the one at the axes."""
    boxes = [dot.bounding_box() for dot in page.locator(".gu-dot circle").all()]
    corners = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
    (left, low), (_, high), (right, _) = corners[:3]
    return left + x1 * (right - left), low + x2 * (high - low)


def drag(page, start, *places):
    page.mouse.move(*start)
    page.mouse.down()
    for place in places:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


def neuron(page):
    shown = [page.locator(f"[data-axis={axis}] + b").inner_text() for axis in ("w1", "w2", "b")]
    return [value(text) for text in shown]


def tip(page):
    box = page.locator(".gu-ring").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def says_what_the_library_says(page):
    w1, w2, b = neuron(page)
    known = Neuron((w1, w2), b)
    for n, corner in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        total, output = texts(page, f"t{n}", f"y{n}")
        assert value(total) == pytest.approx(float(known.total(*corner)))
        assert output == str(int(known(*corner)))


@pytest.mark.parametrize("path", ["ch02/and/", "en/ch02/and/"])
def test_the_plane_is_dragged_and_the_boundary_passes_under_the_pointer(reader, path):
    page = reader(path)
    drawing = page.locator(".gu-drag")
    drawing.scroll_into_view_if_needed()
    assert drawing.evaluate("svg => getComputedStyle(svg).cursor") == "grab"
    drag(page, on_screen(page, 0.75, 0.25), on_screen(page, 0.2, 0.2))
    page.wait_for_function("document.querySelector('.gu-verdict strong').textContent === 'OR'")
    assert neuron(page) == [0.5, 0.5, -0.2]
    says_what_the_library_says(page)
    assert page.locator("[data-axis=b]").get_attribute("aria-valuetext") == "−0.2"
    drag(page, on_screen(page, -0.3, 1.3), on_screen(page, 1.02, 0.58))
    page.wait_for_function("document.querySelector('[data-axis=b] + b').textContent === '−0.8'")
    assert neuron(page) == [0.5, 0.5, -0.8]
    says_what_the_library_says(page)


def test_the_arrow_is_dragged_by_its_tip_and_stands_upright_on_the_boundary(reader):
    page = reader("en/ch02/and/")
    page.locator(".gu-drag").scroll_into_view_if_needed()
    middle = np.array(on_screen(page, 0.5, 0.5))
    unit = (np.array(tip(page)) - middle) / 0.5  # of the weights 0.5, 0.5
    drag(page, tip(page), middle + unit * (0.9, -0.25), middle + unit * (-0.75, 0.26))
    page.wait_for_function("document.querySelector('[data-axis=w1] + b').textContent === '−0.75'")
    page.wait_for_function("document.querySelector('[data-axis=w2] + b').textContent === '0.25'")
    assert neuron(page) == [-0.75, 0.25, -0.7]
    np.testing.assert_allclose(tip(page), middle + unit * (-0.75, 0.25), atol=1)
    drag(page, on_screen(page, 0.9, 0.1), on_screen(page, 0.5, 0.5))
    page.wait_for_function("document.querySelector('.gu-edge').getTotalLength() > 0")
    ends = page.locator(".gu-edge").evaluate(
        "e => [0, e.getTotalLength()].map(at => e.getPointAtLength(at)).map(({ x, y }) => [x, y])"
    )
    along = np.subtract(*ends)
    assert abs(along @ (-0.75, -0.25)) / np.linalg.norm(along) < 0.01  # y grows downwards
    says_what_the_library_says(page)


def test_a_finger_drags_the_plane_and_scrolls_beside_it(reader):
    page = reader("en/ch02/and/", width=390, has_touch=True)
    page.locator(".gu-drag").evaluate("svg => svg.scrollIntoView({ block: 'center' })")
    action = "getComputedStyle(document.querySelector('{}')).touchAction"
    assert page.evaluate(action.format(".gu-drag")) == "none"
    assert page.evaluate(action.format(".gu-panel")) == "auto"
    start = page.evaluate("scrollY")
    session = page.context.new_cdp_session(page)

    def touch(kind, *place):
        points = [{"x": place[0], "y": place[1]}] if place else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", *on_screen(page, 0.75, 0.25))
    for n in range(1, 6):
        touch("touchMove", *on_screen(page, 0.75 - 0.11 * n, 0.25 - 0.01 * n))
    touch("touchEnd")
    page.wait_for_function("document.querySelector('.gu-verdict strong').textContent === 'OR'")
    assert neuron(page) == [0.5, 0.5, -0.2]
    says_what_the_library_says(page)
    assert page.evaluate("scrollY") == start


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
