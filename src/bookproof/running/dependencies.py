"""Which files a piece of code depends on, followed through its imports.

A data file counts as a dependency where a module that is reached names it in its text.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from bookproof.document.symbols import module_path, parse


@lru_cache(maxsize=1024)
def _digest(path: Path, stamp: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; read once a version."""
    stat = path.stat()
    return _digest(path, stat.st_mtime_ns, stat.st_size)


def _imports(tree: ast.AST) -> Iterator[str]:
    """Yield what a tree imports, looking into statements only: no expression imports."""
    todo = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        for block in ("body", "orelse", "finalbody", "handlers"):
            todo += getattr(node, block, None) or ()


@lru_cache(maxsize=1024)
def _file_imports(path: Path, stamp: int) -> frozenset[str]:
    return frozenset(_imports(parse(path)[0]))


def _with_parents(dotted: str) -> set[str]:
    parts = dotted.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts) + 1)}


def _name(data: Path) -> str:
    """Return how a module names a data file: a record by its stem."""
    return data.stem if data.parent.name == "records" else data.name


class Dependencies:
    """The files below `src` that modules and transcripts depend on."""

    def __init__(self, src: Path, files: Iterable[Path]) -> None:
        self.src = src
        self._data = [f for f in files if f.suffix not in (".py", ".html", ".typed")]
        self._reached: dict[frozenset[str], str] = {}

    def of_modules(self, modules: set[str]) -> set[Path]:
        """Return the files that importing these modules reaches."""
        todo = set().union(*map(_with_parents, modules)) if modules else set()
        seen: set[str] = set()
        files: set[Path] = set()
        while todo:
            name = todo.pop()
            seen.add(name)
            path = module_path(self.src, name)
            if path is None or path in files:
                continue
            files.add(path)
            for imported in _file_imports(path, path.stat().st_mtime_ns):
                todo |= _with_parents(imported) - seen
            text = "\n".join(parse(path)[1])
            files.update(data for data in self._data if _name(data) in text)
        return files

    def key(self, modules: set[str]) -> str:
        """Return a digest of everything that importing these modules reaches."""
        wanted = frozenset(modules)
        if wanted not in self._reached:
            state = hashlib.sha256()
            for path in sorted(self.of_modules(modules)):
                state.update(f"{path.relative_to(self.src)} {digest(path)}\n".encode())
            self._reached[wanted] = state.hexdigest()
        return self._reached[wanted]

    def of_code(self, code: str) -> set[str]:
        """Return the modules that a piece of Python imports."""
        try:
            tree = ast.parse(code)
        except SyntaxError:
            return set()
        return set(_imports(tree))

    @classmethod
    def of(cls, src: Path) -> "Dependencies":
        """Return those of a folder as it is now; found once for each state of it."""
        files = [
            path
            for path in sorted(src.rglob("*"))
            if path.suffix != ".pyc" and "egg-info" not in path.as_posix() and path.is_file()
        ]
        return _found(src, tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=2)
def _found(src: Path, state: tuple[tuple[Path, int], ...]) -> Dependencies:
    return Dependencies(src, [path for path, _ in state])
