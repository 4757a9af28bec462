"""Every transcript prints the same in the runtime of the reader's browser, under Node."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bookproof import runtime
from bookproof.project import Project
from bookproof.document import transcripts

PROJECT = Project.here()
HERE = Path(__file__).parent
MOST_REASONS = 6


def outputs_of(project):
    found = {}
    for path in sorted(project.snippets.rglob("*.pycon")):
        examples, _ = transcripts.parse(path.read_text("utf-8"))
        name = transcripts.identity(project.snippets, path)
        found[name] = [[example.source, example.want] for example in examples]
    return found


@pytest.fixture(scope="session")
def printed():
    return outputs_of(PROJECT)


@pytest.fixture(scope="session")
def run(printed, tmp_path_factory):
    """Performs requests, each as the page would send it, in one Python."""
    return started(PROJECT, printed, tmp_path_factory.mktemp("runtime"))


def started(project, printed, folder):
    fetch = bool(os.environ.get("CI"))
    ready = runtime.prepare(project, printed, fetch=fetch) if shutil.which("node") else None
    if ready is None:
        missing = "needs Node and Pyodide's files (PYODIDE_DIR)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    ready.write(folder)
    worker = folder / "run-worker.mjs"
    shutil.copy(PROJECT.src / "bookproof" / "mkdocs" / "assets" / "python" / "run-worker.js", worker)

    def perform(requests):
        command = ["node", HERE / "all_examples.mjs", worker, f"{folder / ready.address}/", "1"]
        done = subprocess.run(
            command, input=json.dumps(requests), capture_output=True, text=True, timeout=600
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return perform


def request(name, code=None, earlier=()):
    return {"name": name, "code": code, "earlier": list(earlier)}


def outputs(events):
    return [event["output"] for event in events if "output" in event]


def test_every_transcript_prints_the_same_but_for_those_with_a_reason(run, printed):
    results = run([request(name) for name in printed])
    different = {
        name
        for name, events in zip(printed, results, strict=True)
        if events[-1]["state"] != "equal"
    }
    assert different == set(runtime.reasons(PROJECT))


def test_the_reasons_become_fewer(printed):
    reasons = runtime.reasons(PROJECT)
    assert len(reasons) <= MOST_REASONS
    assert reasons.keys() <= printed.keys()
    assert all(text.endswith(".") for reason in reasons.values() for text in reason.values())


def test_edited_code_runs_as_in_a_notebook(run, printed):
    first, second = "ch02/and/01-truth-table", "ch02/and/03-arrays"
    code = "".join(source for source, _ in printed[first])
    events = run(
        [
            request(first, "kept = 6 * 7\nkept\n"),
            request(second, "kept + 1\n"),
            request(second, "later + 1\n", [(first, "later = 1\n")]),
            request(first, code),
            request(first, code + "1 + 1\n"),
            request(first, "1 +\n"),
            request(first, "def f():\n    return 1 / 0\n\nf()\n"),
            request(first, "input()\n"),
            request(first, "import threading\nthreading.Thread(target=print).start()\n"),
            request(first, "raise SystemExit\n"),
            request(first, "print('x' * 200_000)\n"),
        ]
    )
    assert outputs(events[0]) == ["", "42\n"]
    assert outputs(events[1]) == ["43\n"]
    assert events[2][0] == {"first": first}
    assert outputs(events[2]) == ["2\n"]
    assert [e[-1]["state"] for e in events[3:5]] == ["equal", "different"]
    assert "SyntaxError" in outputs(events[5])[0]
    assert outputs(events[6])[-1] == (
        "Traceback (most recent call last):\nZeroDivisionError: division by zero\n"
    )
    assert events[6][-2]["where"] == [[1, "<module>"], [2, "f"]]
    assert "cannot be answered" in outputs(events[7])[0]
    assert "cannot start threads" in outputs(events[8])[1]
    assert outputs(events[9]) == ["SystemExit\n"]
    assert len(outputs(events[10])[0]) == 100_001
    assert events[10][-1]["cut"] is True


def test_a_changed_output_is_seen(run, printed):
    name = "ch02/and/01-truth-table"
    code = "".join(source for source, _ in printed[name]).replace("(1, 1)", "(1, 0)")
    [events] = run([request(name, code)])
    assert events[-1]["state"] == "different"


def test_a_script_calls_into_the_library(run):
    call = ["groundup.activations", "softmax", [[1.0, 1.0]]]
    [result] = run([{"call": call}])
    assert result == {"shape": [2], "data": [0.5, 0.5]}


def test_the_second_book_prints_the_same_too(tmp_path):
    project = Project(PROJECT.root / "tests" / "second_book")
    printed = outputs_of(project)
    results = started(project, printed, tmp_path)([request(name) for name in printed])
    assert len(results) == len(printed) > 0
    assert {events[-1]["state"] for events in results} == {"equal"}
