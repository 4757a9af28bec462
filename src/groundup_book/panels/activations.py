"""One input for step, sigmoid and ReLU: value and slope; and where exp overflows."""

from collections.abc import Callable

import numpy as np

from groundup.activations import relu, sigmoid, step
from groundup_book.panels import initial, number, slider, tabulated

FUNCTIONS = {"step": step, "sigmoid": sigmoid, "relu": relu}
NEAR = tuple(n / 10 for n in range(-60, 61))
FAR = (
    *range(-1000, -720, 20), *range(-720, -700), *range(-700, -100, 20),
    *range(-100, -80), *range(-80, 1, 10),
)  # fmt: skip
AXES = {"x": NEAR, "far": FAR}
STEP = 2.0**-20
WIDTH, HEIGHT = 480, 170
TOP = 3.0
WORDS = {
    "ko": {
        "title": "입력을 움직여 보세요", "x": "입력 x", "far": "먼 입력 x",
        "function": "함수", "value": "값", "slope": "기울기",
        "step": "계단", "sigmoid": "시그모이드", "relu": "렐루",
        "formula": "2019년 식", "library": "이 사이트의 sigmoid", "over": "오버플로", "fine": "–",
        "plot": "시그모이드 곡선과 입력 자리의 접선. 값과 기울기는 표에 있다.", "warning": "NumPy의 경고",
    },
    "en": {
        "title": "Move the input", "x": "input x", "far": "distant input x",
        "function": "function", "value": "value", "slope": "slope",
        "step": "step", "sigmoid": "sigmoid", "relu": "ReLU",
        "formula": "formula of 2019", "library": "sigmoid of this site", "over": "overflow", "fine": "–",
        "plot": "The sigmoid curve and its tangent at the input. The table has value and slope.",
        "warning": "NumPy warns",
    },
}  # fmt: skip


def slope(function: Callable[[float], float], x: float) -> float | None:
    """Return the slope at x, measured; None where the two sides differ."""
    left = float(function(x) - function(x - STEP)) / STEP
    right = float(function(x + STEP) - function(x)) / STEP
    return (left + right) / 2 if abs(left - right) < 1e-3 else None


def place(x: float, y: float) -> tuple[float, float]:
    """Return where a point stands in the drawing."""
    across = (x - NEAR[0]) / (NEAR[-1] - NEAR[0])
    return round(across * WIDTH, 1), round(HEIGHT - (y + 0.25) / 1.5 * HEIGHT, 1)


def near(x: float) -> dict[str, str]:
    """Return values and slopes at x, and the tangent of the sigmoid there."""
    texts = {}
    for name, function in FUNCTIONS.items():
        rise = slope(function, x)
        texts[f"{name}_value"] = number(float(function(x)), 4)
        texts[f"{name}_slope"] = "–" if rise is None else number(rise, 4)
    rise, value = slope(sigmoid, x), float(sigmoid(x))
    (x1, y1), (x2, y2) = (place(x + side, value + side * rise) for side in (-1.5, 1.5))
    texts["tangent"] = f"M{x1:g} {y1:g}L{x2:g} {y2:g}"
    texts["cx"], texts["cy"] = (f"{at:g}" for at in place(x, value))
    return texts


def far(x: float) -> dict[str, str]:
    """Return exp(-x) and sigmoid in both precisions, and whether NumPy warns."""
    texts = {}
    for bits, dtype in ((64, np.float64), (32, np.float32)):
        at = dtype(x)
        with np.errstate(over="ignore", under="ignore"):
            power = np.exp(-at)
            texts[f"exp{bits}"] = f"{power:.4g}"
            texts[f"formula{bits}"] = f"{1 / (1 + power):.4g}"
        texts[f"library{bits}"] = f"{sigmoid(at):.4g}"
        texts[f"over{bits}"] = str(int(np.isinf(power)))
    return texts


def panel() -> dict:
    """Return the panel, at 0 and just beyond the limit of float64 at first."""
    data = {
        "axes": {name: len(values) for name, values in AXES.items()},
        "parts": tabulated(near, AXES, "x") | tabulated(far, AXES, "far"),
    }
    places = {"x": NEAR.index(1.0), "far": FAR.index(-710)}
    return {"html": {name: initial(_html(name), data, places) for name in WORDS}, "data": data}


def _html(language: str) -> str:
    words = WORDS[language]
    curve = " ".join(f"{a:g},{b:g}" for a, b in (place(x, float(sigmoid(x))) for x in NEAR))
    zero, one, middle = place(0, 0)[1], place(0, 1)[1], place(0, 0)[0]
    values = "".join(
        f'<tr><th scope="row">{words[name]}</th><td data-set="text={name}_value">{{{name}_value}}</td>'
        f'<td data-set="text={name}_slope">{{{name}_slope}}</td></tr>'
        for name in FUNCTIONS
    )
    extremes = "".join(
        f'<tr data-set="data-on=over{bits}" data-on="{{over{bits}}}"><th scope="row">float{bits}</th>'
        f'<td data-set="text=exp{bits}">{{exp{bits}}}</td>'
        f'<td data-set="text=formula{bits}">{{formula{bits}}}</td>'
        f'<td data-set="text=library{bits}">{{library{bits}}}</td></tr>'
        for bits in (64, 32)
    )
    return (
        f'<section class="gu-panel" data-panel="activations" aria-label="{words["title"]}">'
        f'<p class="gu-panel-title">{words["title"]}</p>'
        f'<div class="gu-sliders">{slider("x", words["x"], NEAR, 1.0)}</div>'
        f'<svg viewBox="-2 -2 {WIDTH + 4} {HEIGHT + 4}" role="img" aria-label="{words["plot"]}">'
        f'<path class="gu-cross" d="M0 {zero}H{WIDTH}M0 {one}H{WIDTH}M{middle} 0V{HEIGHT}"/>'
        f'<polyline class="gu-curve" points="{curve}"/>'
        f'<path class="gu-tangent" data-set="d=tangent" d="{{tangent}}"/>'
        f'<circle class="gu-point" r="6" data-set="cx=cx cy=cy" cx="{{cx}}" cy="{{cy}}"/>'
        f'<text x="{middle - 9}" y="{zero + 15}">0</text><text x="{middle - 9}" y="{one - 5}">1</text></svg>'
        f'<div class="gu-readings"><table><thead><tr><th>{words["function"]}</th><th>{words["value"]}</th>'
        f"<th>{words['slope']}</th></tr></thead><tbody>{values}</tbody></table></div>"
        f'<div class="gu-sliders">{slider("far", words["far"], FAR, -710)}</div>'
        f'<div class="gu-readings"><table><thead><tr><td></td><th>exp(−x)</th><th>{words["formula"]}</th>'
        f"<th>{words['library']}</th></tr></thead><tbody>{extremes}</tbody></table></div></section>"
    )
