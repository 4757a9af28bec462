"""``{{ record name.field }}``: a field of what was measured once, with machine and date."""

import json
from collections.abc import Iterator
from pathlib import Path

from bookproof.document.directives import Directive
from bookproof.kinds.fact import printed
from bookproof.kinds.kind import Kind
from bookproof.project import Problem


class Record(Kind):
    """A field of ``records/name.json`` of the book's package.

    Fields of fields follow after dots, items of a list by number. A number that is no whole
    number says how it is printed: ``{{ record inference.load | .2f }}``.
    """

    name = "record"
    form = "{{ record name.field }}, or {{ record name.field | .2f }}"
    inline = True

    def malformed(self, directive: Directive) -> bool:
        return "." not in directive.target or bool(directive.flags or directive.data)

    def findings(self, book) -> Iterator[Problem]:
        for places in book.used("record").values():
            for page, directive in places:
                try:
                    self.value(book, directive, page.language)
                except (LookupError, TypeError, ValueError) as error:
                    message = str(error.args[0])
                    yield Problem(page.source, directive.line, message, True)

    def counts(self, book) -> dict[str, int]:
        return {"records": len(book.used("record"))}

    def value(self, book, directive: Directive, language: str) -> str:
        name, *path = directive.target.split(".")
        value = recorded(book.project.book, name)
        for at, key in enumerate(path):
            try:
                value = value[int(key) if isinstance(value, list) else key]
            except (LookupError, TypeError, ValueError):
                told = f"{name}.json" + "".join(f".{part}" for part in path[:at])
                raise LookupError(f"{told} has no {key!r}") from None
        if directive.words:
            return format(value, directive.words)
        return printed(value, f"record {directive.target}")


def recorded(package: Path, name: str) -> dict:
    """Return a record of the book's package.

    Raises
    ------
    LookupError
        If there is none of that name.
    """
    path = package / "records" / f"{name}.json"
    if not path.is_file():
        raise LookupError(f"no record {name}")
    return json.loads(path.read_text("utf-8"))
