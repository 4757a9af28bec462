"""Whose a path is: the book's, somebody's own, or the interpreter's and what is installed there."""

import os
import site
import sys
import sysconfig
import tempfile
from collections.abc import Iterable

SYSTEM = ("/dev", "/proc", "/sys")


def below(path: str, folder: str) -> bool:
    """Return whether a path is a folder or something in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def installations() -> list[str]:
    """Return the folders of the standard library and of what is installed beside it."""
    found = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    found += [*site.getsitepackages(), site.getusersitepackages()]
    if sys.prefix != sys.base_prefix:
        found.append(sys.prefix)
    return sorted({os.path.abspath(folder) for folder in found})


class Paths:
    """Sorts absolute paths for a book.

    Parameters
    ----------
    root : str
        The book's folder.
    installed : iterable of str, optional
        The interpreter's folders; by default those of this one.
    temporary : str, optional
        The folder for temporary files; by default this machine's.
    """

    def __init__(
        self,
        root: str,
        installed: Iterable[str] | None = None,
        temporary: str | None = None,
    ) -> None:
        self.root = root
        self._apart = (os.path.join(root, ".cache"), *SYSTEM)
        self._folders = [*(installations() if installed is None else installed), root]
        self._temporary = temporary or os.path.abspath(tempfile.gettempdir())

    def installed(self, path: str) -> bool:
        """Return whether the nearest folder around a path is the interpreter's, not the book's."""
        around = [folder for folder in self._folders if below(path, folder)]
        return bool(around) and max(around, key=len) != self.root

    def counts(self, path: str) -> bool:
        """Return whether a result can depend on what is at a path.

        What is installed is known by its version; what is missing there is not.
        """
        if any(below(path, folder) for folder in self._apart) or "__pycache__" in path:
            return False
        return not (self.installed(path) and os.path.lexists(path))

    def passing(self, path: str) -> bool:
        """Return whether a path was there for a while only: a temporary file that is gone."""
        temporary = below(path, self._temporary) and not below(path, self.root)
        return temporary and not os.path.lexists(path)

    def name(self, path: str) -> str:
        """Return how a path is kept: as it is seen from the book's folder, if it is in it."""
        return os.path.relpath(path, self.root) if below(path, self.root) else path
