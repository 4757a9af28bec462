"""A reference page says what the docstrings say, and leads only to what is there."""

import ast
import inspect
import re
from importlib import import_module
from xml.etree import ElementTree

import pytest

from bookproof.rendering.reference import entries

CODE = '''\
"""Module."""

from dataclasses import dataclass
from typing import NamedTuple

from package.other import Thing, borrowed

__all__ = ["borrowed", "function"]

LIMIT = 0.5
MODES = {
    "a": 1,
}
hidden = 1


def function(x, /, *rest, limit=LIMIT, mode="a", **more):
    """Do one < two.

    Use `function` again, ``x < y`` or `numpy.dot`.

    Parameters
    ----------
    x : array_like, shape (n,)
        First line
        and second.

        Another paragraph.
    limit, mode
        Both.

    Returns
    -------
    Thing
        What `Thing` is.

    Raises
    ------
    TypeError, ValueError
        If not.

    Notes
    -----
    It is::

        y = x < 1

    and so on.

    Examples
    --------
    >>> function("<")
    <BLANKLINE>
    1
    """


def long_one(first_parameter, second_parameter, third_parameter, fourth_parameter):
    """Long."""


def _private():
    """Hidden."""


def bare():
    pass


@dataclass
class Data:
    """Data."""

    number: int
    name: str = "n"

    @property
    def size(self):
        """Size."""

    @classmethod
    def made(cls, number=1):
        """Make."""

    def __call__(self, x):
        """Call."""

    def __repr__(self):
        """Hidden."""

    def _inner(self):
        """Hidden."""


class Pair(NamedTuple):
    """Two."""

    left: int
    right: int


class Built:
    """Built."""

    def __init__(self, *, part):
        pass
'''
OTHER = '''\
"""Other."""


class Thing:
    """A thing."""


def borrowed(x):
    """Borrowed."""
'''


def link(path, first, last):
    return f"http://code.example/{path.name}#L{first}-L{last}"


@pytest.fixture
def read(tmp_path):
    """Read a module of a small package."""
    package = tmp_path / "src" / "package"
    package.mkdir(parents=True)
    for name, text in (("__init__", ""), ("module", CODE), ("other", OTHER)):
        (package / f"{name}.py").write_text(text, "utf-8")

    def read(language="en", modules=("package.module", "package.other")):
        found = entries(tmp_path / "src", "package.module", language, link, set(modules))
        return {entry.anchor: entry for entry in found}

    return read


def parsed(entry):
    return ElementTree.fromstring(f"<div>{entry.page()}</div>")


def words(element):
    return " ".join("".join(element.itertext()).split())


def test_what_is_public_and_documented_is_shown_in_the_order_of_the_file(read):
    assert list(read()) == [
        "function", "long_one", "Data", "Data.size", "Data.made", "Data.call",
        "Pair", "Built", "borrowed", "constants",
    ]  # fmt: skip
    assert all(e.level == 2 + ("." in name) for name, e in read().items())
    titles = [entry.title for entry in read().values()]
    assert titles[3:6] == ["`Data.size`", "`Data.made`", "`Data.__call__`"]
    assert (titles[0], titles[-1]) == ("`function`", "Constants")
    assert read("ko")["constants"].title == "상수"


@pytest.mark.parametrize(
    ("name", "signature"),
    [
        ("function", 'function(x, /, *rest, limit=0.5, mode="a", **more)'),
        (
            "long_one",
            "long_one(\n    first_parameter, second_parameter, third_parameter,\n"
            "    fourth_parameter,\n)",
        ),
        ("Data", 'Data(number, name="n")'),
        ("Data.size", "Data.size"),
        ("Data.made", "Data.made(number=1)"),
        ("Data.call", "Data.__call__(x)"),
        ("Pair", "Pair(left, right)"),
        ("Built", "Built(*, part)"),
        ("borrowed", "borrowed(x)"),
    ],
)
def test_a_signature_is_what_one_writes_to_call_it(read, name, signature):
    code = parsed(read()[name]).find("figure").find(".//code")
    assert "".join(code.itertext()).strip() == signature


