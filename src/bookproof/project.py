"""Where a book's parts are, what it is told in ``mkdocs.yml``, how a mistake is reported."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml


class SourceError(Exception):
    """Something in a source file is wrong: the file, the line (0: all of it), what was expected."""

    def __init__(self, path: Path | str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.path = str(path)
        self.line = line
        self.message = message


@dataclass(frozen=True, order=True)
class Problem:
    """Something that is wrong. A false one makes the site say what is not so."""

    path: str
    line: int
    message: str
    false: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Language:
    """A language of the book: its code, its own name, and where its pages are on the site."""

    code: str
    name: str
    root: str


@dataclass(frozen=True)
class Settings:
    """What a book says of itself under ``bookproof`` in ``mkdocs.yml``.

    Attributes
    ----------
    name : str
        Of the site.
    languages : dict of Language
        By code, in order; the first one leads, the others follow.
    package : str
        The Python package with the book's facts, figures, panels and records.
    library : str
        The package that the book teaches.
    order : list of str
        The pages in the order of the navigation, without ending.
    """

    name: str
    languages: dict[str, Language]
    package: str
    library: str
    order: list[str] = field(default_factory=list)

    @property
    def lead(self) -> str:
        return next(iter(self.languages))


class _Loader(yaml.SafeLoader):
    """Reads ``mkdocs.yml``; what its tags stand for does not matter here."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def settings(path: Path) -> Settings:
    """Read a book's ``mkdocs.yml``.

    Raises
    ------
    SourceError
        If it is no YAML, or does not name the book's languages, package and library.
    """
    try:
        whole = yaml.load(path.read_text("utf-8"), _Loader) or {}  # noqa: S506
    except yaml.YAMLError as error:
        raise SourceError(path.name, 1, f"{error}".replace("\n", " ")) from None
    own: dict = {}
    for plugin in whole.get("plugins") or []:
        if isinstance(plugin, dict):
            own = plugin.get("bookproof") or own
    named = own.get("languages")
    if not isinstance(named, dict) or not named:
        raise SourceError(path.name, 1, "bookproof names no languages; expected `languages:`")
    for key in ("package", "library"):
        if not isinstance(own.get(key), str):
            raise SourceError(path.name, 1, f"bookproof names no {key}; expected `{key}: name`")
    languages = {}
    for code, told in named.items():
        root = f"{code}/" if languages else ""
        languages[code] = Language(code, str((told or {}).get("name", code)), root)
    name = str(whole.get("site_name", ""))
    return Settings(name, languages, own["package"], own["library"], list(_names(whole.get("nav"))))


def _names(entry: object) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry.removesuffix(".md")
    elif isinstance(entry, dict | list):
        for value in entry.values() if isinstance(entry, dict) else entry:
            yield from _names(value)


@dataclass(frozen=True)
class Project:
    """The folders of a checkout."""

    root: Path

    @cached_property
    def settings(self) -> Settings:
        return settings(self.root / "mkdocs.yml")

    @property
    def languages(self) -> dict[str, Language]:
        return self.settings.languages

    def language(self, code: str | None) -> Language:
        """Return a language of the book, the leading one by default.

        Raises
        ------
        SourceError
            If the book has no such language.
        """
        if code is None:
            code = self.settings.lead
        if code not in self.languages:
            known = ", ".join(self.languages)
            raise SourceError("mkdocs.yml", 1, f"no language {code!r}; the book has {known}")
        return self.languages[code]

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def snippets(self) -> Path:
        return self.root / "snippets"

    @property
    def src(self) -> Path:
        return self.root / "src"

    @property
    def book(self) -> Path:
        """The folder of the book's own package."""
        return self.src.joinpath(*self.settings.package.split("."))

    @property
    def cache(self) -> Path:
        return self.root / ".cache" / "bookproof"

    def relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    @classmethod
    def here(cls) -> "Project":
        """Return the checkout that the working directory is in.

        Raises
        ------
        SourceError
            If neither it nor a folder above it holds ``mkdocs.yml``.
        """
        start = Path.cwd()
        for folder in (start, *start.parents):
            if (folder / "mkdocs.yml").is_file():
                return cls(folder)
        raise SourceError(start, 0, "no mkdocs.yml here or above; run this in a checkout")
