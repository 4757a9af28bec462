"""Pages kept for reading without a network: only once a reader asks, and until they end it."""

import pytest

STORED = """async () => [
  await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length,
  Object.keys(localStorage)]"""
NAMES = {"ko": "읽은 페이지를 오프라인에서도 보기", "en": "Keep the pages I read for reading offline"}


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def control(page, language):
    return page.get_by_role("button", name=NAMES[language], exact=True)


def turn(page, language, on):
    control(page, language).click()
    pressed = control(page, language).and_(page.locator(f"[aria-pressed={str(on).lower()}]"))
    pressed.wait_for()


@pytest.mark.parametrize(
    ("language", "root", "not_kept"),
    [("ko", "", "보관하지 않은 페이지입니다"), ("en", "en/", "This page is not kept")],
)
def test_what_was_read_is_read_without_a_network(network, page, language, root, not_kept):
    first, second = f"{network.address}{root}ch02/and/", f"{network.address}{root}ch03/softmax/"
    page.goto(first)
    assert control(page, language).get_attribute("aria-pressed") == "false"
    assert page.evaluate(STORED) == [[], 0, []]
    turn(page, language, True)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto(second + "?h=softmax")
    assert control(page, language).get_attribute("aria-pressed") == "true"
    page.wait_for_function("async url => Boolean(await caches.match(url))", arg=second)

    network.cut = True
    for url in (first, second):
        page.goto(url)
        assert page.locator("article h1").is_visible()
        family = "getComputedStyle(document.querySelector('.gu-brand')).fontWeight"
        assert page.evaluate(family) == "700"  # the style sheet is there
        assert page.locator(".gu-keep").count() == 1  # and the scripts
    page.goto(f"{network.address}{root}ch02/or/")
    assert page.locator("h1").inner_text() == not_kept
    assert page.locator("html").get_attribute("lang") == language
    page.get_by_role("link").filter(has_text="AND").click()
    assert page.url == first

    turn(page, language, False)
    assert page.evaluate(STORED) == [[], 0, []]
    network.cut = False
    page.goto(second)
    assert control(page, language).get_attribute("aria-pressed") == "false"
    assert page.evaluate(STORED) == [[], 0, []]


def test_what_changed_is_read_anew_while_there_is_a_network(network, page):
    page.goto(network.address + "ch02/and/")
    turn(page, "ko", True)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.evaluate(
        """async url => {
          const cache = await caches.open(url)
          await cache.put(url + "ch02/and/", new Response("old"))
          await cache.put(url + "assets/runtime-0/python.js", new Response("kept"))
        }""",
        network.address,
    )
    page.reload()
    assert page.locator("h1").inner_text().startswith("AND")
    hashed = f"{network.address}assets/runtime-0/python.js"
    assert page.evaluate("async url => (await fetch(url)).text()", hashed) == "kept"


@pytest.mark.parametrize(
    "refused",
    [
        "navigator.serviceWorker.register = () => Promise.reject(new Error())",
        "caches.open = () => Promise.reject(new Error())",
        "Cache.prototype.add = () => Promise.reject(new Error())",
    ],
)
def test_a_page_that_cannot_be_kept_is_said_not_to_be(network, page, refused):
    page.goto(network.address + "en/ch02/and/")
    page.evaluate(f"() => {{ {refused} }}")
    control(page, "en").click()
    page.locator(".md-dialog--active", has_text="could not be kept").wait_for()
    assert control(page, "en").get_attribute("aria-pressed") == "false"
    if "Cache" in refused:
        assert page.evaluate(STORED) == [[], 0, []]


def test_keeping_that_cannot_be_ended_is_said(network, page):
    page.goto(network.address + "en/ch02/and/")
    turn(page, "en", True)
    page.evaluate("() => { caches.delete = () => Promise.reject(new Error()) }")
    control(page, "en").click()
    page.locator(".md-dialog--active", has_text="could not be ended").wait_for()
    assert control(page, "en").get_attribute("aria-pressed") == "true"


def test_python_once_run_runs_without_a_network(network, page, site):
    if not list(site.glob("assets/runtime-*")):
        pytest.skip("the site has no Python for the browser (PYODIDE_DIR)")
    page.goto(network.address + "en/ch02/and/")
    turn(page, "en", True)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.reload()
    for cut in (False, True):
        network.cut = cut
        page.reload()
        page.get_by_role("button", name="Run", exact=True).first.click()
        page.locator("[data-state=equal]").first.wait_for(timeout=60_000)
