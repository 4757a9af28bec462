"""No single character of a printed output can change unseen."""

import doctest
import warnings

import pytest

from bookproof.project import Project
from bookproof.document import transcripts
from bookproof.kinds import KINDS
from bookproof.running import execution

SNIPPETS = sorted(Project.here().snippets.rglob("*.pycon"))
FLAGS = doctest.DONT_ACCEPT_TRUE_FOR_1
run = KINDS["transcript"].perform


def output_positions(text, examples):
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    for example in examples:
        first = example.output_line - 1
        yield from range(starts[first], starts[first + example.want.count("\n")])


def doctest_accepts(text, outputs):
    """Say whether Python's own doctest, given what was printed, would pass a text."""
    try:
        examples = [
            piece
            for piece in doctest.DocTestParser().parse(text)
            if isinstance(piece, doctest.Example)
        ]
    except ValueError:
        return False
    if len(examples) != len(outputs):
        return False
    checker = doctest.OutputChecker()
    for example, output in zip(examples, outputs, strict=True):
        raised = output.startswith(execution.HEADER)
        if raised != (example.exc_msg is not None):
            return False
        got = output.removeprefix(execution.HEADER).replace("<BLANKLINE>", "")
        want = example.exc_msg if raised else example.want
        if not checker.check_output(want, got, FLAGS):
            return False
    return True


@pytest.mark.parametrize(
    "path", SNIPPETS, ids=lambda p: f"{p.parent.parent.name}/{p.parent.name}/{p.stem}"
)
def test_every_character_of_every_output_counts(path):
    text = path.read_text("utf-8")
    examples, flaws = transcripts.parse(text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        outputs = run(text)
    assert flaws == []
    assert transcripts.differences(examples, outputs) == []
    assert doctest_accepts(text, outputs)
    code = [example.source for example in examples]
    for position in output_positions(text, examples):
        for other in ("0", "x") if text[position] not in "0x" else ("7", "z"):
            changed = text[:position] + other + text[position + 1 :]
            found, seen = transcripts.parse(changed)
            same = [example.source for example in found] == code
            ours = bool(seen) or not same or transcripts.differences(found, outputs)
            assert ours, f"{path.name}: character {position} changed to {other!r}"
            if same:
                assert not doctest_accepts(changed, outputs)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (">>> 1\n1", "one newline at the end"),
        (">>> 1\n1\n\n", "one newline at the end"),
        (">>> x = 1\n", "prints nothing"),
        ("words\n", "holds no example"),
        ("words\n\n>>> 1\n1\n", "'words' is neither code nor output"),
        (">>> 1\n1\n\nwords\n", "'words' is neither code nor output"),
        (">>> 1  # doctest: +SKIP\n2\n", "a doctest directive"),
        (">>> # why\n>>> 1\n1\n", "a comment"),
        ("    >>> 1\n    1\n", "is indented"),
        (">>>1\n1\n", "lacks blank"),
        (f">>> {'1' * 80}\n1\n", "84 columns"),
        (">>> 1\n1\n" * 10, "20 lines"),
    ],
)
def test_what_is_no_transcript_is_refused(text, message):
    assert message in " ".join(flaw.message for flaw in transcripts.parse(text)[1])


def test_output_goes_below_a_block_that_a_bare_prompt_closes():
    text = ">>> for i in 'a':\n...     print(i)\n...\nb\n>>> 1\n1\n"
    examples, flaws = transcripts.parse(text)
    assert flaws == []
    assert transcripts.rewritten(text, examples, run(text)) == (
        text.replace("\nb\n", "\na\n")
    )


def test_an_error_in_the_middle_of_printing_shows_both():
    assert run(">>> print(1) or 1 / 0\n1\n") == [
        "1\nTraceback (most recent call last):\nZeroDivisionError: division by zero\n"
    ]


@pytest.mark.parametrize("name", ["ch03/softmax", "ch03/softmax/2-x", "a/b/02-C", "x"])
def test_a_path_that_is_no_identity_is_refused(name, tmp_path):
    with pytest.raises(ValueError, match="not chapter/section/nn-purpose"):
        transcripts.identity(tmp_path, tmp_path / f"{name}.pycon")
