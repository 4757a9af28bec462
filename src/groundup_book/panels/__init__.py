"""Figures that answer to a slider: every answer is computed at build, with the library.

A panel is HTML in each language and a table. Each slider is an axis of the table; what
a page shows at their places is looked up there, so its script knows no formula.
"""

from collections.abc import Callable, Sequence
from html import escape
from itertools import product


def tabulated(
    show: Callable[..., dict[str, str]], axes: dict[str, Sequence[float]], *of: str
) -> dict[str, dict]:
    """Return what `show` says at each point of some of the axes, text by text.

    Parameters
    ----------
    show : callable
        Takes one number an axis; returns texts by name.
    axes : dict
        The numbers on every axis.
    of : str
        The axes that `show` takes.

    Returns
    -------
    dict
        For each text ``{"axes": names, "values": texts, "index": where each stands}``,
        the last axis fastest.

    Examples
    --------
    >>> tabulated(lambda a: {"sign": "+" if a > 0 else "−"}, {"a": (-1, 0, 1)}, "a")
    {'sign': {'axes': ['a'], 'values': ['−', '+'], 'index': [0, 0, 1]}}
    """
    texts: dict[str, dict] = {}
    for point in product(*(axes[name] for name in of)):
        for key, text in show(*point).items():
            table = texts.setdefault(key, {"axes": list(of), "values": {}, "index": []})
            table["index"].append(table["values"].setdefault(text, len(table["values"])))
    for table in texts.values():
        table["values"] = list(table["values"])
    return texts


def number(x: float, digits: int = 3) -> str:
    """Return a number as the page prints it, with a minus sign."""
    text = f"{x:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{x:.0f}"
    return "0" if text == "-0" else text.replace("-", "−")


def slider(name: str, label: str, values: Sequence[float], start: float) -> str:
    """Return a slider over `values`; its texts are those of `number`."""
    texts = [number(value) for value in values]
    at = list(values).index(start)
    return (
        f'<label class="gu-slider"><span>{label}</span>'
        f'<input type="range" min="0" max="{len(values) - 1}" value="{at}" step="1"'
        f' data-axis="{name}" data-texts="{escape(" ".join(texts))}"'
        f' aria-valuetext="{texts[at]}"><b>{texts[at]}</b></label>'
    )


def initial(html: str, data: dict, places: dict[str, int]) -> str:
    """Fill ``{key}`` with what the table holds at the sliders' first places."""
    for key, table in data["parts"].items():
        at = 0
        for name in table["axes"]:
            at = at * data["axes"][name] + places[name]
        html = html.replace(f"{{{key}}}", table["values"][table["index"][at]])
    return html
