"""The runtime is made of the official bytes, or there is none."""

import io
import shutil
import subprocess
import sys
import zipfile

import pytest

from groundup_site import runtime
from groundup_site.project import Project


@pytest.fixture
def nowhere(monkeypatch):
    """No address answers."""

    def refuse(*_, **__):
        raise OSError("no network")

    monkeypatch.setattr(runtime.urllib.request, "urlopen", refuse)
    monkeypatch.setattr(runtime, "_from_registries", lambda *_: None)


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Stand-ins for Pyodide's files, with their hashes."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    hashes = {}
    for name in runtime.SHA256:
        (folder / name).write_bytes(name.encode())
        hashes[name] = runtime._sha256(folder / name)
    monkeypatch.setattr(runtime, "SHA256", hashes)
    monkeypatch.setenv("PYODIDE_DIR", str(folder))
    return folder


def test_files_are_taken_from_the_folder(files, tmp_path, nowhere):
    found = runtime.collect(tmp_path / "store")
    assert {path.parent for path in found.values()} == {files}


def test_a_file_that_is_not_the_official_one_is_not_taken(files, tmp_path, nowhere):
    store = tmp_path / "store"
    store.mkdir()
    good = (files / "pyodide.asm.wasm").read_bytes()
    (files / "pyodide.asm.wasm").write_bytes(good + b"!")
    assert runtime.collect(store) is None
    (store / "not-reached").unlink()
    (store / "pyodide.asm.wasm").write_bytes(good)
    assert runtime.collect(store)["pyodide.asm.wasm"].parent == store


def test_a_download_is_held_to_its_hash_and_kept(files, tmp_path, monkeypatch):
    store = tmp_path / "store"
    answers = {name: (files / name).read_bytes() for name in runtime.SHA256}
    shutil.rmtree(files)
    asked = []

    def answer(url, timeout):
        asked.append(url)
        assert timeout <= 10
        return io.BytesIO(answers[url.rpartition("/")[2]])

    monkeypatch.setattr(runtime.urllib.request, "urlopen", answer)
    monkeypatch.setattr(runtime, "_from_registries", lambda *_: None)
    assert runtime.collect(store).keys() == runtime.SHA256.keys()
    assert runtime.collect(store) and len(asked) == len(runtime.SHA256)
    shutil.rmtree(store)
    answers["pyodide.mjs"] = b"something else"
    assert runtime.collect(store) is None
    assert not (store / "pyodide.mjs").exists()
    asked.clear()
    assert runtime.collect(store) is None and asked == [], "asked again at once"


def test_the_wheel_is_the_same_for_the_same_sources_and_holds_no_figures():
    project = Project.here()
    printed = {"a/b/01-c": [["1\n", "1\n"]]}
    wheel = runtime.library_wheel(project, printed)
    assert wheel == runtime.library_wheel(project, printed)
    assert wheel != runtime.library_wheel(project, {})
    names = zipfile.ZipFile(io.BytesIO(wheel)).namelist()
    assert "groundup/gates.py" in names
    assert "groundup/data/weights.npz" in names
    assert "groundup_site/execution.py" in names
    assert not any("figures" in name or "adapter" in name for name in names)


def test_without_pyodide_the_site_has_no_run_buttons_and_says_so(small, monkeypatch):
    monkeypatch.delenv("PYODIDE_DIR", raising=False)
    settings = small.root / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("  - groundup\n", "  - groundup:\n      run: true\n"), "utf-8")
    store = small.root / ".cache" / f"pyodide-{runtime.PYODIDE}"
    store.mkdir(parents=True)
    (store / "not-reached").touch()
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=small.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("no Run buttons") == 1
    html = (small.root / "site" / "part" / "gates" / "index.html").read_text("utf-8")
    assert "data-snippet" in html and "data-runtime" not in html
