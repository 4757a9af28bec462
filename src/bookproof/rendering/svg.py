"""A drawing as an SVG that stands in the page and follows its colours and font."""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
NAMESPACES = {
    "{http://www.w3.org/1999/xlink}": "",
    "{http://www.w3.org/XML/1998/namespace}": "xml:",
}
# The page's own style says which font is taken and how images are rendered.
OF_PAGE = ("font-family", "image-rendering")
PAINTS = ("fill", "stroke", "color", "stop-color", "flood-color", "lighting-color")
SHAPES = ("path", "text", "use", "rect", "circle", "ellipse", "polyline", "polygon")
BLACK = "#000000"
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PATH = re.compile(rf"{_NUMBER.pattern}|[A-Za-z]")
_REFERENCE = re.compile(r"""(^#|url\(["']?#)([^"')]+)""")


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
    root = ElementTree.fromstring(text)
    _keep_drawn(root)
    for element in root.iter():
        element.attrib = dict(_attributes(element))
    _prefix(root, prefix)
    _drop_empty(root)
    _paint(root, palette)
    for element in root.iter():
        rounded = ((name, _rounded(name, value)) for name, value in element.items())
        element.attrib = {name: value for name, value in rounded if value}
    box = root.get("viewBox")
    _, _, width, height = box.split()
    root.attrib = {"viewBox": box, "width": width, "height": height}
    return ElementTree.tostring(root, "unicode").replace(" />", "/>")


def _keep_drawn(element: Element) -> None:
    """Drop what is not drawn, the line breaks between elements and the namespace of SVG."""
    for child in [*element]:
        if child.tag.startswith(SVG) and child.tag not in (f"{SVG}metadata", f"{SVG}style"):
            _keep_drawn(child)
            child.tail = _without_break(child.tail)
        else:
            element.remove(child)
    element.text = _without_break(element.text)
    element.tag = element.tag.removeprefix(SVG)


def _without_break(text: str | None) -> str:
    return "" if not text or ("\n" in text and text.isspace()) else text


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    """Yield attributes, the style's properties too: a page's policy refuses inline styles."""
    for name, value in element.items():
        for long, short in NAMESPACES.items():
            name = name.replace(long, short)
        if name != "style":
            yield name, value
            continue
        for part in value.split(";"):
            name, _, given = (word.strip() for word in part.partition(":"))
            if name == "font":
                yield from _font(given)
            elif given and name not in OF_PAGE:
                yield name, given


def _font(value: str) -> Iterator[tuple[str, str]]:
    """Yield style, weight and size, which the property ``font`` has before the family."""
    for word in value.split():
        if word.endswith("px"):
            yield "font-size", word
            return
        yield "font-style" if word in ("italic", "oblique") else "font-weight", word


def _prefix(root: Element, prefix: str) -> None:
    """Put the prefix before ids and what refers to them; drop the other ids."""
    used = set()
    for element in root.iter():
        for name, value in element.items():
            if name == "href" or "url(" in value:
                used.update(found for _, found in _REFERENCE.findall(value))
                element.set(name, _REFERENCE.sub(rf"\g<1>{prefix}-\g<2>", value))
    for element in root.iter():
        if identity := element.attrib.pop("id", None):
            if identity in used:
                element.set("id", f"{prefix}-{identity}")


def _drop_empty(element: Element) -> None:
    for child in [*element]:
        _drop_empty(child)
        if child.tag in ("g", "defs") and not len(child) and "id" not in child.attrib:
            element.remove(child)


def _paint(element: Element, palette: Mapping[str, str], filled: bool = False) -> None:
    """Turn colours into the page's variables; what has no fill is black."""
    filled = filled or "fill" in element.attrib
    if element.tag in SHAPES and not filled:
        element.set("fill", BLACK)
    for name in PAINTS:
        colour = element.get(name, "none").lower()
        if colour in palette:
            element.set(name, palette[colour])
        elif colour != "none" and not colour.startswith("url("):
            raise ValueError(f"colour {colour} is not one of the book's style")
    for child in element:
        _paint(child, palette, filled or element.tag in ("defs", "clipPath"))


def _rounded(name: str, value: str) -> str:
    """Return an attribute with short numbers: two decimals are far below a pixel.

    A transform may scale, so it keeps six digits; a turn by no angle is none.
    """
    if name == "d":
        parts = " ".join(_short(part) for part in _PATH.findall(value))
        return re.sub(r" ?([A-Za-z]) ?", r"\1", parts)
    if name in ("id", "href", *PAINTS) or "url(" in value:
        return value
    digits = ".6g" if name == "transform" else ".2f"
    short = re.sub(rf"(?<![\w.]){_NUMBER.pattern}", lambda m: _short(m[0], digits), value)
    return "" if re.fullmatch(r"rotate\(0(?:[ ,][^()]*)?\)", short) else short


def _short(number: str, digits: str = ".2f") -> str:
    if number.isalpha():
        return number
    short = format(float(number), digits)
    if digits == ".2f":
        short = short.rstrip("0").rstrip(".")
    return "0" if short == "-0" else short
