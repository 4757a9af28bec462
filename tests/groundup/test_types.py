"""The types that the library's functions say they take and give."""

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest


@pytest.mark.skipif(
    find_spec("mypy") is None and "CI" not in os.environ,
    reason="mypy is one of .ci/requirements.txt",
)
def test_mypy_finds_nothing_in_its_strict_mode(root, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path, "src/groundup"],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
