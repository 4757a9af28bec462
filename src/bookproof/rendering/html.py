"""Mends to a finished page that no template override can make."""

import re

from bookproof.words import words

# Plain replacements: reading a page as a tree and writing it again costs more than all of these.
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
# What a particle stays on the line of: `code`는, 말(word)을.
BEFORE = r"(\)|</(?:code|math|strong|em|a)>)"
# A mark stays with the formula before it.
MARK = re.compile(r"(</math>)(?=[,.;:!?)])")
# What only runs with Python says in its place why it does not; what only promises that goes.
NEEDS_PYTHON = re.compile(r'<(\w+)( [^>]*)?class="[^"]*\bgu-needs-python\b[^"]*"[^>]*>.*?</\1>', re.DOTALL)
ONLINE = re.compile(r'\s*<li>\s*(?:<p>)?<strong class="gu-online">.*?</li>', re.DOTALL)
LANGUAGE = re.compile(r'<html[^>]* lang="([^"]*)"')
# A module's name may break after its dots.
MODULE = re.compile(r"<h1[^>]*>[\w.]+")
WORD_JOINER = "\N{WORD JOINER}"


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
        sentence = said["online"].format(online) if online else said["nowhere"]
        return f'<p class="gu-needs-python">{sentence}</p>'

    return NEEDS_PYTHON.sub(instead, ONLINE.sub("", html))


def polish(html: str, glued: str = "") -> str:
    """Return the page with the mends made.

    Parameters
    ----------
    html : str
        The page.

    Parameters
    ----------
    html : str
        The page.
    glued : str
        A regular expression for the letters that stay on the line of the code, formula or
        bracket before them; none by default.
    """
    for old, new in REPLACEMENTS:
        html = html.replace(old, new)
    head, article, body = html.partition("<article")
    if glued:
        body = re.sub(rf"{BEFORE}(?={glued}[^<>]*<)", rf"\1{WORD_JOINER}", body)
    body = MARK.sub(rf"\1{WORD_JOINER}", body)
    return head + article + MODULE.sub(lambda name: name[0].replace(".", ".<wbr>"), body)
