"""The state of a thing tells whether it changed, and is looked at once."""

import hashlib
import os

import pytest

from bookproof.running import states as module
from bookproof.running.states import States


def test_files(tmp_path):
    (tmp_path / "a").write_bytes(b"one")
    assert States(tmp_path, {}).of(("file", "a")) == hashlib.sha256(b"one").hexdigest()
    assert States(tmp_path, {}).of(("file", str(tmp_path / "a"))) == hashlib.sha256(b"one").hexdigest()
    assert States(tmp_path, {}).of(("file", "b")) is None
    assert States(tmp_path, {}).of(("file", "a/b")) is None
    assert States(tmp_path, {}).of(("file", "nul\0")) is None
    assert States(tmp_path, {}).of(("file", ".")) == "folder"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_nothing_waits_for_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert States(tmp_path, {}).of(("file", "pipe")) == "device"


def test_folders(tmp_path):
    def state():
        return States(tmp_path, {}).of(("folder", "."))

    empty = state()
    (tmp_path / "a").write_text("")
    one = state()
    (tmp_path / "a").write_text("more")
    (tmp_path / "__pycache__").mkdir()
    assert empty != one == state()
    (tmp_path / "a").rename(tmp_path / "b")
    assert state() not in (empty, one)
    assert States(tmp_path, {}).of(("folder", "none")) is None
    assert States(tmp_path, {}).of(("folder", "b")) is None


def test_names_in_a_folder_are_kept_apart(tmp_path):
    for folder, names in (("x", ["ab", "c"]), ("y", ["a", "bc"])):
        (tmp_path / folder).mkdir()
        for name in names:
            (tmp_path / folder / name).write_text("")
    states = States(tmp_path, {})
    assert states.of(("folder", "x")) != states.of(("folder", "y"))


def test_variables_and_distributions(tmp_path):
    states = States(tmp_path, {"A": "1"})
    assert (states.of(("variable", "A")), states.of(("variable", "B"))) == ("1", None)
    assert states.of(("distribution", "PyYAML")) == __import__("yaml").__version__
    assert states.of(("distribution", "no-such-thing")) is None


def test_each_is_looked_at_once(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(module, "version", lambda name: asked.append(name) or "1")
    states = States(tmp_path, {})
    (tmp_path / "a").write_text("1")
    before = states.of(("file", "a"))
    (tmp_path / "a").write_text("2")
    assert states.of(("file", "a")) == before
    assert [states.of(("distribution", "x")) for _ in range(2)] == ["1", "1"] and asked == ["x"]


def test_a_manifest_holds_when_everything_does(tmp_path):
    (tmp_path / "a").write_text("1")
    states = States(tmp_path, {"A": "1"})
    right = {"file": {"a": states.of(("file", "a")), "b": None}, "variable": {"A": "1"}}
    assert states.hold(right) and states.hold({})
    assert not states.hold({**right, "variable": {"A": "2"}})
    assert not states.hold({**right, "file": {"b": None, "a": None}})
    assert not states.hold({"file": {"a": None}, "variable": {"A": "1"}})
