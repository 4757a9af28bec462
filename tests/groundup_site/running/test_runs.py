"""A result is computed again when, and only when, something it depends on changed."""

import pytest

from groundup_site.book import Book
from groundup_site.running.runs import Runs


def performed(small):
    return Book(small).runs.performed


def test_nothing_runs_twice(small):
    Book(small)
    assert performed(small) == 0


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("src/groundup/activations.py", 1),
        ("src/groundup/_policy.py", 1),
        ("src/groundup/gates.py", 0),
        ("docs/ko/index.md", 0),
    ],
)
def test_only_what_depends_on_a_change_runs_again(small, path, count):
    Book(small)
    file = small.root / path
    file.write_text(file.read_text("utf-8") + "\n\n", "utf-8")
    assert performed(small) == count


def test_a_new_numpy_runs_everything_again(small, monkeypatch):
    Book(small)
    monkeypatch.setattr("groundup_site.running.runs._version", lambda package: "99")
    assert performed(small) == 2


def test_what_failed_is_tried_again(small):
    job = {"kind": "fact", "name": "nothing.at_all"}
    for _ in range(2):
        runs = Runs(small)
        assert runs.results([job]) == [{"error": "LookupError: no fact nothing.at_all"}]
        assert runs.performed == 1


def test_a_job_that_kills_its_interpreter_is_an_error_not_a_crash(small):
    text = ">>> import os\n>>> os._exit(3)\n1\n"
    [result] = Runs(small).results([{"kind": "transcript", "text": text}])
    assert "the interpreter ended" in result["error"]


def test_the_checkout_is_what_runs_not_an_installed_copy(small):
    path = small.src / "groundup/activations.py"
    path.write_text(path.read_text("utf-8") + "\n\nHERE = 'this checkout'\n", "utf-8")
    text = ">>> from groundup.activations import HERE\n>>> HERE\n''\n"
    [result] = Runs(small).results([{"kind": "transcript", "text": text}])
    assert result == {"value": ["", "'this checkout'\n"]}
