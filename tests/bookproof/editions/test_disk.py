"""What becomes of a site's files in the zip; that it opens, tests/browser/test_disk.py sees."""

import zipfile

import pytest

from bookproof import __main__ as command
from bookproof.editions import disk

PAGE = """\
<html lang="en">
<a href="../">up</a><section data-panel="softmax"></section>
<script type="module" src="../../assets/shell/shell.js" data-words='{"a":"b"}'></script>
<script type="module" src="../../assets/panels/panels.js"></script>
<script type="module" data-python src="../../assets/code/code.js"></script>
"""
SHELL = """\
export const json = 1
const ask = () => import("../search/search.js")
export async function say() {}
"""
FILES = {
    "index.html": '<html lang="en"><a href="ch02/and/#x">',
    "ch02/and/index.html": PAGE,
    "404.html": "",
    "en/404.html": "",
    "sitemap.xml": "",
    "assets/shell.css": "a{}",
    "assets/shell/shell.js": SHELL,
    "assets/search/search.js": "export function start() {}\n",
    "assets/panels/panels.js": 'import { json as j, say } from "../shell/shell.js"\nimport.meta.url\n',
    "assets/code/code.js": 'import { python } from "../python/python.js"\n',
    "assets/python/python.js": "export const python = 1\n",
    "assets/runtime-1/pyodide.asm.wasm": "",
    "assets/tables/softmax.json": "{}",
    "assets/tables/digits.json": "{}",
    "assets/words/en.json": "{}",
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


def scoped(name, text):
    return (
        f'(() => {{"use strict"\nconst scriptURL = document.currentScript.src\n{text}\n'
        f'bookproofModules["{name}"] = '
    )


def test_everything_becomes_plain_scripts_and_links_to_files(site, small, tmp_path, monkeypatch):
    target = tmp_path / "any.zip"
    monkeypatch.chdir(small.root)
    assert command.main(["--zip", str(target), "--site", str(site)]) == 0
    held = {name.removeprefix("small/"): text for name, text in read(target).items()}
    assert held.pop("assets/from-disk.js") == disk.SHIM.read_text("utf-8")
    assert held == {
        "index.html": '<html lang="en"><a href="ch02/and/index.html#x">',
        "ch02/and/index.html": """\
<html lang="en">
<a href="../index.html">up</a><section data-panel="softmax"></section>
<script defer src="../../assets/from-disk.js"></script>
  <script defer src="../../assets/shell/shell.js" data-words='{"a":"b"}'></script>
<script defer src="../../assets/panels/panels.js"></script>
""",
        "assets/shell.css": "a{}",
        "assets/shell/shell.js": scoped(
            "assets/shell/shell.js",
            "const json = 1\n"
            'const ask = () => bookproofImport("assets/search/search.js", new URL("../search/search.js", scriptURL))\n'
            "async function say() {}\n",
        )
        + "{ json, say }})()\n",
        "assets/search/search.js": scoped("assets/search/search.js", "function start() {}\n")
        + "{ start }})()\n",
        "assets/panels/panels.js": scoped(
            "assets/panels/panels.js",
            'const { json: j, say } = bookproofModules["assets/shell/shell.js"]\nscriptURL\n',
        )
        + "{  }})()\n",
        "assets/tables/softmax.json.js": "var bookproofTable={}",
        "assets/words/en.json.js": "var bookproofTable={}",
        "assets/javascripts/workers/search.1.min.js": (
            "function bookproofWorker(addEventListener,postMessage){postMessage(1) //# map\n}"
        ),
        "search/search_index.json.js": (
            'var bookproofTable={"docs":[{"location":"index.html"},{"location":"a/index.html"},'
            '{"location":"index.html#b"}]}'
        ),
    }


def test_the_same_site_gives_the_same_bytes(site, tmp_path, monkeypatch):
    disk.write(site, "book", tmp_path / "one.zip")
    for path in site.rglob("*.html"):
        path.touch()
    disk.write(site, "book", tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    disk.write(site, "book", tmp_path / "three.zip")
    with zipfile.ZipFile(tmp_path / "three.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}


def test_a_folder_that_is_no_site_is_refused_in_one_sentence(tmp_path, capsys):
    assert command.main(["--zip", str(tmp_path / "a.zip"), "--site", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert error == f"{tmp_path}: expected a built site here\n"
