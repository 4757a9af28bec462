"""One search index a language, made from the one that MkDocs writes.

Each section gets a field, ``words``, that Material's worker searches but never shows:
the inner parts of its words and neighbours written as one.
"""

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from bookproof.search.words import Rules, pieces

FIELDS = {"title": {"boost": 6}, "text": {"boost": 1}, "words": {"boost": 0.5}}
# Pages that repeat what others teach come after them.
REPEATING = ("labs/", "reference/", "then-and-now/", "verified/")


def split(site: Path, roots: Iterable[str], rules: Rules) -> None:
    """Divide ``search/search_index.json`` between the languages.

    Parameters
    ----------
    site : Path
        The built site.
    roots : iterable of str
        Where the languages' pages are below it: ``""``, ``"en/"``, ...
    rules : Rules
        Of the languages of the book.
    """
    path = site / "search" / "search_index.json"
    index = json.loads(unicodedata.normalize("NFC", path.read_text("utf-8")))
    longest_first = sorted(roots, key=len, reverse=True)
    parts: dict[str, list[dict]] = {root: [] for root in longest_first}
    for entry in index["docs"]:
        root = next(root for root in longest_first if entry["location"].startswith(root))
        parts[root].append({**entry, "location": entry["location"].removeprefix(root)})
    for root, entries in parts.items():
        target = site / root / "search" / "search_index.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(extended(entries, rules), ensure_ascii=False, separators=(",", ":"))
        target.write_text(text, "utf-8")


def extended(entries: list[dict], rules: Rules) -> dict:
    """Return the index of one language as Material's worker loads it."""
    texts = [_text(entry) for entry in entries]
    cut = rules.separator(rules.standing_alone(texts))
    docs = []
    for entry, text in zip(entries, texts, strict=True):
        if words := hidden(text, cut, rules):
            entry = {**entry, "words": " ".join(sorted(words))}
        place = entry["location"]
        if place.startswith(REPEATING) and place not in REPEATING:
            entry = {**entry, "boost": 0.1}
        docs.append(entry)
    # For another language the worker would fetch more scripts; Korean ones drop all digits.
    config = {"lang": ["en"], "separator": cut, "pipeline": [], "fields": FIELDS}
    return {"config": config, "docs": docs}


@lru_cache(maxsize=4096)
def hidden(text: str, cut: str, rules: Rules) -> frozenset[str]:
    """Return the words, in small letters, by which a text should be found as well."""
    words = set(re.findall(f"[{rules.letters}.]+", text))
    shown = {piece.lower() for word in words for piece in pieces(word, cut)}
    inner = {part for word in words for part in _inner(word, cut, rules)} | set(_joined(text, cut, rules))
    found = {piece.lower() for part in inner for piece in pieces(part, cut)}
    return frozenset(word for word in found - shown if len(word) > 1)


def _inner(word: str, cut: str, rules: Rules) -> Iterator[str]:
    yield word.replace("_", "")
    yield re.sub(r"^np\.", "numpy.", word)
    for boundary in re.finditer(r"(?<=[._])|(?<=[a-z])(?=[A-Z][a-z]{2})", word):
        yield word[boundary.end() :]
    for piece in pieces(word, cut):
        if any(re.match(h, piece) for h in rules.joined):
            yield from (piece[i:] for i in range(1, len(piece) - 1))


def _joined(text: str, cut: str, rules: Rules) -> Iterator[str]:
    for h in rules.joined:
        for one, two in re.findall(f"(?<!{h})({h}+)(?= ({h}+))", text.replace("-", "")):
            yield one  # 원핫 of 원-핫
            if pieces(one, cut) == (one,):
                yield one + two
    title, _, _ = text.partition("\n")
    for between, where in ("-", text), (" ", title):
        pairs = re.findall(rf"\b([A-Za-z]+)(?={between}([A-Za-z]+))", where)
        yield from map("".join, pairs)


def _text(entry: dict) -> str:
    both = f"{entry['title']}\n{entry['text']}"
    return html.unescape(re.sub(r"<[^>]+>", " ", both))
