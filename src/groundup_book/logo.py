"""The logo as a picture, for the cards that links to pages are shown with."""

from PIL import Image, ImageDraw

from groundup_book.figures import style


def picture() -> Image.Image:
    """Draw the gate of ``assets/logo.svg``, large, and make it small."""
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
