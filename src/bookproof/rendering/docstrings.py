"""A numpydoc docstring as HTML: its paragraphs, lists of fields, formulas and examples.

Griffe's own reader is not used: it drops ``, optional``, the braces of choices and what
follows them, and parts ``a, b : int`` in two.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import groupby

from bookproof.words import words

UNNAMED = ("Returns", "Yields", "Receives", "Raises", "Warns")
NAMES = ("Methods", "See Also")
FIELDS = ("Parameters", "Other Parameters", "Attributes", *NAMES, *UNNAMED)
_SECTION = re.compile(r"^([A-Z][A-Za-z ]+)\n-{3,}(?:\n|$)", re.MULTILINE)
_CODE = re.compile(r"``(.+?)``|`([^`]+)`")


def label(title: str, language: str) -> str:
    """Return what a section is called in a language."""
    return words(language)["docstring"].get(title, title)


def described(
    docstring: str, language: str, places: Mapping[str, str], code: Callable[[str], str]
) -> str:
    """Return a docstring as HTML.

    Parameters
    ----------
    docstring : str
        Without indentation.
    language : str
        Of the labels; docstrings are English.
    places : mapping of str to str
        The addresses of names that become links.
    code : callable
        Turns an example into HTML.
    """
    summary, *rest = _SECTION.split(docstring)
    parts = [_paragraphs(summary, places)]
    for title, text in zip(rest[::2], rest[1::2], strict=True):
        shown = escape(label(title, language))
        parts.append(f'<p class="gu-label" lang="{language}">{shown}</p>')
        if title in FIELDS:
            parts.append(_listed(text, title, places))
        elif title == "Examples":
            parts += _examples(text, places, code)
        else:
            parts.append(_paragraphs(text, places))
    return "".join(parts)


def plain(code: str) -> str:
    """Return code without colours."""
    return f"<pre><code>{escape(code)}</code></pre>"


def _examples(
    text: str, places: Mapping[str, str], code: Callable[[str], str]
) -> Iterator[str]:
    blocks = re.split(r"\n\s*\n", text.strip())
    for example, alike in groupby(blocks, key=lambda block: block.startswith(">>>")):
        shown = "\n\n".join(alike)
        yield code(shown + "\n") if example else _paragraphs(shown, places)


def _listed(text: str, title: str, places: Mapping[str, str]) -> str:
    items = []
    for entry in re.split(r"\n(?=\S)", text.strip()):
        head, _, body = entry.partition("\n")
        name, _, kind = head.partition(" : ")
        if title == "See Also":
            kind, body = "", f"{kind}\n{_dedent(body)}"
        if title in UNNAMED and not kind:
            name, kind = "", head
        shown = _linked(name, places) if title in NAMES else escape(name)
        terms = [f"<code>{shown}</code>"] if name else []
        if kind:
            terms.append(f'<span class="gu-type">{_linked(kind, places)}</span>')
        words = _paragraphs(_dedent(body), places)
        items.append(f"<dt>{' '.join(terms)}</dt><dd>{words}</dd>")
    return f'<dl class="gu-fields">{"".join(items)}</dl>'


def _paragraphs(text: str, places: Mapping[str, str]) -> str:
    found = []
    for block in re.split(r"\n\s*\n(?=\S)", text.strip()):
        words, literal, formulas = block.partition("::\n")
        if words:
            found.append(f"<p>{_inline(words, places)}{':' if literal else ''}</p>")
        if literal:
            found.append(plain(_dedent(formulas).strip("\n")))
    return "".join(found)


def _inline(text: str, places: Mapping[str, str]) -> str:
    parts = []
    end = 0
    for match in _CODE.finditer(text):
        literal, name = match.groups()
        shown = escape(literal) if literal else _name(name, places)
        parts += [escape(text[end : match.start()]), f"<code>{shown}</code>"]
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _linked(text: str, places: Mapping[str, str]) -> str:
    """Return a text in which each name that has a place is a link to it."""
    return re.sub(r"[\w.]+|[^\w.]+", lambda part: _name(part[0], places), text)


def _name(name: str, places: Mapping[str, str]) -> str:
    place = places.get(name)
    return f'<a href="{escape(place)}">{escape(name)}</a>' if place else escape(name)


def _dedent(text: str) -> str:
    return re.sub(r"(?m)^ {4}", "", text)
