"""Numbers that ought to be facts are found; plain counts and names are left alone."""

import re

import pytest

from bookproof.checks import prose
from bookproof.project import Project, SourceError
from bookproof.document.pages import Page, Text, read
from bookproof.kinds import DIRECTIVES


def typed(line, allow=()):
    page = Page("ko", "a", "a.md", {}, 1, [line], tokens=[Text(1, line)])
    entries = [prose.Allowed(re.compile(p), "reason", ()) for p in allow]
    return [text for _, text in prose.typed_numbers(page, entries, set())]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("정확도는 0.9352입니다.", ["0.9352"]),
        ("편향은 -0.7이고", ["-0.7"]),
        ("`exp(709.78)`은", ["709.78"]),
        ("1e-07보다", ["1e-07"]),
        ("93.52 %", ["93.52", "93.52 %"]),
        ("93%가", ["93%"]),
        ("12배 빠르고", ["12배"]),
        ("12× faster", ["12×"]),
        ("a factor ×12", ["×12"]),
        ("138 ns", ["138 ns"]),
        ("138ns", ["138ns"]),
        ("10초가 걸립니다", ["10초"]),
        ("이미지 100장을", ["100장"]),
        ("60 kB", ["60 kB"]),
        ("2,000 times", ["2,000 times"]),
        ("10000 images", ["10000 images"]),
        ("10,000 of them", ["10,000"]),
        ("12345", ["12345"]),
        ("| a | 0.5 |", ["0.5"]),
    ],
)
def test_a_typed_number_is_found(line, found):
    assert set(found) & set(typed(line)), typed(line)


@pytest.mark.parametrize(
    "line",
    [
        "세 층, 입력 2개, 0과 1, 3차원",
        "784-50-100-10",
        "{{ fact gates.bias }}와 `{{ fact a.b }}`",
        "[표](../ch02/and.md#v0.5)",
        "## 제목 {#v0.5}",
        "float64, x₁, (2, 3, 4)",
        "IPv4 and UTF-8",
    ],
)
def test_what_is_no_measurement_is_left_alone(line):
    assert typed(line) == []


def test_a_chapter_counts_as_sheets_until_the_book_allows_it():
    assert typed("2장에서는") == ["2장"]
    assert typed("2장에서는", [r"(?<!\d)[1-9]장"]) == []


def test_the_allow_list_takes_away_only_what_it_names():
    assert typed("책 3.2.7절의 0.5", [r"책 \d+(\.\d+)+절"]) == ["0.5"]


def test_an_entry_without_a_reason_is_refused(small):
    (small.root / prose.ALLOWED).write_text("[[allow]]\npattern = 'x'\n", "utf-8")
    with pytest.raises(SourceError, match="lacks its pattern or its reason"):
        prose.allowed(small)


@pytest.mark.parametrize(
    "block",
    [
        "```python\n1\n```",
        "```\n1\n```",
        "~~~ text\n1\n~~~",
        "    indented = 1",
        "<pre>1</pre>",
        "<code>1</code>",
    ],
)
def test_loose_code_is_found(small, block):
    path = small.docs / "ko/index.md"
    path.write_text(path.read_text("utf-8") + f"\nAbove.\n\n{block}\n", "utf-8")
    assert prose.loose_code(read(small, "ko", "index", DIRECTIVES))


def test_a_shell_session_and_a_list_are_not_loose_code(small):
    path = small.docs / "ko/index.md"
    more = "\n```console\n$ true\n```\n\n-   One.\n\n    Still one.\n"
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    assert prose.loose_code(read(small, "ko", "index", DIRECTIVES)) == []


def test_the_allow_list_is_short_and_reasoned():
    entries = prose.allowed(Project.here())
    assert len(entries) <= 10
    assert all(len(entry.reason) > 4 for entry in entries)
