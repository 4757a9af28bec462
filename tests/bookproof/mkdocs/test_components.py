"""Scripts and styles by component: which a page shows, what they say, what they are."""

import re

import pytest

from bookproof.mkdocs import assets, components
from bookproof.words import WordError, Words


@pytest.fixture
def place(tmp_path):
    files = {
        "alone/alone.css": "b{}",
        "panels/component.toml": "shown = 'data-panel=\"'\n",
        "panels/panels.css": "c{}",
        "panels/panels.js": 'word("panels.lost")\nlisted("later.list")',
        "runs/component.toml": "shown = 'data-run'\npython = true\n",
        "runs/runs.js": "",
        "runs/more.js": 'word("soon.said", { a })',
        "shell/component.toml": "shown = ''\n",
        "shell/shell.css": '@import "x.css";\n@import "y.css";\nz{}',
        "shell/x.css": "x{}",
        "shell/y.css": "y{}",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def names(found):
    return [one.name for one in found]


def test_the_shell_is_on_every_page_and_first_and_others_where_they_are_shown(place):
    found = components.found([place, place / "none"])
    assert names(found)[0] == "shell" and len(found) == 4
    assert names(components.on_page(found, "")) == ["shell"]
    shown = components.on_page(found, '<p data-panel="a"> <p data-run="b">')
    assert names(shown) == ["shell", "panels", "runs"]
    assert [(one.script, one.python) for one in shown] == [(False, False), (True, False), (True, True)]


def test_a_page_has_the_shells_sheet_and_one_of_the_rest(place):
    found = {one.name: one for one in components.found([place])}
    sheets = components.sheets([found["shell"], found["panels"], found["alone"], found["runs"]])
    assert {place: names(parts) for place, parts in sheets.items()} == {
        "assets/shell.css": ["shell"],
        "assets/panels-alone.css": ["panels", "alone"],
    }
    assert list(components.sheets([found["shell"]])) == ["assets/shell.css"]


def test_a_sheet_has_what_it_imports_in_its_place(place):
    assert components.Component(place / "shell").styles.split() == ["x{}", "y{}", "z{}"]


def test_a_misspelled_setting_is_named(place):
    (place / "runs/component.toml").write_text("show = 'x'\n")
    with pytest.raises(ValueError, match=r"component.toml: show is none of shown, python"):
        components.found([place])


def test_a_word_that_a_language_lacks_is_an_error(place):
    found = components.found([place])
    whole = {"panels": {"lost": "x"}, "later": {"soon": {"said": "{a}"}, "later": {"list": []}}}
    assets.check_words({"xx": Words(whole, "xx")}, found)
    del whole["later"]["soon"]["said"]
    with pytest.raises(WordError, match=r"no word xx\.later\.soon\.said; expected it in words"):
        assets.check_words({"xx": Words(whole, "xx")}, found)


def test_words_in_a_page_are_those_of_what_it_shows_and_end_no_attribute(place):
    found = components.on_page(components.found([place]), 'data-panel="')
    said = assets.said(Words({"panels": {"a": "<'&\">"}, "runs": {"b": "c"}}, "xx"), found)
    assert said == '{"shell":{},"panels":{"a":"&lt;&#39;&amp;\\"&gt;"}}'


def test_the_words_of_the_page_that_is_not_kept_are_looked_up_deepest_first(tmp_path, root):
    import json

    from bookproof.project import Project
    from bookproof.words import words

    book = Project(root)
    said = {code: words(code) for code in book.languages}
    assets.words_for_later(said, book.languages.values(), tmp_path)
    found = json.loads((tmp_path / "assets/words/offline.json").read_text("utf-8"))
    assert [(one["root"], one["language"]) for one in found] == [("en/", "en"), ("", "ko")]
    later = json.loads((tmp_path / "assets/words/ko.json").read_text("utf-8"))
    assert later["search"]["none"] == said["ko"]["later"]["search"]["none"]


def test_no_script_knows_a_language(root):
    """Words come from words/*.toml: no script holds a letter of one, or asks which it is."""
    scripts = [*root.glob("src/bookproof/**/*.js"), *root.glob("src/groundup_book/**/*.js")]
    assert len(scripts) > 10
    for path in scripts:
        code = re.sub(r"(?m)(^|\s)//.*$", "", path.read_text("utf-8"))
        assert not re.search("[가-힣ぁ-んァ-ン一-龯]", code), path
        assert not re.search(r'''["'](ko|en|ja)["']''', code), path
