"""The library as a wheel for the reader's browser, with the examples and what runs them."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

from groundup_site.project import Project

WHEEL = "groundup-0.1.0-py3-none-any.whl"


def library_wheel(project: Project, examples: dict[str, list[list[str]]]) -> bytes:
    """Return the library as a wheel, the same bytes for the same sources.

    Without figures; with the weights and the 5,000 digits (the MNIST examples count
    over all of them), what runs the examples, and the examples themselves.
    """
    packages = project.src / "groundup", project.src / "groundup_site" / "browser"
    site = project.src / "groundup_site"
    paths = [site / "running" / "__init__.py", site / "running" / "execution.py"]
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


def lock(official: Path, wheel: bytes) -> bytes:
    """Return Pyodide's list of packages with the two that are here."""
    lock = json.loads(official.read_text("utf-8"))
    own = {
        "name": "groundup", "version": "0.1.0", "file_name": WHEEL, "install_dir": "site",
        "sha256": hashlib.sha256(wheel).hexdigest(), "package_type": "package",
        "imports": ["groundup"], "depends": ["numpy"], "unvendored_tests": False,
    }  # fmt: skip
    lock["packages"] = {"numpy": lock["packages"]["numpy"], "groundup": own}
    return json.dumps(lock, sort_keys=True).encode()
