"""All pages of one language as one HTML document, in reading order, to be printed."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bookproof.editions import pages
from bookproof.project import Language
from bookproof.words import words

STYLE = Path(__file__).with_name("volume.css")
NEXT = re.compile(r' rel="next" href="([^"]*)"')
ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)
HEADING = re.compile(r"<h([1-6])([ >])")
TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
EDIT = re.compile(r'<p class="gu-edit">.*?</p>|<a class="headerlink".*?</a>', re.DOTALL)
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]*)"')
NAMES = re.compile(r' id="|url\(#')


@dataclass(frozen=True)
class Leaf:
    """A page of the site as it stands in the volume.

    Attributes
    ----------
    anchor : str
        Its name in the volume, with which those of its parts begin.
    depth : int
        0, or 1 for a page of a chapter.
    title, html : str
        What its first heading holds, and all that it holds.
    """

    anchor: str
    depth: int
    title: str
    html: str


def leaves(site: Path, language: Language) -> list[Leaf]:
    """Return the pages that follow a language's home page, each led to by the one before."""
    found = pages.named(site)
    home = name = f"{language.root}index.html"
    order: list[str] = []
    while following := NEXT.search(found[name]):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(name), following[1], "index.html"))
        order.append(name)
    web = pages.CANONICAL.search(found[home])[1] if pages.CANONICAL.search(found[home]) else ""
    root = web.removesuffix(language.root)
    anchors = {name: _anchor(name, language) for name in order} | {home: "top"}

    def change(target: str, rest: str) -> str:
        if target not in anchors:
            return root + target.removesuffix("index.html") + rest
        return f"#{anchors[target]}" + (f".{rest[1:]}" if rest.startswith("#") else "")

    return [_leaf(found[name], name, order, anchors[name], change) for name in order]


def _anchor(name: str, language: Language) -> str:
    return posixpath.dirname(name.removeprefix(language.root)).replace("/", "-")


def _leaf(html: str, name: str, order: list[str], anchor: str, change) -> Leaf:
    """Return a page with its links led to the volume's own places, and names of its own."""
    above = posixpath.join(posixpath.dirname(posixpath.dirname(name)), "index.html")
    depth = int(above in order)
    body = EDIT.sub("", ARTICLE.search(pages.still(html))[1])
    body = pages.linked(body, name, change)
    body = NAMES.sub(lambda match: f"{match[0]}{anchor}.", body)
    body = HEADING.sub(lambda h: f'<h{h[1]} aria-level="{int(h[1]) + depth}"{h[2]}', body)
    body = body.replace("<details", "<details open")
    return Leaf(anchor, depth, TITLE.search(body)[1], body)


def document(site: Path, name: str, language: Language, numbers: Mapping[str, int]) -> str:
    """Return the volume as HTML.

    Parameters
    ----------
    site : Path
        The built site.
    name : str
        Of the site.
    language : Language
        Of the volume.
    numbers : mapping
        The page of paper that each leaf begins on, by its anchor; 000 if not known yet.
    """
    home = (site / language.root / "index.html").read_text("utf-8")
    address = pages.CANONICAL.search(home)
    description = DESCRIPTION.search(home)
    order = leaves(site, language)
    listed = "".join(
        f'<li class="gu-depth-{leaf.depth}"><a href="#{leaf.anchor}">{leaf.title}</a>'
        f"<span>{numbers.get(leaf.anchor, '000')}</span></li>"
        for leaf in order
    )
    heads = "".join(
        f'@page p-{leaf.anchor}{{@top-left{{content:"{_text(leaf.title)}"}}}}' for leaf in order
    )
    inner = "".join(
        f'<section id="{leaf.anchor}" style="page:p-{leaf.anchor}">{leaf.html}</section>'
        for leaf in order
    )
    sheets = "".join(
        f'<link rel="stylesheet" href="{sheet.resolve().as_uri()}">' for sheet in _sheets(site)
    )
    contents = words(language.code)["edition"]["contents"]
    return (
        f'<!doctype html><html lang="{language.code}"><head><meta charset="utf-8"><title>{escape(name)}</title>{sheets}'
        f"<style>{STYLE.read_text('utf-8')}{heads}</style></head>"
        '<body data-md-color-scheme="default"><article class="md-content__inner md-typeset">'
        f'<header id="top"><p>{escape(name)}</p><p>{description[1] if description else ""}</p>'
        f'<p>{address[1] if address else ""}</p></header>'
        f'<nav><h1>{contents}</h1><ol>{listed}</ol></nav>{inner}</article></body></html>'
    )


def _sheets(site: Path) -> Iterator[Path]:
    """Yield the style sheets that pages have, those that all have first."""
    found = [SHEET.findall(html) for html in pages.named(site).values()]
    for place in (0, 1):
        for name in sorted({posixpath.basename(one[place]) for one in found if one[place:]}):
            yield site / "assets" / name


def _text(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html).replace("\\", "").replace('"', "")
