"""A result is used again when, and only when, everything that its job used is as it was.

All jobs run in one interpreter, one after another, so each finds there what the ones before
it have imported and remembered.
"""

import os
import sys
from pathlib import Path

import pytest

from bookproof.kinds import KINDS
from bookproof.kinds.kind import Job
from bookproof.project import Project
from bookproof.running import runs as running
from bookproof.running.runs import Runs

TRANSCRIPT = KINDS["transcript"]
FILES = {
    "book/src/lib/__init__.py": "",
    "book/src/lib/top.py": "from . import middle\nfrom .low import LOW\n\n\ndef f():\n    return LOW + middle.M\n",
    "book/src/lib/middle.py": "M = 1\n",
    "book/src/lib/low.py": "LOW = 1\n",
    "book/src/lib/late.py": "def f():\n    from lib import inner\n    return inner.Y\n",
    "book/src/lib/inner.py": "Y = 1\n",
    "book/src/lib/named.py": "import importlib\n\n\ndef f(name):\n    return importlib.import_module(name).Z\n",
    "book/src/lib/chosen.py": "Z = 1\n",
    "book/src/lib/reader.py": (
        "import functools\nfrom pathlib import Path\n\n\n@functools.cache\ndef read():\n"
        "    return Path(__file__).with_name('numbers.txt').read_text()\n"
    ),
    "book/src/lib/numbers.txt": "12\n",
    "book/src/lib/early.py": "TEXT = open(__file__.replace('early.py', 'early.txt')).read()\n",
    "book/src/lib/early.txt": "1\n",
    "book/src/lib/maybe.py": (
        "from pathlib import Path\n\n\ndef there():\n    return Path(__file__).with_name('extra.txt').exists()\n"
    ),
    "book/src/lib/parts.py": (
        "from pathlib import Path\n\n\ndef count():\n"
        "    return len(list(Path(__file__).with_name('parts').glob('*.txt')))\n"
    ),
    "book/src/lib/parts/a.txt": "",
    "book/src/lib/mode.py": "import os\n\n\ndef mode():\n    return os.environ.get('LIB_MODE', 'plain')\n",
    "book/src/lib/faster.py": "try:\n    import lib_fast\nexcept ImportError:\n    lib_fast = None\n",
    "book/src/lib/unused.py": "U = 1\n",
    "book/src/spaces/one.py": "ONE = 1\n",
    "book/data.txt": "1\n",
    "else/elsewhere.py": "from pathlib import Path\n\n\ndef f():\n    return Path(__file__).with_name('far.txt').read_text()\n",
    "else/far.txt": "1\n",
    "else/idle.py": "",
}
JOBS = {
    "nothing": "1",
    "relative": "from lib.top import f; f()",
    "middle": "from lib import middle; middle.M",
    "late": "from lib.late import f; f()",
    "late again": "import lib.late; lib.late.f()",
    "named": "from lib.named import f; f('lib.chosen')",
    "reader": "from lib.reader import read; read()",
    "reader again": "import lib.reader as r; r.read()",
    "early": "import lib.early",
    "early again": "from lib.early import TEXT; TEXT",
    "maybe": "from lib.maybe import there; there()",
    "parts": "from lib.parts import count; count()",
    "mode": "from lib.mode import mode; mode()",
    "faster": "import lib.faster; 1",
    "space": "from spaces import one; one.ONE",
    "elsewhere": "import elsewhere; elsewhere.f()",
    "data": "open('data.txt').read()",
    "package": "import numpy; 1",
    "writes": "f = open('made.txt', 'w'); f.write('x'); f.close(); open('made.txt').read()",
}
LIB = {
    "relative", "middle", "late", "late again", "named", "reader", "reader again", "early",
    "early again", "maybe", "parts", "mode", "faster",
}  # fmt: skip


