"""The source of a function, class or constant of `src`, by its dotted name."""

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef
SCOPES = *FUNCTIONS, ast.ClassDef


@dataclass(frozen=True)
class Symbol:
    """A definition: its file, its lines (both counted from 1), its code."""

    path: Path
    first: int
    last: int
    code: str


@lru_cache(maxsize=256)
def _parse(path: Path, stamp: int) -> tuple[ast.Module, list[str]]:
    text = path.read_text("utf-8")
    return ast.parse(text), text.splitlines()


def parse(path: Path) -> tuple[ast.Module, list[str]]:
    """Return a Python file's syntax tree and its lines; parsed once a version.

    Raises
    ------
    LookupError
        If it is not Python.
    """
    try:
        return _parse(path, path.stat().st_mtime_ns)
    except SyntaxError as error:
        raise LookupError(f"{path.name}:{error.lineno} is no Python: {error.msg}") from None


def module_path(src: Path, dotted: str) -> Path | None:
    """Return the file of a module of `src`, or None."""
    base = src.joinpath(*dotted.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


def module(src: Path, dotted: str) -> Path:
    """Return the file of a module of `src`.

    Raises
    ------
    LookupError
        If there is none, or it is no Python.
    """
    path = module_path(src, dotted)
    if path is None:
        raise LookupError(f"no module {dotted}")
    parse(path)
    return path


def find(src: Path, dotted: str, *, docstring: bool = False) -> Symbol:
    """Return the definition that a dotted name stands for.

    Parameters
    ----------
    src : Path
        The folder that the packages are in.
    dotted : str
        For example ``package.module.function`` or ``package.module.Class.method``. A name
        that is imported leads to where it is defined.
    docstring : bool
        Whether the code keeps its docstrings.

    Raises
    ------
    LookupError
        If there is no such module or no such definition in it.
    """
    path, node = _definition(src, dotted, frozenset())
    lines = parse(path)[1]
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
    dropped = set() if docstring else _docstring_lines(node, lines)
    code = "\n".join(
        line
        for number, line in enumerate(lines[first - 1 : node.end_lineno], first)
        if number not in dropped
    )
    return Symbol(path, first, node.end_lineno, textwrap.dedent(code))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the public functions that a file defines."""
    found = (node for node in _statements(parse(path)[0]) if isinstance(node, FUNCTIONS))
    return [node for node in found if not node.name.startswith("_")]


def _definition(src: Path, dotted: str, seen: frozenset[str]) -> tuple[Path, ast.AST]:
    """Return the file and the statement that define a name, through imports if need be."""
    seen |= {dotted}
    parts = dotted.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        path = module_path(src, ".".join(parts[:cut]))
        if path:
            break
    else:
        raise LookupError(f"no module for symbol {dotted}")
    package = parts[: cut if path.name == "__init__.py" else cut - 1]
    scope: ast.AST = parse(path)[0]
    for at, name in enumerate(parts[cut:], cut + 1):
        node = next((n for n in _statements(scope) if _binds(n, name)), None)
        if node is None:
            failure = f"no symbol {name} in {path.name} (wanted {dotted})"
            for origin in _origins(scope, name, package):
                target = ".".join([origin, *parts[at:]])
                if target not in seen:
                    try:
                        return _definition(src, target, seen)
                    except LookupError as error:
                        failure = f"{error.args[0]}, imported as {dotted}"
            raise LookupError(failure)
        scope = node
    return path, scope


def _statements(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements of a scope, those below ``if``, ``try`` and the like too."""
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, (ast.stmt, ast.excepthandler, ast.match_case)):
            yield node
            if not isinstance(node, SCOPES):
                yield from _statements(node)


def _binds(node: ast.AST, name: str) -> bool:
    """Return whether a statement defines a name; an overload of it does not."""
    if isinstance(node, SCOPES):
        marks = {ast.unparse(mark).rpartition(".")[2] for mark in node.decorator_list}
        return node.name == name and "overload" not in marks
    if not isinstance(node, (ast.Assign, ast.AnnAssign)):
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    named = (inner for target in targets for inner in ast.walk(target))
    return any(
        isinstance(inner, ast.Name) and inner.id == name and isinstance(inner.ctx, ast.Store)
        for inner in named
    )


def _origins(scope: ast.AST, name: str, package: list[str]) -> Iterator[str]:
    """Yield the dotted names that a scope may have imported a name from."""
    for node in _statements(scope):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname == name:
                    yield alias.name
                elif not alias.asname and alias.name.partition(".")[0] == name:
                    yield name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else []
            module = [*above, node.module] if node.module else above
            for alias in node.names:
                if (alias.asname or alias.name) in (name, "*"):
                    yield ".".join([*module, name if alias.name == "*" else alias.name])


def _docstring_lines(node: ast.AST, lines: list[str]) -> set[int]:
    dropped: set[int] = set()
    for inner in ast.walk(node):
        if not isinstance(inner, SCOPES) or ast.get_docstring(inner) is None:
            continue
        text, *rest = inner.body
        if not rest or rest[0].lineno == text.end_lineno:
            continue
        last = text.end_lineno
        while not lines[last].strip():
            last += 1
        dropped.update(range(text.lineno, last + 1))
    return dropped
