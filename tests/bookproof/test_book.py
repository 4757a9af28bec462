"""The promise itself: a book without problems, and every way to break one is seen."""

import pytest

from bookproof.book import Book
from bookproof.project import Project


def test_this_book_has_no_problem(root):
    book = Book(Project(root))
    assert [str(problem) for problem in book.problems] == []
    assert book.counts["outputs"] >= book.counts["transcripts"] > 0


def test_the_small_book_has_no_problem(small):
    book = Book(small)
    assert [str(problem) for problem in book.problems] == []
    assert book.counts == {
        "pages": 6, "transcripts": 2, "outputs": 5, "browser": 2, "browser_outputs": 5,
        "symbols": 1, "facts": 0, "records": 0, "figures": 0, "labs": 0,
    }  # fmt: skip


def edit(small, path, old, new):
    file = small.root / path
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("path", "old", "new", "seen"),
    [
        (
            "snippets/part/gates/01-step.pycon",
            "[0, 0, 1]",
            "[0, 1, 1]",
            "01-step.pycon:3: expected output\n    [0, 1, 1]\ngot\n    [0, 0, 1]",
        ),
        ("snippets/part/gates/01-step.pycon", "\nTrue", "\n1", "01-step.pycon:10:"),
        ("snippets/part/gates/02-error.pycon", "by zero", "by nought", "02-error.pycon:2:"),
        ("snippets/part/gates/02-error.pycon", "<BLANKLINE>", "", "02-error.pycon:5:"),
        ("src/tiny/steps.py", '> ZERO', '>= ZERO', "[0, 1, 1]"),
        (
            "docs/ko/part/gates.md",
            "tiny.steps.step",
            "tiny.steps.stop",
            "docs/ko/part/gates.md:10: no symbol stop",
        ),
        (
            "docs/ko/part/gates.md",
            "{{ symbol tiny",
            "{{ sybmol tiny",
            "docs/ko/part/gates.md:10: unknown directive 'sybmol'",
        ),
        (
            "docs/en/part/gates.md",
            "site.transcripts",
            "site.transcript",
            "docs/en/part/gates.md:19: no fact site.transcript; known: site.pages",
        ),
        (
            "docs/en/part/gates.md",
            "part/gates/01-step",
            "part/gates/01-leap",
            "docs/en/part/gates.md:17: no transcript snippets/part/gates/01-leap.pycon",
        ),
        ("docs/ko/index.md", "부터입니다", "부터 0.93입니다", "'0.93' is typed by hand"),
        ("docs/ko/index.md", "부터입니다", "부터 40 ms입니다", "'40 ms' is typed by hand"),
        ("docs/en/index.md", "Since", "13 % since", "'13 %' is typed by hand"),
        ("docs/en/index.md", "Since", "3× since", "'3×' is typed by hand"),
        ("docs/en/index.md", "Since", "10,000 since", "'10,000' is typed by hand"),
        ("docs/en/index.md", "title: Home", "title: Home 0.5", "'0.5' is typed by hand"),
        ("docs/ko/index.md", "NumPy 1.24부터", "오래전부터", "not follow docs/ko/index.md:6"),
        ("docs/en/part/gates.md", "## XOR {#xor}\n", "", "has 'heading 2 xor'"),
        ("docs/en/part/gates.md", "{#xor}", "{#or}", "'heading 2 or' stands where"),
        ("docs/en/part/gates.md", " {#xor}", "", "heading 'XOR' lacks an id"),
        (
            "docs/en/part/gates.md",
            "    {{ transcript part/gates/02-error }}",
            "    Words.",
            "docs/ko/part/gates.md has 'transcript part/gates/02-error'",
        ),
        (
            "docs/en/part/gates.md",
            "There are",
            "```python\n1 + 1\n```\n\nThere are",
            "docs/en/part/gates.md:19: code that nothing runs (python)",
        ),
        ("docs/allowed-numbers.toml", "NumPy", "Numpy", "no page needs the pattern"),
    ],
)
def test_what_is_broken_is_seen(small, path, old, new, seen):
    edit(small, path, old, new)
    assert seen in "\n".join(map(str, Book(small).problems))


def test_a_missing_page_is_seen(small):
    (small.docs / "en/part/gates.md").unlink()
    assert "docs/en/part/gates.md:1: missing" in "\n".join(map(str, Book(small).problems))


def test_an_unused_transcript_is_seen(small):
    path = small.snippets / "part/gates/03-more.pycon"
    path.write_text(">>> 1\n1\n", "utf-8")
    assert [str(problem) for problem in Book(small).problems] == [
        "snippets/part/gates/03-more.pycon:1: no page uses this transcript"
    ]


def test_update_rewrites_outputs_and_never_code(small):
    path = small.snippets / "part/gates/01-step.pycon"
    right = path.read_text("utf-8")
    path.write_text(right.replace("0, 0, 1]", "9]").replace("\n1\n", "\n"), "utf-8")
    assert Book(small).rewrite() == ["snippets/part/gates/01-step.pycon"]
    assert path.read_text("utf-8") == right
    assert Book(small).rewrite() == []
