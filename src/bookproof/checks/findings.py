"""What is wrong with a book, apart from outputs that differ."""

from collections.abc import Iterator

from bookproof.checks import parity, prose
from bookproof.kinds import KINDS
from bookproof.project import Problem, SourceError


def look(book) -> Iterator[Problem]:
    """Yield every problem of a `bookproof.book.Book` that reading it shows."""
    for kind in KINDS.values():
        yield from kind.findings(book)
    yield from typed(book)
    yield from languages(book)


def typed(book) -> Iterator[Problem]:
    """Yield the numbers and the code that were typed by hand."""
    try:
        allow = prose.allowed(book.project)
    except SourceError as error:
        yield Problem(error.path, error.line, error.message, True)
        return
    helped: set[prose.Allowed] = set()
    for page in book.pages.values():
        for line, text in prose.typed_numbers(page, allow, helped):
            yield Problem(page.source, line, f"{text!r} is typed by hand; expected a fact")
        for line, kind in prose.loose_code(page):
            message = f"code that nothing runs ({kind}); expected a transcript or symbol"
            yield Problem(page.source, line, message)
    for entry in allow:
        if entry not in helped:
            message = f"no page needs the pattern {entry.pattern.pattern!r}"
            yield Problem(prose.ALLOWED, 1, message)
        for stem in entry.pages:
            if all(page.stem != stem for page in book.pages.values()):
                yield Problem(prose.ALLOWED, 1, f"there is no page {stem!r} to allow this on")


def languages(book) -> Iterator[Problem]:
    """Yield where the other languages differ from the leading one, or are out of step."""
    for page in book.pages.values():
        yield from parity.headings(page)
    lead, *others = book.languages
    for other in others:
        yield from parity.missing(book.pages, lead, other)
        for (language, stem), page in book.pages.items():
            if language == lead and (other, stem) in book.pages:
                follower = book.pages[other, stem]
                yield from parity.structure(page, follower)
                yield from parity.followed(page, follower)
