"""A fact is found by name, printed as text, and tested by name."""

import ast
import re

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
    tested = (root / "tests" / "groundup_book" / "facts" / f"test_{path.stem}.py").read_text("utf-8")
    names = [
        node.name
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    # A test for several threads or sizes names what comes before the number.
    stems = [re.sub(r"_\d+$", "", name) for name in names]
    assert [name for name in stems if name not in tested] == []
