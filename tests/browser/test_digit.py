"""The page where the reader draws: real digits, strokes, the mistakes, both languages."""

import numpy as np
import pytest

from groundup.handwriting import read
from groundup.mnist import load_mnist

READY = "document.querySelector('.gu-digit-page')?.dataset.answer"
PUT_PIXEL_BY_PIXEL = """pixels => {
  const canvas = document.querySelector(".gu-digit-canvas")
  const context = canvas.getContext("2d")
  context.clearRect(0, 0, 336, 336)
  pixels.forEach((value, at) => {
    context.fillStyle = `rgb(0 0 0 / ${value / 255})`
    context.fillRect(at % 28 * 12, Math.floor(at / 28) * 12, 12, 12)
  })
}"""
SEVEN = [(0.25, 0.2), (0.72, 0.2), (0.6, 0.5), (0.45, 0.85)]


@pytest.fixture(scope="module")
def digits():
    return load_mnist("embedded", flatten=False, normalize=False)


@pytest.fixture
def page(reader, site):
    if not list((site / "assets").glob("runtime-*")):
        pytest.skip("the site was built without Pyodide")
    return reader("en/digit/")


def stroke(page, points):
    box = page.locator(".gu-digit-canvas").bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()


def answer(page, expected):
    page.wait_for_function(f"{READY} === '{expected}'", timeout=60_000)
    return page.locator(".gu-digit-status").inner_text()


def shown(page):
    return page.locator(".gu-digit-value").all_inner_texts()


def test_nothing_of_python_is_fetched_before_the_reader_begins(page):
    asked = "performance.getEntriesByType('resource').map(entry => entry.name)"
    page.wait_for_selector(".gu-digit-picks label")
    assert not [name for name in page.evaluate(asked) if "/runtime-" in name or "worker" in name]


def test_the_digits_to_pick_from_come_when_the_reader_does_and_move_nothing(page):
    asked = "performance.getEntriesByType('resource').filter(e => e.name.includes('/tables/')).length"
    ink = """() => [...document.querySelectorAll('.gu-digit-picks canvas')].filter(canvas =>
      canvas.getContext('2d').getImageData(0, 0, 28, 28).data.some(value => value)).length"""
    page.evaluate(
        """() => new PerformanceObserver(list => { window.moved = (window.moved ?? 0) + list.getEntries().length })
          .observe({ type: "layout-shift", buffered: true })"""
    )
    picks = page.locator(".gu-digit-picks")
    box = picks.bounding_box()
    assert page.evaluate(asked) == 0 and page.evaluate(ink) == 0
    page.mouse.wheel(0, box["y"] - 700)
    page.wait_for_function(f"({ink})() === 30")
    assert page.evaluate(asked) == 1
    assert picks.bounding_box()["height"] == box["height"]
    assert not page.evaluate("window.moved")


def test_a_real_digit_of_each_class_drawn_pixel_by_pixel_is_recognised(page, digits):
    images, labels = digits
    for digit in range(10):
        image = images[500 * digit]
        page.evaluate(PUT_PIXEL_BY_PIXEL, image.ravel().tolist())
        # The last pixel by hand, so that the page notices: a dot where there is ink already.
        y, x = np.argwhere(image == image.max())[0]
        box = page.locator(".gu-digit-canvas").bounding_box()
        page.evaluate("document.querySelector('.gu-digit-canvas').getContext('2d').lineWidth = 1")
        page.mouse.click(
            box["x"] + (x + 0.5) / 28 * box["width"], box["y"] + (y + 0.5) / 28 * box["height"]
        )
        answer(page, digit)
        expected = read(image)["probabilities"]
        got = np.array(shown(page), float)
        np.testing.assert_allclose(got, expected, atol=0.02)


