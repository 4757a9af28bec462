"""The languages of a book: the same pages, the same order, the same embeds, in step.

The first language leads. Each page of another one says in its front matter which state of
each section of the leading page it follows (``follows: {section: state}``); a section that
has moved on since is a problem until its counterpart is marked as followed.
"""

import re
from collections.abc import Iterator, Mapping

from bookproof.document.pages import Page, split
from bookproof.project import Problem, Project, SourceError


def missing(
    pages: Mapping[tuple[str, str], Page], lead: str, other: str
) -> Iterator[Problem]:
    """Yield a problem for each page that one of two languages has and the other has not."""
    for one, two in ((lead, other), (other, lead)):
        for language, stem in pages:
            if language == one and (two, stem) not in pages:
                message = f"missing; docs/{one}/{stem}.md has no counterpart"
                yield Problem(f"docs/{two}/{stem}.md", 1, message)


def headings(page: Page) -> Iterator[Problem]:
    """Yield a problem for each heading without an id of its own, or out of order."""
    seen: set[str] = set()
    level = 0
    for heading in page.headings:
        where = (page.source, heading.line)
        if not re.fullmatch(r"[a-z0-9_.-]+", heading.id):
            message = f"heading {heading.words!r} lacks an id; expected {{#name}}"
            yield Problem(*where, message)
        if heading.id in seen:
            yield Problem(*where, f"the id {heading.id!r} stands on this page twice")
        if (level == 0) != (heading.level == 1) or heading.level > level + 1:
            yield Problem(*where, f"a heading of level {heading.level} after level {level}")
        seen.add(heading.id)
        level = heading.level


def structure(lead: Page, other: Page) -> Iterator[Problem]:
    """Yield the first place where two versions of a page differ in what they hold."""
    ours = [item for section in lead.sections for item in section.outline]
    theirs = [(section.line, item) for section in other.sections for item in section.outline]
    for left, (line, right) in zip(ours, theirs):
        if left != right:
            what = f"{' '.join(right)!r} stands where {lead.source} has"
            yield Problem(other.source, line, f"{what} {' '.join(left)!r}")
            return
    if len(ours) > len(theirs):
        left = " ".join(ours[len(theirs)])
        yield Problem(other.source, other.last, f"{left!r} of {lead.source} is missing")
    elif len(theirs) > len(ours):
        line, right = theirs[len(ours)]
        yield Problem(other.source, line, f"{' '.join(right)!r} is not in {lead.source}")


def followed(lead: Page, other: Page) -> Iterator[Problem]:
    """Yield a problem for each section of the leading page that another has not followed."""
    marks = other.meta.get("follows") or {}
    for section in lead.sections:
        if str(marks.get(section.id, "")) != section.state:
            message = (
                f"section {section.id!r} does not follow {lead.source}:{section.line}; "
                f"once it does: python -m bookproof --followed {lead.stem}#{section.id}"
            )
            yield Problem(other.source, 1, message)
    for name in marks.keys() - {section.id for section in lead.sections}:
        message = f"follows {name!r}, which {lead.source} has not"
        yield Problem(other.source, 1, message)


def mark(project: Project, lead: Page, other: Page, section: str = "") -> None:
    """Record in a page that it follows a section of the leading one, or all of them.

    Raises
    ------
    SourceError
        If the leading page has no such section.
    """
    states = {s.id: s.state for s in lead.sections}
    if section and section not in states:
        raise SourceError(lead.source, 1, f"no section {section!r}")
    marks = dict(other.meta.get("follows") or {})
    marks.update({section: states[section]} if section else states)
    path = project.root / other.source
    text = path.read_text("utf-8")
    _, first, lines = split(text, other.source)
    head = re.sub(
        r"(?ms)^follows:\n(?:  .*\n)*", "", "\n".join(text.splitlines()[: first - 2]) + "\n"
    )
    kept = [f'  {name}: "{marks[name]}"' for name in states if name in marks]
    body = "\n".join(["follows:", *kept, "---", *lines])
    path.write_text(f"{head}{body}\n", "utf-8")
