"""Everything is put down to the module that did it, and told to whoever's imports lead there."""

import builtins
import hashlib
import importlib
import os
import sys
import types

import pytest

from bookproof.running import hooks, modules
from bookproof.running.paths import Paths
from bookproof.running.states import States
from bookproof.running.watch import Watch, _absolute

ABLE = (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks)


@pytest.fixture
def watch(tmp_path):
    paths = Paths(str(tmp_path), [str(tmp_path / "lib")], str(tmp_path / "temporary"))
    watch = Watch(paths, States(tmp_path, {"A": "1"}), (hooks.__name__,))
    watch._first = set()
    watch.begin("bookproof.kinds.fact")
    return watch


def run(code, name="own", file="/own.py", **given):
    """Run code as the body of a module, or as a function of it; return its names."""
    names = {"__name__": name, "__file__": file, "__builtins__": builtins, **given}
    exec(compile(code, file or "<text>", "exec"), names)
    return names


def looks(watch, path="data.txt"):
    return lambda: watch.looked(os.path.join(watch.paths.root, path), sys._getframe(1))


def doers(watch, thing="file"):
    return {name for name, things in watch.touched.items() if any(sort == thing for sort, _ in things)}


def test_what_a_module_opens_is_its_and_the_job_s(watch):
    run("def f(look):\n    look()\nf(look)", look=looks(watch))
    assert doers(watch) == {"", "own"}


def test_what_the_engine_or_a_prompt_does_is_the_job_s(watch):
    run("def f(look):\n    look()\nf(look)", "bookproof.kinds.fact", look=looks(watch))
    run("look()", "__main__", look=looks(watch))
    assert doers(watch) == {""}


def test_what_the_engine_does_while_it_is_imported_is_that_module_s(watch):
    run("look()", "bookproof.rendering.card", look=looks(watch))
    assert doers(watch) == {"", "bookproof.rendering.card"}


def test_what_an_installed_function_opens_is_its_caller_s(watch, tmp_path):
    load = run("def load(look):\n    look()", "numpy", str(tmp_path / "lib/numpy.py"))["load"]
    run("load(look)", load=load, look=looks(watch))
    assert doers(watch) == {"", "own"}


def test_what_an_installed_module_opens_while_it_is_imported_is_its_too(watch, tmp_path):
    names = {"__name__": "numpy", "__file__": str(tmp_path / "lib/numpy.py"), "look": looks(watch)}
    run("exec(body, names)", body=compile("look()", "numpy.py", "exec"), names=names)
    assert doers(watch) == {"", "own", "numpy"}


def test_a_job_depends_on_what_its_imports_lead_to(watch, tmp_path):
    watch.imports["tiny.a"] = {"tiny.b"}
    watch.imports["bookproof.kinds"] = {"bookproof.kinds.lab"}
    watch.touched["tiny.b"] = {("variable", "A")}
    watch.touched["bookproof.kinds.lab"] = {("variable", "B")}
    assert "variable" not in watch.manifest()
    watch.imports[""].add("tiny.a.deep")
    assert watch.manifest()["variable"] == {"A": "1"}
    watch.begin("bookproof.kinds.fact")
    assert "variable" not in watch.manifest()
    watch.imports[""].add("bookproof.kinds.lab")
    assert watch.manifest()["variable"] == {"B": None}


def test_everything_is_a_lab_s(watch):
    watch.touched["json"] = {("variable", "A")}
    assert "variable" not in watch.manifest()
    assert watch.manifest(everything=True)["variable"] == {"A": "1"}


def test_what_was_loaded_at_first_counts_for_every_job(watch):
    watch._first = {"first"}
    watch.touched["first"] = {("variable", "A")}
    assert watch.manifest()["variable"] == {"A": "1"}
    assert Watch(watch.paths, watch.states)._first >= {"sys", __name__}


def event(watch, name, *args):
    run("def f():\n    tell(told, args)\nf()", tell=watch.event, told=name, args=args)
    return watch.manifest()


