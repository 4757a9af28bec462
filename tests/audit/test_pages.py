"""Every page once in Chromium: what axe says of it, what contrast it has, what it asks for.

The two languages are the same book: one is read wide and light, the other narrow and dark.
"""

from urllib.parse import urljoin, urlsplit

import pytest
from audit.contrast import measured

READERS = {"ko": (1280, "light"), "en": (390, "dark")}
RUN = "axe.run(document, {resultTypes: ['violations', 'incomplete']})"


@pytest.fixture(scope="session")
def visits(chromium, address, paths, axe, figures) -> dict[str, dict]:
    """What was found on each page."""
    found = {}
    for language, (width, scheme) in READERS.items():
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        asked, answers = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("response", lambda answer: answers.append(answer))
        for path in [*paths, "404.html", "en/404.html"]:
            if path.startswith("en/") is (language == "en"):
                asked.clear()
                answers.clear()
                page.goto(urljoin(address, path), wait_until="load")
                sizes = {one.url: int(one.headers.get("content-length", 0)) for one in answers}
                found[path] = {"asked": list(asked), "sizes": sizes} | _seen(page, axe)
        context.close()
    figures["pages"] = len(paths)
    return found


def _seen(page, axe):
    for box in page.locator("details").all():
        box.evaluate("box => { box.open = true }")
    page.evaluate(axe)
    result = page.evaluate(RUN)
    unsure = [one["nodes"] for one in result["incomplete"] if one["id"] == "color-contrast"]
    return {
        "violations": [
            (one["id"], one["nodes"][0]["html"][:200], len(one["nodes"]))
            for one in result["violations"]
        ],
        "contrasts": measured(page, sum(unsure, [])),
    }


def test_axe_finds_nothing(visits, figures):
    flaws = {path: seen["violations"] for path, seen in visits.items() if seen["violations"]}
    figures["axe_violations"] = sum(map(len, flaws.values()))
    assert flaws == {}


def test_where_axe_is_unsure_the_contrast_is_enough(visits, figures):
    looks = [(path, look) for path, seen in visits.items() for look in seen["contrasts"]]
    figures["contrast_unsure"] = len(looks)
    figures["contrast_lowest"] = min(look["contrast"] for _, look in looks)
    low = [
        (path, look["text"], look["contrast"])
        for path, look in looks
        if look["contrast"] < look["needed"]
    ]
    assert low == []


def test_no_page_asks_another_host(visits, address, figures):
    asked = [url for seen in visits.values() for url in seen["asked"]]
    others = [url for url in asked if urlsplit(url).netloc != urlsplit(address).netloc]
    figures["other_host_requests"] = len(others)
    assert others == []


def test_a_page_is_light(visits, figures):
    """The bounds are those of `tests/browser/test_reading.py`; here the figures are kept."""
    weights = {path: sum(seen["sizes"].values()) for path, seen in visits.items()}
    heaviest = max(weights, key=weights.get)
    figures["heaviest_page"] = f"/{heaviest}"
    figures["heaviest_page_kb"] = round(weights[heaviest] / 1000, 1)
    figures["most_requests"] = max(len(seen["sizes"]) for seen in visits.values())
    assert min(weights.values()) > 0
