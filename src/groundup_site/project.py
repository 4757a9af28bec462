"""Where things are, and how a mistake in a source file is reported."""

from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("ko", "en")


class SourceError(Exception):
    """Something in a source file is wrong: the file, the line, and what was expected."""

    def __init__(self, path: Path | str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
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
class Project:
    """The folders of a checkout."""

    root: Path

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
    def cache(self) -> Path:
        return self.root / ".cache" / "groundup"

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
