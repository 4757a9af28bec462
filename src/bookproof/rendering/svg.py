"""A drawing as an SVG that stands in the page and follows its colours and font."""

import re
from collections.abc import Mapping


def for_page(text: str, prefix: str, palette: Mapping[str, str]) -> str:
    """Return Matplotlib's SVG as one element of a page.

    Parameters
    ----------
    text : str
        The SVG.
    prefix : str
        What its ids begin with: two drawings on a page share none.
    palette : mapping of str
        The page's name for each colour that it may have.

    Raises
    ------
    ValueError
        If a colour is none of the palette.
    """
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
    text = _in_palette(text, palette)
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


def _in_palette(text: str, palette: Mapping[str, str]) -> str:
    """Turn colours into the page's variables."""

    def variable(match: re.Match[str]) -> str:
        try:
            return palette[match[0]]
        except KeyError:
            raise ValueError(f"colour {match[0]} is not one of the book's style") from None

    pieces = re.split(r'("data:[^"]*"|&#x?[0-9a-f]+;|(?:href="|url\()#[^")]*)', text)
    pieces[::2] = [re.sub(r"#[0-9a-f]{6}\b", variable, p) for p in pieces[::2]]
    return "".join(pieces)
