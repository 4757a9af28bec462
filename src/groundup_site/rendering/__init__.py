"""What a page becomes: Markdown with tokens, and the HTML that takes their place."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from groundup_site import panels
from groundup_site.rendering import embeds, notebooks, reference
from groundup_site.sources import symbols
from groundup_site.sources.directives import Directive, block, insert_facts
from groundup_site.sources.pages import Page

_TOKEN = re.compile(r"(?:<p>)?(embed-\d+-here)(?:</p>)?")


@dataclass(frozen=True)
class Embed:
    """What stands for a token: in the page, and for the search index."""

    html: Callable[[], str]
    words: str


def in_page(html: str, embedded: dict[str, Embed]) -> str:
    """Put each embed where its token stands in a rendered page."""
    return _TOKEN.sub(lambda match: embedded[match[1]].html(), html)


def for_search(html: str, embedded: dict[str, Embed]) -> str:
    """Put the words of each embed there: no markup of colours, no drawings to read."""
    return _TOKEN.sub(lambda match: embedded[match[1]].words, html)


class Rendering:
    """Renders the pages of a book.

    Parameters
    ----------
    book : groundup_site.book.Book
        Read and run.
    repository : str
        The address that links to source files begin with; none by default.
    """

    def __init__(self, book, repository: str = "") -> None:
        self.book = book
        self.repository = repository.rstrip("/")

    def markdown(self, page: Page) -> tuple[str, dict[str, Embed]]:
        """Return a page's Markdown and, for each token in it, what to put there.

        A token stands alone in a paragraph, so that no Markdown rule changes what it
        stands for, however deep it is indented.
        """
        embedded: dict[str, Embed] = {}
        return self._expand(page, page.lines, embedded), embedded

    def _expand(self, page: Page, lines: list[str], embedded: dict[str, Embed]) -> str:
        expanded: list[str] = []
        fence: list[str] | None = None
        for line in lines:
            if line.strip().startswith("```"):
                if fence is None:
                    fence = []
                else:
                    expanded.append(_code(embedded, embeds.console, "\n".join(fence) + "\n"))
                    fence = None
                continue
            if fence is not None:
                fence.append(line)
                continue
            directive = block(line, 0, page.source)
            if directive is None:
                expanded.append(insert_facts(line, self.book.values))
                continue
            for part in self._embed(page, directive, embedded).split("\n"):
                expanded.append(directive.indent + part if part else "")
        return "\n".join(expanded)

    def _embed(self, page: Page, directive: Directive, embedded: dict[str, Embed]) -> str:
        target = directive.target
        project = self.book.project
        if directive.kind == "symbol":
            keep = "docstring" in directive.flags
            found = symbols.find(project.src, target, docstring=keep)
            link = self._link(found.path, found.first, found.last)
            source = project.relative(found.path)
            return _code(embedded, embeds.symbol, found.code, target, source, link)
        if notebooks.is_lab(page) and directive.kind in ("transcript", "figure"):
            return self._cells(page, directive, embedded)
        if directive.kind == "transcript":
            text = self.book.transcripts[target].text
            return _code(embedded, embeds.transcript, text, target)
        if directive.kind == "figure":
            return _token(embedded, self._with_panel(page, directive))
        if directive.kind == "api":
            return self._reference(page, target, embedded)
        if directive.kind == "then-and-now":
            return self._collected(page, embedded)
        return self._fact_table(page)

    def _figure(self, page: Page, directive: Directive) -> Embed:
        alt = insert_facts(directive.alt, self.book.values)
        key = (directive.target, page.language, repr(directive.data))
        return Embed(
            lambda: embeds.figure(self.book.drawings[key], alt), f"<p>{escape(alt)}</p>"
        )

    def _with_panel(self, page: Page, directive: Directive) -> Embed:
        """Return a figure and, where it has one, the panel that moves it."""
        figure = self._figure(page, directive)
        name = panels.FIGURES.get(directive.target)
        if name is None:
            return figure
        html = self.book.panels
        return Embed(
            lambda: figure.html() + html[name]["html"][page.language], figure.words
        )

    def _cells(self, page: Page, directive: Directive, embedded: dict[str, Embed]) -> str:
        """Return a transcript or figure of a lab as the cells that a notebook shows."""
        kind, target = directive.kind, directive.target

        def executed() -> list[tuple[str, dict]]:
            return [
                (cell.code, made)
                for cell, made in self.book.cells[page.language, page.stem]
                if (cell.directive.kind, cell.directive.target) == (kind, target)
            ]

        if kind == "transcript":
            text = self.book.transcripts[target].text
            return _code(embedded, lambda *given: embeds.cells(*given, executed()), text, target)
        drawing = self._figure(page, directive)
        return _token(
            embedded,
            Embed(lambda: embeds.drawing_cell(*executed()[0], drawing.html()), drawing.words),
        )

    def notebook(self, language: str, stem: str, address: Callable[[str], str]) -> str:
        """Return a lab as the text of an ``.ipynb`` file.

        Parameters
        ----------
        language, stem : str
            The page.
        address : callable
            The full address of a page, given its name.
        """
        executed = self.book.cells[language, stem]
        what = f"groundup[figures] @ git+{self.repository}" if self.repository else ".[figures]"
        return notebooks.notebook(
            self.book.pages[language, stem],
            [cell for cell, _ in executed],
            {cell.id: made[language] for cell, made in executed},
            self.book.values,
            install=f'pip install "{what}"',
            address=address,
        )

    def _link(self, path: Path, first: int, last: int) -> str:
        if not self.repository:
            return ""
        source = self.book.project.relative(path)
        return f"{self.repository}/blob/main/{source}#L{first}-L{last}"

    def _reference(self, page: Page, module: str, embedded: dict[str, Embed]) -> str:
        pages = set(self.book.used("api"))
        parts = []
        for entry in reference.entries(
            self.book.project.src, module, page.language, self._link, pages
        ):
            parts.append(f"{'#' * entry.level} {entry.title} {{ #{entry.anchor} }}")
            parts.append(_token(embedded, Embed(entry.page, entry.words)))
        return "\n\n".join(parts)

    def _collected(self, page: Page, embedded: dict[str, Embed]) -> str:
        parts = []
        for stem in self.book.order:
            other = self.book.pages.get((page.language, stem))
            boxes = [b for b in other.boxes if b.kind == "then-now"] if other else []
            if not boxes or other is page:
                continue
            anchor = stem.replace("/", "-")
            parts.append(f"## [{other.title}]({_beside(page, stem)}) {{ #{anchor} }}\n")
            for box in boxes:
                parts.append(self._expand(page, list(box.lines), embedded) + "\n")
        return "\n".join(parts)

    def _fact_table(self, page: Page) -> str:
        head = {"ko": ("사실", "값", "쓰인 곳"), "en": ("Fact", "Value", "Used on")}
        rows = ["| " + " | ".join(head[page.language]) + " |", "|---|---|---|"]
        for name, places in sorted(self.book.used("fact").items()):
            stems = {p.stem: p.title for p, _ in places if p.language == page.language}
            where = ", ".join(
                f"[{title}]({_beside(page, stem)})" for stem, title in stems.items()
            )
            rows.append(f"| `{name}` | {self.book.values[name]} | {where} |")
        return "\n".join(rows)


def _token(embedded: dict[str, Embed], embed: Embed) -> str:
    name = f"embed-{len(embedded)}-here"
    embedded[name] = embed
    return name


def _code(embedded: dict[str, Embed], make: Callable[..., str], text: str, *names: str) -> str:
    words = f"<pre><code>{escape(text)}</code></pre>"
    return _token(embedded, Embed(lambda: make(text, *names), words))


def _beside(page: Page, stem: str) -> str:
    return "../" * page.stem.count("/") + f"{stem}.md"