def job(name):
    return Job({"text": f">>> {JOBS[name]}\n"}, name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a book, another library beside it, and the results of all jobs."""
    folder = tmp_path_factory.mktemp("dependence")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder / "else"))
        patch.setattr(running.os, "cpu_count", lambda: 1)
        results = Runs(Project(folder / "book")).start([(TRANSCRIPT, job(name)) for name in JOBS])()
    assert [name for name, result in zip(JOBS, results, strict=True) if "value" not in result] == []
    return folder


@pytest.fixture(autouse=True)
def same_path(folder, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(folder / "else"))


def again(folder):
    """Return the names of the jobs that would run again."""
    runs = Runs(Project(folder / "book"))
    return {name for name in JOBS if runs.kept(TRANSCRIPT, job(name)) is None}


def test_nothing_runs_again(folder):
    assert again(folder) == set()


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("book/src/lib/__init__.py", LIB),
        ("book/src/lib/top.py", {"relative"}),
        ("book/src/lib/low.py", {"relative"}),
        ("book/src/lib/middle.py", {"relative", "middle"}),
        ("book/src/lib/inner.py", {"late", "late again"}),
        ("book/src/lib/chosen.py", {"named"}),
        ("book/src/lib/numbers.txt", {"reader", "reader again"}),
        ("book/src/lib/early.txt", {"early", "early again"}),
        ("book/src/lib/extra.txt", {"maybe"}),
        ("book/src/lib/parts/b.txt", {"parts"}),
        ("book/src/lib/parts/a.txt", set()),
        ("book/src/lib_fast.py", {"faster"}),
        ("book/src/lib/unused.py", set()),
        ("book/src/spaces/one.py", {"space"}),
        ("book/src/spaces/__init__.py", {"space"}),
        ("book/src/lib/middle/__init__.py", {"relative", "middle"}),
        ("else/elsewhere.py", {"elsewhere"}),
        ("else/far.txt", {"elsewhere"}),
        ("else/idle.py", set()),
        ("book/data.txt", {"data"}),
        ("book/made.txt", set()),
        ("book/new.txt", set()),
    ],
)
def test_what_used_a_file_runs_again_when_it_changes(folder, path, names):
    file = folder / path
    before = file.read_text("utf-8") if file.exists() else None
    made = not file.parent.exists()
    file.parent.mkdir(exist_ok=True)
    try:
        file.write_text((before or "") + "\n", "utf-8")
        assert again(folder) == names
    finally:
        file.unlink() if before is None else file.write_text(before, "utf-8")
        if made:
            file.parent.rmdir()
    assert again(folder) == set()


def test_what_used_a_file_runs_again_when_it_is_gone(folder):
    file = folder / "book/src/lib/numbers.txt"
    text = file.read_text("utf-8")
    file.unlink()
    assert again(folder) == {"reader", "reader again"}
    file.write_text(text, "utf-8")


def test_a_file_that_was_only_touched_is_the_same(folder):
    os.utime(folder / "book/src/lib/low.py", (1, 1))
    assert again(folder) == set()


def test_what_asked_for_a_variable_runs_again_when_it_changes(folder, monkeypatch):
    monkeypatch.setenv("LIB_MODE", "other")
    assert again(folder) == {"mode"}
    monkeypatch.setenv("NOBODY_ASKS", "1")
    monkeypatch.delenv("LIB_MODE")
    assert again(folder) == set()


@pytest.mark.parametrize("name", ["LANG", "LC_ALL", "OPENBLAS_CORETYPE", "OMP_NUM_THREADS", "NPY_DISABLE_CPU_FEATURES", "MKL_CBWR", "PYTHONHASHSEED"])
def test_a_variable_that_c_code_reads_runs_everything_again(folder, monkeypatch, name):
    monkeypatch.setenv(name, "17")
    assert again(folder) == set(JOBS)


def test_the_builder_s_terminal_is_nothing_to_a_job(folder, monkeypatch):
    monkeypatch.setenv("COLUMNS", "33")
    text = ">>> import os, shutil\n>>> os.environ['MPLBACKEND'], *shutil.get_terminal_size()\n"
    [result] = Runs(Project(folder / "book")).start([(TRANSCRIPT, Job({"text": text}, ""))])()
    assert result["value"][1] == "('agg', 80, 24)\n"


def test_a_new_version_runs_again_what_imported_it(folder, monkeypatch):
    # every transcript keeps NumPy's settings apart, and so imports it
    monkeypatch.setattr("bookproof.running.states.version", lambda name: "99" if name == "numpy" else real(name))
    assert again(folder) == set(JOBS)


def test_another_version_runs_nothing_again(folder, monkeypatch):
    monkeypatch.setattr("bookproof.running.states.version", lambda name: "99" if name == "mkdocs" else real(name))
    assert again(folder) == set()


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        (sys, "version", "4.0"),
        (sys, "platform", "plan9"),
        (running.platform, "machine", lambda: "abacus"),
    ],
)
def test_another_interpreter_or_platform_runs_everything_again(folder, monkeypatch, owner, name, value):
    monkeypatch.setattr(owner, name, value)
    assert again(folder) == set(JOBS)


def test_the_kind_and_what_it_is_given_are_part_of_it(folder):
    runs = Runs(Project(folder / "book"))
    assert runs.kept(TRANSCRIPT, Job({"text": ">>> 2\n"}, "")) is None
    assert runs.kept(KINDS["fact"], job("nothing")) is None
    assert runs.kept(TRANSCRIPT, job("nothing"))["value"] == ["1\n"]


def test_the_engine_s_own_code_is_part_of_it(folder):
    manifest = Runs(Project(folder / "book")).kept(TRANSCRIPT, job("nothing"))["manifest"]
    engine = {Path(name).as_posix().partition("bookproof/")[2] for name in manifest["file"]}
    for name in ("worker", "hooks", "watch", "states", "execution", "reports"):
        assert f"running/{name}.py" in engine
    assert {"kinds/transcript.py", "kinds/kind.py", "document/transcripts.py"} <= engine
    assert not {"kinds/lab.py", "kinds/card.py", "rendering/card.py", "running/kernels.py"} & engine


def test_a_kept_result_that_is_half_written_is_none(folder):
    runs = Runs(Project(folder / "book"))
    place = runs.place(TRANSCRIPT, job("nothing"))
    whole = place.read_text("utf-8")
    place.write_text(whole[:40], "utf-8")
    assert again(folder) == {"nothing"}
    place.write_text(whole, "utf-8")


def real(name):
    from importlib.metadata import version

    return version(name)
