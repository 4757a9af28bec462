"""How every figure looks: the font, the sizes, and the only colours that may be used."""

import functools
import io
import locale
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files

import matplotlib
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

__all__ = [
    "BLUE",
    "BLUE_SOFT",
    "GREEN",
    "GREEN_SOFT",
    "GRID",
    "INK",
    "LANGUAGES",
    "MUTED",
    "ORANGE",
    "ORANGE_SOFT",
    "PAPER",
    "RC",
    "VIOLET",
    "VIOLET_SOFT",
    "applied",
    "figure",
    "png",
    "reader_language",
    "register_font",
]

INK = "#1f2430"
MUTED = "#596377"
GRID = "#d5dae1"
PAPER = "#ffffff"
BLUE = "#2a62c8"
ORANGE = "#ae4614"
GREEN = "#18794e"
VIOLET = "#7446c8"
BLUE_SOFT = "#dce8fb"
ORANGE_SOFT = "#fbe4d7"
GREEN_SOFT = "#d8f0e3"
VIOLET_SOFT = "#e9e0fa"

LANGUAGES = ("ko", "en")

RC = {
    "font.family": ["Groundup Sans"],
    "font.size": 11,
    "axes.unicode_minus": True,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlesize": 12,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": PAPER,
    "axes.grid": False,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "figure.facecolor": PAPER,
    "figure.constrained_layout.use": True,
    "legend.frameon": False,
    "lines.linewidth": 2,
    "patch.edgecolor": INK,
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
}


@functools.cache
def register_font() -> None:
    """Make the bundled font (a subset with Hangul, SIL OFL) known to Matplotlib."""
    folder = files("groundup_book.figures") / "fonts"
    fontManager.addfont(str(folder / "GroundupSans-Regular.otf"))


def reader_language() -> str:
    """Return ``"ko"`` where the reader's system speaks Korean, else ``"en"``."""
    name = os.environ.get("LANGUAGE") or locale.getlocale()[0] or ""
    return "ko" if name.lower().startswith("ko") else "en"


@contextmanager
def applied() -> Iterator[None]:
    """Make this the style, whatever the caller's Matplotlib settings are."""
    register_font()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        yield


def png(drawn: Figure) -> bytes:
    """Return a figure as the picture that Jupyter shows."""
    buffer = io.BytesIO()
    with applied():
        drawn.savefig(buffer, format="png", dpi=120)
    return buffer.getvalue()


def figure(draw: Callable[..., Figure]) -> Callable[..., Figure]:
    """Draw in the site's style.

    The decorated function must take a `language`; without one the labels are in the
    reader's, and an unknown one raises `ValueError` before anything is drawn.
    """

    @functools.wraps(draw)
    def styled(language: str | None = None, **data: object) -> Figure:
        if language is None:
            language = reader_language()
        if language not in LANGUAGES:
            raise ValueError(f"language is {language!r}; expected 'ko' or 'en'")
        with applied():
            drawn = draw(language, **data)
        setattr(drawn, "_repr_png_", functools.partial(png, drawn))
        return drawn

    return styled
