"""Python started beforehand: the memory of one that has imported NumPy.

Where Node is there, Python is started once; the reader's browser takes over its memory,
so that it starts in a fraction of the time. Without Node it starts from the beginning.
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

from bookproof.runtime.pyodide import NUMPY

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
    if shutil.which("node"):
        _pack(part / SNAPSHOT, _memory(found))
    packages = io.BytesIO()
    with tarfile.open(fileobj=packages, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in _numpy(found[NUMPY]):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    _pack(part / PACKAGES, packages.getvalue())
    try:
        part.replace(target)
    except OSError:  # another build was faster
        shutil.rmtree(part)
    return target


def _memory(found: dict[str, Path]) -> bytes:
    """Return a started Python's memory, and which libraries it knows."""
    paths = json.dumps({name: str(path) for name, path in found.items()})
    with TemporaryDirectory() as scratch:
        out = Path(scratch, "snapshot.bin")
        command = ["node", str(HERE / "prepare.mjs"), paths, str(out)]
        done = subprocess.run(command, capture_output=True, timeout=300, text=True)
        if done.returncode:
            [*_, last] = re.findall(r"^\w*Error: .*", done.stderr, re.M) or ["no word"]
            raise RuntimeError(f"prepare.mjs failed: {last}")
        return out.read_bytes()


def _pack(path: Path, data: bytes) -> None:
    path.write_bytes(gzip.compress(data, 6, mtime=0))


def _numpy(wheel: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(wheel) as opened:
        for name in sorted(opened.namelist()):
            if not name.endswith("/") and not NOT_SHIPPED.search(name):
                yield name, opened.read(name)
