"""Matplotlib's SVG becomes the same drawing in the page's own colours, in fewer bytes."""

import io

import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure

from bookproof.rendering.svg import for_page

PALETTE = {"#112233": "var(--ink)", "#aabbcc": "var(--soft)", "#000000": "var(--black)"}
HEAD = """\
<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
"""
SPACES = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" version="1.1"'
)
OPEN = '<svg viewBox="0 0 72 36.5" width="72" height="36.5">'


def drawn(inside, palette=PALETTE):
    """What becomes of the inside of a drawing."""
    text = f'{HEAD}<svg {SPACES} width="72pt" height="36.5pt" viewBox="0 0 72 36.5">{inside}</svg>'
    page = for_page(text, "1-ko", palette)
    assert page.startswith(OPEN) and page.endswith("</svg>"), page
    return page.removeprefix(OPEN).removesuffix("</svg>")


def path(d="M 0 0", **attributes):
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<path d="{d}"{more}/>'


def test_the_size_is_the_view_box_rounded():
    text = f'<svg {SPACES} viewBox="0 0 504.1234 100.00">{path(fill="none")}</svg>'
    assert for_page(text, "p", {}) == (
        '<svg viewBox="0 0 504.12 100" width="504.12" height="100"><path d="M0 0" fill="none"/></svg>'
    )


@pytest.mark.parametrize(
    "dropped",
    [
        "<metadata><rdf:RDF><rdf:title>a</rdf:title></rdf:RDF></metadata>",
        '<style type="text/css">*{stroke-linejoin: round}</style>',
        "<defs>\n <style>a</style>\n</defs>",
        "<!-- a < b -->",
        "<rdf:RDF/>",
        '<g id="figure_1">\n <g id="line2d_3"/>\n</g>',
        "<defs/>",
    ],
)
def test_what_draws_nothing_goes(dropped):
    assert drawn(f"{dropped}\n{path(fill='none')}\n{dropped}") == '<path d="M0 0" fill="none"/>'


def test_a_group_stays_with_what_it_holds():
    inside = '<g id="a"><g id="b"><title>T</title></g>\n<g clip-path="none"/>\n</g>'
    assert drawn(inside) == "<g><g><title>T</title></g></g>"


def test_an_empty_group_stays_where_something_refers_to_it():
    assert drawn('<g id="a"/><use xlink:href="#a" fill="none"/>') == (
        '<g id="1-ko-a"/><use href="#1-ko-a" fill="none"/>'
    )


def test_ids_have_the_prefix_and_those_that_nothing_refers_to_go():
    inside = (
        '<defs><clipPath id="p1"><rect x="0"/></clipPath><path id="m2" d=""/>'
        '<linearGradient id="g3"/><marker id="e4"/><g id="f5"/></defs>'
        '<g clip-path="url(#p1)"><use id="u" xlink:href="#m2" fill="none"/></g>'
        '<path style="fill: url(\'#g3\'); marker-end: url(&quot;#e4&quot;)"/>'
        '<a href="http://x.example/#p1"><path id="p" fill="none"/></a>'
    )
    assert drawn(inside) == (
        '<defs><clipPath id="1-ko-p1"><rect x="0"/></clipPath><path id="1-ko-m2"/>'
        '<linearGradient id="1-ko-g3"/><marker id="1-ko-e4"/></defs>'
        '<g clip-path="url(#1-ko-p1)"><use href="#1-ko-m2" fill="none"/></g>'
        '<path fill="url(\'#1-ko-g3\')" marker-end="url(&quot;#1-ko-e4&quot;)"/>'
        '<a href="http://x.example/#p1"><path fill="none"/></a>'
    )


def test_a_colour_is_no_reference():
    assert drawn('<g id="aabbcc"><path fill="#aabbcc"/></g>') == (
        '<g><path fill="var(--soft)"/></g>'
    )


def test_a_style_becomes_attributes():
    style = "fill: none;stroke:#112233 ; stroke-linecap: square; opacity: ; ; image-rendering: pixelated"
    assert drawn(f'<path style="{style}"/>') == (
        '<path fill="none" stroke="var(--ink)" stroke-linecap="square"/>'
    )


@pytest.mark.parametrize(
    ("style", "attributes"),
    [
        ("font-size: 11px; font-family: 'A', sans-serif", 'font-size="11px"'),
        ("font: 11.5px 'A B', 'C'", 'font-size="11.5px"'),
        ("font: italic 700 12px 'A'", 'font-style="italic" font-weight="700" font-size="12px"'),
        ("font: oblique bold 9px A", 'font-style="oblique" font-weight="bold" font-size="9px"'),
        ("font-style: italic; text-anchor: middle", 'font-style="italic" text-anchor="middle"'),
    ],
)
def test_text_keeps_size_and_weight_and_takes_the_font_of_the_page(style, attributes):
    assert drawn(f'<g fill="none"><text style="{style}">a</text></g>') == (
        f'<g fill="none"><text {attributes}>a</text></g>'
    )


def test_text_is_kept_to_the_letter():
    text = "a &lt; b &amp; &quot;c&quot; &#8722;1 0.123456 #123456 <tspan x='1'>d</tspan> e "
    assert drawn(f'<text fill="none" xml:space="preserve">{text}</text>') == (
        '<text fill="none" xml:space="preserve">a &lt; b &amp; "c" −1 0.123456 #123456 '
        '<tspan x="1">d</tspan> e </text>'
    )


def test_only_line_breaks_between_elements_go():
    inside = '<text fill="none">\n  <tspan>a</tspan> <tspan>b\nc</tspan>\n</text>'
    assert drawn(inside) == '<text fill="none"><tspan>a</tspan> <tspan>b\nc</tspan></text>'


