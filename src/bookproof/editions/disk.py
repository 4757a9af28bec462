"""The site as a zip whose pages open from disk, without a server.

There a browser refuses modules, workers and requests, and shows folders as lists of
files. It still runs plain scripts, so that is what everything becomes; `from-disk.js`
puts itself in the place of what is refused.
"""

import os
import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bookproof.editions import pages

SHIM = Path(__file__).with_name("from-disk.js")
MODULE = re.compile(r'<script type="module" (?!data-python)(src="([^"]*)")')
TABLE = re.compile(r' data-panel="([^"]*)"')
# What only a server or Python needs.
LEFT_OUT = re.compile(r"/(404\.html|sitemap\.|feed\.|robots|keep\.js|assets/(cards|runtime-))")
# Our scripts import, each on a line of its own, by name, from a place that is written there.
IMPORT = re.compile(r'^import \{ (.*) \} from "(.*)"$', re.MULTILINE)
LATER = re.compile(r'\bimport\("(.*?)"\)')
EXPORT = re.compile(r"^export ((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)


def write(site: Path, name: str, target: Path) -> None:
    """Write the zip of a built site, in a folder of a name: the same bytes for the same site."""
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", 315532800))
    date = datetime.fromtimestamp(moment, UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in sorted(files(site)):
            entry = zipfile.ZipInfo(f"{name}/{path}", date)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def files(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file of the edition."""
    yield "assets/from-disk.js", SHIM.read_bytes()
    shown = {name: page(html, name) for name, html in pages.named(site).items()}
    modules = _modules(site, shown)
    tables = {table for html in shown.values() for table in TABLE.findall(html)}
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.is_dir() or LEFT_OUT.search(f"/{name}"):
            continue
        if path.suffix == ".html":
            yield name, shown[name].encode()
        elif "/workers/" in name or path.suffix == ".json":
            if path.parent.name != "tables" or path.stem in tables:
                name, text = plain(name, path.read_text("utf-8"))
                yield name, text.encode()
        elif path.suffix == ".js":
            if name in modules:
                yield name, script(name, path.read_text("utf-8")).encode()
        else:
            yield name, path.read_bytes()


def _modules(site: Path, shown: dict[str, str]) -> set[str]:
    """Return the places of the scripts that pages have, and of those that these import."""
    todo = [
        _beside(name, source)
        for name, html in shown.items()
        for source in re.findall(r'<script defer src="([^"]*)"', html)
    ]
    modules = {"assets/from-disk.js"}
    while todo:
        name = todo.pop()
        if name not in modules:
            modules.add(name)
            text = (site / name).read_text("utf-8")
            sources = [source for _, source in IMPORT.findall(text)] + LATER.findall(text)
            todo += [_beside(name, source) for source in sources]
    return modules - {"assets/from-disk.js"}


def _beside(name: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


def script(name: str, text: str) -> str:
    """Return a module as a plain script that leaves what it exports where others find it."""
    exported = ", ".join(found for _, found in EXPORT.findall(text))
    text = IMPORT.sub(
        lambda i: f'const {{ {i[1].replace(" as ", ": ")} }} = bookproofModules["{_beside(name, i[2])}"]',
        text,
    )
    text = LATER.sub(
        lambda i: f'bookproofImport("{_beside(name, i[1])}", new URL("{i[1]}", scriptURL))', text
    )
    text = EXPORT.sub(r"\1", text).replace("import.meta.url", "scriptURL")
    return (
        f'(() => {{"use strict"\nconst scriptURL = document.currentScript.src\n{text}\n'
        f'bookproofModules["{name}"] = {{ {exported} }}}})()\n'
    )


def plain(name: str, text: str) -> tuple[str, str]:
    """Return a table, or the worker that searches, as a script that can be read from disk."""
    if name.endswith("search_index.json"):
        text = re.sub(r'("location":"[^"#]*?)(?=["#])', _index, text)
    if name.endswith(".json"):
        return f"{name}.js", f"var bookproofTable={text}"
    return name, f"function bookproofWorker(addEventListener,postMessage){{{text}\n}}"


def page(html: str, name: str) -> str:
    """Return a page whose links lead to files and whose scripts are plain ones."""
    shim = posixpath.relpath("assets/from-disk.js", posixpath.dirname(name) or ".")
    html = MODULE.sub(r"<script defer \1", html)
    html = html.replace("<script defer", f'<script defer src="{shim}"></script>\n  <script defer', 1)
    relative = partial(posixpath.relpath, start=posixpath.dirname(name) or ".")
    return pages.linked(
        pages.still(html),
        name,
        lambda target, rest: rest if target == name and rest else relative(target) + rest,
    )


def _index(location: re.Match) -> str:
    return location[1] + ("index.html" if location[1].endswith(('"', "/")) else "")
