"""The book as a PDF, read by another library than wrote it."""

import html
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from served import ROOT

from bookproof.editions import pdf, volume
from bookproof.project import Project
from bookproof.words import words as said

pypdf = pytest.importorskip("pypdf", reason="pip install -r .ci/requirements.txt")
HEADING = re.compile(r'<h[1-6] aria-level="(\d)"[^>]*>(.*?)</h[1-6]>', re.DOTALL)


def words(text):
    """Return a text without markup, spaces and the marks that only break lines."""
    plain = html.unescape(re.sub(r"<[^>]*>", "", text))
    return re.sub(r"[\s\N{WORD JOINER}]", "", unicodedata.normalize("NFKC", plain))


LANGUAGES = Project(ROOT).languages


@pytest.fixture(scope="module", params=list(LANGUAGES))
def language(request):
    return request.param


@pytest.fixture(scope="module")
def leaves(site, language):
    return volume.leaves(site, LANGUAGES[language])


@pytest.fixture(scope="module")
def books(site, tmp_path_factory):
    """Both, printed side by side."""
    folder = tmp_path_factory.mktemp("pdf")
    with ThreadPoolExecutor() as pool:
        printed = [pool.submit(pdf.write, site, "book", one, folder / one.code) for one in LANGUAGES.values()]
    assert [future.result() for future in printed] == [None] * len(LANGUAGES)
    return folder


@pytest.fixture(scope="module")
def book(books, language):
    return pypdf.PdfReader(books / language)


@pytest.fixture(scope="module")
def bookmarks(book):
    """The depth, the words and the page of each."""

    def walk(items, depth):
        for item in items:
            if isinstance(item, list):
                yield from walk(item, depth + 1)
            else:
                yield depth, words(item.title), book.get_destination_page_number(item)

    return list(walk(book.outline, 1))


def test_every_heading_is_a_bookmark_and_chapters_hold_their_pages(bookmarks, leaves, language):
    headings = [
        (int(level), words(text)) for leaf in leaves for level, text in HEADING.findall(leaf.html)
    ]
    contents = (1, words(said(language)["edition"]["contents"]))
    assert [(depth, text) for depth, text, _ in bookmarks] == [contents, *headings]
    assert sum(leaf.depth for leaf in leaves) > 15


def test_a_page_begins_where_the_contents_say_and_has_its_title(book, leaves, bookmarks):
    assert len(leaves) > 30
    assert 120 < len(book.pages) < 260
    begins = {text: page for _, text, page in reversed(bookmarks)}
    contents = words("".join(page.extract_text() for page in book.pages[1:3]))
    for leaf in leaves:
        title = words(leaf.title)
        page = begins[title]
        assert f"{title}{page + 1}" in contents
        assert title in words(book.pages[page].extract_text()), title


def test_links_lead_into_the_book_or_to_the_web(book):
    links = [
        annotation.get_object()
        for page in book.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    inside = [link["/Dest"].removeprefix("/") for link in links if "/Dest" in link]
    assert len(inside) > 150
    assert set(inside) <= {name.removeprefix("/") for name in book.named_destinations}
    outside = {link["/A"]["/URI"] for link in links if "/A" in link}
    assert all(re.match(r"https?://", address) for address in outside), outside


def test_paper_is_a4_tagged_and_in_the_books_language(book, language):
    assert {tuple(round(x) for x in page.mediabox[2:]) for page in book.pages} == {(595, 842)}
    catalogue = book.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == language
