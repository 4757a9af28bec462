"""Formulas reach the page as MathML; nothing of LaTeX is left."""

import xml.etree.ElementTree as ElementTree

import pytest

from bookproof.rendering import mathematics


@pytest.mark.parametrize(
    ("marked", "display"),
    [
        (r'<span class="arithmatex">\(x_1 &gt; 0\)</span>', "inline"),
        (r'<div class="arithmatex">\[\frac{1}{1 + e^{-x}}\]</div>', "block"),
    ],
)
def test_a_formula_becomes_mathml(marked, display):
    html = mathematics.convert(f"<p>{marked}</p>")
    assert "arithmatex" not in html and "\\" not in html
    math = next(
        e for e in ElementTree.fromstring(html).iter() if e.tag.endswith("math")
    )
    assert math.get("display") == display


@pytest.mark.parametrize(("latex", "tag"), [(r"\iff", "mo"), (r"\alpha", "mi"), ("x", "mi")])
def test_an_arrow_is_an_operator_and_a_name_is_none(latex, tag):
    tree = ElementTree.fromstring(mathematics.mathml(f"a {latex} b", "inline"))
    tags = [e.tag.rpartition("}")[2] for e in tree.iter() if e.text]
    assert tags == ["mi", tag, "mi"]


def test_other_html_is_left_alone():
    html = '<p>\\(not marked\\) <span class="x">1</span></p>'
    assert mathematics.convert(html) == html
