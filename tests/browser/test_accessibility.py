"""axe finds nothing: every page, and the states that a reader brings about."""

from importlib.resources import files
from urllib.parse import urljoin

import pytest

RUN = "axe.run(document, {resultTypes: ['violations']})"


@pytest.fixture(scope="session")
def axe(chromium) -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page, axe):
    page.evaluate(axe)
    return [
        (found["id"], found["nodes"][0]["html"][:200], len(found["nodes"]))
        for found in page.evaluate(RUN)["violations"]
    ]


@pytest.mark.parametrize(
    ("english", "width", "scheme"), [(False, 1280, "light"), (True, 390, "dark")]
)
def test_every_page(chromium, address, paths, axe, english, width, scheme):
    """The two languages are the same book: one is read wide and light, the other not."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    found = {}
    for path in paths + ["404.html", "en/404.html"]:
        if path.startswith("en/") is not english:
            continue
        page.goto(urljoin(address, path), wait_until="load")
        for box in page.locator("details").all():
            box.evaluate("box => { box.open = true }")
        found[path] = violations(page, axe)
    context.close()
    assert {path: flaws for path, flaws in found.items() if flaws} == {}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [True, False])
def test_search_open_code_hovered_drawer_open(reader, axe, width, dark):
    page = reader("ch03/softmax/", width=width, dark=dark, reduced_motion="reduce")
    page.locator(".gu-transcript pre").first.hover()
    assert violations(page, axe) == []
    if width < 1000:
        page.click("label.md-header__button[for=__drawer]")
        page.wait_for_timeout(400)
        assert violations(page, axe) == []
        page.keyboard.press("Escape")
        page.evaluate("document.getElementById('__drawer').checked = false")
        page.wait_for_timeout(400)
        page.click("label.md-header__button[for=__search]")
    page.focus(".md-search__input")
    page.keyboard.insert_text("softmax")
    page.keyboard.press("End")
    page.wait_for_selector(".md-search-result__link")
    page.wait_for_timeout(400)
    assert violations(page, axe) == []
