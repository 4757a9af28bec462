"""Where links lead in an edition, and what is taken out of its pages."""

import pytest

from bookproof.editions import pages


@pytest.mark.parametrize(
    ("address", "target", "rest"),
    [
        ("../or/", "ch02/or/index.html", ""),
        ("../", "ch02/index.html", ""),
        ("../..", "index.html", ""),
        (".", "ch02/and/index.html", ""),
        ("#neuron", "ch02/and/index.html", "#neuron"),
        ("../../ch03/mnist/#notes", "ch03/mnist/index.html", "#notes"),
        ("../../assets/shell.css", "assets/shell.css", ""),
    ],
)
def test_links_are_resolved_to_files(address, target, rest):
    seen = []

    def change(*found):
        seen.append(found)
        return "new"

    html = pages.linked(f'<a href="{address}">', "ch02/and/index.html", change)
    assert (seen, html) == ([(target, rest)], '<a href="new">')


@pytest.mark.parametrize("address", ["https://example.org/", "mailto:a@b.c", "//other/"])
def test_links_to_elsewhere_stay(address):
    html = f'<a href="{address}">'
    assert pages.linked(html, "index.html", lambda *_: "changed") == html


def test_modules_policy_feed_and_what_runs_go_and_the_place_to_draw_says_why():
    html = (
        '<html class="js" lang="en">'
        '<meta http-equiv="content-security-policy" content="default-src">'
        '<link rel="canonical" href="https://book.example/en/digit/">'
        '<link rel="alternate" type="application/atom+xml" title="g" href="../feed.xml">'
        '<p class="any gu-needs-python">With JavaScript\nswitched on</p>'
        '<ul>\n<li>\n<p><strong>Kept.</strong></p>\n</li>'
        '\n<li>\n<p><strong class="gu-online">Run it.</strong> Here\nand now.</p>\n</li>\n</ul>'
        '\n  <script type="module" src="assets/digit/digit.js"></script>'
        '<script defer src="assets/shell/shell.js"></script>'
    )
    still = pages.still(html)
    assert "policy" not in still
    assert "module" not in still
    assert "feed" not in still
    assert "switched on" not in still
    assert '<ul>\n<li>\n<p><strong>Kept.</strong></p>\n</li>\n</ul>' in still
    assert 'works <a href="https://book.example/en/digit/">on the web site</a>.' in still
    assert '<script defer src="assets/shell/shell.js">' in still
