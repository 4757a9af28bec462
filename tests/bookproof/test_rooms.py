"""Arrows between the rooms of the house lead downwards only."""

import ast
import re

import pytest

ENGINE = "bookproof"
BOOK = {"groundup", "groundup_book"}
# What a room may import of the engine beside itself.
BELOW = {
    "project": set(),
    "words": set(),
    "new": {"project"},
    "document": {"project"},
    "browser": {"running.execution", "words"},
    "running": {"project", "document", "kinds"},
    "rendering": {"project", "document", "kinds", "running", "words"},
    "kinds": {"project", "document", "rendering", "running", "words"},
    "search": {"project", "words"},
    "runtime": {"project"},
    "checks": {"project", "document", "kinds"},
    "editions": {"project", "rendering", "words"},
    "book": {"project", "document", "kinds", "checks", "running", "runtime"},
    "__main__": {"project", "book", "checks", "editions", "new"},
    "mkdocs": {"project", "book", "checks", "document", "kinds", "rendering", "runtime", "search", "words"},
}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(root, package):
    folder = root / "src" / package
    return [path for path in sorted(folder.rglob("*.py")) if "new/book" not in path.as_posix()]


def room(root, path):
    return path.relative_to(root / "src" / ENGINE).parts[0].removesuffix(".py")


def test_the_engine_knows_no_book(root):
    for path in modules(root, ENGINE):
        assert not {name.partition(".")[0] for name in imported(path)} & BOOK, path
    told = re.compile(r"groundup|sigmoid|softmax|mnist|perceptron|ch0\d/[a-z]+/\d", re.IGNORECASE)
    for path in (root / "src" / ENGINE).rglob("*"):
        if path.suffix in (".py", ".html", ".toml", ".mjs", ".js", ".css"):
            assert not told.search(path.read_text("utf-8")), path


def test_only_one_room_knows_mkdocs(root):
    for path in modules(root, ENGINE):
        known = {name.partition(".")[0] for name in imported(path)} & {"mkdocs", "material"}
        assert not known or room(root, path) == "mkdocs", path


def test_the_library_imports_numpy_and_itself(root):
    allowed = {"groundup", "numpy", "pooch", "requests", "tqdm", "platformdirs"}
    import sys

    for path in modules(root, "groundup"):
        names = {name.partition(".")[0] for name in imported(path)}
        assert names - set(sys.stdlib_module_names) <= allowed, path


def test_the_book_imports_no_inside_of_the_engine(root):
    for path in modules(root, "groundup_book"):
        assert ENGINE not in {name.partition(".")[0] for name in imported(path)}, path


@pytest.mark.parametrize("name", BELOW)
def test_a_room_imports_what_lies_below_it(root, name):
    for path in modules(root, ENGINE):
        if room(root, path) != name:
            continue
        for dotted in imported(path):
            head, _, rest = dotted.partition(".")
            if head != ENGINE or not rest or rest.partition(".")[0] == name:
                continue
            allowed = any(f"{rest}.".startswith(f"{below}.") for below in BELOW[name])
            assert allowed, f"{path}: {dotted}"


def test_every_room_is_named(root):
    rooms = {room(root, path) for path in modules(root, ENGINE)} - {"__init__"}
    assert rooms == set(BELOW)
