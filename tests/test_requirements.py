"""The README's commands install what is pinned, on the oldest Python that is promised."""

import re
import tomllib
from importlib.metadata import metadata

import pytest
from packaging.specifiers import SpecifierSet
from served import ROOT

PINS = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OLDEST = PROJECT["requires-python"].removeprefix(">=") + ".0"


def test_every_line_is_a_pin():
    text = (ROOT / "requirements.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "-e "))]
    assert len(PINS) == len(lines)


@pytest.mark.parametrize(("name", "version"), PINS)
def test_a_pin_is_for_the_oldest_python(name, version):
    installed = metadata(name)
    if installed["Version"] != version:
        pytest.skip(f"{name} {installed['Version']} is installed, not {version}")
    assert OLDEST in SpecifierSet(installed["Requires-Python"] or "")
