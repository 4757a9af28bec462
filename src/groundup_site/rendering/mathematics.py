"""LaTeX to MathML at build, so that no page loads a script for its formulas.

`latex2mathml` does the conversion: pure Python, no Node, no fonts to ship.
"""

import html
import re
from functools import lru_cache

_MARKED = re.compile(
    r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>', re.DOTALL
)


@lru_cache(maxsize=1024)
def mathml(latex: str, display: str) -> str:
    """Return a formula as MathML; `display` is ``"inline"`` or ``"block"``."""
    from latex2mathml.converter import convert

    return convert(latex, display=display)


def convert(page: str) -> str:
    """Replace the formulas that the Markdown extension marked by MathML."""

    def replace(match: re.Match[str]) -> str:
        latex = html.unescape(match[3]).strip()
        if match[2] == "(":
            return mathml(latex, "inline")
        return f'<div class="gu-math" tabindex="0">{mathml(latex, "block")}</div>'

    return _MARKED.sub(replace, page)
