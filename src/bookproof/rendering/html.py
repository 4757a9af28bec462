"""Mends to a finished page that no template override can make."""

import re

from bookproof.words import words

REPLACEMENTS = (
    # `autocomplete` is not allowed on a checkbox.
    ('type="checkbox" id="__drawer" autocomplete="off"', 'type="checkbox" id="__drawer"'),
    ('type="checkbox" id="__search" autocomplete="off"', 'type="checkbox" id="__search"'),
    # What it says ("copied") is read out.
    ('<div class="md-dialog"', '<div class="md-dialog" role="status"'),
    # What scrolls is the code, not its frame: it takes the focus, with or without a script.
    ('<pre tabindex="0"><code>', "<pre><code>"),
    ("<pre><span></span><code>", "<pre><code>"),
    ('<pre><code tabindex="0"', "<pre><code"),
    ("<pre><code", '<pre><code tabindex="0"'),
    # A page's policy refuses inline styles.
    ('style="text-align: right;"', 'class="gu-right"'),
    ('style="text-align: center;"', 'class="gu-center"'),
    # A wide table scrolls in its own box.
    ("<table>", '<div class="gu-table" tabindex="0"><table class="gu-data">'),
    ("</table>", "</table></div>"),
)
# A Korean particle stays on the line of what it belongs to: `softmax`는, 편향(bias)을.
PARTICLE = re.compile(r"(\)|</(?:code|math|strong|em|a)>)(?=[가-힣][^<>]*<)")
# A mark stays with the formula before it.
MARK = re.compile(r"(</math>)(?=[,.;:!?)])")
# A module's name may break after its dots.
MODULE = re.compile(r"<h1[^>]*>[\w.]+")
WORD_JOINER = "\N{WORD JOINER}"


# What a page promises of Python, and where its script would put what needs Python.
PROMISE = re.compile(r'\s*<li>\s*(?:<p>)?<strong class="gu-online">.*?</li>', re.DOTALL)
PLACE = re.compile(r'<p class="gu-digit">.*?</p>', re.DOTALL)
LANGUAGE = re.compile(r'<html[^>]* lang="([^"]*)"')


def without_python(html: str, online: str = "") -> str:
    """Return a page that promises nothing that only Python in the browser could keep.

    Parameters
    ----------
    html : str
        The page.
    online : str
        Its address on the web, if Python can be had there.
    """

    def instead(_: re.Match) -> str:
        said = words(LANGUAGE.search(html)[1])["python"]
        return f"<p>{said['online'].format(online) if online else said['nowhere']}</p>"

    return PLACE.sub(instead, PROMISE.sub("", html))


def polish(html: str) -> str:
    """Return the page with the mends made."""
    for old, new in REPLACEMENTS:
        html = html.replace(old, new)
    head, article, body = html.partition("<article")
    for bound in (PARTICLE, MARK):
        body = bound.sub(rf"\1{WORD_JOINER}", body)
    return head + article + MODULE.sub(lambda name: name[0].replace(".", ".<wbr>"), body)
