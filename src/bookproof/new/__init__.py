"""Makes a small book to begin with: ``python -m bookproof --new DIR``."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from bookproof.project import SourceError


def make(target: Path) -> None:
    """Write a book of two pages in two languages, which builds at once.

    Parameters
    ----------
    target : Path
        A folder that is not there yet, or is empty.

    Raises
    ------
    SourceError
        If something is there.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise SourceError(target, 0, "is there already; expected a new or an empty folder")
    with as_file(files("bookproof.new") / "book") as book:
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(book, target, ignore=leave, dirs_exist_ok=True)
