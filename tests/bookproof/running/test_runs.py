"""What changed runs, each failure is told at its own place, and its neighbours' results are kept."""

import json
import re
import subprocess
import sys

import pytest

from bookproof.book import Book
from bookproof.kinds import KINDS
from bookproof.kinds.kind import Job
from bookproof.project import SourceError
from bookproof.running import runs as running
from bookproof.running.runs import Runs

TRANSCRIPT = KINDS["transcript"]
SNIPPET = "snippets/part/gates/01-step.pycon"


def transcript(*statements):
    return TRANSCRIPT, Job({"text": "".join(f">>> {line}\n" for line in statements)}, "a")


def write(small, path, text):
    file = small.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def problems(book):
    return [str(problem) for problem in book.problems]


def test_a_book_runs_once_and_then_only_what_changed(small):
    assert Book(small).runs.performed == 2
    assert Book(small).runs.performed == 0
    path = small.src / "tiny/limits.py"
    path.write_text(path.read_text("utf-8").replace("ZERO = 0", "ZERO = -1"), "utf-8")
    book = Book(small)
    assert book.runs.performed == 1
    assert problems(book) == [f"{SNIPPET}:3: expected output\n    [0, 0, 1]\ngot\n    [0, 1, 1]"]


def test_a_strict_build_refuses_what_the_library_made_stale(small):
    assert problems(Book(small)) == []
    path = small.src / "tiny/limits.py"
    path.write_text(path.read_text("utf-8").replace("ZERO = 0", "ZERO = -1"), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=small.root, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"{SNIPPET}:3: expected output" in done.stderr
    assert not (small.root / "site").exists()


def test_an_endless_example_is_told_at_its_own_line_and_blames_no_neighbour(small, monkeypatch):
    monkeypatch.setenv(running.LIMIT, "5")
    monkeypatch.setattr(running.os, "cpu_count", lambda: 1)
    write(small, SNIPPET, ">>> 1\n1\n>>> while True:\n...     pass\n...\n>>> 2\n2\n")
    book = Book(small)
    assert problems(book) == [f"{SNIPPET}:3: no end after 5 s"]
    assert book.made == {} and book.transcripts["part/gates/02-error"].outputs is not None
    assert Book(small).runs.performed == 1


def test_each_step_has_the_whole_time(small, monkeypatch):
    monkeypatch.setenv(running.LIMIT, "5")
    wait = "import time; time.sleep(2)"
    [result] = Runs(small).start([transcript(wait, wait, wait, "1")])()
    assert result["value"][-1] == "1\n"


@pytest.mark.parametrize(
    ("statement", "how"),
    [
        ("os._exit(3)", "the interpreter ended: exit status 3"),
        ("os.kill(os.getpid(), 11)", "the interpreter ended: Segmentation fault"),
        (
            "import sys; print('last words', file=sys.stderr); sys.stderr.flush(); os._exit(0)",
            "the interpreter ended: exit status 0, last words",
        ),
        ("raise SystemExit(4)", "SystemExit: 4"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt: "),
    ],
)
def test_what_ends_its_interpreter_blames_itself_at_its_line(small, monkeypatch, statement, how):
    monkeypatch.setattr(running.os, "cpu_count", lambda: 1)
    jobs = [transcript("1"), transcript("import os", statement), transcript("2")]
    results = Runs(small).start(jobs)()
    assert results[1] == {"error": how, "at": 2}
    assert [results[0]["value"], results[2]["value"]] == [["1\n"], ["2\n"]]
    assert Runs(small).kept(*jobs[0]) and Runs(small).kept(*jobs[2])
    assert Runs(small).kept(*jobs[1]) is None


def test_what_is_written_past_python_is_no_answer(small):
    loud = "import os, subprocess; os.write(1, b'{}\\n{\"value\": 0}\\n'); subprocess.call(['echo', '{}'])"
    [result] = Runs(small).start([transcript(loud, "import sys; sys.__stdout__.write('x\\n')", "3")])()
    assert result["value"][-1] == "3\n"


def test_what_asks_for_input_gets_none(small):
    [result] = Runs(small).start([transcript("input()", "3")])()
    assert result["value"] == ["Traceback (most recent call last):\nEOFError: EOF when reading a line\n", "3\n"]


def test_a_warning_is_an_error(small):
    write(small, "src/tiny_book/facts/__init__.py", "")
    write(small, "src/tiny_book/facts/loud.py", "import warnings\n\n\ndef one():\n    warnings.warn('careful')\n    return 1\n")
    page = small.docs / "ko/index.md"
    page.write_text(page.read_text("utf-8") + "\n{{ fact loud.one }}\n", "utf-8")
    line = page.read_text("utf-8").splitlines().index("{{ fact loud.one }}") + 1
    assert f"docs/ko/index.md:{line}: UserWarning: careful" in problems(Book(small))


def test_a_transcript_that_warns_is_false_unless_it_shows_it(small):
    shown = "Traceback (most recent call last):\nUserWarning: careful\n"
    code = ">>> import warnings\n>>> warnings.warn('careful')\n"
    write(small, SNIPPET, code + ">>> 1\n1\n")
    told = shown.rstrip("\n").replace("\n", "\n    ")
    assert problems(Book(small)) == [f"{SNIPPET}:3: expected output\n    (nothing)\ngot\n    {told}"]
    write(small, SNIPPET, code + shown)
    assert problems(Book(small)) == []


def test_a_job_that_lets_warnings_pass_does_so_for_itself(small, monkeypatch):
    monkeypatch.setattr(running.os, "cpu_count", lambda: 1)
    quiet = transcript("import warnings; warnings.simplefilter('ignore')")
    results = Runs(small).start([quiet, transcript("import warnings; warnings.warn('x')")])()
    assert "UserWarning: x" in results[1]["value"][0]


def test_what_failed_is_tried_again(small):
    job = KINDS["fact"], Job({"package": "tiny_book.facts", "name": "nothing.at_all"}, "")
    for _ in range(2):
        runs = Runs(small)
        assert runs.start([job])() == [{"error": "LookupError: no fact nothing.at_all"}]
        assert runs.performed == 1


def test_the_checkout_is_what_runs_not_an_installed_copy(small):
    path = small.src / "tiny/steps.py"
    path.write_text(path.read_text("utf-8") + "\n\nHERE = 'this checkout'\n", "utf-8")
    [result] = Runs(small).start([transcript("from tiny.steps import HERE", "HERE")])()
    assert result["value"] == ["", "'this checkout'\n"]


class Recorder:
    """Stands for a crew: puts down what it is dealt."""

    dealt: list = []

    def __init__(self, start, limit):
        self.limit = limit

    def deal(self, jobs, most, keep):
        Recorder.dealt = [json.loads(line)["kind"] for _, line in jobs], most, self.limit

    def results(self, count):
        return iter([(number, {"error": "none"}) for number in range(count)])


def test_costly_jobs_come_first_and_processors_are_all_used(small, monkeypatch):
    monkeypatch.setattr(running, "Crew", Recorder)
    monkeypatch.setattr(running.os, "cpu_count", lambda: 7)
    monkeypatch.setenv(running.LIMIT, "9")
    names = ["fact", "lab", "card", "figure", "transcript", "lab"]
    runs = Runs(small)
    runs.start([(KINDS[name], Job({}, "")) for name in names])()
    assert Recorder.dealt == (["lab", "lab", "figure", "card", "fact", "transcript"], 7, 9.0)
    monkeypatch.setattr(running.os, "cpu_count", lambda: None)
    runs.start([(KINDS["fact"], Job({}, ""))])
    assert Recorder.dealt[1] == 1


def test_a_fresh_run_uses_nothing_that_is_kept(small):
    runs = Runs(small)
    runs.start([transcript("1")])()
    assert Runs(small).start([transcript("1")])() and runs.performed == 1
    again = Runs(small)
    again.start([transcript("1")], fresh=True)()
    assert again.performed == 1


@pytest.mark.parametrize("told", ["soon", "0", "-1", "inf", "nan", ""])
def test_a_time_limit_that_is_none_is_refused(small, monkeypatch, told):
    monkeypatch.setenv(running.LIMIT, told)
    with pytest.raises(SourceError, match=re.escape(f"{told!r} is no time limit; expected seconds, more than 0")):
        Runs(small)
    command = [sys.executable, "-m", "bookproof", "--check"]
    done = subprocess.run(command, cwd=small.root, capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and running.LIMIT in done.stderr


def test_a_time_limit_has_a_default(monkeypatch):
    monkeypatch.delenv(running.LIMIT, raising=False)
    assert running.time_limit() == running.DEFAULT_LIMIT > 60
