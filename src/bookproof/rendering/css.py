"""One style sheet for every page: what the site uses of Material's, then its own."""

import re
from collections.abc import Iterator

BANNER = "/*! With parts of Material for MkDocs, (c) Martin Donath, MIT licence. */\n"
CHARSET = '@charset "UTF-8";'

# Components that no page has: each name drops the selectors and variables that hold it.
UNUSED = re.compile(
    r"admonition-icon--(?!note|tip|question)|annotat|author|audio|blog|card|column|comment|"
    r"consent|critic|feedback|filename|footnote|giscus|gist|\.grid|img\[|inline|kbd|\.key|katex|"
    r"lightbox|linenos\b|linenodiv|linenums|md-banner|md-button|md-header--lifted|"
    r"md-header__(option|source|title|topic|ellipsis)|md-input|md-meta|md-nav|md-pagination|"
    r"md-path|md-post|md-profile|md-progress|md-select|md-social|md-source|md-status|md-tabs|md-tag|"
    r"arithmatex|highlighttable|md-clipboard|md-code-select|md-content__button|md-draft|md-option|"
    r"md-search__suggest|md-tooltip|md-version|mermaid|sort-icon|tabbed|task-list|toc-icon|twemoji|"
    r"emoji|video|--post|"
    r"\.(abstract|bug|danger|example|failure|info|note|question|quote|success|tip|warning)\b|"
    r"\[dir=rtl\]|data-md-color-primary|slate"
)


def stylesheet(material: str, own: str) -> str:
    """Return the style sheet of the site.

    Parameters
    ----------
    material
        The text of Material's ``main.*.min.css``.
    own
        The text of the site's own style sheet. Its rules for the dark scheme also serve
        readers who prefer dark and have no JavaScript.
    """
    dark = re.search(r'\[data-md-color-scheme="slate"\] (\{.*?\})', own, re.DOTALL)
    without_script = (
        f"@media screen and (prefers-color-scheme: dark) {{ .no-js body {dark[1]} }}"
        if dark
        else ""
    )
    # A class that Material's bundle would set; browsers know by themselves by now.
    material = material.replace(".focus-visible", ":focus-visible")
    theirs = "".join(trimmed(material.removeprefix(CHARSET)))
    return BANNER + theirs + minified(own + without_script)


def trimmed(css: str) -> Iterator[str]:
    """Yield the rules of a minified style sheet without those of unused components."""
    for prelude, body in rules(css):
        if prelude.startswith(("@media", "@supports")):
            inner = "".join(trimmed(body))
            if inner:
                yield f"{prelude}{{{inner}}}"
            continue
        selectors = [part for part in split(prelude) if not UNUSED.search(part)]
        if prelude.startswith("@"):
            selectors = [prelude]
        if selectors:
            kept = [part for part in split(body, ";") if not unused_variable(part)]
            if kept:
                yield f"{','.join(selectors)}{{{';'.join(kept)}}}"


def unused_variable(declaration: str) -> bool:
    name = declaration.partition(":")[0]
    return name.startswith("--") and bool(UNUSED.search(name))


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield the prelude and the body of each rule of a minified style sheet."""
    start = depth = 0
    prelude = ""
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"|[{}]', css):
        if token[0] == "{":
            if depth == 0:
                prelude, start = css[start : token.start()], token.end()
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                yield prelude, css[start : token.start()]
                start = token.end()


def split(text: str, separator: str = ",") -> list[str]:
    """Split at separators that are in neither brackets nor quotes."""
    parts, start, depth = [], 0, 0
    for token in re.finditer(rf'"(?:[^"\\]|\\.)*"|[()\[\]{separator}]', text):
        if token[0] in "([":
            depth += 1
        elif token[0] in ")]":
            depth -= 1
        elif token[0] == separator and depth == 0:
            parts.append(text[start : token.start()])
            start = token.end()
    return [part for part in [*parts, text[start:]] if part]


def minified(css: str) -> str:
    """Drop comments and the white space that means nothing, outside quotes."""
    pieces = re.split(r'("(?:[^"\\]|\\.)*")', re.sub(r"/\*(?!!).*?\*/", "", css, flags=re.DOTALL))
    pieces[::2] = [
        re.sub(r" ?([{};,>]) ?|(?<=:) ", r"\1", re.sub(r"\s+", " ", piece))
        for piece in pieces[::2]
    ]
    return "".join(pieces).replace(";}", "}").strip()
