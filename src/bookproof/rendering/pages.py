"""What a page becomes: Markdown with tokens, and the HTML that takes their place."""

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from bookproof.document.directives import Directive
from bookproof.document.pages import Embed as EmbedToken
from bookproof.document.pages import Fence, Page, Text
from bookproof.kinds import KINDS, lab
from bookproof.kinds.kind import Embed, of_code
from bookproof.rendering import code

_TOKEN = re.compile(r"(?:<p>)?(embed-\d+-here)(?:</p>)?")


def in_page(html: str, embedded: dict[str, Embed]) -> str:
    """Put each embed where its token stands in a rendered page."""
    return _TOKEN.sub(lambda match: embedded[match[1]].html(), html)


def for_search(html: str, embedded: dict[str, Embed]) -> str:
    """Put the words of each embed there: no markup of colours, no drawings to read."""
    return _TOKEN.sub(lambda match: embedded[match[1]].words, html)


class Rendering:
    """Renders one page of a book.

    Parameters
    ----------
    book : bookproof.book.Book
        Read and run.
    repository : str
        The address that links to source files begin with; none by default.

    Attributes
    ----------
    embedded : dict of Embed
        What to put in the place of each token.
    """

    def __init__(self, book, repository: str = "") -> None:
        self.book = book
        self.repository = repository.rstrip("/")
        self.embedded: dict[str, Embed] = {}

    def markdown(self, page: Page) -> str:
        """Return a page's Markdown, with a token for each embed.

        A token stands alone in a paragraph, so that no Markdown rule changes what it
        stands for, however deep it is indented.
        """
        return self.expanded(page, page.tokens)

    def expanded(self, page: Page, tokens: Iterable[Text]) -> str:
        """Return some tokens of a page as Markdown."""
        lines: list[str] = []
        for token in tokens:
            if isinstance(token, Fence):
                text = "\n".join(token.code) + "\n"
                shown = self.token(of_code(partial(code.console, text), text))
                lines.append(token.indent + shown)
            elif isinstance(token, EmbedToken):
                for part in self._embed(page, token.directive).split("\n"):
                    lines.append(token.directive.indent + part if part else "")
            else:
                lines.append(self.filled(token.text, page))
        return "\n".join(lines)

    def _embed(self, page: Page, directive: Directive) -> str:
        kind = KINDS[directive.kind]
        if kind.celled and lab.is_lab(page):
            return lab.cells_in_page(self, page, directive)
        return kind.markdown(self, page, directive)

    def token(self, embed: Embed) -> str:
        """Return what stands for an embed in Markdown."""
        name = f"embed-{len(self.embedded)}-here"
        self.embedded[name] = embed
        return name

    def filled(self, text: str, page: Page) -> str:
        """Return prose with the values put in."""
        return self.book.filled(text, page)

    def link(self, path: Path, first: int, last: int) -> str:
        """Return the address of lines of a source file; nothing without a repository."""
        if not self.repository:
            return ""
        source = self.book.project.relative(path)
        return f"{self.repository}/blob/main/{source}#L{first}-L{last}"

    def beside(self, page: Page, stem: str) -> str:
        """Return how a page leads to another one."""
        return "../" * page.stem.count("/") + f"{stem}.md"

    def notebook(self, page: Page, address: Callable[[str], str]) -> str:
        """Return a lab as the text of an ``.ipynb`` file.

        Parameters
        ----------
        page : Page
            The lab in one language.
        address : callable
            The full address of a page, given its name.
        """
        executed = self.book.made["lab"][page.language, page.stem]
        library = self.book.project.settings.library
        repository = self.repository
        what = f"{library}[figures] @ git+{repository}" if repository else ".[figures]"
        return lab.notebook(
            page,
            [cell for cell, _ in executed],
            {cell.id: made["outputs"][page.language] for cell, made in executed},
            lambda text: self.filled(text, page),
            install=f'pip install "{what}"',
            address=address,
        )
