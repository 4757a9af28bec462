"""``{{ panel name }}``: sliders, and a table of what the page says at each of their places."""

import importlib
from collections.abc import Iterator

from bookproof.document.directives import Directive
from bookproof.document.pages import Page
from bookproof.kinds.kind import Embed, Job, Kind


class Panel(Kind):
    """What ``panels/name.py`` of the book's package tabulates with the library.

    Its function ``panel()`` returns ``{"html": {language: text}, "data": table}``; the HTML is
    what stands in the page, the table what its script looks answers up in.
    """

    name = "panel"
    form = "{{ panel name }}"
    cost = 12

    def jobs(self, book) -> Iterator[Job]:
        for name, places in book.used("panel").items():
            module = f"{book.project.settings.package}.panels.{name}"
            lines = [(page.source, directive.line) for page, directive in places]
            yield Job({"module": module}, name, lines)

    def perform(self, module: str) -> dict:
        """Return what the module's ``panel()`` does.

        Raises
        ------
        LookupError
            If there is no such module.
        """
        try:
            return importlib.import_module(module).panel()
        except ModuleNotFoundError as error:
            if error.name not in (module, module.rpartition(".")[0]):
                raise
        raise LookupError(f"no panel {module.rpartition('.')[2]}")

    def markdown(self, rendering, page: Page, directive: Directive) -> str:
        panels = rendering.book.made["panel"]
        return rendering.token(
            Embed(lambda: panels[directive.target]["html"].get(page.language, ""), "")
        )
