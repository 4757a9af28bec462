"""A result depends on the book's files and anybody's own, not on what is installed or passing."""

import os

import pytest

from bookproof.running.paths import Paths, below, installations


@pytest.fixture
def paths(tmp_path):
    for name in ("python/lib/numpy/core.py", "book/.venv/lib/yaml.py", "temporary/new.txt", "own/data.txt", "book/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    installed = [str(tmp_path / "python/lib"), str(tmp_path / "book/.venv/lib")]
    return Paths(str(tmp_path / "book"), installed, str(tmp_path / "temporary"))


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("book/a.txt", True),
        ("book/missing.txt", True),
        ("own/data.txt", True),
        ("book", True),
        ("bookshelf/a.txt", True),
        ("python/lib/numpy/core.py", False),
        ("python/lib/numpy/missing.py", True),
        ("book/.venv/lib/yaml.py", False),
        ("book/.cache/bookproof/abc", False),
        ("book/.cached/abc", True),
        ("book/src/__pycache__/a.cpython-311.pyc", False),
    ],
)
def test_what_counts(paths, tmp_path, path, counts):
    assert paths.counts(str(tmp_path / path)) is counts


@pytest.mark.parametrize("path", ["/dev/null", "/proc/cpuinfo", "/sys/x"])
def test_the_system_does_not_count(paths, path):
    assert paths.counts(path) is False


def test_what_is_installed_is_what_lies_nearest_to_an_installation(paths, tmp_path):
    assert paths.installed(str(tmp_path / "python/lib/numpy"))
    assert paths.installed(str(tmp_path / "book/.venv/lib/x.py"))
    assert not paths.installed(str(tmp_path / "book/src/x.py"))
    assert not paths.installed("/somewhere/x.py")
    inside = Paths(str(tmp_path / "python/lib/book"), [str(tmp_path / "python/lib")])
    assert not inside.installed(str(tmp_path / "python/lib/book/x.py"))


def test_a_temporary_file_that_is_gone_was_passing(paths, tmp_path):
    assert paths.passing(str(tmp_path / "temporary/gone.txt"))
    assert not paths.passing(str(tmp_path / "temporary/new.txt"))
    assert not paths.passing(str(tmp_path / "own/gone.txt"))
    within = Paths(str(tmp_path / "temporary/book"), [], str(tmp_path / "temporary"))
    assert not within.passing(str(tmp_path / "temporary/book/gone.txt"))


def test_names_start_from_the_book(paths, tmp_path):
    assert paths.name(str(tmp_path / "book/src/a.py")) == os.path.join("src", "a.py")
    assert paths.name(str(tmp_path / "own/data.txt")) == str(tmp_path / "own/data.txt")


def test_below():
    assert below("/a/b", "/a") and below("/a", "/a") and below("/a", "/")
    assert not below("/ab", "/a") and not below("/", "/a")


def test_this_interpreter_s_folders_are_installations():
    import json

    import yaml

    for module in (json, yaml):
        assert any(below(module.__file__, folder) for folder in installations())
    assert not any(below(__file__, folder) for folder in installations())
