"""The style sheets: what the pages use of Material's, computed from them, then our own."""

import re
from collections.abc import Collection, Iterator, Mapping

import tinycss2

BANNER = "/*! With parts of Material for MkDocs, (c) Martin Donath, MIT licence. */\n"
NAMED = re.compile(r'<([a-z]\w*)|\s(class|id|dir|for|type|role|align|data-md-[\w-]+)="([^"<>]*)"')
WORD = re.compile(r"[\w-]+")
# Attributes whose values decide; of others it is not known what a script or a reader does.
VALUED = re.compile(r"class|id|dir|for|type|role|align|data-md-")
# What ours replaces: the dark scheme, and the colours of each kind of box.
OURS = set(
    "slate abstract bug danger example failure info note question quote success tip warning".split()
)
DARK = re.compile(r'\[data-md-color-scheme="slate"\] (\{.*?\})', re.DOTALL)
WHOLE_WORDS = ":lang(whole-words)"


def held(html: str) -> set[str]:
    """Return the names in a page that a selector may ask for: elements, classes, ids, values."""
    names = set()
    for tag, _, values in NAMED.findall(html):
        names.update([tag] if tag else values.split())
    return names


def shell(material: str, own: str, languages: Mapping[str, Mapping], names: Collection[str]) -> str:
    """Return the style sheet that every page has.

    Parameters
    ----------
    material : str
        The text of Material's ``main.*.min.css``.
    own : str
        The text of ours. Its rules for the dark scheme also serve readers who prefer dark and
        have no JavaScript.
    languages : mapping
        By code, how each is set: `language.type` in ``words/*.toml``.
    names : collection of str
        What the pages hold, and all words of the scripts: what else Material says is left out.
    """
    ours = minified(own_rules(own, languages))
    # A class that Material's bundle would set; browsers know by themselves by now.
    material = material.replace(".focus-visible", ":focus-visible")
    return BANNER + without_unused_variables("".join(trimmed(_rules(material), names)), ours) + ours


def own_rules(own: str, languages: Mapping[str, Mapping]) -> str:
    """Return our rules with those that depend on the languages of the book."""
    whole = ",".join(f":lang({code})" for code, told in languages.items() if told["whole_words"])
    faces = "".join(
        f"html:lang({code}), html:lang({code}) body {{"
        f"--md-text-font-family: {told['font']}; --md-code-font-family: {told['code_font']};"
        f"--gu-leading: {told['leading']}; --gu-measure: {told['measure']}}}\n"
        for code, told in languages.items()
    )
    dark = DARK.search(own)
    without_script = (
        f"@media screen and (prefers-color-scheme: dark) {{ .no-js body {dark[1]} }}" if dark else ""
    )
    return faces + own.replace(WHOLE_WORDS, f":is({whole})") + without_script


def _rules(css: str) -> list:
    return tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)


def trimmed(rules: list, names: Collection[str]) -> Iterator[str]:
    """Yield rules, of each the selectors that some page can match."""
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if kept := "".join(trimmed(inner, names)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}"
        elif rule.type == "qualified-rule":
            kept = [one for one in _split(rule.prelude) if _matches(one, names)]
            if kept and rule.content:
                selectors = ",".join(tinycss2.serialize(one).strip() for one in kept)
                yield f"{selectors}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
            yield rule.serialize()


def _split(tokens: list) -> Iterator[list]:
    part: list = []
    for token in tokens:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _matches(selector: list, names: Collection[str]) -> bool:
    """Return whether all that a selector names is held; what is in ``:is()`` or so counts not."""
    before = ""
    for token in selector:
        name = ""
        if token.type == "hash" or (token.type == "ident" and before != ":"):
            name = token.value
        elif token.type == "[] block":
            attribute, *rest = token.content
            if rest and rest[0] == "=" and VALUED.match(attribute.value):
                name = rest[-1].value
        if name and (name in OURS or name not in names):
            return False
        before = token.value if token.type == "literal" else ""
    return True


def without_unused_variables(css: str, more: str) -> str:
    """Drop the variables that nothing in either text asks for, and those that only they ask for."""
    while True:
        asked = set(re.findall(r"var\((--[\w-]+)", css + more))
        declared = re.compile(r"(?<=[{;])(--[\w-]+):(?:[^;{}\"]|\"[^\"]*\")*(?:;|(?=}))")
        shorter = declared.sub(lambda found: found[0] if found[1] in asked else "", css)
        shorter = re.sub(r"(?<=[{}])[^{}@]*\{\}", "", shorter)
        if shorter == css:
            return css
        css = shorter


def minified(css: str) -> str:
    """Drop comments and the white space that means nothing, outside quotes."""
    pieces = re.split(r'("(?:[^"\\]|\\.)*")', re.sub(r"/\*(?!!).*?\*/", "", css, flags=re.DOTALL))
    pieces[::2] = [
        re.sub(r" ?([{};,>]) ?|(?<=:) ", r"\1", re.sub(r"\s+", " ", piece))
        for piece in pieces[::2]
    ]
    return "".join(pieces).replace(";}", "}").strip()
