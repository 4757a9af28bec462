"""An English section follows a state of the Korean one, and says which."""

import pytest

from bookproof.book import Book
from bookproof.checks import parity
from bookproof.project import SourceError


def followed(small):
    book = Book(small)
    pair = book.pages["ko", "part/gates"], book.pages["en", "part/gates"]
    return list(parity.followed(*pair)), pair


def change(small, old, new):
    path = small.docs / "ko/part/gates.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_a_korean_word_that_changes_is_seen_in_its_section_only(small):
    change(small, "실행 기록은", "실행 기록이")
    problems, _ = followed(small)
    assert ["'xor'" in problem.message for problem in problems] == [True]


def test_a_description_that_changes_is_seen(small):
    change(small, "description: 게이트.", "description: 문.")
    problems, _ = followed(small)
    assert len(problems) == 1


def test_white_space_is_no_change(small):
    change(small, "실행 기록은", "\n실행\n기록은")
    assert followed(small)[0] == []


def test_marking_one_section_leaves_the_others(small):
    change(small, "실행 기록은", "실행 기록이")
    change(small, "함수는", "함수가")
    problems, pair = followed(small)
    assert len(problems) == 2
    parity.mark(small, *pair, "xor")
    problems, _ = followed(small)
    assert ["'gates'" in problem.message for problem in problems] == [True]


def test_marking_changes_nothing_but_the_marks(small):
    path = small.docs / "en/part/gates.md"
    before = path.read_text("utf-8")
    _, pair = followed(small)
    parity.mark(small, *pair)
    assert path.read_text("utf-8") == before


def test_a_section_that_is_not_there_cannot_be_marked(small):
    _, pair = followed(small)
    with pytest.raises(SourceError, match="no section 'and'"):
        parity.mark(small, *pair, "and")
