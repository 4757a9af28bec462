"""Finds ``{{ ... }}`` in a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from groundup_site.project import SourceError

BLOCKS = {
    "symbol": "{{ symbol groundup.module.name }}",
    "transcript": "{{ transcript chapter/section/nn-purpose }}",
    "figure": "{{ figure module.name | alt text }}, or {{ figure module.name keyword=record | alt text }}",
    "api": "{{ api groundup.module }}",
    "then-and-now": "{{ then-and-now }}",
    "facts": "{{ facts }}",
}
_BLOCK = re.compile(r"^(?P<indent>[ ]*)\{\{ (?P<body>[^{}]+) \}\}[ ]*$")
_FACT = re.compile(r"\{\{ fact (?P<name>[a-z0-9_]+\.[a-z0-9_]+) \}\}")


@dataclass(frozen=True)
class Directive:
    """One ``{{ ... }}``: what kind, of what, and where it stands."""

    kind: str
    target: str
    line: int
    indent: str = ""
    alt: str = ""
    flags: tuple[str, ...] = ()
    data: tuple[tuple[str, str], ...] = field(default=())


def block(line: str, number: int, path: str) -> Directive | None:
    """Return the directive that fills a line, or None if there is none.

    Raises
    ------
    SourceError
        If the directive is unknown or malformed.
    """
    match = _BLOCK.match(line)
    if match is None or _FACT.fullmatch(line.strip()):
        return None
    words, _, alt = match["body"].partition("|")
    kind, *rest = words.split()
    if kind not in BLOCKS:
        known = ", ".join((*BLOCKS, "fact"))
        raise SourceError(path, number, f"unknown directive {kind!r}; known: {known}")
    alone = kind in ("then-and-now", "facts")
    target = "" if alone else (rest.pop(0) if rest else "")
    data = tuple(tuple(word.split("=", 1)) for word in rest if "=" in word)
    flags = tuple(word for word in rest if "=" not in word)
    if (
        (not alone and not target)
        or (kind == "figure") != bool(alt.strip())
        or set(flags) - ({"docstring"} if kind == "symbol" else set())
        or (data and kind != "figure")
    ):
        raise SourceError(path, number, f"malformed directive; expected {BLOCKS[kind]}")
    return Directive(kind, target, number, match["indent"], alt.strip(), flags, data)


def facts(line: str, number: int, path: str) -> Iterator[Directive]:
    """Yield the facts that a line of prose uses.

    Raises
    ------
    SourceError
        If the line holds any other ``{{`` or `` }}``.
    """
    for match in _FACT.finditer(line):
        yield Directive("fact", match["name"], number)
    left = _FACT.sub("", line)
    if "{{" in left or " }}" in left:
        raise SourceError(
            path, number, f"unreadable directive in {left.strip()!r}; expected "
            "{{ fact module.name }} in a sentence, or a block directive on its own line"
        )


def insert_facts(line: str, values: dict[str, str]) -> str:
    """Replace each ``{{ fact name }}`` by its value."""
    return _FACT.sub(lambda match: values[match["name"]], line)
