"""LaTeX to MathML at build, so that no page loads a script for its formulas.

`latex2mathml` does the conversion: pure Python, no Node, no fonts to ship.
"""

import html
import re
import unicodedata
from functools import lru_cache

_MARKED = re.compile(
    r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>', re.DOTALL
)
_IDENTIFIER = re.compile("<mi>([^<]+)</mi>")


@lru_cache(maxsize=1024)
def mathml(latex: str, display: str) -> str:
    """Return a formula as MathML; `display` is ``"inline"`` or ``"block"``."""
    from latex2mathml.converter import convert

    return _IDENTIFIER.sub(_operator, convert(latex, display=display))


def _operator(identifier: re.Match[str]) -> str:
    """Return an arrow as the operator that it is, with room on both sides."""
    arrow = "ARROW" in unicodedata.name(html.unescape(identifier[1])[0])
    return f"<mo>{identifier[1]}</mo>" if arrow else identifier[0]


def convert(page: str) -> str:
    """Replace the formulas that the Markdown extension marked by MathML."""

    def replace(match: re.Match[str]) -> str:
        latex = html.unescape(match[3]).strip()
        if match[2] == "(":
            return mathml(latex, "inline")
        return f'<div class="gu-math" tabindex="0">{mathml(latex, "block")}</div>'

    return _MARKED.sub(replace, page)