def test_a_caption_leads_to_the_lines_of_the_source(read):
    first = CODE[: CODE.index("def function")].count("\n") + 1
    last = CODE[: CODE.index("\n\n\ndef long_one")].count("\n") + 1
    anchor = parsed(read()["function"]).find(".//figcaption/a")
    assert anchor.text == "src/package/module.py"
    assert anchor.get("href") == f"http://code.example/module.py#L{first}-L{last}"
    borrowed = parsed(read()["borrowed"]).find(".//figcaption/a")
    assert borrowed.text == "src/package/other.py"


def test_every_section_of_a_docstring_is_shown(read):
    page = parsed(read()["function"])
    labels = [words(p) for p in page.findall(".//p[@class='gu-label']")]
    assert labels == ["Parameters", "Returns", "Raises", "Notes", "Examples"]
    terms = [words(dt) for dt in page.iter("dt")]
    assert terms == ["x array_like, shape (n,)", "limit, mode", "Thing", "TypeError, ValueError"]
    described = [words(dd) for dd in page.iter("dd")]
    assert described[0] == "First line and second.Another paragraph."
    assert described[1:] == ["Both.", "What Thing is.", "If not."]
    codes = ["".join(code.itertext()) for code in page.iter("code")]
    assert {"x < y", "y = x < 1", '>>> function("<")\n\n1\n'} <= set(codes)


def test_both_languages_have_the_same_ids_and_their_own_labels(read):
    korean, english = read("ko"), read("en")
    assert list(korean) == list(english)
    label = parsed(korean["function"]).find(".//p[@class='gu-label']")
    assert (label.text, label.get("lang")) == ("매개변수", "ko")
    assert parsed(korean["function"]).find("div").get("lang") == "en"


def test_a_name_is_a_link_where_it_has_a_place(read):
    def links(modules):
        page = parsed(read(modules=modules)["function"]).find("div")
        return {a.text: a.get("href") for a in page.iter("a")}

    both = {"function": "#function", "Thing": "../other/#Thing"}
    assert links(["package.other"]) == both
    assert links([]) == {"function": "#function"}


def test_constants_are_shown_as_they_are_written(read):
    code = parsed(read()["constants"]).find(".//code")
    assert "".join(code.itertext()) == 'LIMIT = 0.5\nMODES = {\n    "a": 1,\n}\n'


def test_the_search_gets_the_words_without_the_colours(read):
    found = read()["function"].words
    assert "function(x, /, *rest" in found and "Another paragraph." in found
    assert "<span class=\"n" not in found


def test_a_module_that_is_gone_is_an_error(tmp_path):
    with pytest.raises(LookupError, match="package.gone"):
        list(entries(tmp_path, "package.gone", "en", link, set()))


# One kind of definition after another

