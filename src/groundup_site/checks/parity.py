"""Korean and English: the same pages, the same order, the same embeds, in step.

Each English page says in its front matter which state of each Korean section it
follows (``follows: {section: state}``); a Korean section that has moved on since is a
problem until its English counterpart is marked as followed.
"""

import re
from collections.abc import Iterator

from groundup_site.project import Project, SourceError
from groundup_site.sources.pages import Page, split


def missing(korean: set[str], english: set[str]) -> Iterator[tuple[str, int, str]]:
    """Yield a problem for each page that one language has and the other has not."""
    for stem in sorted(korean - english):
        yield f"docs/en/{stem}.md", 1, f"missing; docs/ko/{stem}.md has no counterpart"
    for stem in sorted(english - korean):
        yield f"docs/ko/{stem}.md", 1, f"missing; docs/en/{stem}.md has no counterpart"


def headings(page: Page) -> Iterator[tuple[str, int, str]]:
    """Yield a problem for each heading without an id of its own, or out of order."""
    seen: set[str] = set()
    level = 0
    for heading in page.headings:
        where = (page.source, heading.line)
        if not re.fullmatch(r"[a-z0-9_.-]+", heading.id):
            yield *where, f"heading {heading.text!r} lacks an id; expected {{#name}}"
        if heading.id in seen:
            yield *where, f"the id {heading.id!r} stands on this page twice"
        if (level == 0) != (heading.level == 1) or heading.level > level + 1:
            yield *where, f"a heading of level {heading.level} after level {level}"
        seen.add(heading.id)
        level = heading.level


def structure(korean: Page, english: Page) -> Iterator[tuple[str, int, str]]:
    """Yield the first place where two versions of a page differ in what they hold."""
    ours = [item for section in korean.sections for item in section.outline]
    theirs = [item for section in english.sections for item in section.outline]
    for left, right in zip(ours, theirs):
        if left != right:
            line = _line(english, right)
            what = f"{' '.join(right)!r} stands where {korean.source} has"
            yield english.source, line, f"{what} {' '.join(left)!r}"
            return
    if len(ours) > len(theirs):
        last = english.first + len(english.lines) - 1
        left = " ".join(ours[len(theirs)])
        yield english.source, last, f"{left!r} of {korean.source} is missing"
    elif len(theirs) > len(ours):
        right = theirs[len(ours)]
        what = f"{' '.join(right)!r} is not in {korean.source}"
        yield english.source, _line(english, right), what


def _line(page: Page, item: tuple[str, ...]) -> int:
    for section in page.sections:
        if item in section.outline:
            return section.line
    return 1


def followed(korean: Page, english: Page) -> Iterator[tuple[str, int, str]]:
    """Yield a problem for each Korean section that the English has not followed."""
    marks = english.meta.get("follows") or {}
    for section in korean.sections:
        if str(marks.get(section.id, "")) != section.state:
            yield (
                english.source,
                1,
                f"section {section.id!r} does not follow {korean.source}:{section.line}; "
                "once it does: python -m groundup_site --followed "
                f"{korean.stem}#{section.id}",
            )
    for name in marks.keys() - {section.id for section in korean.sections}:
        yield english.source, 1, f"follows {name!r}, which {korean.source} has not"


def mark(project: Project, korean: Page, english: Page, section: str = "") -> None:
    """Record in the English page that it follows a Korean section, or all of them.

    Raises
    ------
    SourceError
        If the Korean page has no such section.
    """
    states = {s.id: s.state for s in korean.sections}
    if section and section not in states:
        raise SourceError(korean.source, 1, f"no section {section!r}")
    marks = dict(english.meta.get("follows") or {})
    marks.update({section: states[section]} if section else states)
    path = project.root / english.source
    text = path.read_text("utf-8")
    _, first, lines = split(text, english.source)
    head = re.sub(
        r"(?ms)^follows:\n(?:  .*\n)*", "", "\n".join(text.splitlines()[: first - 2]) + "\n"
    )
    kept = [f'  {name}: "{marks[name]}"' for name in states if name in marks]
    body = "\n".join(["follows:", *kept, "---", *lines])
    path.write_text(f"{head}{body}\n", "utf-8")
