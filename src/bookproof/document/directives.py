"""Finds ``{{ ... }}`` in a page: a block on a line of its own, or a value in a sentence."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from bookproof.project import SourceError

_BLOCK = re.compile(r"^(?P<indent>[ ]*)\{\{ (?P<body>[^{}]+) \}\}[ ]*$")
_INLINE = re.compile(r"\{\{ (?P<body>[^{}]+) \}\}")


@dataclass(frozen=True)
class Directive:
    """One ``{{ kind target flag keyword=value | words }}``, and where it stands."""

    kind: str
    target: str
    line: int
    indent: str = ""
    words: str = ""
    flags: tuple[str, ...] = ()
    data: tuple[tuple[str, str], ...] = ()

    @property
    def outline(self) -> tuple[str, ...]:
        """What the languages must have alike: all but the words."""
        return (self.kind, self.target, *self.flags, *(f"{k}={v}" for k, v in self.data))


class Form(Protocol):
    """What a kind says of how it is written."""

    form: str
    inline: bool

    def malformed(self, directive: Directive) -> bool:
        """Return whether a directive of this kind lacks something or has too much."""


Forms = Mapping[str, Form]


def block(line: str, number: int, path: str, forms: Forms) -> Directive | None:
    """Return the directive that fills a line, or None if none of a block kind does.

    Raises
    ------
    SourceError
        If the kind is unknown or the directive malformed.
    """
    match = _BLOCK.match(line)
    if match is None:
        return None
    found = _directive(match["body"], number, path, forms, match["indent"])
    return None if forms[found.kind].inline else found


def inline(line: str, number: int, path: str, forms: Forms) -> Iterator[Directive]:
    """Yield the values that a line of prose uses.

    Raises
    ------
    SourceError
        If the line holds any other ``{{`` or `` }}``.
    """
    for match in _INLINE.finditer(line):
        found = _directive(match["body"], number, path, forms)
        if not forms[found.kind].inline:
            message = f"the {found.kind} stands in a sentence; expected a line of its own"
            raise SourceError(path, number, message)
        yield found
    left = _INLINE.sub("", line)
    if "{{" in left or " }}" in left:
        raise SourceError(
            path, number, f"unreadable directive in {left.strip()!r}; expected "
            "{{ kind target }} in a sentence, or on a line of its own"
        )


def filled(text: str, path: str, forms: Forms, value: Callable[[Directive], str]) -> str:
    """Replace each directive in prose by its value."""
    return _INLINE.sub(lambda match: value(_directive(match["body"], 0, path, forms)), text)


def without(line: str) -> str:
    """Return a line of prose with a space in the place of each value."""
    return _INLINE.sub(" ", line)


def _directive(
    body: str, number: int, path: str, forms: Forms, indent: str = ""
) -> Directive:
    head, _, words = body.partition("|")
    kind, *rest = head.split() or [""]
    if kind not in forms:
        known = ", ".join(forms)
        raise SourceError(path, number, f"unknown directive {kind!r}; known: {known}")
    plain = [word for word in rest if "=" not in word]
    found = Directive(
        kind,
        plain[0] if plain else "",
        number,
        indent,
        words.strip(),
        tuple(plain[1:]),
        tuple(tuple(word.split("=", 1)) for word in rest if "=" in word),
    )
    if forms[kind].malformed(found):
        raise SourceError(path, number, f"malformed directive; expected {forms[kind].form}")
    return found
