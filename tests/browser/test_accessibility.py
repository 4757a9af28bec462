"""axe finds nothing in the states that a reader brings about; tests/audit reads every page."""

import pytest
from served import violations

RUN = "axe.run(document, {resultTypes: ['violations']})"


def flaws(page, axe):
    page.evaluate(axe)
    return violations(page.evaluate(RUN))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [True, False])
def test_search_open_code_hovered_drawer_open(reader, axe, width, dark):
    page = reader("ch03/softmax/", width=width, dark=dark, reduced_motion="reduce")
    page.locator(".gu-transcript pre").first.hover()
    assert flaws(page, axe) == []
    if width < 1000:
        page.click("button.gu-menu")
        page.wait_for_timeout(400)
        assert flaws(page, axe) == []
        page.keyboard.press("Escape")
        page.evaluate("document.getElementById('__drawer').checked = false")
        page.wait_for_timeout(400)
        page.click("button.gu-search")
    page.focus(".md-search__input")
    page.keyboard.insert_text("softmax")
    page.keyboard.press("End")
    page.wait_for_selector(".md-search-result__link")
    page.wait_for_timeout(400)
    assert flaws(page, axe) == []


@pytest.mark.parametrize(("root", "width", "dark"), [("", 1280, True), ("en/", 390, False)])
def test_an_example_that_was_run_and_one_that_is_edited(reader, site, axe, root, width, dark):
    if not list(site.glob("assets/runtime-*")):
        pytest.skip("the site was built without Pyodide's files (PYODIDE_DIR)")
    page = reader(root + "ch02/and/", width=width, dark=dark, reduced_motion="reduce")
    first, second = page.locator("[data-snippet]").all()[:2]
    first.locator(".gu-run-run").click()
    page.wait_for_selector("[data-snippet][data-state=equal]", timeout=60_000)
    second.locator(".gu-run-edit").click()
    page.keyboard.type("1 / 0\n")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-snippet][data-state=different]", timeout=60_000)
    assert flaws(page, axe) == []
