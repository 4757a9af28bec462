"""``{{ fact module.function }}``: a number in a sentence, returned by a function of the book."""

import importlib
from collections.abc import Iterator

from bookproof.document import symbols
from bookproof.document.directives import Directive
from bookproof.kinds.kind import Job, Kind, unused
from bookproof.project import Problem

OWN = "site."


class Fact(Kind):
    """What ``facts/module.py`` of the book's package returns; ``site.name`` is a count."""

    name = "fact"
    form = "{{ fact module.function }}"
    inline = True
    first = True

    def malformed(self, directive: Directive) -> bool:
        return super().malformed(directive) or "." not in directive.target

    def jobs(self, book) -> Iterator[Job]:
        package = f"{book.project.settings.package}.facts"
        for name, places in book.used("fact").items():
            if not name.startswith(OWN):
                lines = [(page.source, directive.line) for page, directive in places]
                yield Job({"package": package, "name": name}, name, lines)

    def perform(self, package: str, name: str) -> str:
        """Return a fact as it is printed: text as it is, whole numbers with commas.

        Raises
        ------
        LookupError
            If there is no such fact.
        TypeError
            If the function returns anything but a string or a whole number.
        """
        return printed(function(package, name, "fact")(), f"fact {name}")

    def findings(self, book) -> Iterator[Problem]:
        for name, places in book.used("fact").items():
            if name.startswith(OWN) and name.removeprefix(OWN) not in book.counts:
                known = ", ".join(f"{OWN}{count}" for count in book.counts)
                for page, directive in places:
                    message = f"no fact {name}; known: {known}"
                    yield Problem(page.source, directive.line, message, True)
        folder = book.project.book / "facts"
        yield from unused(book, "fact", defined(book, folder, lambda node: True))

    def counts(self, book) -> dict[str, int]:
        return {"facts": sum(not name.startswith(OWN) for name in book.used("fact"))}

    def value(self, book, directive: Directive, language: str) -> str:
        name = directive.target
        if name.startswith(OWN):
            return f"{book.counts[name.removeprefix(OWN)]:,}"
        return book.made["fact"][name]


def function(package: str, name: str, kind: str):
    """Return ``package.module.function`` by ``module.function``.

    Raises
    ------
    LookupError
        If there is none.
    """
    module_name, _, function_name = name.partition(".")
    dotted = f"{package}.{module_name}"
    try:
        return getattr(importlib.import_module(dotted), function_name)
    except ModuleNotFoundError as error:
        if error.name not in (dotted, package):
            raise
    except AttributeError:
        pass
    raise LookupError(f"no {kind} {name}")


def printed(value: object, what: str) -> str:
    """Return a value as a sentence has it: text as it is, whole numbers with commas.

    Raises
    ------
    TypeError
        If it is anything else.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    raise TypeError(f"{what} is a {type(value).__name__}; expected a string or an int")


def defined(book, folder, wanted) -> Iterator[tuple[str, str, int]]:
    """Yield name, file and line of the public functions in the modules of a folder."""
    for path in sorted(folder.glob("*.py")):
        if path.stem == "__init__":
            continue
        for node in symbols.functions(path):
            if wanted(node):
                yield f"{path.stem}.{node.name}", book.project.relative(path), node.lineno
