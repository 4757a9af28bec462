"""Reads a page: its front matter, headings, embeds, boxes and tables."""

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from groundup_site.project import Project, SourceError
from groundup_site.sources import directives
from groundup_site.sources.directives import Directive

_HEADING = re.compile(r"^(#{1,6}) +(.*?)(?: +\{ *#([^ }]+) *\})?$")
_FENCE = re.compile(r"^ *(`{3,}|~{3,})(.*)$")
_BOX = re.compile(r'^( *)(!!!|\?\?\?\+?) +([\w-]+)(?: +"(.*)")?$')
_TABLE = re.compile(r"^ *\|?(?: *:?-+:? *\|)+(?: *:?-+:?)? *$")


@dataclass(frozen=True)
class Heading:
    """A heading: its level, its id (empty if none is given), its words, its line."""

    level: int
    id: str
    text: str
    line: int


@dataclass(frozen=True)
class Box:
    """An admonition or a collapsed question: its kind and title, and its lines."""

    kind: str
    title: str
    line: int
    lines: tuple[str, ...]


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
    headings: list[Heading] = field(default_factory=list)
    blocks: list[Directive] = field(default_factory=list)
    facts: list[Directive] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    fences: list[tuple[int, str, list[str]]] = field(default_factory=list)
    prose: list[tuple[int, str]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.meta.get("title", self.stem))


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
        raise SourceError(source, 1, f"front matter: {error}".replace("\n", " "))
    if not isinstance(meta, dict):
        raise SourceError(source, 1, "front matter: expected `name: value` lines")
    return meta, end + 2, lines[end + 1 :]


def read(project: Project, language: str, stem: str) -> Page:
    """Read a page of `docs`.

    Raises
    ------
    SourceError
        If its front matter or a directive cannot be read.
    """
    path: Path = project.docs / language / f"{stem}.md"
    return _read(path, project.relative(path), language, stem, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: Path, source: str, language: str, stem: str, stamp: int) -> Page:
    """Read a page, once a version."""
    meta, first, lines = split(path.read_text("utf-8"), source)
    page = Page(language, stem, source, meta, first, lines)
    fence = ""
    for number, line in enumerate(lines, first):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
            else:
                page.fences[-1][2].append(line)
            continue
        if mark:
            fence = mark[1]
            page.fences.append((number, mark[2].strip(), []))
            continue
        block = directives.block(line, number, source)
        if block:
            page.blocks.append(block)
            if block.alt:
                page.facts.extend(directives.facts(block.alt, number, source))
                page.prose.append((number, block.alt))
            continue
        page.facts.extend(directives.facts(line, number, source))
        page.prose.append((number, line))
        heading = _HEADING.match(line)
        if heading:
            level, words, name = len(heading[1]), heading[2], heading[3] or ""
            page.headings.append(Heading(level, name, words, number))
        box = _BOX.match(line)
        if box:
            inside = _indented(lines[number - first + 1 :], len(box[1]) + 4)
            page.boxes.append(Box(box[3], box[4] or "", number, (line, *inside)))
    page.sections = _sections(page)
    return page


def _indented(lines: list[str], indent: int) -> list[str]:
    taken = []
    for line in lines:
        if line.strip() and len(line) - len(line.lstrip()) < indent:
            break
        taken.append(line)
    while taken and not taken[-1].strip():
        taken.pop()
    return taken


def _sections(page: Page) -> list[Section]:
    starts = [h.line for h in page.headings] or [page.first]
    ends = [*starts[1:], page.first + len(page.lines)]
    names = [h.id for h in page.headings] or ["top"]
    sections = []
    for name, start, end in zip(names, starts, ends, strict=True):
        text = "\n".join(page.lines[start - page.first : end - page.first])
        if start == starts[0]:
            head = [str(page.meta.get(key, "")) for key in ("title", "description")]
            text = "\n".join([*head, text])
        sections.append(Section(name, start, text, _outline(page, start, end)))
    return sections


def _outline(page: Page, start: int, end: int) -> tuple[tuple[str, ...], ...]:
    """Return what both languages must have alike in a section, in reading order."""
    items: list[tuple[int, tuple[str, ...]]] = []
    for heading in page.headings:
        items.append((heading.line, ("heading", str(heading.level), heading.id)))
    for block in page.blocks:
        extra = (*block.flags, *(f"{k}={v}" for k, v in block.data))
        items.append((block.line, (block.kind, block.target, *extra)))
    for box in page.boxes:
        items.append((box.line, ("box", box.kind)))
    for number, info, code in page.fences:
        items.append((number, ("code", info, *code)))
    for number, line in page.prose:
        if _TABLE.match(line) and "|" in line:
            rows = 0
            for row in page.lines[number - page.first + 1 :]:
                if "|" not in row:
                    break
                rows += 1
            items.append((number, ("table", f"{line.count('|')} bars", f"{rows} rows")))
        for image in re.findall(r"!\[[^]]*\]\(([^)]+)\)", line):
            items.append((number, ("image", image.rpartition("/")[2])))
    inside = sorted(i for i in items if start <= i[0] < end)
    facts = sorted(f.target for f in page.facts if start <= f.line < end)
    return (*(item for _, item in inside), *(("fact", name) for name in facts))
