"""A lab: a page with ``lab: true`` whose prose, transcripts and figures are also a notebook.

Nothing is written twice. A transcript gives its code to the cells, one cell for each
output that it prints, and what the cells print must be what the transcript prints.
"""

import json
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bookproof.document import transcripts
from bookproof.document.directives import Directive
from bookproof.document.pages import Embed as EmbedToken
from bookproof.document.pages import Page
from bookproof.kinds.figure import FigureKind
from bookproof.kinds.kind import Embed, Job, Kind, of_code
from bookproof.project import Problem
from bookproof.rendering import code as html
from bookproof.running import execution
from bookproof.words import words

METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
_HEADING_ID = re.compile(r"^(#+ .*?) *\{ *#[^}]*\}$")
_ATTRIBUTES = re.compile(r"^\{ *[.#][^}]*\}$")
_LINK = re.compile(r"\]\(([^():\s]+)\.md(#[^()\s]*)?\)")
_QUALIFIED = re.compile(rf"({re.escape(execution.HEADER)})(?:\w+\.)+(?=\w)")


@dataclass(frozen=True)
class Cell:
    """A code cell: its id, what it is made from, its code, what it is to print."""

    id: str
    directive: Directive
    kind: str
    code: str
    want: str = ""
    line: int = 0

    @property
    def job(self) -> dict[str, str]:
        """What a kernel needs to know of it."""
        return {"id": self.id, "code": self.code, "kind": self.kind}


class Lab(Kind):
    """The cells of a lab, executed once for all languages: their code is the same."""

    name = "lab"
    cost = 60

    def jobs(self, book) -> Iterator[Job]:
        examples = {name: t.examples for name, t in book.transcripts.items()}
        package = book.project.settings.package
        jobs: dict[str, Job] = {}
        for page in labs(book):
            cells = code_cells(page, examples, package)
            given = {"cells": [cell.job for cell in cells], "languages": list(book.languages)}
            job = jobs.setdefault(json.dumps(given), Job(given, ()))
            job.key += ((page, cells),)
        yield from jobs.values()

    def perform(self, cells: list[dict], languages: list[str]) -> list[dict]:
        """Execute cells in a fresh kernel; return outputs by language, and their HTML."""
        import warnings

        # The kernel is another process; these are warnings of Jupyter about itself.
        warnings.simplefilter("ignore")
        from bookproof.running import kernels

        return kernels.perform(cells, languages)

    def take(self, book, job: Job, value: list[dict]) -> Iterator[Problem]:
        for page, cells in job.key:
            executed = list(zip(cells, value, strict=True))
            book.made["lab"][page.language, page.stem] = executed
            for cell, made in executed:
                message = difference(cell, made["outputs"][page.language])
                if message and cell.kind == "figure":
                    yield Problem(page.source, cell.directive.line, message, True)
                elif message:
                    source = book.transcripts[cell.directive.target].source
                    yield Problem(source, cell.line, message, True)

    def failed(self, book, job: Job, message: str, at: str | None = None) -> Iterator[Problem]:
        """Yield the error at the line of the cell that was executed."""
        for page, cells in job.key:
            line = next((cell.directive.line for cell in cells if cell.id == at), 1)
            yield Problem(page.source, line, message, True)

    def findings(self, book) -> Iterator[Problem]:
        """Yield what labs hold that a notebook cannot, and labs in one language only."""
        for page in labs(book):
            for line, message in flaws(page):
                yield Problem(page.source, line, message, True)
            for language in book.languages:
                other = book.pages.get((language, page.stem))
                if other and not is_lab(other):
                    yield Problem(other.source, 1, f"expected a lab, as {page.source} is")

    def counts(self, book) -> dict[str, int]:
        return {"labs": len(labs(book))}


def is_lab(page: Page) -> bool:
    """Return whether a page is also a notebook."""
    return bool(page.meta.get("lab"))


def labs(book) -> list[Page]:
    """Return the pages that are also notebooks."""
    return [page for page in book.pages.values() if is_lab(page)]


def cells_in_page(rendering, page: Page, directive: Directive) -> str:
    """Return a transcript or figure of a lab as the cells that a notebook shows."""
    book = rendering.book

    def executed() -> list[tuple[str, dict]]:
        return [
            (cell.code, made)
            for cell, made in book.made["lab"][page.language, page.stem]
            if (cell.directive.kind, cell.directive.target) == (directive.kind, directive.target)
        ]

    if directive.kind == "transcript":
        text = book.transcripts[directive.target].text
        return rendering.token(
            of_code(lambda: html.cells(text, directive.target, executed()), text)
        )
    drawing = FigureKind().embed(rendering, page, directive)
    return rendering.token(
        Embed(lambda: html.drawing_cell(*executed()[0], drawing.html()), drawing.words)
    )


def flaws(page: Page) -> Iterator[tuple[int, str]]:
    """Yield line and reason of what a notebook cannot hold."""
    for directive in page.blocks:
        if directive.kind not in ("transcript", "figure") or directive.data:
            yield directive.line, f"a lab cannot hold this {directive.kind} as a cell"
        elif directive.indent:
            yield directive.line, "a lab's cells stand in no box; expected no indent"
    for box in page.boxes:
        yield box.line, "a lab cannot hold a box; a notebook knows none"