KINDS = '''\
"""Kinds."""

import enum
import functools
from dataclasses import KW_ONLY, InitVar, dataclass, field
from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, Protocol, TypeVar, overload

from .parts import *
from .parts import SIZE, Base, handed
from .parts import Base as Renamed
from outside import unknown
from package import parts as others
from elsewhere.far import distant

__all__ = ["Renamed", "starred", "SHARED", "unknown", "others", "distant", "gone"]
__all__ += ["late"]

LIMIT: float = 0.5  # why
A = B = 2
lower = 1
T = TypeVar("T")
step = step = len
documented = 3
"""Documented."""


async def waits(a, /, b=LIMIT, *, c=SIZE, d=lower, e=step, f=others.SIZE):
    """Wait."""


def called(a=starred, b=handed, c=unknown):
    """Call."""


def only(*, key="한"):
    """Only."""


def just_fits_the_line(xxxxxxxxx, yyyyyyyyy, zzzzzzzzz, wwwwwww):
    """60."""


def is_too_long_by_one(xxxxxxxxx, yyyyyyyyy, zzzzzzzzz, wwwwwwww):
    """61."""


def wrapped(aaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccc=1):
    """First line of parameters: 60; then one that is 61 with what follows."""


def joined(text="a" + "b", flag=None, raw=b"x", empty=""):
    """Join."""


@overload
def many(x: int) -> int: ...
@overload
def many(x: str, y: str) -> str: ...
def many(x, y=None):
    """Many."""


if LIMIT:
    def conditional(x):
        """Conditional."""
else:
    SMALL = 1


if TYPE_CHECKING:
    def typed(x):
        """Not there when it runs."""


class Plain:
    """Plain."""

    size: int = 1
    told = 2
    """Told."""

    @property
    def area(self):
        """Area."""

    @area.setter
    def area(self, value):
        pass

    @functools.cached_property
    def volume(self):
        """Volume."""

    @staticmethod
    def free(x):
        """Free."""

    async def later(self, x, *, step=told):
        """Later."""


@dataclass(frozen=True)
class Point(Base):
    """Point."""

    x: float
    hidden: int = field(init=False, default=0)
    names: list = field(default_factory=list)
    kept: ClassVar[int] = 1
    seed: InitVar[int] = 3
    _: KW_ONLY
    scale: float = LIMIT


class Child(Point):
    """Inherits."""


class Whole(Generic[T], Protocol):
    """Whole."""


class Number(int):
    """Of unknown parameters."""


class Made(int):
    """Made."""

    def __new__(cls, value, base=10):
        pass


class Couple(NamedTuple):
    """Couple."""

    left: int
    right: int = 2
    TOP = 3

    def total(self):
        """Total."""

    @property
    def width(self) -> int:
        return 1


class Triple(Couple):
    """Inherited."""


class Colour(enum.Enum):
    """Colour."""

    RED = 1
    GREEN = "g"
    _ignore_ = ()

    @property
    def bright(self) -> bool:
        return True

    def mixed(self):
        """Mixed."""


class Shade(Colour):
    """Shade."""
'''
PARTS = '''\
"""Parts."""

from outside import handed

SIZE = 7
SHARED = (
    1,
)


class Base:
    """Base."""

    def __init__(self, start=SIZE):
        pass


def starred(x):
    """Starred."""


def late(x):
    """Late."""


def quiet(x):
    """Exported by no one."""
'''


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    src = tmp_path_factory.mktemp("kinds") / "src"
    files = {
        "package/__init__": "from package.kinds import kinds\n",
        "package/kinds": KINDS,
        "package/parts": PARTS,
        "elsewhere/__init__": "",
        "elsewhere/far": '"""Far."""\n\n\ndef distant(x):\n    """Far."""\n',
    }
    for name, text in files.items():
        path = src / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return src


@pytest.fixture
def kinds(written):
    return {entry.anchor: entry for entry in entries(written, "package.kinds", "en", link, set())}


SIGNATURES = {
    "documented": "documented",
    "waits": "waits(a, /, b=0.5, *, c=7, d=1, e=len, f=others.SIZE)",
    "called": "called(a=starred, b=handed, c=unknown)",
    "only": 'only(*, key="한")',
    "just_fits_the_line": "just_fits_the_line(xxxxxxxxx, yyyyyyyyy, zzzzzzzzz, wwwwwww)",
    "is_too_long_by_one": (
        "is_too_long_by_one(\n    xxxxxxxxx, yyyyyyyyy, zzzzzzzzz, wwwwwwww,\n)"
    ),
    "wrapped": (
        "wrapped(\n    aaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbb,\n"
        "    ccccccccc=1,\n)"
    ),
    "joined": "joined(text='a' + 'b', flag=None, raw=b'x', empty=\"\")",
    "many": "many(x, y=None)",
    "conditional": "conditional(x)",
    "Plain": "Plain()",
    "Plain.told": "Plain.told",
    "Plain.area": "Plain.area",
    "Plain.volume": "Plain.volume",
    "Plain.free": "Plain.free(x)",
    "Plain.later": "Plain.later(x, *, step=2)",
    "Point": "Point(x, names=list(), seed=3, *, scale=0.5)",
    "Child": "Child(x, names=list(), seed=3, *, scale=0.5)",
    "Whole": "Whole()",
    "Number": "Number",
    "Made": "Made(value, base=10)",
    "Couple": "Couple(left, right=2)",
    "Couple.total": "Couple.total()",
    "Triple": "Triple(left, right=2)",
    "Colour": "Colour\n    RED = 1\n    GREEN = 'g'",
    "Colour.mixed": "Colour.mixed()",
    "Shade": "Shade",
    "Renamed": "Renamed(start=7)",
    "starred": "starred(x)",
    "distant": "distant(x)",
    "late": "late(x)",
}


def test_what_is_offered_is_what_is_defined_or_exported(kinds):
    assert list(kinds) == [*SIGNATURES, "constants"]


@pytest.mark.parametrize("name", SIGNATURES)
def test_each_kind_of_definition_is_shown_as_it_is_used(kinds, name):
    code = parsed(kinds[name]).find("figure").find(".//code")
    assert "".join(code.itertext()).removesuffix("\n") == SIGNATURES[name]


