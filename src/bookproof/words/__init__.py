"""What the machine says to readers: one file a language, for Python, templates and scripts."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words(language: str) -> dict:
    """Return the words of a language, by where they are said.

    Raises
    ------
    LookupError
        If there is no file for it.
    """
    path = files("bookproof.words") / f"{language}.toml"
    if not path.is_file():
        raise LookupError(f"no words for the language {language!r}; expected words/{language}.toml")
    return tomllib.loads(path.read_text("utf-8"))
