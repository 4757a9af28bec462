"""The files beside the pages: one style sheet, the tables of panels, the cards."""

import base64
import json
import shutil
from pathlib import Path

import material

from bookproof.rendering.css import stylesheet


ASSETS = Path(__file__).parents[1] / "mkdocs" / "assets"


def search_worker() -> str:
    """Return the place of the worker that searches, whose name has Material's version."""
    folder = Path(material.__file__).parent / "templates"
    [worker] = folder.glob("assets/javascripts/workers/search.*.js")
    return worker.relative_to(folder).as_posix()


def card(language: str, stem: str) -> str:
    """Return the place of a page's card below the site."""
    return f"assets/cards/{language}/{stem.replace('/', '-')}.png"


def write(book, site: Path) -> None:
    """Write what the pages of a `bookproof.book.Book` need into a built site."""
    _style(ASSETS / "groundup.css", site / "assets")
    for name, panel in book.made["panel"].items():
        # The tables that figures with sliders look their answers up in.
        text = json.dumps(panel["data"], ensure_ascii=False, separators=(",", ":"))
        _put(site / f"assets/panels/{name}.json", text.encode())
    for (language, stem), picture in book.made["card"].items():
        _put(site / card(language, stem), base64.b64decode(picture))


def _style(ours: Path, assets: Path) -> None:
    """Write the one style sheet, of Material's and ours, and drop what no page asks for."""
    folder = Path(material.__file__).parent / "templates/assets/stylesheets"
    [theirs] = folder.glob("main.*.min.css")
    sheet = stylesheet(theirs.read_text("utf-8"), ours.read_text("utf-8"))
    _put(assets / "groundup.css", sheet.encode())
    # What ours replaces, the search of other languages, and an icon: ours is an SVG.
    for bundle in assets.glob("javascripts/bundle.*"):
        bundle.unlink()
    for unused in ("stylesheets", "javascripts/lunr", "images"):
        shutil.rmtree(assets / unused)
    for path in assets.rglob("*.map"):
        path.unlink()


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
