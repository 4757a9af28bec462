"""A page shows a definition as it stands in the file, found by name alone."""

import inspect
import os

import pytest

from groundup import activations
from bookproof.document import symbols

CODE = '''\
"""Module."""

import functools

LIMIT: float = 0.5
A = B = (
    1,
    2,
)


@functools.cache
def function(x):
    """Say.

    More.
    """

    # why
    return x


class Thing:
    """A thing."""

    @property
    def half(self):
        """Half."""
        return LIMIT

    class Inner:
        """Only words."""
'''


MORE = '''\
import os.path
import package.deep.inner
import package.module as whole
from typing import overload
from . import module
from .deep import inner as renamed
from .deep.inner import leaf
from package.module import function as borrowed
from package.missing import lost
from package.more import looped
from numpy import dot


@overload
def many(x: int): ...
@typing.overload
def many(x: str): ...
def many(x):
    return x


async def waits():
    """Wait."""
    async def within():
        """Within."""
        return 1


if os:
    @first
    @second(
        1
    )
    class Chosen:
        """Chosen."""

        def method(self):
            def local():
                return 2
            return local

        async def later(self):
            return 3
elif whole:
    UNDER = 1
else:
    for i in range(3):
        OTHER: int = 2

try:
    from outside import fast
    TRIED = 3
except ImportError:
    def fast():
        return 4
else:
    ELSE = 5
finally:
    LAST = 6

with open(os) as FILE:
    INSIDE = 7

match os:
    case 1:
        MATCHED = 8

LEFT, (RIGHT, *REST) = 1, (2, 3)
whole.attribute = LEFT
TABLE[LEFT] = RIGHT
COUNT = 1
COUNT += 1


class Shape:
    @property
    def area(self):
        return 9

    @area.setter
    def area(self, value):
        pass

    def bare(self):
        return 1

    def told(self):
        """Told."""
        return 2

    def oneline(self): "Doc."; return 1
    def short(self): "Doc."
'''
INNER = '''\
from ...package.module import LIMIT as bound
from .. import deep
from ..more import *
from .inner import leaf as itself


def leaf():
    return 10
'''


@pytest.fixture
def src(tmp_path):
    (tmp_path / "package" / "deep").mkdir(parents=True)
    (tmp_path / "package" / "deep" / "__init__.py").write_text("from .inner import *\nDEEP = 1\n")
    (tmp_path / "package" / "deep" / "inner.py").write_text(INNER)
    (tmp_path / "package" / "more.py").write_text(MORE)
    (tmp_path / "package" / "__init__.py").write_text("")
    (tmp_path / "package" / "module.py").write_text(CODE)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "code", "first", "last"),
    [
        ("LIMIT", "LIMIT: float = 0.5", 5, 5),
        ("B", "A = B = (\n    1,\n    2,\n)", 6, 9),
        ("function", "@functools.cache\ndef function(x):\n    # why\n    return x", 12, 20),
        ("Thing.half", "@property\ndef half(self):\n    return LIMIT", 26, 29),
        ("Thing.Inner", 'class Inner:\n    """Only words."""', 31, 32),
    ],
)
def test_a_definition_is_found_by_name(src, name, code, first, last):
    found = symbols.find(src, f"package.module.{name}")
    assert (found.code, found.first, found.last) == (code, first, last)


