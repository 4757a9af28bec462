"""The contrast of a text, from its computed colours or from the pixels behind it."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

LOOK = Path(__file__).with_name("contrast.js").read_text("utf-8")
# axe knows the background of these, but not whether the text is one, or is in view.
BACKGROUND_KNOWN = ("shortTextContent", "nonBmp", "elmPartiallyObscured", "outsideViewport")
# A line of the drawing may pass behind a word: this part of the word's pixels may lie on it.
LINES = 0.1
HIDE = """(element, hidden) => {
    for (const text of element.querySelectorAll("text"))
        text.style.visibility = hidden ? "hidden" : "";
    for (const part of [element, ...element.querySelectorAll("*")])
        if (!element.matches("svg")) part.style.color = hidden ? "transparent" : "";
}"""


def luminance(colours):
    """Return the relative luminance (WCAG 2) of colours from 0 to 255, shape (..., 3)."""
    part = np.asarray(colours, float) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def ratio(colour, backgrounds):
    """Return the contrast of one colour against others."""
    lights = luminance(colour), luminance(backgrounds)
    return (np.maximum(*lights) + 0.05) / (np.minimum(*lights) + 0.05)


def blend(colour, alpha, background):
    """Return a colour as it appears upon a background."""
    return alpha * np.asarray(colour, float) + (1 - alpha) * np.asarray(background, float)


def measured(page, nodes) -> list[dict]:
    """Return what each node of axe's incomplete `color-contrast` has as a contrast."""
    looks = page.evaluate(LOOK, [node["target"][0] for node in nodes])
    drawings = {}
    for node, look in zip(nodes, looks, strict=True):
        known = (node["any"][0]["data"] or {}).get("messageKey") in BACKGROUND_KNOWN
        if look["plain"] and known:
            background = _behind(look["behind"])
        elif look["drawing"] < 0:
            background = _covered(*_pictures(page.locator(node["target"][0])), look)
        else:
            if look["drawing"] not in drawings:
                drawing = page.locator("svg").nth(look["drawing"])
                drawings[look["drawing"]] = _pictures(drawing)
            background = _covered(*drawings[look["drawing"]], look)
        *colour, alpha = look["colour"]
        shown = blend(colour, alpha / 255 * look["opacity"], background)
        look["contrast"] = round(float(np.quantile(ratio(shown, background), LINES)), 2)
    return looks


def _behind(layers):
    """Return the colour of layers, the nearest first, on white."""
    colour = np.array([255.0, 255, 255])
    for *layer, alpha in reversed(layers):
        colour = blend(layer, alpha / 255, colour)
    return colour


def _pictures(element):
    """Return the pixels of an element with its text and without."""
    pictures = []
    for hidden in (False, True):
        element.evaluate(HIDE, hidden)
        picture = Image.open(io.BytesIO(element.screenshot())).convert("RGB")
        pictures.append(np.asarray(picture, int))
    element.evaluate(HIDE, False)
    return pictures


def _covered(shown, bare, look):
    """Return the colours of the pixels that a text covers, shape (n, 3)."""
    top, bottom, left, right = look["box"]
    part = np.s_[max(int(top), 0) : int(bottom) + 1, max(int(left), 0) : int(right) + 1]
    covered = np.abs(shown[part] - bare[part]).sum(axis=-1) > 0
    assert covered.any(), f"nothing to be seen of “{look['text']}”"
    return bare[part][covered]
