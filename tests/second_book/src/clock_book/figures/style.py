"""The look of the figures: colours of the site, and a font with three scripts."""

import functools
from contextlib import contextmanager
from importlib.resources import files

import matplotlib
from matplotlib.font_manager import fontManager

INK = "#1f2430"
MUTED = "#596377"
PAPER = "#ffffff"
BLUE = "#2a62c8"

RC = {"font.family": ["Clock Sans"], "text.color": INK, "figure.facecolor": PAPER, "text.parse_math": False}


@functools.cache
def register_font() -> None:
    """Make the font of this folder known: a subset of Pretendard JP (SIL OFL)."""
    fontManager.addfont(str(files("clock_book.figures") / "fonts" / "ClockSans-Regular.otf"))


@contextmanager
def applied():
    """Draw in this style."""
    register_font()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        yield


def figure(draw):
    """Let a function that takes a language draw in this style."""

    @functools.wraps(draw)
    def styled(language="en", **data):
        with applied():
            drawn = draw(language, **data)
        drawn._repr_png_ = functools.partial(png, drawn)
        return drawn

    return styled


def png(drawn) -> bytes:
    """Return a figure as the picture that Jupyter shows."""
    import io

    buffer = io.BytesIO()
    with applied():
        drawn.savefig(buffer, format="png")
    return buffer.getvalue()