@pytest.mark.parametrize(
    ("name", "file", "code"),
    [
        ("more.many", "more", "def many(x):\n    return x"),
        ("more.waits", "more", "async def waits():\n    async def within():\n        return 1"),
        ("more.waits.within", "more", "async def within():\n    return 1"),
        (
            "more.Chosen",
            "more",
            "@first\n@second(\n    1\n)\nclass Chosen:\n    def method(self):\n"
            "        def local():\n            return 2\n        return local\n\n"
            "    async def later(self):\n        return 3",
        ),
        ("more.Chosen.later", "more", "async def later(self):\n    return 3"),
        ("more.Chosen.method.local", "more", "def local():\n    return 2"),
        ("more.UNDER", "more", "UNDER = 1"),
        ("more.OTHER", "more", "OTHER: int = 2"),
        ("more.TRIED", "more", "TRIED = 3"),
        ("more.fast", "more", "def fast():\n    return 4"),
        ("more.ELSE", "more", "ELSE = 5"),
        ("more.LAST", "more", "LAST = 6"),
        ("more.INSIDE", "more", "INSIDE = 7"),
        ("more.MATCHED", "more", "MATCHED = 8"),
        ("more.LEFT", "more", "LEFT, (RIGHT, *REST) = 1, (2, 3)"),
        ("more.REST", "more", "LEFT, (RIGHT, *REST) = 1, (2, 3)"),
        ("more.COUNT", "more", "COUNT = 1"),
        ("more.Shape.area", "more", "@property\ndef area(self):\n    return 9"),
        (
            "more.Shape",
            "more",
            "class Shape:\n    @property\n    def area(self):\n        return 9\n\n"
            "    @area.setter\n    def area(self, value):\n        pass\n\n"
            "    def bare(self):\n        return 1\n\n    def told(self):\n        return 2\n\n"
            '    def oneline(self): "Doc."; return 1\n    def short(self): "Doc."',
        ),
        ("more.Shape.oneline", "more", 'def oneline(self): "Doc."; return 1'),
        ("more.Shape.short", "more", 'def short(self): "Doc."'),
        ("more.borrowed", "module", "@functools.cache\ndef function(x):\n    # why\n    return x"),
        ("more.whole.LIMIT", "module", "LIMIT: float = 0.5"),
        ("more.module.LIMIT", "module", "LIMIT: float = 0.5"),
        ("more.package.module.LIMIT", "module", "LIMIT: float = 0.5"),
        ("more.renamed.leaf", "inner", "def leaf():\n    return 10"),
        ("more.leaf", "inner", "def leaf():\n    return 10"),
        ("deep.leaf", "inner", "def leaf():\n    return 10"),
        ("deep.DEEP", "__init__", "DEEP = 1"),
        ("deep.inner.bound", "module", "LIMIT: float = 0.5"),
        ("deep.inner.deep.DEEP", "__init__", "DEEP = 1"),
        ("deep.inner.itself", "inner", "def leaf():\n    return 10"),
        ("deep.TRIED", "more", "TRIED = 3"),
    ],
)
def test_every_way_to_define_or_import_a_name_is_found(src, name, file, code):
    found = symbols.find(src, f"package.{name}")
    assert (found.path.stem, found.code) == (file, code)
    lines = found.path.read_text().splitlines()[found.first - 1 : found.last]
    assert {line.strip() for line in code.splitlines()} <= {line.strip() for line in lines}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("more.dot", "no module for symbol numpy.dot, imported as package.more.dot"),
        (
            "more.lost",
            "no symbol missing in __init__.py (wanted package.missing.lost),"
            " imported as package.more.lost",
        ),
        ("more.looped", "no symbol looped in more.py (wanted package.more.looped)"),
        (
            "left.ring",
            "no symbol ring in right.py (wanted package.right.ring), imported as package.left.ring",
        ),
        ("module", "no symbol module in __init__.py (wanted package.module)"),
        ("more.attribute", "no symbol attribute in more.py (wanted package.more.attribute)"),
        ("more.i", "no symbol i in more.py (wanted package.more.i)"),
        ("more.TABLE", "no symbol TABLE in more.py (wanted package.more.TABLE)"),
        ("more.Shape.none", "no symbol none in more.py (wanted package.more.Shape.none)"),
        ("more.os", "no module for symbol os, imported as package.more.os"),
        ("broken.f", "broken.py:2 is no Python: invalid syntax"),
    ],
)
def test_what_leads_nowhere_is_told(src, name, message):
    (src / "package" / "broken.py").write_text("def f():\n    return = 1\n")
    (src / "package" / "left.py").write_text("from package.right import ring\n")
    (src / "package" / "right.py").write_text("from package.left import ring\n")
    with pytest.raises(LookupError) as told:
        symbols.find(src, f"package.{name}")
    assert told.value.args == (message,)


def test_a_changed_file_is_read_anew(src):
    path = src / "package" / "module.py"
    assert symbols.find(src, "package.module.LIMIT").code == "LIMIT: float = 0.5"
    path.write_text("LIMIT = 2\n")
    os.utime(path, ns=(1, 1))
    assert symbols.find(src, "package.module.LIMIT").code == "LIMIT = 2"


def test_a_module_is_a_file_or_a_package(src):
    assert symbols.module(src, "package.more") == src / "package" / "more.py"
    assert symbols.module(src, "package") == src / "package" / "__init__.py"
    with pytest.raises(LookupError, match=r"^no module package\.gone$"):
        symbols.module(src, "package.gone")


def test_functions_are_the_public_ones_of_a_file(src):
    names = [node.name for node in symbols.functions(src / "package" / "more.py")]
    assert names == ["many", "many", "many", "waits", "fast"]
    (src / "package" / "two.py").write_text("def _hidden(): ...\ndef shown(): ...\n")
    assert [n.name for n in symbols.functions(src / "package" / "two.py")] == ["shown"]


def test_the_docstring_can_be_kept(root):
    found = symbols.find(root / "src", "groundup.activations.step", docstring=True)
    assert found.code + "\n" == inspect.getsource(activations.step)


@pytest.mark.parametrize(
    "name", ["package.module.gone", "package.gone.f", "gone.f", "package.module.Thing.gone"]
)
def test_a_symbol_that_is_gone_is_an_error(src, name):
    with pytest.raises(LookupError, match="gone"):
        symbols.find(src, name)
