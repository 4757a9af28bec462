"""What a module is to a result: files that it is or could be, or an installed version."""

import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from bookproof.running.paths import Paths
from bookproof.running.states import Thing

_TOP = re.compile(r"^([^/.,\n]+)", re.M)


def with_parents(dotted: str) -> set[str]:
    """Return a module's name and those of the packages around it."""
    parts = dotted.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts) + 1)}


@cache
def owners() -> dict[str, set[str]]:
    """Return the names of the installed distributions by what they bring at the top."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in sys.path:
        for record in Path(folder).glob("*.dist-info/RECORD"):
            name = record.parent.name.partition("-")[0]
            for top in set(_TOP.findall(record.read_text("utf-8"))):
                found[top].add(name)
    return dict(found)


def things(name: str, paths: Paths) -> Iterator[Thing]:
    """Yield what a result depends on that depends on a module, there or missing.

    The standard library is known by Python's version, which every result depends on.
    """
    module = getattr(sys.modules.get(name), "__dict__", {})
    file = module.get("__file__")
    if isinstance(file, str) and paths.installed(os.path.abspath(file)):
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names:
            for distribution in owners().get(top, ()):
                yield "distribution", distribution
        return
    if isinstance(file, str):
        yield "file", os.path.abspath(file)
    if name != "__main__" and getattr(module.get("__spec__"), "origin", None) != "built-in":
        parent = name.rpartition(".")[0]
        around = getattr(sys.modules.get(parent), "__path__", ()) if parent else sys.path
        yield from looked_for(name, around, paths)


def looked_for(name: str, folders: Iterable[str], paths: Paths) -> Iterator[Thing]:
    """Yield the files that a module could be, up to the one that it is.

    Parameters
    ----------
    name : str
        Dotted.
    folders : iterable of str
        Where it is looked for: `sys.path`, or its package's ``__path__``.
    paths : Paths
    """
    tail = name.rpartition(".")[2]
    bases = [os.path.join(os.path.abspath(folder), tail) for folder in folders]
    for base in bases:
        for file in (os.path.join(base, "__init__.py"), f"{base}.py"):
            if paths.counts(file):
                yield "file", file
            if os.path.isfile(file):
                return
    for base in bases:
        if paths.counts(base):
            yield "file", base
