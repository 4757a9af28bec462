"""Python started beforehand: NumPy as bytecode, and the memory of a Python that runs.

Where Node is there, Python is started once; the reader's browser takes over its memory,
so that it starts in a third of the time. Without Node it starts from the beginning.
"""

import gzip
import io
import json
import re
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from groundup_site.runtime.pyodide import NUMPY

PACKAGES = "packages.tar.gz"
SNAPSHOT = "snapshot.bin.gz"
HERE = Path(__file__).parent
NOT_SHIPPED = re.compile(
    r"\.(pyi|pxd|a|h|c|in|md|ini|pc|typed)$|/(tests|f2py|include|lib/pkgconfig|pyinstaller)/"
    r"|/_(simd|(operand_flag|rational|struct_ufunc|umath)_tests)\."
)


def folder(found: dict[str, Path], target: Path) -> Path:
    """Make a folder with NumPy and, where Node is there, a started Python's memory."""
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(mkdtemp(dir=target.parent))
    compiled = _prepared(found, part) if shutil.which("node") else {}
    packages = io.BytesIO()
    with tarfile.open(fileobj=packages, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in _numpy(found[NUMPY], compiled):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    _pack(part / PACKAGES, packages.getvalue())
    try:
        part.replace(target)
    except OSError:  # another build was faster
        shutil.rmtree(part)
    return target


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
