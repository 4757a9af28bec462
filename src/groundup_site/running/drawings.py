"""A figure as an SVG that stands in the page and follows its colours and font.

Text stays text: it takes the page's font, can be searched and weighs little. The
bundled font only measures it and proves that every character can be drawn.
"""

import importlib
import io
import re

import matplotlib
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text

from groundup.figures import style
from groundup_site.recorded import recorded

NAMES = (
    "INK", "MUTED", "GRID", "PAPER", "BLUE", "ORANGE", "GREEN", "VIOLET",
    "BLUE_SOFT", "ORANGE_SOFT", "GREEN_SOFT", "VIOLET_SOFT",
)  # fmt: skip
PALETTE = {
    getattr(style, name): f"var(--gu-{name.lower().replace('_', '-')})" for name in NAMES
}


def draw(name: str, language: str, data: dict[str, str]) -> Figure:
    """Call a function of `groundup.figures`.

    Parameters
    ----------
    name : str
        ``module.function``.
    language : str
        ``"ko"`` or ``"en"``.
    data : dict of str
        For each keyword the stem of a file in ``groundup_site/records``; the function
        gets what the file holds.

    Raises
    ------
    LookupError
        If there is no such function or no such record.
    """
    module_name, _, function_name = name.partition(".")
    try:
        module = importlib.import_module(f"groundup.figures.{module_name}")
        function = getattr(module, function_name)
    except ModuleNotFoundError as error:
        if error.name != f"groundup.figures.{module_name}":
            raise
        raise LookupError(f"no figure {name}") from None
    except AttributeError:
        raise LookupError(f"no figure {name}") from None
    return function(language, **{keyword: recorded(stem) for keyword, stem in data.items()})


def missing_glyphs(figure: Figure) -> str:
    """Return the characters of a figure's texts that the font cannot draw."""
    style.register_font()
    font = get_font(findfont(FontProperties(family=style.RC["font.family"])))
    known = set(map(chr, font.get_charmap()))
    used = {c for text in figure.findobj(Text) for c in text.get_text()}
    return "".join(sorted(used - known - {"\n"}))


def svg(figure: Figure, identity: str) -> str:
    """Return a figure as SVG for the page.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn with the colours of `groundup.figures.style` only.
    identity : str
        Unique on a page; the ids in the SVG are made from it.

    Raises
    ------
    ValueError
        If a character has no glyph or a colour is not one of the palette.
    """
    missing = missing_glyphs(figure)
    if missing:
        raise ValueError(f"no glyph for {missing!r} in the figure font")
    buffer = io.StringIO()
    with matplotlib.rc_context(
        {**style.RC, "svg.fonttype": "none", "svg.hashsalt": identity}
    ):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return _for_page(buffer.getvalue(), identity.replace(".", "-"))


def _for_page(text: str, prefix: str) -> str:
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.S)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.S)
    text = re.sub(r' xmlns:xlink="[^"]*"| version="1.1"', "", text, count=2)
    text = text.replace("xlink:href", "href")
    text = re.sub(r"<style type=[^>]*>.*?</style>\s*", "", text, flags=re.S)
    text = re.sub(r'<g id="[^"]*"', "<g", text)
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', text))
    text = re.sub(
        r' id="([^"]+)"',
        lambda m: f' id="{prefix}-{m[1]}"' if m[1] in used else "",
        text,
    )
    text = re.sub(r'(href="#|url\(#)', rf"\g<1>{prefix}-", text)
    text = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font-size: \1", text)
    text = re.sub(r"font-family: [^;\"]*;? ?", "", text)
    text = re.sub(
        r"<[^>]*>", lambda tag: re.sub(r"(-?\d+\.\d{2})\d+", r"\1", tag[0]), text
    )
    text = re.sub(r"\n\s*(?=<)", "", text).replace("\n", " ")
    text = _lean(re.sub(r"<defs></defs>|<defs/>", "", text))
    text = re.sub(r' style="([^"]*)"', _attributes, text)
    text = _in_palette(text)
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text).groups()
    return re.sub(
        r'^<svg [^>]*>',
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        text,
    )


def _lean(text: str) -> str:
    """Drop what draws nothing: turns by no angle, empty groups, spaces in paths."""
    text = re.sub(r' transform="rotate\(-?0 [^"]*\)"', "", text)
    paths = re.split(r'(?<= d=")([^"]*)', text)
    paths[1::2] = [re.sub(r" *([A-Za-z]) *", r"\1", path) for path in paths[1::2]]
    text = "".join(paths)
    shorter = re.sub(r"<g */>|<g></g>", "", text)
    return text if shorter == text else _lean(shorter)


def _attributes(style: re.Match[str]) -> str:
    """Return a style as attributes, which a content security policy has nothing against.

    How images are rendered the page's own style says.
    """
    pairs = (part.partition(":") for part in style[1].split(";"))
    properties = {name.strip(): value.strip() for name, _, value in pairs if value}
    properties.pop("image-rendering", None)
    return "".join(f' {name}="{value}"' for name, value in properties.items())


def _in_palette(text: str) -> str:
    """Turn colours into the page's variables."""

    def variable(match: re.Match[str]) -> str:
        try:
            return PALETTE[match[0]]
        except KeyError:
            raise ValueError(
                f"colour {match[0]} is not one of groundup.figures.style"
            ) from None

    pieces = re.split(r'("data:[^"]*"|&#x?[0-9a-f]+;|(?:href="|url\()#[^")]*)', text)
    pieces[::2] = [re.sub(r"#[0-9a-f]{6}\b", variable, p) for p in pieces[::2]]
    return "".join(pieces)
