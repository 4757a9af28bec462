"""What a module's reference page shows, read from its syntax tree; no code is run."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bookproof.document import symbols
from bookproof.rendering import code as html
from bookproof.rendering import docstrings

WIDEST = 60

Link = Callable[[Path, int, int], str]


@dataclass(frozen=True)
class Entry:
    """A definition of the module: its heading, its HTML, and its words for the search."""

    level: int
    title: str
    anchor: str
    page: Callable[[], str]
    words: str


def entries(
    src: Path, dotted: str, language: str, link: Link, modules: set[str]
) -> Iterator[Entry]:
    """Yield the public functions and classes of a module, then its constants.

    Parameters
    ----------
    src : Path
        The folder that the packages are in.
    dotted : str
        For example ``package.module``.
    language : str
        Of the labels; docstrings are English.
    link : callable
        Turns a file and its first and last line into an address, or into nothing.
    modules : set of str
        The modules that have such a page; names of theirs become links.

    Raises
    ------
    LookupError
        If there is no such module.
    """
    module = Module(src, dotted, language, link, modules)
    for node, found in module.members():
        yield module.entry(node, found, 2)
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and _documented(inner):
                    yield module.entry(inner, found, 3, node.name)
    code = "\n".join(module.constants())
    if code:
        title = docstrings.label("Constants", language)
        words = docstrings.plain(code)
        yield Entry(2, title, "constants", lambda: html.python(code), words)


class Module:
    """One module's tree, and what the names in it lead to."""

    def __init__(
        self, src: Path, dotted: str, language: str, link: Link, modules: set[str]
    ) -> None:
        path = symbols.module_path(src, dotted)
        if path is None:
            raise LookupError(f"no module {dotted}")
        self.src, self.path, self.language, self.link = src, path, language, link
        self.tree, lines = symbols.parse(path)
        self.text = "\n".join(lines)
        self.places = {node.name: f"#{node.name}" for node, _ in self.members()}
        for name, origin in self.imported().items():
            if origin in modules:
                page = origin.rpartition(".")[2]
                self.places.setdefault(name, f"../{page}/#{name}")

    def imported(self) -> dict[str, str]:
        """Return the module that each name comes from by a ``from`` import."""
        return {
            alias.name: node.module
            for node in self.tree.body
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }

    def members(self) -> Iterator[tuple[ast.FunctionDef | ast.ClassDef, Path]]:
        """Yield each public definition and the file that it is in."""
        for node in self.tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and _documented(node):
                yield node, self.path
        origins = self.imported()
        for name in _exported(self.tree):
            path = symbols.module_path(self.src, origins.get(name, ""))
            for node in symbols.parse(path)[0].body if path else ():
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name:
                    yield node, path

    def constants(self) -> Iterator[str]:
        """Yield the assignments to public names in capitals."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                if re.fullmatch(r"[A-Z][A-Z\d_]*", node.targets[0].id):
                    yield ast.get_source_segment(self.text, node)

    def entry(self, node, path: Path, level: int, owner: str = "") -> Entry:
        """Return what is shown of a definition."""
        name = f"{owner}.{node.name}" if owner else node.name
        first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
        source = path.relative_to(self.src.parent).as_posix()
        address = self.link(path, first, node.end_lineno)
        signature = self.signature(node, name)
        described = partial(
            docstrings.described, ast.get_docstring(node), self.language, self.places
        )

        def page() -> str:
            return (
                html.signature(signature, source, address)
                + f'<div class="gu-api" lang="en">{described(html.doctest)}</div>'
            )

        words = docstrings.plain(signature) + described(docstrings.plain)
        return Entry(level, f"`{name}`", name.replace("__", ""), page, words)

    def signature(self, node, name: str) -> str:
        """Return how a function or class is called, in lines of at most `WIDEST`."""
        if isinstance(node, ast.ClassDef):
            taken = list(self.fields(node))
        elif any(isinstance(d, ast.Name) and d.id == "property" for d in node.decorator_list):
            return name
        else:
            taken = list(self.parameters(node.args))
        if taken and taken[0] in ("self", "cls"):
            del taken[0]
        line = f"{name}({', '.join(taken)})"
        if len(line) <= WIDEST:
            return line
        lines = [f"{name}("]
        for part in taken:
            if len(lines) == 1 or len(f"{lines[-1]} {part},") > WIDEST:
                lines.append("   ")
            lines[-1] += f" {part},"
        return "\n".join([*lines, ")"])

    def fields(self, node: ast.ClassDef) -> Iterator[str]:
        """Yield the parameters of a dataclass or named tuple, or of ``__init__``."""
        for inner in node.body:
            if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
                yield from self.parameters(inner.args)
            if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name):
                yield inner.target.id + self.default(inner.value)

    def parameters(self, given: ast.arguments) -> Iterator[str]:
        """Yield the parameters of a function as they are written, without types."""
        plain = [*given.posonlyargs, *given.args]
        without = len(plain) - len(given.defaults)
        for parameter, value in zip(plain, [None] * without + given.defaults, strict=True):
            yield parameter.arg + self.default(value)
        if given.vararg:
            yield f"*{given.vararg.arg}"
        elif given.kwonlyargs:
            yield "*"
        for parameter, value in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            yield parameter.arg + self.default(value)
        if given.kwarg:
            yield f"**{given.kwarg.arg}"

    def default(self, value: ast.expr | None) -> str:
        """Return ``=value``, with the value of a constant in place of its name."""
        if value is None:
            return ""
        if isinstance(value, ast.Name):
            for node in self.tree.body:
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == value.id:
                    return self.default(node.value)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return f"={json.dumps(value.value)}"
        return f"={ast.unparse(value)}"


def _documented(node) -> bool:
    hidden = node.name.startswith("_") and node.name != "__call__"
    return not hidden and bool(ast.get_docstring(node))


def _exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return ast.literal_eval(node.value)
    return []