@pytest.mark.parametrize(
    ("mode", "flags", "read"),
    [
        ("r", 0, True), ("rb", 0, True), ("r+", os.O_RDWR, True), (None, os.O_RDONLY, True),
        ("w", os.O_WRONLY, False), ("xb", os.O_WRONLY, False), ("a", os.O_WRONLY, False),
        ("w+", os.O_RDWR, False), (None, os.O_WRONLY, False), (None, os.O_RDWR | os.O_CREAT, False),
    ],
)  # fmt: skip
def test_what_is_opened_for_reading_counts(watch, tmp_path, mode, flags, read):
    path = tmp_path / "a.txt"
    path.write_text("1")
    found = event(watch, "open", str(path), mode, flags)
    assert ("a.txt" in found.get("file", {})) == read


def test_what_was_written_is_nothing_to_depend_on(watch, tmp_path):
    event(watch, "open", str(tmp_path / "new"), "r", 0)
    event(watch, "open", str(tmp_path / "new"), "w", 1)
    event(watch, "open", str(tmp_path / "part"), "w", 1)
    event(watch, "os.rename", str(tmp_path / "part"), str(tmp_path / "whole"), -1, -1)
    (tmp_path / "whole").write_text("1")
    (tmp_path / "old").write_text("1")
    event(watch, "open", str(tmp_path / "whole"), "r", 0)
    event(watch, "open", str(tmp_path / "old"), "r", 0)
    found = event(watch, "open", str(tmp_path / "old"), "w", 1)["file"]
    assert found["old"] and not {"new", "part", "whole"} & found.keys()


def test_a_state_is_that_of_the_first_look(watch, tmp_path):
    (tmp_path / "a").write_text("1")
    run("look()", look=looks(watch, "a"))
    (tmp_path / "a").write_text("2")
    assert watch.manifest()["file"]["a"] == hashlib.sha256(b"1").hexdigest()


