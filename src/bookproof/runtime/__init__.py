"""Python for the reader's browser: Pyodide, NumPy and the library, under one address."""

import hashlib
import json
import os
import shutil
import tomllib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bookproof.project import Project
from bookproof.runtime import pyodide, started, wheel

AS_THEY_ARE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", pyodide.STDLIB)
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Runtime:
    """The folder of the site that holds Python.

    Attributes
    ----------
    address : str
        Below the site's root, ending in a slash; it changes with what is in it.
    started : bool
        Whether the memory of a started Python is in it.
    files : dict
        Those that are there already: their names, and paths or bytes.
    python : concurrent.futures.Future
        Of the folder that holds the rest.
    """

    address: str
    started: bool
    files: dict[str, Path | bytes] = field(repr=False)
    python: Future[Path] = field(repr=False)

    def write(self, site: Path) -> None:
        """Put the folder into a built site."""
        target = site / self.address
        target.mkdir(parents=True, exist_ok=True)
        files = self.files | {path.name: path for path in self.python.result().iterdir()}
        lock = json.loads(files["pyodide-lock.json"])
        # Shown to the reader while it loads.
        lock["bytes"] = sum(
            content.stat().st_size if isinstance(content, Path) else len(content)
            for name, content in files.items()
            if name != "NOTICES.txt"
        )
        files["pyodide-lock.json"] = json.dumps(lock, sort_keys=True).encode()
        for name, content in files.items():
            if isinstance(content, Path):
                _place(content, target / name)
            else:
                (target / name).write_bytes(content)


def _place(source: Path, target: Path) -> None:
    """Put a file into the site without copying it, where the file system can."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def prepare(
    project: Project, examples: dict[str, list[list[str]]], *, fetch: bool = True
) -> Runtime | None:
    """Return the runtime for a book; None where Pyodide cannot be had.

    What takes long goes on in the background; `Runtime.write` waits for it.

    Parameters
    ----------
    project : Project
    examples : dict
        Each transcript's statements and what is printed under each.
    fetch : bool
        Look for Pyodide in public places too.
    """
    store = project.root / ".cache" / f"pyodide-{pyodide.VERSION}"
    found = pyodide.collect(store, fetch=fetch)
    if found is None:
        return None
    library = wheel.library_wheel(project, examples)
    recipe = [json.dumps(pyodide.SHA256).encode(), *_recipe()]
    python = _digest(recipe)
    pool = ThreadPoolExecutor(1)
    future = pool.submit(started.folder, found, store / f"python-{python}")
    pool.shutdown(wait=False)
    files = {name: found[name] for name in AS_THEY_ARE}
    files |= {
        wheel.WHEEL: library,
        "pyodide-lock.json": wheel.lock(found["pyodide-lock.json"], project.settings.library, library),
        "NOTICES.txt": HERE / "NOTICES.txt",
    }
    address = f"assets/runtime-{_digest([*recipe, library])}/"
    return Runtime(address, bool(shutil.which("node")), files, future)


def _digest(parts: list[bytes]) -> str:
    digests = b"".join(hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(digests).hexdigest()[:16]


def _recipe() -> list[bytes]:
    """Return what decides, beside the sources, what the folder holds."""
    files = ("__init__.py", "started.py", "prepare.mjs", "NOTICES.txt")
    return [bool(shutil.which("node")).to_bytes(), *((HERE / f).read_bytes() for f in files)]


def reasons(project: Project) -> dict[str, dict[str, str]]:
    """Return why some transcripts do not run in a browser: by name, then by language."""
    path = project.snippets / "not-in-browser.toml"
    if not path.is_file():
        return {}
    return {
        name: {language: reason[language] for language in project.languages}
        for reason in tomllib.loads(path.read_text("utf-8")).values()
        for name in reason["transcripts"]
    }
