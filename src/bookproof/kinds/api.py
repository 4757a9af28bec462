"""``{{ api package.module }}``: a module's reference, read from its source; no code is run."""

from collections.abc import Iterator

from bookproof.document import symbols
from bookproof.document.directives import Directive
from bookproof.document.pages import Page
from bookproof.kinds.kind import Embed, Kind
from bookproof.project import Problem


class Api(Kind):
    """The public functions and classes of a module, each under a heading of its own."""

    name = "api"
    form = "{{ api package.module }}"

    def findings(self, book) -> Iterator[Problem]:
        for name, places in book.used("api").items():
            try:
                symbols.module(book.project.src, name)
            except LookupError as error:
                for page, directive in places:
                    yield Problem(page.source, directive.line, str(error.args[0]), True)

    def markdown(self, rendering, page: Page, directive: Directive) -> str:
        # Only a process that shows a reference pays for importing Griffe.
        from bookproof.rendering import reference

        book = rendering.book
        src, pages = book.project.src, set(book.used("api"))
        parts = []
        for entry in reference.entries(
            src, directive.target, page.language, rendering.link, pages
        ):
            parts.append(f"{'#' * entry.level} {entry.title} {{ #{entry.anchor} }}")
            parts.append(rendering.token(Embed(entry.page, entry.words)))
        return "\n\n".join(parts)