def test_folders_databases_and_other_events(watch, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    event(watch, "os.listdir", None)
    event(watch, "os.scandir", str(tmp_path / "sub"))
    event(watch, "sqlite3.connect", str(tmp_path / "base.db"))
    event(watch, "open", 3, "r", 0)
    event(watch, "os.scandir", 3)
    event(watch, "socket.connect", "x")
    found = watch.manifest()
    assert found["folder"].keys() == {".", "sub"}
    assert "base.db" in found["file"]


@pytest.mark.parametrize("name", ["importlib._bootstrap_external", "importlib.metadata"])
def test_what_looks_for_modules_and_distributions_is_not_reading(watch, tmp_path, name):
    for told, args in (("open", ("x", "r", 0)), ("os.listdir", (str(tmp_path),))):
        run("tell(told, args)", name, tell=watch.event, told=told, args=args)
    assert doers(watch) | doers(watch, "folder") == set()


def test_what_is_gone_was_passing(watch, tmp_path):
    (tmp_path / "temporary").mkdir()
    watch.paths.root = str(tmp_path / "book")
    event(watch, "open", str(tmp_path / "temporary/x"), "r", 0)
    assert str(tmp_path / "temporary/x") not in watch.manifest().get("file", {})


def test_what_another_process_used_is_told_but_not_what_it_was_given(watch, tmp_path):
    (tmp_path / "a").write_text("1")
    told = {"file": {"a": "x", "/far": "y"}, "variable": {"A": "1", "B": "given"}, "distribution": {"d": "1"}}
    watch.used(told)
    found = watch.manifest()
    assert found["file"].items() >= {"a": "x", "/far": "y"}.items()
    assert found["variable"] == {"A": "1"} and found["distribution"]["d"] == "1"
    watch.begin("bookproof.kinds.fact")
    assert "variable" not in watch.manifest()


def test_a_watch_does_not_see_itself(watch, tmp_path):
    watch.here.busy = True
    looks(watch)()
    watch.asked("A", sys._getframe())
    assert doers(watch) == set() and watch.manifest() is None
    watch.here.busy = False
    with pytest.raises(AttributeError):
        watch.imported({"x"}, "no frame")
    assert watch.here.busy is False


@pytest.mark.parametrize("path", [b"/a", "/a", type("P", (), {"__fspath__": lambda self: "/a"})()])
def test_paths_are_text_from_the_root(path):
    assert _absolute(path) == "/a"


def test_a_number_is_no_path():
    assert _absolute(3) == _absolute(None) == ""


# Hooks


def test_imports_are_told_new_or_not(watch):
    find = hooks.importing(watch, __import__)
    run("import json\nfrom json import decoder, loads", __builtins__={"__import__": find})
    assert watch.imports["own"] == {"json", "json.decoder"}
    names = {"__package__": "json", "__builtins__": {"__import__": find}}
    run("from . import encoder", "json.own", **names)
    assert watch.imports["json.own"] == {"json", "json.encoder"}
    load = hooks.import_module(watch, importlib.import_module)
    assert run("found = load('.decoder', 'json')", "named", load=load)["found"].__name__ == "json.decoder"
    assert watch.imports["named"] == {"json.decoder"}


def test_searches_find_nothing_and_are_told(watch, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    search = hooks.Searches(watch)
    (tmp_path / "seen.py").write_text("1")
    assert run("found = search.find_spec('seen')", search=search)["found"] is None
    (tmp_path / "seen.py").write_text("2")
    assert watch.imports["own"] == {"seen"}
    watch.imports[""].add("own")
    before = watch.manifest()["file"]["seen.py"]
    watch.states._known.clear()
    assert watch.manifest()["file"]["seen.py"] != before
    run("search.find_spec('pkg.sub', ['/pkg'])", search=search)
    assert ("file", "/pkg/sub.py") in watch.states._known


def test_what_is_looked_for_in_vain_is_told(watch, tmp_path):
    look = hooks.stat(watch, os.stat)
    with pytest.raises(FileNotFoundError):
        run("look(path)", look=look, path=str(tmp_path / "no"))
    assert watch.manifest()["file"]["no"] is None
    handle = os.open(tmp_path, os.O_RDONLY)
    (tmp_path / "within").write_text("")
    assert look("within", dir_fd=handle).st_size == 0
    os.close(handle)
    assert os.path.abspath("within") not in {name for _, name in watch.touched[""]}
    assert all((look in able) == (os.stat in able) for able in ABLE)
    for able in ABLE:
        able.discard(look)


def test_variables_that_are_asked_for_by_name_are_told(watch):
    plain = type(os.environ)
    environ = plain({b"A": b"1"}, os.fsencode, os.fsdecode, os.fsencode, os.fsdecode)
    environ.__class__ = hooks.environment(watch, plain)
    assert dict(environ) == {"A": "1"} and doers(watch, "variable") == set()
    assert run("found = environ.get('B', 2), 'A' in environ", environ=environ)["found"] == (2, True)
    assert watch.manifest()["variable"] == {"A": "1", "B": None}
    with pytest.raises(TypeError):
        environ[3]


# Modules


def test_modules_are_files_or_versions(watch, tmp_path, monkeypatch):
    monkeypatch.setattr(modules, "owners", lambda: {"yaml": {"pyyaml"}})
    paths = Paths(str(tmp_path))
    assert list(modules.things("yaml", paths)) == [("distribution", "pyyaml")]
    assert list(modules.things("json", paths)) == []
    assert list(modules.things("sys", paths)) == []
    module = types.ModuleType("mine")
    module.__file__ = str(tmp_path / "mine.so")
    monkeypatch.setitem(sys.modules, "mine", module)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    found = list(modules.things("mine", paths))
    names = ["mine.so", "mine/__init__.py", "mine.py", "mine"]
    assert found == [("file", str(tmp_path / name)) for name in names]


def test_a_module_is_looked_for_up_to_where_it_is(tmp_path):
    for folder in "abc":
        (tmp_path / folder).mkdir()
    (tmp_path / "b/x.py").write_text("")
    folders = [str(tmp_path / folder) for folder in "abc"]
    found = list(modules.looked_for("pkg.x", folders, Paths(str(tmp_path))))
    assert [os.path.relpath(name, tmp_path) for _, name in found] == [
        "a/x/__init__.py", "a/x.py", "b/x/__init__.py", "b/x.py",
    ]  # fmt: skip


def test_packages_around_a_module():
    assert modules.with_parents("a.b.c") == {"a", "a.b", "a.b.c"}


def test_owners_are_found_by_what_they_bring():
    owners = modules.owners()
    assert {"pyyaml"} <= {name.lower() for name in owners["yaml"]}
    assert {"numpy"} == owners["numpy"]
