"""Three scores, one of them moved and a constant added to all: shares, slope, overflow."""

import numpy as np

from groundup.activations import softmax
from groundup_book.figures.softmax import SCORES, naive
from groundup_book.panels import initial, number, slider, tabulated

THIRD = tuple(n / 4 for n in range(-8, 33))
CONSTANTS = (*range(0, 700, 20), *range(700, 720), *range(720, 1001, 20))
AXES = {"score": THIRD, "constant": CONSTANTS}
STEP = 2.0**-12
WIDTH = 150
WORDS = {
    "ko": {
        "title": "점수와 상수를 움직여 보세요", "score": "셋째 점수", "constant": "모두에 더한 상수",
        "shifted": "가장 큰 점수를 빼고", "naive": "그대로 계산", "slope": "기울기", "scores": "점수",
    },
    "en": {
        "title": "Move a score and the constant", "score": "third score", "constant": "added to all",
        "shifted": "largest subtracted", "naive": "as the formula says", "slope": "slope", "scores": "score",
    },
}  # fmt: skip


def scores(third: float, constant: float) -> np.ndarray:
    """Return the three scores."""
    return np.array([*SCORES[:2], third]) + constant


def show(third: float, constant: float) -> dict[str, str]:
    """Return both versions' answers, and how wide their bars are."""
    texts = {}
    given = scores(third, constant)
    for name, function in (("shifted", softmax), ("naive", naive)):
        for n, share in enumerate(function(given).tolist(), start=1):
            texts[f"{name}{n}"] = f"{share:.3f}"
            texts[f"{name}{n}_bar"] = f"{np.nan_to_num(share) * WIDTH:.0f}"
    return texts


def slopes(third: float) -> dict[str, str]:
    """Return how each probability answers to the third score, measured."""
    rise = (softmax(scores(third + STEP, 0)) - softmax(scores(third - STEP, 0))) / (2 * STEP)
    return {f"slope{n}": number(float(value)) for n, value in enumerate(rise, start=1)} | {
        "third": number(third)
    }


def panel() -> dict:
    """Return the panel, with the scores of the page's figure at first."""
    data = {
        "axes": {name: len(values) for name, values in AXES.items()},
        "parts": tabulated(show, AXES, *AXES) | tabulated(slopes, AXES, "score"),
    }
    places = {"score": THIRD.index(SCORES[2]), "constant": 0}
    return {"html": {name: initial(_html(name), data, places) for name in WORDS}, "data": data}


def _bar(key: str) -> str:
    return (
        f'<td><svg class="gu-bar" viewBox="0 0 {WIDTH} 12" preserveAspectRatio="none"'
        f' aria-hidden="true"><rect height="12" data-set="width={key}_bar" width="{{{key}_bar}}"/>'
        f'</svg> <span data-set="text={key}">{{{key}}}</span></td>'
    )


def _html(language: str) -> str:
    words = WORDS[language]
    given = [number(float(score)) for score in SCORES[:2]]
    cells = [*given, '<span data-set="text=third">{third}</span>']
    rows = "".join(
        f'<tr><th scope="row">{cell}</th>{_bar(f"shifted{n}")}{_bar(f"naive{n}")}'
        f'<td data-set="text=slope{n}">{{slope{n}}}</td></tr>'
        for n, cell in enumerate(cells, start=1)
    )
    return (
        f'<section class="gu-panel" data-panel="softmax" aria-label="{words["title"]}">'
        f'<p class="gu-panel-title">{words["title"]}</p><div class="gu-sliders">'
        f'{slider("score", words["score"], THIRD, float(SCORES[2]))}'
        f'{slider("constant", words["constant"], CONSTANTS, 0)}</div>'
        f'<div class="gu-readings"><table><thead><tr><th>{words["scores"]}</th><th>{words["shifted"]}</th>'
        f"<th>{words['naive']}</th><th>{words['slope']}</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div></section>"
    )
