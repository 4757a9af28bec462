"""The HTML of what a page embeds: source, transcripts, figures.

Code is coloured once a process, so that `mkdocs serve` colours only what changed.
"""

from functools import cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import BashSessionLexer, PythonConsoleLexer, PythonLexer

from groundup_site import transcripts

_FORMAT = HtmlFormatter(nowrap=True)
_PYTHON = PythonLexer(stripnl=False)
_PROMPT = PythonConsoleLexer(stripnl=False)
_SHELL = BashSessionLexer(stripnl=False)


def _code(html: str) -> str:
    return f'<pre><code tabindex="0">{html.rstrip()}\n</code></pre>'


@cache
def symbol(code: str, name: str, source: str, link: str) -> str:
    """Return a definition with a caption that leads to its file."""
    label = escape(f"{source} · {name.rpartition('.')[2]}")
    caption = f'<a href="{escape(link)}">{label}</a>' if link else label
    return (
        f'<figure class="gu-symbol" data-symbol="{escape(name)}">'
        f'<div class="highlight">{_code(highlight(code, _PYTHON, _FORMAT))}</div>'
        f"<figcaption>{caption}</figcaption></figure>"
    )


@cache
def transcript(text: str, name: str) -> str:
    """Return a transcript as the block that readers see and, later, run."""
    html = highlight(transcripts.as_shown(text), _PROMPT, _FORMAT)
    examples, _ = transcripts.parse(text)
    code = escape("".join(example.source for example in examples))
    return (
        f'<div class="gu-transcript highlight" data-snippet="{escape(name)}"'
        f' data-state="idle" data-copy="{code}">{_code(html)}</div>'
    )


@cache
def doctest(text: str) -> str:
    """Return an example of a docstring."""
    html = highlight(transcripts.as_shown(text), _PROMPT, _FORMAT)
    return f'<div class="highlight">{_code(html)}</div>'


def console(text: str) -> str:
    """Return a shell session."""
    html = highlight(text, _SHELL, _FORMAT)
    return f'<div class="highlight gu-console">{_code(html)}</div>'


def figure(svg: str, alt: str) -> str:
    """Return a figure that screen readers know by its alt text."""
    label = f'<svg role="img" aria-label="{escape(alt)}" '
    return f'<figure class="gu-figure">{svg.replace("<svg ", label, 1)}</figure>'
