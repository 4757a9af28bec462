"""Every command that is shown after a `$` runs, and prints what is shown below it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
INSTALL = "python -m pip install -r requirements.txt"
ELSEWHERE = {
    INSTALL: "needs a fresh environment: .ci/run runs it as part of the next two",
    f"{INSTALL} && python -m pytest": ".ci/run runs it; a test cannot run all tests",
    "python -m bookproof --pdf groundup-en.pdf --language en": "needs Chromium: tests/browser",
    f"{INSTALL} && python -m mkdocs serve": "does not end; .ci/run installs and builds",
}


def shown():
    """Yield the file, the command and the output of each command in a console block."""
    files = [ROOT / "README.md", ROOT / ".github" / "CONTRIBUTING.md"]
    for path in [*files, *sorted((ROOT / "docs").rglob("*.md"))]:
        text = path.read_text("utf-8")
        for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            for command, output in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block, re.M):
                yield path.relative_to(ROOT).as_posix(), command, output


SHOWN = {(command, output): path for path, command, output in shown()}


@pytest.mark.parametrize(
    ("command", "output"), [s for s in SHOWN if s[0] not in ELSEWHERE]
)
def test_a_shown_command_runs(small, command, output):
    assert command.startswith(("python -m groundup ", "python -m bookproof ")), SHOWN[command, output]
    done = subprocess.run(
        [sys.executable, *command.split()[1:]],
        cwd=small.root,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert not output or done.stdout == output


def test_what_is_run_elsewhere_is_shown():
    assert set(ELSEWHERE) <= {command for command, _ in SHOWN}
