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
FIGURES = re.compile(r'<script type="module"(?= src="[^"]*/figures\.js")')
OURS = re.compile(r'<script defer src="([^"]*)groundup\.js">')
# What only a server or Python needs: of our scripts, all but three are modules for it.
LEFT_OUT = re.compile(
    r"/(404\.html|sitemap\.|feed\.|robots|keep\.js|assets/(cards|runtime-)|"
    r"assets/(?!groundup|figures|search)[^/]*\.js|assets/panels/digits)"
)


def write(site: Path, target: Path) -> None:
    """Write the zip of a built site: the same bytes for the same site."""
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", 315532800))
    date = datetime.fromtimestamp(moment, UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files(site)):
            entry = zipfile.ZipInfo(f"groundup/{name}", date)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def files(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file of the edition."""
    yield "assets/from-disk.js", SHIM.read_bytes()
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.is_dir() or LEFT_OUT.search(f"/{name}"):
            continue
        content = path.read_bytes()
        if path.suffix in (".html", ".js", ".json"):
            name, text = plain(name, content.decode())
            content = text.encode()
        yield name, content


def plain(name: str, text: str) -> tuple[str, str]:
    """Return a page, script or table as a file that can be read from disk."""
    if name.endswith(".html"):
        return name, page(text, name)
    if name.endswith("search_index.json"):
        text = re.sub(r'("location":"[^"#]*?)(?=["#])', _index, text)
    if name.endswith(".json"):
        return f"{name}.js", f"var groundupTable={text}"
    if "/workers/" in name:
        return name, f"function groundupWorker(addEventListener,postMessage){{{text}\n}}"
    if name.endswith("/figures.js"):
        text = text.replace("import.meta.url", "here")
        return name, f"{{const here=document.currentScript.src\n{text}}}"
    return name, text


def page(html: str, name: str) -> str:
    """Return a page whose links lead to files and whose scripts are plain ones."""
    html = FIGURES.sub("<script defer", html)
    html = OURS.sub(r'<script defer src="\1from-disk.js"></script>\n  \g<0>', html)
    relative = partial(posixpath.relpath, start=posixpath.dirname(name) or ".")
    return pages.linked(
        pages.still(html),
        name,
        lambda target, rest: rest if target == name and rest else relative(target) + rest,
    )


def _index(location: re.Match) -> str:
    return location[1] + ("index.html" if location[1].endswith(('"', "/")) else "")
