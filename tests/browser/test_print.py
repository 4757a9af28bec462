"""A page on paper is a handout: what is read, numbered, light, with its answers."""

import io
import re

import pytest

pypdf = pytest.importorskip("pypdf", reason="pip install -r .ci/requirements.txt")
BLANK = re.compile(r"[\s\N{WORD JOINER}]")
WAYS = ("nav", ".md-header", ".md-footer", ".gu-run", ".gu-panel", ".headerlink", ".gu-edit")


@pytest.mark.parametrize("path", ["ch02/and/", "en/ch03/softmax/", "ch03/mnist/"])
def test_a_handout(reader, path):
    page = reader(path, dark=True)
    answer = page.locator("details > p").first.text_content()
    page.emulate_media(media="print", color_scheme="dark")
    for way in WAYS:
        for found in page.locator(way).all():
            assert not found.is_visible(), way
    assert page.evaluate(
        "getComputedStyle(document.body).getPropertyValue('--gu-paper')"
    ).strip() in ("#fff", "#ffffff")
    assert "underline" in page.locator("article p a").first.evaluate(
        "link => getComputedStyle(link).textDecorationLine"
    )
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    texts = [sheet.extract_text() for sheet in paper.pages]
    assert 3 <= len(texts) <= 9
    for number, text in enumerate(texts, 1):
        assert text.split()[0] == str(number)  # Chromium writes the margins first
    whole = BLANK.sub("", "".join(texts))
    assert BLANK.sub("", answer)[:12] in whole
    assert BLANK.sub("", page.locator("h1").evaluate("title => title.firstChild.data")) in whole
