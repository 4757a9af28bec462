"""What the machine says: the same in every language, and nothing is missing in silence."""

import re
import string
from pathlib import Path

import pytest

from bookproof.words import WordError, Words, words

ROOT = Path(__file__).parents[3]
FOLDERS = [ROOT / "src/bookproof/words", ROOT / "src/groundup_book/words"]


def flat(part, name=""):
    for key, value in part.items():
        if isinstance(value, dict):
            yield from flat(value, f"{name}{key}.")
        else:
            yield f"{name}{key}", value


def languages(folder):
    import tomllib

    return {p.stem: dict(flat(tomllib.loads(p.read_text("utf-8")))) for p in folder.glob("*.toml")}


@pytest.mark.parametrize("folder", FOLDERS, ids=["engine", "book"])
def test_every_language_has_the_same_words_with_the_same_gaps(folder):
    found = languages(folder)
    assert len(found) >= 2
    first, *others = found.values()
    for other in others:
        assert set(other) == set(first)
        for key, text in first.items():
            assert type(other[key]) is type(text), key
            if isinstance(text, str) and not key.startswith("language."):
                gaps = [{name for _, name, *_ in string.Formatter().parse(t)} for t in (text, other[key])]
                assert gaps[0] - {None} == gaps[1] - {None}, key


def test_a_book_says_some_words_otherwise_and_may_bring_a_language(tmp_path):
    (tmp_path / "words").mkdir()
    (tmp_path / "words/en.toml").write_text('[shell]\ncopy = "Take"\n[mine]\na = "b"\n')
    (tmp_path / "words/xx.toml").write_text('locale = "xx"\n')
    found = words("en", tmp_path)
    assert (found["shell"]["copy"], found["mine"]["a"]) == ("Take", "b")
    assert found["shell"]["copied"] == words("en")["shell"]["copied"]
    assert words("en")["shell"]["copy"] != "Take"
    assert words("xx", tmp_path) == {"locale": "xx"}


def test_what_is_missing_is_named():
    with pytest.raises(WordError, match="no words for the language 'tlh'; expected words/tlh.toml"):
        words("tlh")
    with pytest.raises(WordError, match=re.escape("no word xx.a.c; expected it in words/*.toml")):
        Words({"a": {"b": "x"}}, "xx")["a"]["c"]
