"""No page asks another host for anything or breaks its own policy, whatever a reader does.

On every page of both languages a reader does all that it offers; every example is run.
"""

import re

import pytest
from served import ROOT, WATCH

PAGES = [
    root + re.sub("(^|(?<=/))index/$", "", f"{stem.as_posix()}/")
    for language, root in (("ko", "/"), ("en", "/en/"))
    for path in sorted((ROOT / "docs" / language).rglob("*.md"))
    for stem in [path.relative_to(ROOT / "docs" / language).with_suffix("")]
]
RUN_ALL = """async () => {
  const ended = ["equal", "different", "failed"], wrong = []
  for (const box of document.querySelectorAll("[data-snippet]")) {
    const run = box.querySelector(".gu-run-run")
    if (!run || run.hidden) continue
    run.click()
    while (!ended.includes(box.dataset.state)) await new Promise(go => setTimeout(go, 5))
    if (box.dataset.state !== "equal") wrong.push([box.dataset.snippet, box.innerText])
  }
  return wrong
}"""


@pytest.fixture
def watched(chromium, address):
    """A page; what it asked of other hosts, and what the console said is wrong."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800},
        accept_downloads=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.add_init_script(WATCH)
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


def test_a_refused_script_is_seen(watched, address):
    page, found = watched
    page.goto(address)
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("watched.refused.length") == 1 and found


@pytest.mark.parametrize("path", PAGES)
def test_using_all_that_a_page_offers(watched, address, site, path):
    page, found = watched
    assert page.goto(address + path[1:]).ok
    page.click(".gu-scheme")
    page.focus(".md-search__input")
    page.keyboard.insert_text("softmax")
    page.keyboard.press("End")
    page.wait_for_selector(".md-search-result__link")
    page.keyboard.press("Escape")
    for slider in page.locator(".gu-panel [data-axis]").all():
        slider.focus()
        page.keyboard.press("ArrowRight")
    if page.locator(".gu-transcript pre").count():
        page.locator(".gu-transcript pre").first.hover()
        page.locator(".md-code__button").first.click()
    if list(site.glob("assets/runtime-*")):
        assert page.evaluate(RUN_ALL) == []
        if picks := page.locator(".gu-digit-picks label").all():
            picks[0].click()
            page.wait_for_selector("[data-state=ready]", timeout=60_000)
    if (notebook := page.locator("a[download]")).count():
        with page.expect_download():
            notebook.first.click()
    assert page.evaluate("watched.refused") == [] and found == []
