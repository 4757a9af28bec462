"""What becomes of a site's files in the zip; that it opens, tests/browser/test_disk.py sees."""

import zipfile

import pytest

from bookproof import __main__ as command
from bookproof.editions import disk

PAGE = """\
<a href="../">up</a>
<script defer src="../../assets/groundup.js"></script>
<script type="module" src="../../assets/figures.js"></script>
<script type="module" src="../../assets/run.js" data-runtime="x/"></script>
"""
FILES = {
    "index.html": '<a href="ch02/and/#x">',
    "ch02/and/index.html": PAGE,
    "404.html": "",
    "en/404.html": "",
    "sitemap.xml": "",
    "assets/run.js": "",
    "assets/run-worker.js": "",
    "assets/runtime-1/pyodide.asm.wasm": "",
    "assets/figures.js": "import.meta.url",
    "assets/panels/softmax.json": "{}",
    "assets/javascripts/workers/search.1.min.js": "postMessage(1) //# map",
    "search/search_index.json": '{"docs":[{"location":""},{"location":"a/"},{"location":"#b"}]}',
}


@pytest.fixture
def site(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "site"


def read(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_everything_becomes_plain_scripts_and_links_to_files(site, tmp_path):
    target = tmp_path / "book.zip"
    assert command.main(["--zip", str(target), "--site", str(site)]) == 0
    held = {name.removeprefix("groundup/"): text for name, text in read(target).items()}
    assert held.pop("assets/from-disk.js") == disk.SHIM.read_text("utf-8")
    assert held == {
        "index.html": '<a href="ch02/and/index.html#x">',
        "ch02/and/index.html": """\
<a href="../index.html">up</a>
<script defer src="../../assets/from-disk.js"></script>
  <script defer src="../../assets/groundup.js"></script>
<script defer src="../../assets/figures.js"></script>
""",
        "assets/figures.js": "{const here=document.currentScript.src\nhere}",
        "assets/panels/softmax.json.js": "var groundupTable={}",
        "assets/javascripts/workers/search.1.min.js": (
            "function groundupWorker(addEventListener,postMessage){postMessage(1) //# map\n}"
        ),
        "search/search_index.json.js": (
            'var groundupTable={"docs":[{"location":"index.html"},{"location":"a/index.html"},'
            '{"location":"index.html#b"}]}'
        ),
    }


def test_the_same_site_gives_the_same_bytes(site, tmp_path, monkeypatch):
    disk.write(site, tmp_path / "one.zip")
    for path in site.rglob("*.html"):
        path.touch()
    disk.write(site, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    disk.write(site, tmp_path / "three.zip")
    with zipfile.ZipFile(tmp_path / "three.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}


def test_a_folder_that_is_no_site_is_refused_in_one_sentence(tmp_path, capsys):
    assert command.main(["--zip", str(tmp_path / "a.zip"), "--site", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert error == f"{tmp_path}: expected a built site here\n"
