"""What a result depends on, and whether that is still as it was.

A thing is of a sort and has a name. Its state is text, or None where there is no such thing:

- a ``file``: the SHA-256 of its bytes, or ``"folder"``;
- a ``folder`` that was listed: the SHA-256 of the names in it;
- a ``variable`` of the environment: its value;
- an installed ``distribution``: its version.
"""

import hashlib
import os
import stat
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

Thing = tuple[str, str]
Manifest = dict[str, dict[str, str | None]]
"""``{sort: {name: state}}``."""
PATHS = ("file", "folder")


class States:
    """The states of things; each is looked at once.

    Parameters
    ----------
    root : Path
        The folder that relative names start from.
    environ : mapping of str
        The environment whose variables are meant.
    """

    def __init__(self, root: Path, environ: Mapping[str, str]) -> None:
        self.root = root
        self.environ = environ
        self._known: dict[Thing, str | None] = {}

    def of(self, thing: Thing) -> str | None:
        """Return the state of a thing as it was when it was first asked for."""
        if thing not in self._known:
            sort, name = thing
            self._known[thing] = getattr(self, f"_{sort}")(name)
        return self._known[thing]

    def hold(self, manifest: Manifest) -> bool:
        """Return whether everything is as a manifest has it."""
        return all(
            self.of((sort, name)) == state
            for sort, states in manifest.items()
            for name, state in states.items()
        )

    def _file(self, name: str) -> str | None:
        path = self.root / name
        try:
            mode = path.stat().st_mode
            if not stat.S_ISREG(mode):
                return "folder" if stat.S_ISDIR(mode) else "device"
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except (OSError, ValueError):
            return None

    def _folder(self, name: str) -> str | None:
        try:
            names = sorted(set(os.listdir(self.root / name)) - {"__pycache__"})
        except (OSError, ValueError):
            return None
        return hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()

    def _variable(self, name: str) -> str | None:
        return self.environ.get(name)

    def _distribution(self, name: str) -> str | None:
        try:
            return version(name)
        except PackageNotFoundError:
            return None