def test_a_drawn_seven_is_read_while_it_is_drawn_and_undone(page):
    stroke(page, SEVEN)
    assert "Read as 7" in answer(page, 7)
    assert page.locator(".gu-best b").inner_text() == "7"
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function(f"{READY} === undefined")
    assert set(shown(page)) == {"–"}
    stroke(page, SEVEN)
    answer(page, 7)
    page.locator(".gu-digit-buttons").get_by_role("button", name="Clear").click()
    page.wait_for_function(f"{READY} === undefined")


def test_digits_are_chosen_by_keyboard_alone(page):
    page.wait_for_selector(".gu-digit-picks label")
    page.locator("input[name=mixes]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    answer(page, 0)
    page.keyboard.press("ArrowRight")
    answer(page, 1)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "digit 1, number 1"


def test_the_mistakes_of_the_notes_do_what_the_library_says(page, digits):
    images, _ = digits
    page.wait_for_selector(".gu-digit-picks label")
    page.locator(".gu-digit-picks [data-digit='8'] input").first.check()
    answer(page, 8)
    page.locator("input[name=drops]").check()
    expected = read(images[4000], True)["probabilities"]
    answer(page, int(expected.argmax()))
    np.testing.assert_allclose(np.array(shown(page), float), expected, atol=2e-3)
    page.locator("input[name=mixes]").check()
    assert "nan" in answer(page, "nan")
    page.locator("input[name=drops]").uncheck()
    assert "add up to" in answer(page, 8)


def test_a_failed_start_is_said_and_recovered_from(page):
    page.context.route("**/runtime-*/**", lambda route: route.abort())
    stroke(page, SEVEN)
    page.wait_for_selector(".gu-digit-page[data-state=failed]", timeout=60_000)
    page.context.unroute("**/runtime-*/**")
    stroke(page, [(0.4, 0.5), (0.6, 0.5)])
    page.wait_for_selector(".gu-digit-page[data-state=ready]", timeout=60_000)


def test_touch_draws_and_does_not_scroll(reader, page):
    phone = reader("digit/", width=390, has_touch=True)
    assert phone.evaluate("getComputedStyle(document.querySelector('.gu-digit-canvas')).touchAction") == "none"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.locator(".gu-digit-canvas").tap()
    phone.wait_for_function(READY, timeout=60_000)
    assert phone.locator(".gu-digit-status").inner_text()[0] in "0123456789"


@pytest.mark.parametrize("path", ["digit/", "en/digit/"])
def test_without_a_script_the_page_says_what_would_be_here(reader, path):
    page = reader(path, script=False)
    assert page.locator("p.gu-digit").is_visible()
    assert page.locator(".gu-figure svg").first.is_visible()


def test_a_failed_reading_leaves_no_answer_of_another_drawing(page):
    stroke(page, SEVEN)
    answer(page, 7)
    page.evaluate(
        """async () => {
          const { python } = await import(new URL("../assets/python/python.js", location.href.replace("/en/", "/")))
          python.call = () => Promise.reject(new Error("lost"))
        }"""
    )
    stroke(page, [(0.4, 0.5), (0.6, 0.5)])
    page.wait_for_selector(".gu-digit-page[data-state=failed]")
    assert page.evaluate(READY) is None and set(shown(page)) == {"–"}
    assert page.locator(".gu-best").count() == 0


def test_digits_to_pick_from_that_do_not_come_are_told_and_asked_for_again(page):
    page.context.route("**/tables/digits.json", lambda route: route.abort())
    pick = page.locator(".gu-digit-picks [data-digit='3'] input").first
    pick.click()
    page.locator(".gu-digit-status", has_text="could not be loaded").wait_for()
    assert not pick.is_checked()
    page.context.unroute_all()
    pick.click()
    answer(page, 3)


def test_a_script_that_did_not_come_is_asked_for_again(page):
    page.context.route("**/python.js", lambda route: route.abort())
    stroke(page, SEVEN)
    page.wait_for_selector(".gu-digit-page[data-state=failed]")
    page.context.unroute_all()
    stroke(page, [(0.4, 0.5), (0.6, 0.5)])
    page.wait_for_selector(".gu-digit-page[data-state=ready]", timeout=60_000)
