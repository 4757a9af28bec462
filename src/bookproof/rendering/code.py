"""The HTML of what a page embeds: source, transcripts, figures.

Code is coloured once a process, so that `mkdocs serve` colours only what changed.
"""

import re
from functools import cache
from html import escape as escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import BashSessionLexer, PythonConsoleLexer, PythonLexer

from bookproof.document import transcripts
from bookproof.running import execution

_FORMAT = HtmlFormatter(nowrap=True)
_PYTHON = PythonLexer(stripnl=False)
_PROMPT = PythonConsoleLexer(stripnl=False)
_SHELL = BashSessionLexer(stripnl=False)


# Names and spaces look as code does anyway: a quarter of a long page's elements.
_PLAIN = re.compile(r'<span class="[nw]">([^<]*)</span>')


def _coloured(code: str, lexer) -> str:
    return _PLAIN.sub(r"\1", highlight(code, lexer, _FORMAT))


def _code(html: str) -> str:
    return f'<pre><code tabindex="0">{html.rstrip()}\n</code></pre>'


def _captioned(code: str, label: str, link: str, attributes: str) -> str:
    caption = f'<a href="{escape(link)}">{escape(label)}</a>' if link else escape(label)
    return (
        f"<figure {attributes}>{python(code)}"
        f"<figcaption>{caption}</figcaption></figure>"
    )


@cache
def symbol(code: str, name: str, source: str, link: str) -> str:
    """Return a definition with a caption that leads to its file."""
    label = f"{source} · {name.rpartition('.')[2]}"
    attributes = f'class="gu-symbol" data-symbol="{escape(name)}"'
    return _captioned(code, label, link, attributes)


@cache
def signature(code: str, source: str, link: str) -> str:
    """Return how something is called, with a caption that leads to its file."""
    return _captioned(code, source, link, 'class="gu-symbol gu-signature"')


@cache
def python(code: str) -> str:
    """Return Python code."""
    return f'<div class="highlight">{_code(_coloured(code, _PYTHON))}</div>'


@cache
def transcript(text: str, name: str) -> str:
    """Return a transcript as the block that readers see and, later, run."""
    html = _coloured(execution.as_shown(text), _PROMPT)
    return _runnable("gu-transcript highlight", text, name, _code(html))


def _runnable(classes: str, text: str, name: str, html: str) -> str:
    examples, _ = transcripts.parse(text)
    code = escape("".join(example.source for example in examples))
    return (
        f'<div class="{classes}" data-snippet="{escape(name)}"'
        f' data-state="idle" data-copy="{code}">{html}</div>'
    )


def cells(text: str, name: str, made: list[tuple[str, dict[str, str]]]) -> str:
    """Return a transcript as the cells of a notebook, each above what it printed."""
    parts = []
    for code, half in made:
        parts.append(_cell(code, half))
        if half["output"]:
            shown = f'<span class="go">{half["output"]}</span>'
            parts.append(f'<div class="gu-output highlight no-copy">{_code(shown)}</div>')
    return _runnable("gu-transcript gu-cells", text, name, "".join(parts))


def drawing_cell(code: str, half: dict[str, str], figure: str) -> str:
    """Return the cell that draws a figure, and the figure."""
    return f'<div class="gu-cells">{_cell(code, half)}{figure}</div>'


def _cell(code: str, half: dict[str, str]) -> str:
    return f'<div class="gu-cell highlight" data-copy="{escape(code)}">{_code(half["input"])}</div>'


@cache
def doctest(text: str) -> str:
    """Return an example of a docstring."""
    html = _coloured(execution.as_shown(text), _PROMPT)
    return f'<div class="highlight">{_code(html)}</div>'


def console(text: str) -> str:
    """Return a shell session."""
    html = _coloured(text, _SHELL)
    return f'<div class="highlight gu-console">{_code(html)}</div>'


def figure(svg: str, alt: str) -> str:
    """Return a figure that screen readers know by its alt text."""
    label = f'<svg role="img" aria-label="{escape(alt)}" '
    return f'<figure class="gu-figure">{svg.replace("<svg ", label, 1)}</figure>'
