"""What pages are shown with: scripts and styles by component, a folder each.

A component ``name`` has ``name.css``, ``name.js`` or both; other files of its folder are
fetched by its scripts. Its ``component.toml`` says which pages show it: those that hold the text
`shown`, in their HTML or as the name of their template. With ``python = true`` its script needs
Python in the browser. A folder without that file waits for a script to fetch it. The
component ``shell`` is on every page and comes first.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

IMPORT = re.compile(r'@import "([\w.-]+)";\n?')
WORD = re.compile(r'\b(?:word|listed)\("([\w.]+)"')


@dataclass(frozen=True)
class Component:
    """A folder of scripts and styles.

    Attributes
    ----------
    folder : Path
        Its name is the component's.
    shown : str or None
        What a page holds that shows it; None for what only scripts fetch.
    python : bool
        Whether its script needs Python in the browser.
    """

    folder: Path
    shown: str | None = None
    python: bool = False

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def script(self) -> bool:
        return (self.folder / f"{self.name}.js").is_file()

    @property
    def styles(self) -> str:
        """What its style sheet says, with what that imports; nothing if it has none."""
        path = self.folder / f"{self.name}.css"
        if not path.is_file():
            return ""
        beside = lambda found: (self.folder / found[1]).read_text("utf-8") + "\n"  # noqa: E731
        return IMPORT.sub(beside, path.read_text("utf-8"))

    @property
    def scripts(self) -> str:
        return "\n".join(path.read_text("utf-8") for path in sorted(self.folder.glob("*.js")))


def found(places: Iterable[Path]) -> list[Component]:
    """Return the components in some folders, the shell first.

    Raises
    ------
    ValueError
        If a ``component.toml`` says something else than `shown` and `python`.
    """
    components = []
    for place in places:
        for folder in sorted(place.iterdir()) if place.is_dir() else ():
            if folder.is_dir():
                components.append(_component(folder))
    return sorted(components, key=lambda one: one.shown != "")


def _component(folder: Path) -> Component:
    path = folder / "component.toml"
    told = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    if extra := set(told) - {"shown", "python"}:
        raise ValueError(f"{path}: {extra.pop()} is none of shown, python")
    return Component(folder, **told)


def on_page(components: Iterable[Component], held: str) -> list[Component]:
    """Return the components that a page shows which holds a text."""
    return [one for one in components if one.shown is not None and one.shown in held]


def sheets(shown: Iterable[Component]) -> dict[str, list[Component]]:
    """Return the style sheets of a page by their place: the shell's, and one of all the rest."""
    styled = [one for one in shown if one.styles]
    parts = (styled[:1], styled[1:])
    return {f"assets/{'-'.join(one.name for one in part)}.css": part for part in parts if part}


def words_of(components: Iterable[Component]) -> set[str]:
    """Return the names of the words that scripts say."""
    return {name for one in components for name in WORD.findall(one.scripts)}
