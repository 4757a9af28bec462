"""Shows a `Watch` what happens in this interpreter, from now on until it ends."""

import builtins
import functools
import importlib
import os
import sys
from collections.abc import Callable
from importlib.util import resolve_name

from bookproof.running.watch import Watch


def install(watch: Watch, *, again: bool) -> None:
    """Have a watch told of everything that is imported, opened, looked for and asked.

    Parameters
    ----------
    watch : Watch
        Of which this module is one of the watchers.
    again : bool
        Whether it is also told when a module is imported that is there already. Where one
        job alone has an interpreter, whatever is there is that job's, and no frame of ours
        need stand between a module and its importer.
    """
    sys.meta_path.insert(0, Searches(watch))
    os.environ.__class__ = environment(watch, type(os.environ))
    # No audit event tells of `os.stat`, by which a file is looked for that may not be there.
    os.stat = stat(watch, os.stat)
    if again:
        builtins.__import__ = importing(watch, builtins.__import__)
        importlib.import_module = import_module(watch, importlib.import_module)
    sys.addaudithook(watch.event)


class Searches:
    """Finds no module, but hears of each that is searched, whoever asks for it."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch

    def find_spec(self, name: str, path=None, target=None) -> None:
        self.watch.searched(name, sys.path if path is None else path, sys._getframe(1))


def importing(watch: Watch, original: Callable) -> Callable:
    """Return an ``__import__`` that tells which modules are imported, by which code."""

    @functools.wraps(original)
    def __import__(name, globals=None, locals=None, fromlist=(), level=0):
        module = original(name, globals, locals, fromlist, level)
        package = (globals or {}).get("__package__") or ""
        whole = resolve_name("." * level + name, package) if level else name
        parts = (f"{whole}.{part}" for part in fromlist or ())
        watch.imported({whole, *(part for part in parts if part in sys.modules)}, sys._getframe(1))
        return module

    return __import__


def import_module(watch: Watch, original: Callable) -> Callable:
    """Return an `importlib.import_module` that tells the same."""

    @functools.wraps(original)
    def found(name, package=None):
        module = original(name, package)
        watch.imported({resolve_name(name, package)}, sys._getframe(1))
        return module

    return found


def stat(watch: Watch, original: Callable) -> Callable:
    """Return an `os.stat` that tells which paths are looked for."""

    @functools.wraps(original)
    def looked(path, *, dir_fd=None, follow_symlinks=True):
        if dir_fd is None:
            watch.looked(path, sys._getframe(1))
        return original(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)

    for able in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
        if original in able:
            able.add(looked)
    return looked


class Listed(str):
    """The name of a variable that was come upon, not asked for: all are being copied."""


def environment(watch: Watch, plain: type) -> type:
    """Return a class for `os.environ` that tells which variables are asked for by name."""

    class Watched(plain):
        def __getitem__(self, name):
            if isinstance(name, str) and not isinstance(name, Listed):
                watch.asked(name, sys._getframe(1))
            return super().__getitem__(name)

        def __iter__(self):
            return map(Listed, super().__iter__())

    return Watched
