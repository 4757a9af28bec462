"""Finds what was typed by hand and should have been computed: numbers and code."""

import re
import tomllib
from dataclasses import dataclass

from bookproof.project import Project, SourceError
from bookproof.document.pages import Page

ALLOWED = "docs/allowed-numbers.toml"
_UNITS = (
    "ns|µs|μs|us|ms|s|sec|seconds?|minutes?|hours?|초|분|시간|밀리초|나노초|마이크로초"
    "|kB|KB|MB|GB|KiB|MiB|bytes?|바이트|킬로바이트|메가바이트|Hz|kHz|MHz|GHz"
    "|images?|digits?|pairs?|lines?|times|fold|장|배|쌍|줄|percent|퍼센트|epochs?|에폭"
)
_TYPED = re.compile(
    rf"""
    (?<![\w.]) -? \d [\d,]* \. \d+ (?:e[+-]?\d+)?      # a decimal point
    | (?<![\w.]) \d+ e [+-]? \d+ (?![A-Za-z\d])        # scientific notation
    | \d [\d,.]* \s* %                                 # a percentage
    | \d [\d,.]* \s* × | × \s* \d [\d,.]*            # a factor
    | (?<![\w.-]) \d [\d,.]* \s* (?:{_UNITS}) (?![A-Za-z]) # a number with its unit
    | (?<![\w.]) \d{{1,3}} (?:,\d{{3}})+ (?![\d,])     # thousands
    | (?<![\w.-]) \d{{4,}} (?![A-Za-z\d-])           # four digits and more
    """,
    re.VERBOSE,
)
_NOT_PROSE = re.compile(
    r"\{\{ [^}]+ \}\}|\]\([^)]*\)|\{ *[#.][^}]*\}|<[^>]*>|https?://\S+"
)


@dataclass(frozen=True)
class Allowed:
    """A form of number that may be typed, on which pages, and why."""

    pattern: re.Pattern[str]
    reason: str
    pages: tuple[str, ...]


def allowed(project: Project) -> list[Allowed]:
    """Read the allow list.

    Raises
    ------
    SourceError
        If an entry lacks its pattern or its reason.
    """
    entries = []
    path = project.root / ALLOWED
    text = path.read_text("utf-8") if path.is_file() else ""
    for entry in tomllib.loads(text).get("allow", []):
        if not entry.get("pattern") or not entry.get("reason"):
            raise SourceError(ALLOWED, 1, f"{entry} lacks its pattern or its reason")
        pattern = re.compile(entry["pattern"])
        entries.append(Allowed(pattern, entry["reason"], tuple(entry.get("pages", ()))))
    return entries


def typed_numbers(
    page: Page, allow: list[Allowed], used: set[Allowed]
) -> list[tuple[int, str]]:
    """Return line and text of each number typed by hand; add to `used` what allowed one."""
    found = []
    meta = [(1, str(page.meta.get(key, ""))) for key in ("title", "description")]
    for number, line in [*meta, *page.prose]:
        text = _NOT_PROSE.sub(" ", line)
        for entry in allow:
            if not entry.pages or page.stem in entry.pages:
                shorter = entry.pattern.sub(" ", text)
                if shorter != text:
                    used.add(entry)
                    text = shorter
        found.extend((number, match[0].strip()) for match in _TYPED.finditer(text))
    return found


def loose_code(page: Page) -> list[tuple[int, str]]:
    """Return line and kind of each block of code that is no symbol or transcript."""
    found = [
        (fence.line, fence.info or "no language")
        for fence in page.fences
        if fence.info != "console"
    ]
    boxed = {line for box in page.boxes for line in range(box.line, box.last + 1)}
    listed = False
    for number, line in page.prose:
        indented = line.startswith("    ")
        if re.match(r" *(?:[-*+]|\d+\.) ", line):
            listed = True
        elif line.strip() and not indented:
            listed = False
        elif line.strip() and not listed and number not in boxed:
            found.append((number, "an indented block"))
        if re.search(r"<(pre|code)\b", line):
            found.append((number, "code in HTML"))
    return found
