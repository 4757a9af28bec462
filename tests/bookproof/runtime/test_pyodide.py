"""The runtime is made of the official bytes, or there is none."""

import io
import shutil
import subprocess
import sys

import pytest

from bookproof.runtime import pyodide


@pytest.fixture
def nowhere(monkeypatch):
    """No address answers."""

    def refuse(*_, **__):
        raise OSError("no network")

    monkeypatch.setattr(pyodide.urllib.request, "urlopen", refuse)
    monkeypatch.setattr(pyodide, "_from_registries", lambda *_: None)


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Stand-ins for Pyodide's files, with their hashes."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    hashes = {}
    for name in pyodide.SHA256:
        (folder / name).write_bytes(name.encode())
        hashes[name] = pyodide._sha256(folder / name)
    monkeypatch.setattr(pyodide, "SHA256", hashes)
    monkeypatch.setenv("PYODIDE_DIR", str(folder))
    return folder


def test_files_are_taken_from_the_folder(files, tmp_path, nowhere):
    found = pyodide.collect(tmp_path / "store")
    assert {path.parent for path in found.values()} == {files}


def test_a_file_that_is_not_the_official_one_is_not_taken(files, tmp_path, nowhere):
    store = tmp_path / "store"
    store.mkdir()
    good = (files / "pyodide.asm.wasm").read_bytes()
    (files / "pyodide.asm.wasm").write_bytes(good + b"!")
    assert pyodide.collect(store) is None
    (store / "not-reached").unlink()
    (store / "pyodide.asm.wasm").write_bytes(good)
    assert pyodide.collect(store)["pyodide.asm.wasm"].parent == store


def test_a_download_is_held_to_its_hash_and_kept(files, tmp_path, monkeypatch):
    store = tmp_path / "store"
    answers = {name: (files / name).read_bytes() for name in pyodide.SHA256}
    shutil.rmtree(files)
    asked = []

    def answer(url, timeout):
        asked.append(url)
        assert timeout <= 10
        return io.BytesIO(answers[url.rpartition("/")[2]])

    monkeypatch.setattr(pyodide.urllib.request, "urlopen", answer)
    monkeypatch.setattr(pyodide, "_from_registries", lambda *_: None)
    assert pyodide.collect(store).keys() == pyodide.SHA256.keys()
    assert pyodide.collect(store) and len(asked) == len(pyodide.SHA256)
    shutil.rmtree(store)
    answers["pyodide.mjs"] = b"something else"
    assert pyodide.collect(store) is None
    assert not (store / "pyodide.mjs").exists()
    asked.clear()
    assert pyodide.collect(store) is None and asked == [], "asked again at once"


@pytest.fixture
def without_python(small, monkeypatch):
    """Builds a book that wants Run buttons where no Python for them can be had."""
    monkeypatch.delenv("PYODIDE_DIR", raising=False)
    page = small.docs / "en" / "index.md"
    promise = "\n-   **Run it.**{ .gu-online } Here.\n-   **Read it.** Anywhere.\n"
    page.write_text(page.read_text("utf-8") + promise, "utf-8")
    page = small.docs / "ko" / "index.md"
    promise = "\n-   **실행해 보세요.**{ .gu-online } 여기서.\n-   **읽어 보세요.** 어디서나.\n"
    page.write_text(page.read_text("utf-8") + promise, "utf-8")
    store = small.root / ".cache" / f"pyodide-{pyodide.VERSION}"
    store.mkdir(parents=True)
    (store / "not-reached").touch()

    def build(run):
        settings = small.root / "mkdocs.yml"
        text = settings.read_text("utf-8")
        library = "      library: tiny\n"
        settings.write_text(text.replace(library, f"{library}      run: {run}\n"), "utf-8")
        command = [sys.executable, "-m", "mkdocs", "build"]
        return subprocess.run(command, cwd=small.root, capture_output=True, text=True)

    return small.root / "site", build


def test_without_python_the_site_says_so_and_promises_no_run_button(without_python):
    site, build = without_python
    done = build("true")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("no Run buttons") == 1
    html = (site / "part" / "gates" / "index.html").read_text("utf-8")
    assert "data-snippet" in html and "data-runtime" not in html
    home = (site / "en" / "index.html").read_text("utf-8")
    assert "Read it." in home and "Run it." not in home
    assert "실행해 보세요" not in (site / "index.html").read_text("utf-8")


def test_where_run_buttons_are_required_there_is_no_site_without_them(without_python):
    site, build = without_python
    done = build("required")
    assert done.returncode == 1
    assert "Pyodide cannot be had (PYODIDE_DIR), and Run buttons are required" in done.stderr
    assert not site.exists()
