"""The source of a function, class or constant of `src`, by its dotted name."""

import ast
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


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
    """Return a Python file's syntax tree and its lines; parsed once a version."""
    return _parse(path, path.stat().st_mtime_ns)


def module_path(src: Path, dotted: str) -> Path | None:
    """Return the file of a module of `src`, or None."""
    base = src.joinpath(*dotted.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


def _named(node: ast.stmt, name: str) -> bool:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return node.name == name
    if isinstance(node, ast.Assign):
        return any(isinstance(t, ast.Name) and t.id == name for t in node.targets)
    return (
        isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id == name
    )


def find(src: Path, dotted: str, *, docstring: bool = False) -> Symbol:
    """Return the definition that a dotted name stands for.

    Parameters
    ----------
    src : Path
        The folder that the packages are in.
    dotted : str
        For example ``package.module.function`` or ``package.module.Class.method``.
    docstring : bool
        Whether the code keeps its docstrings.

    Raises
    ------
    LookupError
        If there is no such module or no such definition in it.
    """
    parts = dotted.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        path = module_path(src, ".".join(parts[:cut]))
        if path:
            break
    else:
        raise LookupError(f"no module for symbol {dotted}")
    tree, lines = parse(path)
    node: ast.AST = tree
    for name in parts[cut:]:
        node = next((n for n in getattr(node, "body", []) if _named(n, name)), None)
        if node is None:
            raise LookupError(f"no symbol {name} in {path.name} (wanted {dotted})")
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(d.lineno for d in decorators)])
    dropped = set() if docstring else _docstring_lines(node, lines)
    code = "\n".join(
        line
        for number, line in enumerate(lines[first - 1 : node.end_lineno], first)
        if number not in dropped
    )
    return Symbol(path, first, node.end_lineno, textwrap.dedent(code))


def _docstring_lines(node: ast.AST, lines: list[str]) -> set[int]:
    dropped: set[int] = set()
    for inner in ast.walk(node):
        if not isinstance(inner, (ast.FunctionDef, ast.ClassDef)):
            continue
        if ast.get_docstring(inner) is None or len(inner.body) == 1:
            continue
        last = inner.body[0].end_lineno
        while not lines[last].strip():
            last += 1
        dropped.update(range(inner.body[0].lineno, last + 1))
    return dropped


def functions(path: Path) -> list[ast.FunctionDef]:
    """Return the public functions that a file defines."""
    found = (node for node in parse(path)[0].body if isinstance(node, ast.FunctionDef))
    return [node for node in found if not node.name.startswith("_")]
