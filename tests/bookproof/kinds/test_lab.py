"""A lab is one page and one notebook in each language, from the same transcripts."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from bookproof.book import Book
from bookproof.document import pages
from bookproof.kinds import DIRECTIVES, KINDS
from bookproof.kinds import lab as notebooks
from bookproof.kinds.kind import Job
from bookproof.project import Project
from bookproof.rendering.pages import Rendering
from bookproof.running.runs import Runs

LANGUAGES = ("ko", "en")
LABS = ("labs/gates", "labs/activations", "labs/mnist")
LAB = """\
---
title: {title}
description: {title}.
lab: true
---
# {title} {{#lab}}

{{{{ fact site.transcripts }}}} [{title}](gates.md#xor) $x$

[{title}](lab.ipynb)
{{ .download }}

## {title} {{#cells}}

{{{{ transcript part/gates/01-step }}}}

{{{{ transcript part/gates/02-error }}}}

{{{{ figure one.line | {title} }}}}
"""
FIGURE = '''\
"""One figure."""

from matplotlib.figure import Figure

from tiny_book.figures import style


@style.figure
def line(language: str) -> Figure:
    """Draw a line."""
    figure = Figure(figsize=(2, 1))
    figure.subplots().set_title({"ko": "선", "en": "Line"}[language])
    return figure
'''


@pytest.fixture(scope="module")
def real():
    """The labs of this checkout, executed unless nothing of theirs has changed."""
    book = Book(Project(Path(__file__).parents[3]))
    book.finish()
    return book


@pytest.fixture
def lab(small):
    """The small book with a lab: its project."""
    for language, title in (("ko", "실습"), ("en", "Lab")):
        path = small.docs / language / "part" / "lab.md"
        path.write_text(LAB.format(title=title), "utf-8")
    (small.src / "tiny_book" / "figures" / "one.py").write_text(FIGURE, "utf-8")
    return small


def written(book, language, stem):
    rendering = Rendering(book, "http://code.example/small")
    text = rendering.notebook(book.pages[language, stem], lambda other: f"http://small.example/{other}/")
    return nbformat.reads(text, as_version=4)


def code(notebook):
    return [cell["source"] for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_three_labs_in_each_language(real):
    assert {(language, stem) for language in LANGUAGES for stem in LABS} == {(page.language, page.stem) for page in notebooks.labs(real)}


@pytest.mark.parametrize("stem", LABS)
def test_code_cells_are_the_same_in_both_languages(real, stem):
    korean, english = (written(real, language, stem) for language in LANGUAGES)
    assert code(korean) == code(english)
    assert [c["id"] for c in korean.cells] == [c["id"] for c in english.cells]
    words = [c["source"] for c in korean.cells if c.cell_type == "markdown"]
    assert not set(words) & {c["source"] for c in english.cells}


@pytest.mark.parametrize("stem", LABS)
def test_cells_hold_each_transcript_whole_and_print_what_it_prints(real, stem):
    notebook = written(real, "en", stem)
    for name in {c.metadata["transcript"] for c in notebook.cells if "transcript" in c.metadata}:
        cells = [c for c in notebook.cells if c.metadata.get("transcript") == name]
        text = (real.project.snippets / f"{name}.pycon").read_text("utf-8").splitlines()
        typed = [line[4:] for line in text if line.startswith((">>> ", "... "))]
        assert "\n".join(c["source"] for c in cells).splitlines() == typed
        shown = [line for line in text if not line.startswith((">>>", "..."))]
        assert "".join(notebooks.printed(c["outputs"]) for c in cells).splitlines() == shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stem", LABS)
def test_a_notebook_is_valid_and_says_first_how_to_install(real, language, stem):
    notebook = written(real, language, stem)
    nbformat.validate(notebook)
    first = notebook.cells[0]["source"]
    assert first.startswith("# ")
    assert '`pip install "groundup[figures] @ git+http://code.example/small"`' in first
    words = "\n".join(c["source"] for c in notebook.cells if c.cell_type == "markdown")
    assert not re.search(r"\{\{|\{ *[#.]|\.md\b|\.ipynb", words)
    assert [c["execution_count"] for c in notebook.cells if c.cell_type == "code"] == [
        *range(1, len(code(notebook)) + 1)
    ]


def test_a_downloaded_notebook_runs_as_it_is_in_any_folder(real, tmp_path):
    notebook = written(real, "ko", "labs/gates")
    before = [notebooks.printed(c["outputs"]) for c in notebook.cells if "outputs" in c]
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=120, resources=resources).execute()
    after = [notebooks.printed(c["outputs"]) for c in notebook.cells if "outputs" in c]
    assert after == before


def test_a_lab_is_built_as_page_and_notebook_and_not_executed_again(lab):
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=lab.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    pictures = set()
    for folder, word in (("", "선"), ("en", "Line")):
        html = (lab.root / "site" / folder / "part/lab/index.html").read_text("utf-8")
        assert html.count('class="gu-cell highlight"') == 6
        assert "ZeroDivisionError: division by zero" in html
        assert f">{word}</text>" in html
        assert 'href="../lab.ipynb"' in html
        assert not re.search(r"MathJax|mermaid|cdnjs|jsdelivr|jp-Cell", html)
        assert html.count("<style") == 0
        path = lab.root / "site" / folder / "part/lab.ipynb"
        notebook = nbformat.read(path, as_version=4)
        picture = notebook.cells[-1]["outputs"][0]["data"]["image/png"]
        pictures.add(picture)
        assert "2 [" in notebook.cells[1]["source"]
        assert "](http://small.example/" in notebook.cells[1]["source"]
    assert len(pictures) == 2
    assert Book(lab).runs.performed == 0
    page = lab.docs / "ko/part/lab.md"
    page.write_text(page.read_text("utf-8").replace("$x$", "$y$"), "utf-8")
    assert Book(lab).runs.performed == 0


def test_it_is_executed_again_when_what_its_kernel_used_changes(small, monkeypatch):
    (small.src / "tiny/numbers.txt").write_text("1", "utf-8")
    code = (
        "import os\nfrom tiny import steps\n"
        "os.environ.get('LIB_MODE'), open(steps.__file__.replace('steps.py', 'numbers.txt')).read()"
    )
    given = {"cells": [{"id": "a", "kind": "text", "code": code}], "languages": ["ko"]}
    job = KINDS["lab"], Job(given, ())
    [result] = Runs(small).start([job])()
    assert result["value"][0]["outputs"]["ko"][0]["data"]["text/plain"] == "(None, '1')"

    def kept():
        return Runs(small).kept(*job) is not None

    assert kept()
    for name, same in (("limits.py", False), ("others.py", True), ("numbers.txt", False)):
        path = small.src / "tiny" / name
        text = path.read_text("utf-8")
        path.write_text(text + "\n", "utf-8")
        assert kept() == same, name
        path.write_text(text, "utf-8")
    monkeypatch.setenv("LIB_MODE", "other")
    assert not kept()
    monkeypatch.delenv("LIB_MODE")
    assert {"ipykernel", "nbclient"} <= result["manifest"]["distribution"].keys()
    assert "LANGUAGE" not in result["manifest"].get("variable", {})


def test_an_endless_cell_is_told_at_its_own_line(lab, monkeypatch):
    monkeypatch.setenv("BOOKPROOF_TIME_LIMIT", "20")
    loop = ">>> import sys\n>>> while 'ipykernel' in sys.modules: pass\n>>> 1\n1\n"
    (lab.snippets / "part/gates/02-error.pycon").write_text(loop, "utf-8")
    page = lab.docs / "ko/part/lab.md"
    line = page.read_text("utf-8").splitlines().index("{{ transcript part/gates/02-error }}") + 1
    assert f"docs/ko/part/lab.md:{line}: no end after 20 s" in map(str, Book(lab).problems)


@pytest.mark.parametrize(
    ("example", "seen"),
    [
        (
            ">>> for i in range(2):\n...     i\n...\n0\n1\n",
            "01-step.pycon:4: in a notebook, expected output\n    0\n    1\ngot\n    (nothing)",
        ),
        (
            ">>> import sys\n>>> 1 / ('ipykernel' not in sys.modules)\n1.0\n",
            "lab.md:15: RuntimeError: cell part-gates-01-step-1: ZeroDivisionError",
        ),
    ],
)
def test_a_cell_that_fails_or_prints_something_else_makes_the_book_false(lab, example, seen):
    path = lab.snippets / "part/gates/01-step.pycon"
    path.write_text(example, "utf-8")
    for language in LANGUAGES:
        page = lab.docs / language / "part/lab.md"
        page.write_text(page.read_text("utf-8").partition("{{ figure")[0], "utf-8")
    false = [str(problem) for problem in Book(lab).problems if problem.false]
    assert any(seen in problem for problem in false), false


@pytest.mark.parametrize(
    "words",
    ["{{ symbol tiny.steps.step }}", '!!! note "Box"\n\n    Words.'],
)
def test_a_lab_holds_only_what_a_notebook_can(small, words):
    page = small.docs / "ko/part/gates.md"
    page.write_text(LAB.format(title="Lab"), "utf-8")
    assert not list(notebooks.flaws(pages.read(small, "ko", "part/gates", DIRECTIVES)))
    page.write_text(LAB.format(title="Lab") + words + "\n", "utf-8")
    [(line, message)] = notebooks.flaws(pages.read(small, "ko", "part/gates", DIRECTIVES))
    assert line == 20
    assert "a lab cannot hold" in message
