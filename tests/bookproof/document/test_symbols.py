"""A page shows a definition as it stands in the file, found by name alone."""

import inspect

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


@pytest.fixture
def src(tmp_path):
    (tmp_path / "package").mkdir()
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


def test_the_docstring_can_be_kept(root):
    found = symbols.find(root / "src", "groundup.activations.step", docstring=True)
    assert found.code + "\n" == inspect.getsource(activations.step)


@pytest.mark.parametrize(
    "name", ["package.module.gone", "package.gone.f", "gone.f", "package.module.Thing.gone"]
)
def test_a_symbol_that_is_gone_is_an_error(src, name):
    with pytest.raises(LookupError, match="gone"):
        symbols.find(src, name)
