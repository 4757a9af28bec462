"""What may stand between two braces, and what is refused with its place."""

import pytest

from bookproof.project import SourceError
from bookproof.document import directives
from bookproof.kinds import DIRECTIVES


def test_a_directive_fills_its_line():
    found = directives.block("    {{ figure a.b record=c | An alt. }}", 7, "page.md", DIRECTIVES)
    assert (found.kind, found.target, found.words) == ("figure", "a.b", "An alt.")
    assert (found.indent, found.line, found.data) == ("    ", 7, (("record", "c"),))


@pytest.mark.parametrize(
    "line",
    [
        "{{ figure a.b }}",
        "{{ figure a.b | }}",
        "{{ symbol }}",
        "{{ symbol a.b | alt }}",
        "{{ symbol a.b docstrings }}",
        "{{ transcript a/b/01-c record=d }}",
        "{{ snippet a }}",
        "{{ facts all }}",
    ],
)
def test_a_wrong_directive_names_its_line(line):
    with pytest.raises(SourceError, match=r"^page\.md:3: (unknown|malformed) directive"):
        directives.block(line, 3, "page.md", DIRECTIVES)


@pytest.mark.parametrize("line", ["a {{ b }}", "{{fact a.b}}", "a }} b", "{{ fact a }} x"])
def test_wrong_braces_in_a_sentence_name_their_line(line):
    with pytest.raises(SourceError, match=r"^page\.md:3: "):
        list(directives.inline(line, 3, "page.md", DIRECTIVES))


def test_facts_stand_in_code_and_mathematics_too():
    line = "`{{ fact a.b }}` and ${{ fact c.d }}$"
    assert [f.target for f in directives.inline(line, 1, "page.md", DIRECTIVES)] == ["a.b", "c.d"]
    values = {"a.b": "1", "c.d": "2"}
    filled = directives.filled(line, "page.md", DIRECTIVES, lambda found: values[found.target])
    assert filled == "`1` and $2$"
