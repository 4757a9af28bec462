"""Reads a page as one stream of tokens, which checks, HTML and notebooks all walk."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from bookproof.document import directives
from bookproof.document.directives import Directive, Forms
from bookproof.project import Project, SourceError

_HEADING = re.compile(r"^(#{1,6}) +(.*?)(?: +\{ *#([^ }]+) *\})?$")
_FENCE = re.compile(r"^( *)(`{3,}|~{3,})(.*)$")
_BOX = re.compile(r'^( *)(!!!|\?\?\?\+?) +([\w-]+)(?: +"(.*)")?$')
_TABLE = re.compile(r"^ *\|?(?: *:?-+:? *\|)+(?: *:?-+:?)? *$")
_IMAGE = re.compile(r"!\[[^]]*\]\(([^)]+)\)")


@dataclass(frozen=True)
class Text:
    """A line of prose, and the values in it."""

    line: int
    text: str
    values: tuple[Directive, ...] = ()

    @property
    def end(self) -> int:
        """The last of its lines."""
        return self.line


@dataclass(frozen=True)
class Heading(Text):
    """A heading: its level, its id (empty if none is given), its words."""

    level: int = 1
    id: str = ""
    words: str = ""


@dataclass(frozen=True)
class Box(Text):
    """The first line of an admonition or a collapsed question; `last` is its last line."""

    kind: str = ""
    title: str = ""
    last: int = 0


@dataclass(frozen=True)
class Fence(Text):
    """A fenced block of code: what is written after the marks, and the lines between."""

    info: str = ""
    indent: str = ""
    code: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        return self.line + len(self.code) + 1


@dataclass(frozen=True)
class Embed(Text):
    """A line that a block directive fills; `values` are those of its words."""

    directive: Directive = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Section:
    """The part of a page from one heading to the next."""

    id: str
    line: int
    text: str
    outline: tuple[tuple[str, ...], ...]

    @property
    def state(self) -> str:
        """Eight digits that change when any word of the section does."""
        words = " ".join(self.text.split())
        return hashlib.sha256(words.encode()).hexdigest()[:8]


@dataclass
class Page:
    """One page in one language. `lines` is the body; `first` the line it begins at."""

    language: str
    stem: str
    source: str
    meta: dict
    first: int
    lines: list[str]
    tokens: list[Text] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.meta.get("title", self.stem))

    @property
    def description(self) -> str:
        return str(self.meta.get("description", ""))

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1

    def _all(self, kind: type) -> list:
        return [token for token in self.tokens if isinstance(token, kind)]

    @cached_property
    def headings(self) -> list[Heading]:
        return self._all(Heading)

    @cached_property
    def boxes(self) -> list[Box]:
        return self._all(Box)

    @cached_property
    def fences(self) -> list[Fence]:
        return self._all(Fence)

    @cached_property
    def blocks(self) -> list[Directive]:
        return [token.directive for token in self._all(Embed)]

    @cached_property
    def values(self) -> list[Directive]:
        """What sentences, headings and alt texts use."""
        return [value for token in self.tokens for value in token.values]

    @cached_property
    def prose(self) -> list[tuple[int, str]]:
        """Line and text of everything that is no code: prose, headings, alt texts."""
        return [
            (token.line, token.directive.words if isinstance(token, Embed) else token.text)
            for token in self.tokens
            if not isinstance(token, Fence) and (not isinstance(token, Embed) or token.directive.words)
        ]

    @cached_property
    def sections(self) -> list[Section]:
        return list(_sections(self))

    def inside(self, box: Box) -> list[Text]:
        """Return the tokens of a box, its first line included."""
        return [token for token in self.tokens if box.line <= token.line <= box.last]


def stems(project: Project, language: str) -> list[str]:
    """Return the names of a language's pages, without ending."""
    folder = project.docs / language
    return sorted(
        path.relative_to(folder).with_suffix("").as_posix()
        for path in folder.rglob("*.md")
    )


