"""No page asks another host for anything or breaks its own policy, whatever a reader does."""

import re
from urllib.parse import urljoin

import pytest

LISTEN = """
window.violations = []
document.addEventListener("securitypolicyviolation", event =>
  violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))
"""


@pytest.fixture
def watched(chromium, address):
    """A page; what it asked of other hosts, and what the console said is wrong."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.add_init_script(LISTEN)
    page = context.new_page()
    found = []
    context.on("request", lambda request: request.url.startswith((address, "data:", "blob:")) or found.append(request.url))
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda said: said.type in ("error", "warning") and found.append(said.text))
    yield page, found
    context.close()


def test_every_page_has_a_policy_without_unsafe_words(site):
    pages = list(site.rglob("*.html"))
    assert len(pages) > 90
    for page in pages:
        head = page.read_text("utf-8")[:2000]
        policy = re.search(r'charset="utf-8"><meta http-equiv="content-security-policy" content="([^"]*)"', head)
        assert policy and "unsafe" not in policy[1] and "default-src 'none'" in policy[1], page


def test_reading_every_page(watched, address, paths):
    page, found = watched
    for path in paths:
        page.goto(urljoin(address, path), wait_until="load")
        for box in page.locator("details").all():
            box.evaluate("box => { box.open = true }")
        page.wait_for_timeout(20)
        assert page.evaluate("violations") == [] and found == [], path


def test_a_refused_script_is_seen(watched, address):
    page, found = watched
    page.goto(address)
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("violations.length") == 1 and found


@pytest.mark.parametrize("root", ["", "en/"])
def test_using_what_a_page_offers(watched, address, site, root):
    page, found = watched
    page.goto(address + root + "ch02/and/")
    page.click(".gu-scheme")
    page.focus(".md-search__input")
    page.keyboard.insert_text("softmax")
    page.keyboard.press("End")
    page.wait_for_selector(".md-search-result__link")
    page.keyboard.press("Escape")
    page.locator("[data-axis=b]").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".gu-transcript pre").first.hover()
    page.locator(".md-code__button").first.click()
    if list(site.glob("assets/runtime-*")):
        example = page.locator("[data-snippet]").first
        example.locator(".gu-run-run").click()
        page.wait_for_selector("[data-snippet][data-state=equal]", timeout=60_000)
        example.locator(".gu-run-edit").click()
        page.keyboard.type("1 + 1")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("[data-snippet][data-state=different]", timeout=60_000)
    assert page.evaluate("violations") == []
    page.goto(address + root + "digit/")
    page.locator(".gu-digit-picks label").first.click()
    if list(site.glob("assets/runtime-*")):
        page.wait_for_selector("[data-state=ready]", timeout=60_000)
    assert page.evaluate("violations") == []
    page.goto(address + root + "labs/gates/")
    with page.expect_download():
        page.get_by_role("link", name="gates.ipynb").click()
    assert page.evaluate("violations") == [] and found == []
