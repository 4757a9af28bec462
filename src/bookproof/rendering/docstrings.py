"""A numpydoc docstring as HTML: its paragraphs, lists of fields, formulas and examples."""

import re
from collections.abc import Callable, Mapping
from html import escape

from bookproof.words import words

UNNAMED = ("Returns", "Yields", "Raises")
FIELDS = ("Parameters", "Attributes", *UNNAMED)
_SECTION = re.compile(r"^([A-Z][a-z]+)\n-{3,}\n", re.MULTILINE)
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
            parts.append(code(text.strip() + "\n"))
        else:
            parts.append(_paragraphs(text, places))
    return "".join(parts)


def plain(code: str) -> str:
    """Return code without colours."""
    return f"<pre><code>{escape(code)}</code></pre>"


def _listed(text: str, title: str, places: Mapping[str, str]) -> str:
    items = []
    for entry in re.split(r"\n(?=\S)", text.strip()):
        head, _, body = entry.partition("\n")
        name, _, kind = head.partition(" : ")
        if title in UNNAMED and not kind:
            name, kind = "", head
        terms = [f"<code>{escape(name)}</code>"] if name else []
        if kind:
            linked = re.sub(r"[A-Za-z_.]+|[^A-Za-z_.]+", lambda m: _name(m[0], places), kind)
            terms.append(f'<span class="gu-type">{linked}</span>')
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


def _name(name: str, places: Mapping[str, str]) -> str:
    place = places.get(name)
    return f'<a href="{escape(place)}">{escape(name)}</a>' if place else escape(name)


def _dedent(text: str) -> str:
    return re.sub(r"(?m)^ {4}", "", text)
