"""The library as a wheel for the reader's browser, with the examples and what runs them."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

from bookproof.project import Project

WHEEL = "library.whl"
ENGINE = Path(__file__).parents[1]
RUNS = ("__init__.py", "browser", "running/__init__.py", "running/execution.py", "words")
NOT_SHIPPED = (".pyc", ".typed")


def library_wheel(project: Project, examples: dict[str, list[list[str]]]) -> bytes:
    """Return the library as a wheel, the same bytes for the same sources.

    With its data, what runs the examples, and the examples themselves.
    """
    members = {}
    for path in _files(project.src / project.settings.library):
        members[path.relative_to(project.src).as_posix()] = path.read_bytes()
    for name in RUNS:
        for path in _files(ENGINE / name):
            members[f"bookproof/{path.relative_to(ENGINE).as_posix()}"] = path.read_bytes()
    members["bookproof/__init__.py"] = b""
    members["bookproof/browser/examples.json"] = json.dumps(
        examples, sort_keys=True, ensure_ascii=False
    ).encode()
    name = project.settings.library
    information = f"{name}-0.dist-info/"
    members[information + "METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: 0\n".encode()
    members[information + "WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: bookproof\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    licence = project.root / "LICENSE"
    if licence.is_file():
        members[information + "LICENSE"] = licence.read_bytes()
    record = "".join(f"{name},,\n" for name in [*members, information + "RECORD"])
    members[information + "RECORD"] = record.encode()
    return _zip(members)


def _files(place: Path) -> list[Path]:
    found = sorted(place.rglob("*")) if place.is_dir() else [place]
    return [path for path in found if path.is_file() and path.suffix not in NOT_SHIPPED]


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            packed = name.endswith((".npz", ".gz"))
            kind = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, kind, 6)
    return buffer.getvalue()


def lock(official: Path, library: str, wheel: bytes) -> bytes:
    """Return Pyodide's list of packages with the two that are here."""
    lock = json.loads(official.read_text("utf-8"))
    own = {
        "name": library, "version": "0", "file_name": WHEEL, "install_dir": "site",
        "sha256": hashlib.sha256(wheel).hexdigest(), "package_type": "package",
        "imports": [library], "depends": ["numpy"], "unvendored_tests": False,
    }  # fmt: skip
    lock["packages"] = {"numpy": lock["packages"]["numpy"], library: own}
    return json.dumps(lock, sort_keys=True).encode()
