"""A fact is found by name, printed as text, and tested by name."""

import ast

import pytest

from bookproof.kinds import KINDS
from bookproof.project import Project

MODULES = sorted(
    path
    for path in (Project.here().src / "groundup_book" / "facts").glob("*.py")
    if path.stem != "__init__"
)


def value(name):
    return KINDS["fact"].perform("groundup_book.facts", name)


@pytest.fixture
def module(monkeypatch):
    import sys
    import types

    made = types.ModuleType("groundup_book.facts.made")
    monkeypatch.setitem(sys.modules, made.__name__, made)
    return made


def test_text_is_printed_as_it_is(module):
    module.limit = lambda: "709.78"
    assert value("made.limit") == "709.78"


def test_whole_numbers_get_commas(module):
    module.images = lambda: 10000
    assert value("made.images") == "10,000"


@pytest.mark.parametrize("result", [0.1, True, None])
def test_what_has_no_one_way_to_be_printed_is_refused(module, result):
    module.loose = lambda: result
    with pytest.raises(TypeError, match="expected a string or an int"):
        value("made.loose")


@pytest.mark.parametrize("name", ["softmax.no_such", "no_such.limit", "softmax"])
def test_an_unknown_fact_is_refused(name):
    with pytest.raises(LookupError, match="no fact"):
        value(name)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_fact_has_its_test(path, root):
    text = (root / "tests" / "groundup_book" / "facts" / f"test_{path.stem}.py").read_text("utf-8")
    tested = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            tested.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            tested.add(node.value)
    names = [
        node.name
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    assert [name for name in names if name not in tested] == []
