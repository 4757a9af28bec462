"""The picture that a link to a page is shown with: its title and what one example printed."""

import base64
import io
import re
from importlib.resources import files
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font
from PIL import Image, ImageDraw, ImageFont

from groundup.figures import style

SIZE = WIDTH, HEIGHT = 1200, 630
EDGE = 80
COLOURS = 32
SURFACE = "#f6f7f9"
TEXT = str(files("groundup.figures") / "fonts" / "GroundupSans-Regular.otf")
CODE = str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSansMono.ttf")
LINE = 1.4
CODE_SIZE = 26


def card(title: str, description: str, transcripts: list[str]) -> str:
    """Return a card as a PNG in base64.

    Parameters
    ----------
    title, description : str
        Of the page; the description is cut after three lines.
    transcripts : list of str
        Of the first with room for its last example, as many are shown as there is room for.

    Raises
    ------
    ValueError
        If a character has no glyph in the figures' font.
    """
    known = set(map(chr, FT2Font(TEXT).get_charmap()))
    if missing := "".join(sorted(set(title + description) - known)):
        raise ValueError(f"no glyph for {missing!r} in the figure font")
    image = Image.new("RGB", SIZE, style.PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 16, HEIGHT), fill=style.BLUE)
    image.paste(_logo(), (EDGE, 54))
    draw.text((EDGE + 78, 58), "groundup", font=ImageFont.truetype(TEXT, 36), fill=style.INK)
    y = 140
    y = _lines(draw, y, title, ImageFont.truetype(TEXT, 66), style.INK, 2) + 18
    y = _lines(draw, y, description, ImageFont.truetype(TEXT, 30), style.MUTED, 3) + 30
    shown = (_fitting(text, HEIGHT - 98 - y) for text in transcripts)
    _transcript(draw, y, next(filter(None, shown), []))
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


def _transcript(draw, y: float, lines: list[str]) -> None:
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


def _logo() -> Image.Image:
    """Draw the gate of ``theme/partials/logo.html``, large, and make it small."""
    scale = 10
    image = Image.new("RGB", (24 * scale, 24 * scale), style.PAPER)
    draw = ImageDraw.Draw(image)

    def line(*points: float) -> None:
        draw.line([scale * point for point in points], style.INK, 2 * scale, joint="curve")

    for y in (9, 15):
        line(1, y, 7, y)
    line(18, 12, 21, 12)
    line(11, 5, 7, 5, 7, 19, 11, 19)
    draw.arc([scale * point for point in (3, 4, 19, 20)], -90, 90, style.BLUE, 2 * scale)
    draw.line([scale * point for point in (7, 6, 7, 18)], style.BLUE, 2 * scale)
    draw.ellipse([scale * point for point in (20, 10.500, 23, 13.500)], style.INK)
    return image.resize((54, 54), Image.Resampling.LANCZOS)
