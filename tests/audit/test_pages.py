"""Every page of both languages is read twice: wide and light, and as on a phone in the dark.

What axe says of it and which contrast it has, what it asks for and weighs, and whether
something moves, fails or breaks the page's policy while it is read.
"""

import statistics
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin

import pytest
from audit.contrast import measured
from served import WATCH, browser, violations

LOOKS = [(1280, "light"), (390, "dark")]
RUN = "axe.run(document, {resultTypes: ['violations', 'incomplete']})"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
MOST_REQUESTS = 6
MOST_BYTES = 50_000
MEDIAN_BYTES = 25_000


@pytest.fixture(scope="session")
def visits(chromium, address, paths, axe, figures) -> list[dict]:
    """What was found on each visit, `name` saying of which page and how wide."""
    pages = [*paths, "404.html", "en/404.html"]

    def read(look):
        with browser() as own:
            return [*_read(own, look, address, pages, axe)]

    with ThreadPoolExecutor(len(LOOKS)) as pool:
        found = sum(pool.map(read, LOOKS), [])
    figures["pages"] = len(paths)
    return found


def _read(browser, look, address, pages, axe):
    width, scheme = look
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    context.add_init_script(WATCH)
    page = context.new_page()
    context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    asked, answers, errors = [], [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: answers.append(answer))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: said.type in ("error", "warning") and errors.append(said.text))
    for path in pages:
        for kept in (asked, answers, errors):
            kept.clear()
        page.goto(urljoin(address, path), wait_until="load")
        sizes = {one.url: int(one.headers.get("content-length", 0)) for one in answers}
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(50)
        moved = page.evaluate("watched.shifts")
        page.evaluate("scrollTo(0, 0)")
        for box in page.locator("details").all():
            box.evaluate("box => { box.open = true }")
        page.evaluate(axe)
        result = page.evaluate(RUN)
        unsure = [one["nodes"] for one in result["incomplete"] if one["id"] == "color-contrast"]
        yield {
            "name": (path, width),
            "violations": violations(result),
            "contrasts": measured(page, sum(unsure, [])),
            "moved": moved,
            "wider": page.evaluate(WIDER),
            "refused": page.evaluate("watched.refused"),
            "failed": [one.url for one in answers if one.status >= 400] + errors,
            "others": [url for url in asked if not url.startswith((address, "data:", "blob:"))],
            "sizes": sizes,
        }
    context.close()


def _found(visits, kind):
    return [(visit["name"], visit[kind]) for visit in visits if visit[kind]]


def test_axe_finds_nothing(visits, figures):
    figures["axe_violations"] = sum(len(visit["violations"]) for visit in visits)
    assert _found(visits, "violations") == []


def test_where_axe_is_unsure_the_contrast_is_enough(visits, figures):
    looks = [(visit["name"], look) for visit in visits for look in visit["contrasts"]]
    figures["contrast_unsure"] = len(looks)
    figures["contrast_lowest"] = min(look["contrast"] for _, look in looks)
    low = [
        (name, look["text"], look["contrast"])
        for name, look in looks
        if look["contrast"] < look["needed"]
    ]
    assert low == []


def test_no_page_asks_another_host(visits, figures):
    figures["other_host_requests"] = sum(len(visit["others"]) for visit in visits)
    assert _found(visits, "others") == []


def test_a_first_visit_is_light(visits, figures):
    weights = {visit["name"]: sum(visit["sizes"].values()) for visit in visits}
    heaviest = max(weights, key=weights.get)
    most = max(len(visit["sizes"]) for visit in visits)
    figures["heaviest_page"] = f"/{heaviest[0]}"
    figures["heaviest_page_kb"] = round(weights[heaviest] / 1000, 1)
    figures["most_requests"] = most
    assert min(weights.values()) > 0
    assert weights[heaviest] <= MOST_BYTES, heaviest
    assert statistics.median(weights.values()) <= MEDIAN_BYTES
    assert most <= MOST_REQUESTS


def test_nothing_moves_while_a_page_comes_in(visits):
    assert _found(visits, "moved") == []


def test_no_page_is_wider_than_the_screen(visits):
    assert _found(visits, "wider") == []


def test_reading_breaks_no_policy_and_asks_for_nothing_in_vain(visits):
    assert _found(visits, "refused") == []
    assert _found(visits, "failed") == []
