"""``{{ symbol package.module.name }}``: a definition of `src`, whole, with a link to it."""

from collections.abc import Iterator

from bookproof.document import symbols
from bookproof.document.directives import Directive
from bookproof.document.pages import Page
from bookproof.kinds.kind import Kind, of_code
from bookproof.project import Problem
from bookproof.rendering import code


class Symbol(Kind):
    """A function, class or constant, without its docstring unless the page asks for it."""

    name = "symbol"
    form = "{{ symbol package.module.name }}, or {{ symbol package.module.name docstring }}"
    flags = ("docstring",)

    def findings(self, book) -> Iterator[Problem]:
        for name, places in book.used("symbol").items():
            try:
                symbols.find(book.project.src, name)
            except LookupError as error:
                for page, directive in places:
                    yield Problem(page.source, directive.line, str(error.args[0]), True)

    def counts(self, book) -> dict[str, int]:
        return {"symbols": len(book.used("symbol"))}

    def markdown(self, rendering, page: Page, directive: Directive) -> str:
        project = rendering.book.project
        target = directive.target
        found = symbols.find(project.src, target, docstring="docstring" in directive.flags)
        link = rendering.link(found.path, found.first, found.last)
        source = project.relative(found.path)
        return rendering.token(
            of_code(lambda: code.symbol(found.code, target, source, link), found.code)
        )