def code_cells(
    page: Page, examples: dict[str, list[transcripts.Example]], package: str
) -> list[Cell]:
    """Return the code cells of a lab, in reading order; they hold no word of prose."""
    return [cell for found in page.blocks for cell in _cells(found, examples, package)]


def _cells(
    directive: Directive, examples: dict[str, list[transcripts.Example]], package: str
) -> Iterator[Cell]:
    name = re.sub(r"[^a-z0-9]+", "-", directive.target)
    if directive.kind == "figure":
        module, _, function = directive.target.partition(".")
        code = f"from {package}.figures import {module}\n{module}.{function}()"
        yield Cell(f"figure-{name}", directive, "figure", code)
        return
    code = ""
    number = 0
    given = examples.get(directive.target, [])
    for example in given:
        code += example.source
        if example.want or example is given[-1]:
            number += 1
            kind = "error" if example.want.startswith(execution.HEADER) else "text"
            yield Cell(
                f"{name}-{number}",
                directive,
                kind,
                code.rstrip("\n"),
                example.want,
                example.output_line,
            )
            code = ""


def printed(outputs: list[dict]) -> str:
    """Return what a cell shows, in the form of a transcript."""
    shown = ""
    for output in outputs:
        if output["output_type"] == "stream":
            shown += output["text"]
        elif output["output_type"] == "error":
            shown += "\n".join(output["traceback"])
        else:
            shown += output["data"].get("text/plain", "")
    return execution.as_written(shown)


def difference(cell: Cell, outputs: list[dict]) -> str:
    """Return how a cell's output differs from its transcript's, or an empty string.

    A notebook shows an error's class without its module.
    """
    if cell.kind == "figure":
        pictures = [o for o in outputs if "image/png" in o.get("data", {})]
        return "" if pictures else "shows no figure in a notebook"
    got, want = printed(outputs), _QUALIFIED.sub(r"\1", cell.want)
    if _QUALIFIED.sub(r"\1", got) == want:
        return ""
    return (
        f"in a notebook, expected output\n{transcripts.indented(want)}\n"
        f"got\n{transcripts.indented(got)}"
    )


def notebook(
    page: Page,
    cells: list[Cell],
    outputs: dict[str, list[dict]],
    filled: Callable[[str], str],
    *,
    install: str,
    address: Callable[[str], str],
) -> str:
    """Return a lab as the text of an ``.ipynb`` file.

    Parameters
    ----------
    page : Page
        The lab in one language.
    cells : list of Cell
        Its `code_cells`.
    outputs : dict of list
        The outputs of each cell, by its id.
    filled : callable
        Puts the values into a line of prose.
    install : str
        The command that the first cell names.
    address : callable
        The full address of a page, given its name.
    """
    written: list[dict] = []
    left = list(cells)
    prose: list[str] = []

    def close() -> None:
        text = _words(page, prose, filled, address)
        prose.clear()
        if text and not written:
            title, _, text = text.partition("\n")
            how = words(page.language)["lab"]["install"]
            written.append(_markdown(0, f"{title}\n\n{how}: `{install}`"))
        if text.strip():
            written.append(_markdown(len(written), text.strip()))

    for token in page.tokens:
        if not isinstance(token, EmbedToken):
            prose += page.lines[token.line - page.first : token.end - page.first + 1]
            continue
        close()
        while left and left[0].directive.line == token.line:
            written.append(_code(left.pop(0), len(cells) - len(left), outputs))
    close()
    content = {"cells": written, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _markdown(number: int, text: str) -> dict:
    return {
        "cell_type": "markdown",
        "id": f"words-{number}",
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }


def _code(cell: Cell, count: int, outputs: dict[str, list[dict]]) -> dict:
    counted = [
        {**output, "execution_count": count} if "execution_count" in output else output
        for output in outputs[cell.id]
    ]
    metadata: dict[str, object] = {cell.directive.kind: cell.directive.target}
    if cell.kind == "error":
        metadata["tags"] = ["raises-exception"]
    return {
        "cell_type": "code",
        "execution_count": count,
        "id": cell.id,
        "metadata": metadata,
        "outputs": counted,
        "source": cell.code.splitlines(keepends=True),
    }


def _words(
    page: Page,
    lines: list[str],
    filled: Callable[[str], str],
    address: Callable[[str], str],
) -> str:
    """Return prose as Jupyter reads it: no attributes, full addresses, facts put in."""

    def full(link: re.Match[str]) -> str:
        stem = posixpath.normpath(posixpath.join(posixpath.dirname(page.stem), link[1]))
        return f"]({address(stem)}{link[2] or ''})"

    paragraphs = []
    for paragraph in "\n".join(lines).strip().split("\n\n"):
        kept = paragraph.split("\n")
        attributes = kept.pop() if _ATTRIBUTES.match(kept[-1]) else ""
        if ".download" not in attributes:
            paragraphs.append("\n".join(_HEADING_ID.sub(r"\1", line) for line in kept))
    return _LINK.sub(full, filled("\n\n".join(paragraphs))).strip()