def test_constants_are_those_in_capitals_with_what_is_exported_once_each(kinds):
    assert words(parsed(kinds["constants"])) == (
        "LIMIT: float = 0.5 # why A = B = 2 T = TypeVar(\"T\") SMALL = 1 SHARED = ( 1, )"
    )


@pytest.mark.parametrize(
    ("name", "file", "first", "last"),
    [
        ("Plain.area", "kinds.py", "    @property", '        """Area."""'),
        ("Plain.volume", "kinds.py", "    @functools.cached_property", '        """Volume."""'),
        ("many", "kinds.py", "def many(x, y=None):", '    """Many."""'),
        ("Point", "kinds.py", "@dataclass(frozen=True)", "    scale: float = LIMIT"),
        ("Renamed", "parts.py", "class Base:", "        pass"),
    ],
)
def test_a_caption_leads_to_the_whole_definition(kinds, name, file, first, last):
    address = parsed(kinds[name]).find(".//figcaption/a").get("href")
    numbers = re.fullmatch(rf"http://code.example/{file}#L(\d+)-L(\d+)", address).groups()
    lines = {"kinds.py": KINDS, "parts.py": PARTS}[file].splitlines()
    assert [lines[int(number) - 1] for number in numbers] == [first, last]


def test_a_changed_file_is_read_anew(read, tmp_path):
    assert "bare" not in read()
    path = tmp_path / "src" / "package" / "module.py"
    path.write_text(CODE.replace("def bare():", 'def bare():\n    """Bare."""'), "utf-8")
    assert "bare" in read()


def test_a_module_that_is_no_python_is_told_with_its_line(read, tmp_path):
    (tmp_path / "src" / "package" / "module.py").write_text("x = 1\ny = = 2\n", "utf-8")
    with pytest.raises(LookupError, match=r"^module.py:2 is no Python: invalid syntax$"):
        read()


def test_no_code_of_the_library_is_run(read, tmp_path):
    path = tmp_path / "src" / "package" / "module.py"
    path.write_text(CODE + "\nraise SystemExit\n", "utf-8")
    assert "function" in read()


# The library itself


@pytest.fixture(scope="module")
def documented():
    """The entries of every module that has a reference page."""
    from pathlib import Path

    root = Path(__file__).parents[3]
    texts = (p.read_text("utf-8") for p in (root / "docs/en/reference").glob("*.md"))
    modules = {m for text in texts for m in re.findall(r"\{\{ api (\S+) \}\}", text)}
    return {
        module: {e.anchor: e for e in entries(root / "src", module, "en", link, modules)}
        for module in modules
    }


def test_what_pages_and_examples_use_is_on_a_reference_page(documented, root):
    used = set()
    for path in (root / "snippets").rglob("ch*/**/*.pycon"):
        for module, names in re.findall(
            r"^>>> from (groundup[\w.]+) import (.+)$", path.read_text("utf-8"), re.MULTILINE
        ):
            used |= {(module, name) for name in names.split(", ")}
    for module, name in sorted(used):
        if not name.isupper() and module != "groundup.files.pickled":
            assert name in documented.get(module, {}), f"{module}.{name}"


def test_signatures_are_those_that_python_sees(documented):
    for module, found in documented.items():
        for entry in found.values():
            thing = import_module(module)
            name = entry.title.strip("`")
            for part in name.split("."):
                thing = getattr(thing, part, None)
            if name == "Constants" or isinstance(thing, property):
                continue
            signature = "".join(parsed(entry).find("figure").find(".//code").itertext())
            arguments = ast.parse(f"def f{signature.strip()[len(name) :]}: 0")
            names = [p for p in inspect.signature(thing).parameters if p != "self"]
            written = [n.arg for n in ast.walk(arguments) if isinstance(n, ast.arg)]
            assert sorted(written) == sorted(names), (module, name)


def test_every_link_between_pages_leads_to_an_entry(documented):
    pages = {module.rpartition(".")[2]: found for module, found in documented.items()}
    for module, found in documented.items():
        for entry in found.values():
            for anchor in parsed(entry).findall(".//a"):
                place = re.fullmatch(r"(?:\.\./(\w+)/)?#([\w.]+)", anchor.get("href"))
                if place:
                    target = pages[place[1]] if place[1] else found
                    assert place[2] in target, (module, anchor.get("href"))
