"""A lab: a page whose prose, transcripts and figures are also a notebook.

Nothing is written twice. A transcript gives its code to the cells, one cell for each
output that it prints, and what the cells print must be what the transcript prints.
"""

import json
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from groundup_site.running import execution, transcripts
from groundup_site.sources.directives import Directive, block, insert_facts
from groundup_site.sources.pages import Page

INSTALL = {"ko": "설치", "en": "To install"}
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


def is_lab(page: Page) -> bool:
    """Return whether a page is also a notebook."""
    return bool(page.meta.get("lab"))


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
    page: Page, examples: dict[str, list[transcripts.Example]]
) -> list[Cell]:
    """Return the code cells of a lab, in reading order; they hold no word of prose."""
    return [cell for found in page.blocks for cell in _cells(found, examples)]


def _cells(
    directive: Directive, examples: dict[str, list[transcripts.Example]]
) -> Iterator[Cell]:
    name = re.sub(r"[^a-z0-9]+", "-", directive.target)
    if directive.kind == "figure":
        module, _, function = directive.target.partition(".")
        code = f"from groundup.figures import {module}\n{module}.{function}()"
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
    values: dict[str, str],
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
    values : dict of str
        The facts that the prose uses.
    install : str
        The command that the first cell names.
    address : callable
        The full address of a page, given its name.
    """
    written: list[dict] = []
    left = list(cells)
    prose: list[str] = []

    def close() -> None:
        text = _words(page, prose, values, address)
        prose.clear()
        if text and not written:
            title, _, text = text.partition("\n")
            written.append(_markdown(0, f"{title}\n\n{INSTALL[page.language]}: `{install}`"))
        if text.strip():
            written.append(_markdown(len(written), text.strip()))

    for number, line in enumerate(page.lines, page.first):
        directive = block(line, number, page.source)
        if directive is None:
            prose.append(line)
            continue
        close()
        while left and left[0].directive.line == number:
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
    page: Page, lines: list[str], values: dict[str, str], address: Callable[[str], str]
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
    text = insert_facts("\n\n".join(paragraphs), values)
    return _LINK.sub(full, text).strip()
