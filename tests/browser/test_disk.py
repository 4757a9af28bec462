"""The zip, unpacked and opened without a server, as a reader would who is offline."""

import re
import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from bookproof.editions import disk

MOST_BYTES = 2_500_000


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    """The folder that the zip holds."""
    folder = tmp_path_factory.mktemp("disk")
    disk.write(site, "book", folder / "book.zip")
    disk.write(site, "book", folder / "again.zip")
    assert (folder / "book.zip").read_bytes() == (folder / "again.zip").read_bytes()
    assert (folder / "book.zip").stat().st_size < MOST_BYTES
    with zipfile.ZipFile(folder / "book.zip") as archive:
        archive.extractall(folder)
    return folder / "book"


@pytest.fixture
def page(chromium):
    """A page that keeps what went wrong in it."""
    context = chromium.new_context()
    page = context.new_page()
    page.wrong = []
    page.on(
        "requestfailed",  # what is ended by going on to the next page has not failed
        lambda request: request.failure == "net::ERR_ABORTED" or page.wrong.append(request.url),
    )
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.wrong.append(said.text))
    page.on(
        "request",
        lambda request: request.url.startswith("http") and page.wrong.append(request.url),
    )
    yield page
    assert page.wrong == []
    context.close()


class Places(HTMLParser):
    """What a page leads to, and the names of its own parts."""

    def __init__(self, html):
        super().__init__()
        self.leads, self.parts = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src"):
                self.leads.append(value)
            if name == "id":
                self.parts.add(value)


def test_every_link_leads_to_a_file_and_to_a_part_of_it(unpacked):
    pages = {path.as_uri(): Places(path.read_text("utf-8")) for path in unpacked.rglob("*.html")}
    files = {path.as_uri() for path in unpacked.rglob("*") if path.is_file()}
    assert len(pages) > 80
    for page, places in pages.items():
        for lead in places.leads:
            target, part = urldefrag(urljoin(page, lead))
            if urlsplit(target).scheme == "file":
                assert target in files, (page, lead)
                if part and target in pages:
                    assert unquote(part) in pages[target].parts, (page, lead)


def test_every_page_opens_without_an_error(unpacked, page):
    for path in sorted(unpacked.rglob("*.html")):
        page.goto(path.as_uri(), wait_until="load")
        page.wait_for_timeout(30)
        assert page.wrong == [], path
        assert page.locator(".gu-run, .gu-online").count() == 0


@pytest.mark.parametrize(
    ("home", "query", "found"),
    [("index.html", "소프트맥스", "ch03/softmax/"), ("en/index.html", "softmax", "ch03/softmax/")],
)
def test_search_finds_and_leads_there(unpacked, page, home, query, found):
    page.goto((unpacked / home).as_uri())
    page.fill("[data-md-component=search-query]", query)
    page.press("[data-md-component=search-query]", "End")
    page.locator(f".md-search-result__link[href*='{found}index.html']").first.click()
    page.wait_for_load_state()
    assert f"{found}index.html" in page.url
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_slider_moves(unpacked, page, language):
    page.goto((unpacked / f"{language}ch02/and/index.html").as_uri())
    assert page.locator(".gu-verdict strong").inner_text() == "AND"
    page.locator("[data-axis=b]").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.gu-verdict strong').textContent === 'OR'")


def test_the_switcher_leads_to_the_same_page(unpacked, page):
    page.goto((unpacked / "ch03/softmax/index.html").as_uri())
    page.click(".gu-languages [hreflang=en]")
    assert page.url.endswith("/en/ch03/softmax/index.html")


@pytest.mark.parametrize(("language", "why"), [("", "웹사이트"), ("en/", "on the web site")])
def test_the_page_to_draw_on_says_why_it_cannot(unpacked, page, language, why):
    page.goto((unpacked / f"{language}digit/index.html").as_uri())
    assert page.locator("article a", has_text=re.compile(why)).count() == 1
    assert page.locator("canvas").count() == 0