@pytest.mark.parametrize(
    ("given", "short"),
    [
        ("M 0 223.2 \nL 504 223.2 \nz \n", "M0 223.2L504 223.2z"),
        ("M 1.005 -2.999 L -0.001 0.004", "M1 -3L0 0"),
        ("M 13.053834 186.456596", "M13.05 186.46"),
        ("M 1e-05 -2.5E+2 C 1.5e1 .5 +7. 100 0.10 20", "M0 -250C15 0.5 7 100 0.1 20"),
        ("M1.5.5L-1-2", "M1.5 0.5L-1 -2"),
        ("m 1,2 3,4", "m1 2 3 4"),
    ],
)
def test_numbers_of_a_path_are_rounded(given, short):
    assert drawn(path(given, fill="none")) == path(short, fill="none")


@pytest.mark.parametrize(
    ("name", "given", "short"),
    [
        ("x", "-0.005001", "-0.01"),
        ("y", "-0.004", "0"),
        ("width", "1200", "1200"),
        ("height", "1e-7", "0"),
        ("stroke-dasharray", "2.96,1.28", "2.96,1.28"),
        ("stroke-dasharray", "12.3456,-7.8912", "12.35,-7.89"),
        ("points", "1.239,2 3.001,4", "1.24,2 3,4"),
        ("font-size", "11.009px", "11.01px"),
        ("href", "data:image/png;base64,a1.23456/#112233", "data:image/png;base64,a1.23456/#112233"),
        ("class", "a1.23456", "a1.23456"),
        ("transform", "translate(1.23456789 -2)", "translate(1.23457 -2)"),
        ("transform", "matrix(0.00123456789 0 0 -1e-08 130.000315 2)",
         "matrix(0.00123457 0 0 -1e-08 130 2)"),
        ("transform", "rotate(-90 12.3456789 200.424858)", "rotate(-90 12.3457 200.425)"),
        ("transform", "rotate(0.5 1 2)", "rotate(0.5 1 2)"),
        ("transform", "rotate(-0.5)", "rotate(-0.5)"),
        ("transform", "scale(1 -1) rotate(-0 1 2)", "scale(1 -1) rotate(0 1 2)"),
    ],
)  # fmt: skip
def test_numbers_of_attributes_are_rounded(name, given, short):
    assert drawn(f'<g {name}="{given}"><title>T</title></g>') == (
        f'<g {name}="{short}"><title>T</title></g>'
    )


@pytest.mark.parametrize("turn", ["rotate(-0 41.7 200.4)", "rotate(0)", "rotate(0,1,2)", ""])
def test_a_turn_by_no_angle_goes(turn):
    assert drawn(f'<g transform="{turn}"><title>T</title></g>') == "<g><title>T</title></g>"


@pytest.mark.parametrize(
    "name", ["fill", "stroke", "color", "stop-color", "flood-color", "lighting-color"]
)
def test_every_kind_of_colour_is_of_the_palette(name):
    def stop(colour):
        return f'<defs><stop {name}="{colour}"/></defs>'

    assert drawn(stop("#AABBCC")) == stop("var(--soft)")
    for kept in ("none", "url(#112233)"):
        assert kept.removesuffix("112233)") in drawn(stop(kept))
    for other in ("#123456", "black", "#abc", "rgb(1,2,3)"):
        with pytest.raises(ValueError, match=r"^colour .+ is not one of the book's style$") as told:
            drawn(stop(other))
        assert other in str(told.value)


@pytest.mark.parametrize(
    "tag", ["path", "text", "use", "rect", "circle", "ellipse", "polyline", "polygon"]
)
def test_what_has_no_fill_is_black_and_black_is_a_colour_of_the_palette_or_none(tag):
    assert drawn(f"<g><{tag}/></g>") == f'<g><{tag} fill="var(--black)"/></g>'
    with pytest.raises(ValueError, match="colour #000000 is not one of"):
        drawn(f"<{tag}/>", {})


@pytest.mark.parametrize(
    "inside",
    [
        '<g fill="none"><g><path/></g><text>a</text></g>',
        "<clipPath><rect/></clipPath>",
        "<defs><g><path/></g></defs>",
        '<line stroke="none"/>',
        "<image/>",
    ],
)
def test_what_is_filled_from_outside_or_not_drawn_stays(inside):
    assert drawn(inside, {}) == inside


def test_a_drawing_of_everything_is_the_same_each_time():
    import numpy as np

    def draw():
        figure = Figure(figsize=(3, 2))
        image, axes = figure.subplots(1, 2)
        image.imshow(np.eye(3))
        axes.bar([0, 1], [1, 2], hatch="/", facecolor="#aabbcc", edgecolor="#112233")
        axes.plot([0, 1e-9], [0, -1], marker="o", color="#112233", alpha=0.5)
        axes.set_title("a & <b>", color="#112233")
        axes.set_xlabel("$x^2$", color="#112233")
        buffer = io.StringIO()
        with rc_context({"svg.fonttype": "none", "svg.hashsalt": "s"}):
            figure.savefig(buffer, format="svg", metadata={"Date": None, "Title": "T"})
        return for_page(buffer.getvalue(), "p", PALETTE | {"#ffffff": "var(--paper)"})

    page = draw()
    assert page == draw()
    assert "data:image/png;base64" in page and "<pattern " in page and "&amp; &lt;b&gt;" in page
    assert "<title>T</title>" in page and " style=" not in page and "xlink" not in page
