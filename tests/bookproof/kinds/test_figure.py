"""A figure becomes SVG that the page's colours, font and language rule."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
from matplotlib.figure import Figure

from groundup_book.figures import style
from bookproof.kinds import KINDS
from bookproof.kinds.figure import as_svg


def svg(figure, identity):
    return as_svg(figure, identity, style)


@style.figure
def line(language: str, colour: str = style.BLUE, words: str = "") -> Figure:
    figure = Figure(figsize=(3, 2))
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=colour)
    axes.scatter([0.5], [0.5], color=style.ORANGE)
    axes.set_title(words or {"ko": "선", "en": "Line"}[language])
    return figure


def test_it_is_one_well_formed_element_of_the_page():
    drawn = svg(line("ko"), "a.line-ko")
    root = ElementTree.fromstring(drawn)
    assert root.tag == "svg"
    assert float(root.get("width")) == 3 * 72
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


def test_its_colours_are_the_page_s_variables():
    drawn = svg(line("ko"), "a.line-ko")
    assert not re.search(r"#[0-9a-f]{6}\b", drawn)
    assert {"var(--gu-blue)", "var(--gu-orange)", "var(--gu-ink)"} <= set(
        re.findall(r"var\(--gu-[a-z-]+\)", drawn)
    )


def test_it_has_no_inline_style():
    """The pages' content security policy refuses one."""
    drawn = svg(line("ko"), "a.line-ko")
    assert "style=" not in drawn
    assert re.search(r'<path [^>]*stroke="var\(--gu-blue\)"', drawn)


def test_its_text_is_text_in_its_language():
    assert ">선</text>" in svg(line("ko"), "a.line-ko")
    assert ">Line</text>" in svg(line("en"), "a.line-en")


def test_its_text_takes_the_page_s_font():
    assert "Groundup Sans" not in svg(line("ko"), "a.line-ko")


def test_numbers_in_its_text_keep_all_their_digits():
    assert ">0.0183</text>" in svg(line("ko", words="0.0183"), "a.line-ko")


def test_its_bytes_are_the_same_each_time():
    assert svg(line("ko"), "a.b") == svg(line("ko"), "a.b")


def test_two_figures_on_a_page_share_no_id():
    first, second = (
        set(re.findall(r' id="([^"]+)"', svg(line("ko"), name)))
        for name in ("a.one-ko", "a.two-ko")
    )
    assert first and second and not first & second


def test_every_reference_inside_has_its_target():
    drawn = svg(line("ko"), "a.line-ko")
    ids = re.findall(r' id="([^"]+)"', drawn)
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', drawn)) == set(ids)
    assert len(ids) == len(set(ids))


def test_a_character_without_a_glyph_is_an_error():
    with pytest.raises(ValueError, match="no glyph for '漢'"):
        svg(line("ko", words="漢"), "a.line-ko")


def test_a_colour_outside_the_palette_is_an_error():
    with pytest.raises(ValueError, match="colour #123456 is not one of"):
        svg(line("ko", colour="#123456"), "a.line-ko")


def test_an_unknown_language_is_an_error():
    with pytest.raises(ValueError, match="language is 'fr'; expected 'ko' or 'en'"):
        line("fr")


@pytest.mark.parametrize("name", ["nothing.at_all", "style.nothing"])
def test_an_unknown_figure_is_an_error(name):
    with pytest.raises(LookupError, match=f"no figure {name}"):
        KINDS["figure"].perform("groundup_book.figures", name, "ko", {})


def test_the_callers_settings_do_not_matter():
    import matplotlib

    with matplotlib.rc_context({"lines.linewidth": 9, "font.size": 30}):
        loud = svg(line("ko"), "a.b")
    assert loud == svg(line("ko"), "a.b")
