"""The files beside the pages: style sheets, scripts' words, the tables of panels, the cards."""

import base64
import json
import shutil
from collections.abc import Collection, Iterable, Mapping
from html import escape
from pathlib import Path

import material

from bookproof.project import Language
from bookproof.mkdocs import css
from bookproof.mkdocs.components import Component, words_of
from bookproof.words import Words

TEMPLATES = Path(material.__file__).parent / "templates"


def search_worker() -> str:
    """Return the place of the worker that searches, whose name has Material's version."""
    [worker] = TEMPLATES.glob("assets/javascripts/workers/search.*.js")
    return worker.relative_to(TEMPLATES).as_posix()


def card(language: str, stem: str) -> str:
    """Return the place of a page's card below the site."""
    return f"assets/cards/{language}/{stem.replace('/', '-')}.png"


def write(book, site: Path) -> None:
    """Write what the pages of a `bookproof.book.Book` need into a built site."""
    for name, panel in book.made["panel"].items():
        # The tables that figures with sliders look their answers up in.
        _put(site / f"assets/tables/{name}.json", _json(panel["data"]).encode())
    for (language, stem), picture in book.made["card"].items():
        _put(site / card(language, stem), base64.b64decode(picture))


def styles(
    sheets: Mapping[str, Iterable[Component]], words: Mapping[str, Words], names: Collection[str],
    site: Path,
) -> None:  # fmt: skip
    """Write the style sheets, and drop what no page asks for.

    Parameters
    ----------
    sheets : mapping
        The components of each, by its place; the first one is the shell's.
    words : mapping of Words
        Of each language of the book.
    names : collection of str
        What pages and scripts name, as far as a selector may ask for it.
    site : Path
        Where to.
    """
    [theirs] = (TEMPLATES / "assets/stylesheets").glob("main.*.min.css")
    types = {code: one["language"]["type"] for code, one in words.items()}
    for number, (place, components) in enumerate(sheets.items()):
        text = "".join(one.styles for one in components)
        if number == 0:
            text = css.shell(theirs.read_text("utf-8"), text, types, names)
        else:
            text = css.minified(text)
        _put(site / place, text.encode())
    # What ours replaces, the search of other languages, and an icon: ours is an SVG.
    for bundle in site.glob("assets/javascripts/bundle.*"):
        bundle.unlink()
    for unused in ("stylesheets", "javascripts/lunr", "images"):
        shutil.rmtree(site / "assets" / unused)
    for path in (site / "assets").rglob("*.map"):
        path.unlink()


def said(words: Words, shown: Iterable[Component]) -> str:
    """Return the words of the scripts that a page has, as the value of an attribute in ' '."""
    return escape(_json({one.name: words.get(one.name, {}) for one in shown}), False).replace("'", "&#39;")


def words_for_later(words: dict[str, Words], languages: Iterable[Language], site: Path) -> None:
    """Write the words of scripts that are fetched later, and those of the page that is not kept."""
    for code, one in words.items():
        _put(site / f"assets/words/{code}.json", _json(one["later"]).encode())
    deepest = sorted(languages, key=lambda language: -len(language.root))
    offline = [
        {"root": language.root, "language": language.code, **words[language.code]["offline"]}
        for language in deepest
    ]
    _put(site / "assets/words/offline.json", _json(offline).encode())


def check_words(words: dict[str, Words], components: Iterable[Component]) -> None:
    """Look up each word that a script says, in each language.

    Raises
    ------
    bookproof.words.WordError
        If a language lacks one.
    """
    for name in sorted(words_of(components)):
        part, _, key = name.partition(".")
        for one in words.values():
            place = one["later"] if part in one["later"] else one
            place[part][key]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
