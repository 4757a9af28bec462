"""Reads and rewrites interpreter transcripts; `bookproof.kinds.transcript` runs them.

A transcript is what Python's own prompt would show: statements after ``>>>`` and
``...``, each followed by its exact output. It is also a doctest file, so that
``python -m doctest`` reads it; this module is stricter than doctest, which lets
``1`` stand for ``True``, skips what looks like prose and ignores stack lines.
"""

import doctest
import re
from dataclasses import dataclass
from pathlib import Path

MOST_LINES = 20
MOST_COLUMNS = 79
_PATH = re.compile(r"[a-z0-9-]+/[a-z0-9-]+/\d\d-[a-z0-9-]+")


@dataclass(frozen=True)
class Example:
    """One statement, the output printed under it, and the lines where they begin."""

    source: str
    want: str
    line: int
    output_line: int


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a transcript, and in which line."""

    line: int
    message: str


def parse(text: str) -> tuple[list[Example], list[Flaw]]:
    """Split a transcript into its examples; whatever is not one is a flaw.

    Examples
    --------
    >>> parse(">>> 1 + 1\\n2\\n")
    ([Example(source='1 + 1\\n', want='2\\n', line=1, output_line=2)], [])
    """
    flaws = []
    lines = text.splitlines()
    if not text.endswith("\n") or text.endswith("\n\n"):
        flaws.append(Flaw(len(lines), "expected exactly one newline at the end"))
    if len(lines) >= MOST_LINES:
        flaws.append(Flaw(MOST_LINES, f"{len(lines)} lines; expected under {MOST_LINES}"))
    for number, line in enumerate(lines, 1):
        if len(line) > MOST_COLUMNS and line.startswith((">>>", "...")):
            flaws.append(
                Flaw(number, f"{len(line)} columns; expected at most {MOST_COLUMNS}")
            )
        if line.startswith(">>>") and re.search(r"#\s*doctest:", line):
            flaws.append(Flaw(number, "a doctest directive; expected exact output"))
        if re.match(r"(>>>|\.\.\.)\s+#", line):
            flaws.append(Flaw(number, "a comment; expected the prose on the page"))
    try:
        pieces = doctest.DocTestParser().parse(text)
    except ValueError as error:
        return [], [*flaws, Flaw(1, str(error))]
    examples = []
    line = 1
    for piece in pieces:
        if isinstance(piece, str):
            for offset, stray in enumerate(piece.splitlines()):
                if stray.strip():
                    flaws.append(
                        Flaw(line + offset, f"{stray!r} is neither code nor output")
                    )
            line += piece.count("\n")
            continue
        line = piece.lineno + 1
        output_line = line + 1
        while lines[output_line - 1 : output_line] and lines[output_line - 1][:3] == "...":
            output_line += 1
        examples.append(Example(piece.source, piece.want, line, output_line))
        line = output_line + piece.want.count("\n")
        if piece.indent:
            flaws.append(Flaw(piece.lineno + 1, "is indented; expected column one"))
    if not examples:
        flaws.append(Flaw(1, "holds no example"))
    elif not any(example.want for example in examples):
        flaws.append(Flaw(1, "prints nothing; expected an output to compare"))
    return examples, flaws


def differences(examples: list[Example], outputs: list[str]) -> list[Flaw]:
    """Return a flaw for each example whose output is not exactly what is printed."""
    return [
        Flaw(
            example.output_line,
            f"expected output\n{indented(example.want)}\ngot\n{indented(output)}",
        )
        for example, output in zip(examples, outputs, strict=True)
        if example.want != output
    ]


def indented(text: str) -> str:
    return "    " + (text or "(nothing)\n").rstrip("\n").replace("\n", "\n    ")


def rewritten(text: str, examples: list[Example], outputs: list[str]) -> str:
    """Return the transcript with the outputs put in and the code untouched."""
    lines = text.splitlines(keepends=True)
    for example, output in reversed(list(zip(examples, outputs, strict=True))):
        start = example.output_line - 1
        lines[start : start + example.want.count("\n")] = [output]
    return "".join(lines)


def identity(snippets: Path, path: Path) -> str:
    """Return ``chapter/section/nn-purpose`` for a file under `snippets`.

    Raises
    ------
    ValueError
        If the path has another form.
    """
    name = path.relative_to(snippets).with_suffix("").as_posix()
    if not _PATH.fullmatch(name):
        raise ValueError(f"{name} is not chapter/section/nn-purpose")
    return name
