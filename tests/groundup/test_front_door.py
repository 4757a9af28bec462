"""What ``import groundup`` offers, and what it costs."""

import ast
import importlib
import pkgutil
import pydoc
import subprocess
import sys
from pathlib import Path

import pytest

import groundup

HERE = Path(groundup.__file__).parent
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(groundup.__path__, "groundup.")
    if module.name != "groundup.__main__"
)


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_importing_the_package_imports_no_numpy():
    done = run("import groundup, sys; print('numpy' in sys.modules, len(dir(groundup)))")
    assert done.stdout.split() == ["False", str(len(groundup.__all__) + 1)], done.stderr


def test_a_name_is_fetched_when_it_is_used():
    done = run(
        "import groundup, sys; groundup.softmax\n"
        "print('groundup.activations' in sys.modules, 'groundup.network' in sys.modules)"
    )
    assert done.stdout.split() == ["True", "False"], done.stderr


def test_about_twenty_names_each_of_its_own_home():
    assert 18 <= len(groundup.__all__) <= 26
    assert set(dir(groundup)) == {*groundup.__all__, "__version__"}
    for name in groundup.__all__:
        value = getattr(groundup, name)
        assert value.__name__ == name and value.__module__.startswith("groundup.")
        assert value is getattr(groundup, name)


def test_a_type_checker_sees_the_same_names_from_the_same_homes():
    tree = ast.parse(Path(groundup.__file__).with_suffix(".pyi").read_text("utf-8"))
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    seen = {node.module.removeprefix("groundup."): [a.name for a in node.names] for node in imports}
    assert seen == groundup._HOMES
    (listed,) = (node.value for node in tree.body if isinstance(node, ast.Assign))
    assert ast.literal_eval(listed) == groundup.__all__


def test_help_says_what_each_name_is_for():
    text = pydoc.plain(pydoc.render_doc(groundup))
    for name in groundup.__all__:
        assert f"`{name}`" in groundup.__doc__, name
        assert name in text


@pytest.mark.parametrize("name", ["softmx", "__path", "numpy"])
def test_an_unknown_name_is_named(name):
    with pytest.raises(AttributeError, match=f"module 'groundup' has no attribute '{name}'"):
        getattr(groundup, name)


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_is_public(name):
    module = importlib.import_module(name)
    for public in module.__all__:
        assert hasattr(module, public), public
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    defined = {
        node.name
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
    }
    assert defined <= set(module.__all__)


def test_no_two_public_things_share_a_name():
    """But for figures, called with their page's (`figures.gates.dot`), and what is private."""
    homes = {}
    for name in MODULES:
        if name.startswith(("groundup_book.figures", "groundup._")):
            continue
        module = importlib.import_module(name)
        for public in getattr(module, "__all__", ()):
            value = getattr(module, public)
            home = getattr(value, "__module__", name)
            if public.isidentifier() and callable(value) and home.startswith("groundup"):
                homes.setdefault(public, set()).add(home)
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}
