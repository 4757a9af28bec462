"""What is wrong with a book, apart from outputs that differ."""

import ast
from collections.abc import Iterator

from groundup_site.checks import parity, prose
from groundup_site.project import LANGUAGES, Problem, SourceError
from groundup_site.rendering import notebooks
from groundup_site.sources import symbols


def look(book) -> Iterator[Problem]:
    """Yield every problem of a `groundup_site.book.Book` that reading it shows."""
    yield from transcripts(book)
    yield from missing_symbols(book)
    yield from unused(book, "fact", "groundup_site/facts")
    yield from unused(book, "figure", "groundup/figures")
    yield from typed(book)
    yield from labs(book)
    yield from languages(book)


def transcripts(book) -> Iterator[Problem]:
    """Yield transcripts that are missing, flawed or used by no page."""
    used = book.used("transcript")
    for name, places in used.items():
        if name not in book.transcripts:
            for page, directive in places:
                message = f"no transcript snippets/{name}.pycon"
                yield Problem(page.source, directive.line, message, True)
    for name, transcript in book.transcripts.items():
        for flaw in transcript.flaws:
            yield Problem(transcript.source, flaw.line, flaw.message, True)
        if name not in used:
            yield Problem(transcript.source, 1, "no page uses this transcript", True)


def missing_symbols(book) -> Iterator[Problem]:
    """Yield the embedded symbols, and the modules of reference pages, that are not there."""
    for name, places in book.used("symbol").items():
        try:
            symbols.find(book.project.src, name)
        except LookupError as error:
            for page, directive in places:
                yield Problem(page.source, directive.line, str(error.args[0]), True)
    for name, places in book.used("api").items():
        if symbols.module_path(book.project.src, name) is None:
            for page, directive in places:
                yield Problem(page.source, directive.line, f"no module {name}", True)


def unused(book, kind: str, package: str) -> Iterator[Problem]:
    """Yield the facts or figures that no page uses."""
    used = book.used(kind)
    for path in sorted((book.project.src / package).glob("*.py")):
        for node in symbols.parse(path)[0].body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if path.stem in ("__init__", "style"):
                continue
            if kind == "figure" and not node.decorator_list:
                continue
            if f"{path.stem}.{node.name}" not in used:
                message = f"no page uses the {kind} {path.stem}.{node.name}"
                yield Problem(book.project.relative(path), node.lineno, message)


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


def labs(book) -> Iterator[Problem]:
    """Yield what labs hold that a notebook cannot, and labs in one language only."""
    for (language, stem), page in book.pages.items():
        if notebooks.is_lab(page):
            for line, message in notebooks.flaws(page):
                yield Problem(page.source, line, message, True)
        other = book.pages.get(("en" if language == "ko" else "ko", stem), page)
        if notebooks.is_lab(page) != notebooks.is_lab(other):
            yield Problem(page.source, 1, f"only one of this page and {other.source} is a lab")


def languages(book) -> Iterator[Problem]:
    """Yield where Korean and English differ, or are out of step."""
    korean, english = (
        {stem for language, stem in book.pages if language == wanted}
        for wanted in LANGUAGES
    )
    found = list(parity.missing(korean, english))
    for page in book.pages.values():
        found += parity.headings(page)
    for stem in sorted(korean & english):
        pair = book.pages["ko", stem], book.pages["en", stem]
        found += parity.structure(*pair)
        found += parity.followed(*pair)
    yield from (Problem(*problem) for problem in found)