def split(text: str, source: str) -> tuple[dict, int, list[str]]:
    """Return front matter, the number of the first line after it, and the lines.

    Raises
    ------
    SourceError
        If the front matter is missing or is not a YAML mapping.
    """
    lines = text.splitlines()
    if not lines or lines[0] != "---" or "---" not in lines[1:]:
        raise SourceError(source, 1, "expected front matter between two lines ---")
    end = lines.index("---", 1)
    try:
        meta = yaml.safe_load("\n".join(lines[1:end]))
    except yaml.YAMLError as error:
        message = f"front matter: {error}".replace("\n", " ")
        raise SourceError(source, 1, message) from None
    if not isinstance(meta, dict):
        raise SourceError(source, 1, "front matter: expected `name: value` lines")
    return meta, end + 2, lines[end + 1 :]


_READ: dict[Path, tuple[int, Page]] = {}


def read(project: Project, language: str, stem: str, forms: Forms) -> Page:
    """Read a page of `docs`, once a version.

    Raises
    ------
    SourceError
        If its front matter or a directive cannot be read.
    """
    path = project.docs / language / f"{stem}.md"
    stamp = path.stat().st_mtime_ns
    if _READ.get(path, (None,))[0] != stamp:
        source = project.relative(path)
        meta, first, lines = split(path.read_text("utf-8"), source)
        page = Page(language, stem, source, meta, first, lines)
        page.tokens = list(tokens(lines, first, source, forms))
        _READ[path] = stamp, page
    return _READ[path][1]


def tokens(lines: list[str], first: int, source: str, forms: Forms) -> Iterator[Text]:
    """Yield what a page is made of, in reading order.

    Raises
    ------
    SourceError
        If a directive cannot be read, or a fence is never closed.
    """
    at = 0
    while at < len(lines):
        line, number = lines[at], first + at
        at += 1
        if mark := _FENCE.match(line):
            end = _fence_end(lines, at, mark[2])
            if end is None:
                raise SourceError(source, number, f"the fence {mark[2]} is never closed")
            yield Fence(number, line, (), mark[3].strip(), mark[1], tuple(lines[at:end]))
            at = end + 1
        elif directive := directives.block(line, number, source, forms):
            values = directives.inline(directive.words, number, source, forms)
            yield Embed(number, line, tuple(values), directive)
        else:
            values = tuple(directives.inline(line, number, source, forms))
            if heading := _HEADING.match(line):
                level, words, name = len(heading[1]), heading[2], heading[3] or ""
                yield Heading(number, line, values, level, name, words)
            elif box := _BOX.match(line):
                last = number + _indented(lines[at:], len(box[1]) + 4)
                yield Box(number, line, values, box[3], box[4] or "", last)
            else:
                yield Text(number, line, values)


def _fence_end(lines: list[str], start: int, mark: str) -> int | None:
    for at in range(start, len(lines)):
        found = _FENCE.match(lines[at])
        if found and found[2].startswith(mark) and not found[3].strip():
            return at
    return None


def _indented(lines: list[str], indent: int) -> int:
    """Return how many lines belong to a box, blank ones at its end aside."""
    last = 0
    for count, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if len(line) - len(line.lstrip()) < indent:
            break
        last = count
    return last


def _sections(page: Page) -> Iterator[Section]:
    starts = [heading.line for heading in page.headings] or [page.first]
    ends = [*starts[1:], page.last + 1]
    names = [heading.id for heading in page.headings] or ["top"]
    for name, start, end in zip(names, starts, ends, strict=True):
        text = "\n".join(page.lines[start - page.first : end - page.first])
        begin = start
        if start == starts[0]:
            text = "\n".join([page.title, page.description, text])
            begin = page.first  # what stands before the first heading belongs to it
        inside = [token for token in page.tokens if begin <= token.line < end]
        yield Section(name, start, text, tuple(_outline(page, inside)))


def _outline(page: Page, inside: list[Text]) -> Iterator[tuple[str, ...]]:
    """Yield what the languages must have alike in a section, in reading order."""
    for token in inside:
        match token:
            case Heading():
                yield "heading", str(token.level), token.id
            case Embed():
                yield token.directive.outline
            case Box():
                yield "box", token.kind
            case Fence():
                yield "code", token.info, *token.code
            case Text() if _TABLE.match(token.text) and "|" in token.text:
                rows = 0
                for row in page.lines[token.line - page.first + 1 :]:
                    if "|" not in row:
                        break
                    rows += 1
                yield "table", f"{token.text.count('|')} bars", f"{rows} rows"
        for image in _IMAGE.findall(token.text):
            yield "image", image.rpartition("/")[2]
    yield from sorted(value.outline for token in inside for value in token.values)
