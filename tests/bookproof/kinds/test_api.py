"""A page of reference shows a module, and a module that cannot be shown is told by line."""

import re

import pytest

from bookproof.book import Book
from bookproof.rendering.pages import Rendering


def ask(small, module):
    """Write the directive at the end of a page of each language; return where."""
    places = []
    for language in ("en", "ko"):
        path = small.docs / language / "part" / "index.md"
        text = path.read_text("utf-8") + f"\n{{{{ api {module} }}}}\n"
        path.write_text(text, "utf-8")
        places.append((small.relative(path), len(text.splitlines())))
    return places


@pytest.mark.parametrize(
    ("module", "message"),
    [
        ("tiny.gone", "no module tiny.gone"),
        ("tiny.others", "others.py:1 is no Python: invalid syntax"),
    ],
)
def test_what_is_no_module_is_a_problem_of_each_line_that_asks_for_it(small, module, message):
    (small.src / "tiny" / "others.py").write_text("x = = 1\n", "utf-8")
    places = ask(small, module)
    found = [p for p in Book(small).problems if p.message == message]
    assert [(p.path, p.line, p.false) for p in found] == [(*place, True) for place in places]


def test_each_entry_has_a_heading_and_a_token_of_its_own(small):
    (small.src / "tiny" / "steps.py").write_text(
        '"""Steps."""\n\nLIMIT = 1\n\n\ndef step(x):\n    """Step."""\n    return [0, 0, 1]\n\n\n'
        'class Stair:\n    """Stair."""\n\n    async def up(self):\n        """Up."""\n',
        "utf-8",
    )
    ask(small, "tiny.steps")
    book = Book(small)
    rendering = Rendering(book, "http://code.example/small")
    text = rendering.markdown(book.pages["ko", "part/index"])
    assert re.findall(r"(?m)^(##+) (.+?) \{ #(.+) \}$", text) == [
        ("##", "`step`", "step"),
        ("##", "`Stair`", "Stair"),
        ("###", "`Stair.up`", "Stair.up"),
        ("##", "상수", "constants"),
    ]
    shown = [embed.html() for embed in rendering.embedded.values()]
    links = [re.findall(r'href="([^"]+)"', html) for html in shown]
    assert [[link.rpartition("/")[2] for link in found] for found in links] == [
        ["steps.py#L6-L8"], ["steps.py#L11-L15"], ["steps.py#L14-L15"], [],
    ]  # fmt: skip
