"""All pages of a language in one: their order, their names, their links."""

import re

import pytest

from bookproof.editions import volume
from bookproof.project import Language

ENGLISH = Language("en", "English", "en/")

PAGE = """\
<html lang="en"><head><link rel="stylesheet" href="{up}assets/shell.css">
<link rel="stylesheet" href="{up}assets/{sheet}.css"><meta name="description" content="Notes.">
<link rel="canonical" href="https://book.example/{path}">
{next}</head><body><article class="md-content__inner md-typeset">
<h1 id="{id}">{title}<a class="headerlink" href="#{id}">&para;</a></h1>
{body}
<p class="gu-edit"><a href="x">edit</a></p></article></body></html>
"""
PAGES = {
    "en/": ("top", "Home", "ch02/", "never printed"),
    "en/ch02/": ("ch", "Chapter", "and/", '<a href="../labs/x.ipynb">lab</a> <a href="../">home</a>'),
    "en/ch02/and/": (
        "and",
        "The <code>AND</code> gate",
        "../../errors/",
        '<h2 id="sum">Sum</h2><a href="#sum">here</a><a href="../#ch">up</a>'
        '<details class="question"><path clip-path="url(#c)"/></details>',
    ),
    "en/errors/": ("errors", "Errors", "", '<h2 id="a">A</h2>'),
}


@pytest.fixture
def site(tmp_path):
    for path, (id, title, following, body) in PAGES.items():
        file = tmp_path / path / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        link = f'<link rel="next" href="{following}">' if following else ""
        file.write_text(
            PAGE.format(
                path=path, id=id, title=title, next=link, body=body,
                up="../" * path.count("/"), sheet=id if id == "and" else "code",
            ), "utf-8"
        )  # fmt: skip
    return tmp_path


def test_pages_follow_each_other_and_those_of_a_chapter_stand_below_it(site):
    leaves = volume.leaves(site, ENGLISH)
    assert [(leaf.anchor, leaf.depth) for leaf in leaves] == [
        ("ch02", 0),
        ("ch02-and", 1),
        ("errors", 0),
    ]


def test_names_are_the_pages_own_and_links_lead_to_them(site):
    chapter, gate, _ = volume.leaves(site, ENGLISH)
    assert '<h1 aria-level="2" id="ch02-and.and">' in gate.html
    assert '<h2 aria-level="3" id="ch02-and.sum">' in gate.html
    assert '<a href="#ch02-and.sum">here</a><a href="#ch02.ch">up</a>' in gate.html
    assert 'clip-path="url(#ch02-and.c)"' in gate.html
    assert '<a href="https://book.example/en/labs/x.ipynb">' in chapter.html
    assert '<a href="#top">home</a>' in chapter.html


def test_answers_are_open_and_what_is_for_the_screen_is_gone(site):
    gate = volume.leaves(site, ENGLISH)[1].html
    assert '<details open class="question">' in gate
    assert "headerlink" not in gate
    assert "edit" not in gate


def test_contents_and_running_heads_have_every_title(site):
    html = volume.document(site, "a & b", ENGLISH, {"ch02": 3, "ch02-and": 12})
    assert "<title>a &amp; b</title>" in html
    sheets = re.findall(r'rel="stylesheet" href="(file:[^"]*)"', html)
    assert sheets == [(site / f"assets/{name}.css").as_uri() for name in ("shell", "and", "code")]
    assert '<a href="#ch02">Chapter</a><span>3</span>' in html
    assert '<a href="#ch02-and">The <code>AND</code> gate</a><span>12</span>' in html
    assert '<a href="#errors">Errors</a><span>000</span>' in html
    assert '@page p-ch02-and{@top-left{content:"The AND gate"}}' in html
    assert "<p>Notes.</p><p>https://book.example/en/</p>" in html
    assert "never printed" not in html
