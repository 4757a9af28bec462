"""What the machine says to readers: one file a language, for Python, templates and scripts.

`language.type` and `language.search` are no words: how a language is set, and how its words
are cut. Each other part is named by who says it; what stands under `later` comes with the
first script that says it, the rest is there with the page.
"""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path


class WordError(Exception):
    """A language lacks a word, or its file: one plain sentence."""


class Words(dict):
    """Words by where they are said; a missing one raises, in a template too.

    Parameters
    ----------
    words : dict
        Texts, lists of texts, and parts with more of them.
    name : str
        Where they are from.
    """

    def __init__(self, words: dict, name: str) -> None:
        super().__init__(
            (key, Words(value, f"{name}.{key}") if isinstance(value, dict) else value)
            for key, value in words.items()
        )
        self.name = name

    def __missing__(self, key: str) -> object:
        raise WordError(f"no word {self.name}.{key}; expected it in words/*.toml")


@cache
def words(language: str, book: Path | None = None) -> Words:
    """Return the words of a language, by where they are said.

    Parameters
    ----------
    language : str
        Its code.
    book : Path, optional
        The book's package. What its own ``words/<language>.toml`` says counts, and a book
        may bring a language that is not here.

    Raises
    ------
    WordError
        If there is no file for it.
    """
    places = [files("bookproof.words"), *([book / "words"] if book else [])]
    found = [path for place in places if (path := place / f"{language}.toml").is_file()]
    if not found:
        raise WordError(f"no words for the language {language!r}; expected words/{language}.toml")
    whole: dict = {}
    for path in found:
        _merge(whole, tomllib.loads(path.read_text("utf-8")))
    return Words(whole, language)


def _merge(into: dict, more: dict) -> None:
    for key, value in more.items():
        if isinstance(value, dict):
            _merge(into.setdefault(key, {}), value)
        else:
            into[key] = value
