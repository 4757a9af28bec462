"""The picture that a link to a page is shown with: its title and what one example printed."""

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import matplotlib
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from PIL import Image, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630
EDGE = 80
COLOURS = 32
SURFACE = "#f6f7f9"
CODE = str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSansMono.ttf")
LINE = 1.4
CODE_SIZE = 26


def card(
    name: str,
    title: str,
    description: str,
    transcripts: list[str],
    style: ModuleType,
    logo: Callable[[], Image.Image] | None = None,
) -> str:
    """Return a card as a PNG in base64.

    Parameters
    ----------
    name : str
        Of the site.
    title, description : str
        Of the page; the description is cut after three lines.
    transcripts : list of str
        Of the first with room for its last example, as many are shown as there is room for.
    style : module
        The book's ``figures.style``: its colours and its font.
    logo : callable, optional
        Returns a picture of 54 by 54 pixels, which stands before the name.

    Raises
    ------
    ValueError
        If a character has no glyph in the style's font.
    """
    style.register_font()
    text = findfont(FontProperties(family=style.RC["font.family"]))
    known = set(map(chr, FT2Font(text).get_charmap()))
    if missing := "".join(sorted(set(name + title + description) - known)):
        raise ValueError(f"no glyph for {missing!r} in the figure font")
    image = Image.new("RGB", SIZE, style.PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 16, HEIGHT), fill=style.BLUE)
    if logo:
        image.paste(logo(), (EDGE, 54))
    start = EDGE + 78 if logo else EDGE
    draw.text((start, 58), name, font=ImageFont.truetype(text, 36), fill=style.INK)
    y = 140
    y = _lines(draw, y, title, ImageFont.truetype(text, 66), style.INK, 2) + 18
    y = _lines(draw, y, description, ImageFont.truetype(text, 30), style.MUTED, 3) + 30
    shown = (_fitting(one, HEIGHT - 98 - y) for one in transcripts)
    _transcript(draw, y, next(filter(None, shown), []), style)
    buffer = io.BytesIO()
    image.quantize(COLOURS).save(buffer, "PNG", optimize=True)
    return base64.b64encode(buffer.getvalue()).decode()


def _lines(draw, y: float, text: str, font, fill: str, most: int) -> float:
    """Write a text in lines that break between words; return where the next one begins."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= WIDTH - 2 * EDGE:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1] += " …"
    for line in lines[:most]:
        draw.text((EDGE, y), line, font=font, fill=fill)
        y += font.size * LINE
    return y


def _fitting(transcript: str, height: float) -> list[str]:
    """Return the lines of as many of the last examples as fit; none where none fits."""
    examples = re.split(r"(?m)^(?=>>>)", transcript)[1:]
    while examples and "".join(examples).count("\n") * CODE_SIZE * LINE > height:
        examples = examples[1:]
    lines = "".join(examples).splitlines()
    font = ImageFont.truetype(CODE, CODE_SIZE)
    wide = any(font.getlength(line) > WIDTH - 2 * EDGE - 60 for line in lines)
    unknown = set("".join(lines)) - set(map(chr, FT2Font(CODE).get_charmap()))
    return [] if wide or unknown else lines


def _transcript(draw, y: float, lines: list[str], style: ModuleType) -> None:
    if not lines:
        return
    font = ImageFont.truetype(CODE, CODE_SIZE)
    bottom = y + 48 + len(lines) * CODE_SIZE * LINE
    draw.rounded_rectangle((EDGE, y, WIDTH - EDGE, bottom), 10, fill=SURFACE)
    draw.rectangle((EDGE, y + 4, EDGE + 5, bottom - 4), fill=style.BLUE)
    for number, line in enumerate(lines):
        typed = line.startswith((">>>", "..."))
        at = EDGE + 36, y + 24 + number * CODE_SIZE * LINE
        draw.text(at, line, font=font, fill=style.INK if typed else style.BLUE)
