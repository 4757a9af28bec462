"""Puts down what the code of this interpreter imports, opens, looks for, asks of the environment.

Several jobs run one after another in one interpreter, and what one of them fetches the
next finds there: a module is imported once, a function may remember the file that it
read. So everything is put down to the module that did it, and a job depends on whatever
was ever done by the modules that its imports lead to.
"""

import os
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache, wraps
from types import FrameType

from bookproof.running import modules
from bookproof.running.paths import Paths
from bookproof.running.states import PATHS, Manifest, States, Thing

ENGINE = __name__.partition(".")[0]
REGISTRY = f"{ENGINE}.kinds"  # imports every kind, only to list it
FINDERS = ("importlib._bootstrap_external", "importlib.metadata")
EVENTS = ("open", "os.listdir", "os.rename", "os.scandir", "sqlite3.connect")
JOB = ""


def apart(method: Callable) -> Callable:
    """Let a method of `Watch` do nothing while another one is at work: it sees itself."""

    @wraps(method)
    def guarded(self, *args, **kwargs):
        if getattr(self.here, "busy", False):
            return None
        self.here.busy = True
        try:
            return method(self, *args, **kwargs)
        finally:
            self.here.busy = False

    return guarded


class Watch:
    """What was done here, by module.

    Parameters
    ----------
    paths : Paths
    states : States
        A thing's state is taken when it is first touched: what is edited while a job runs
        is not what the job read.
    watchers : tuple of str
        Modules whose functions stand between this and what is watched.
    """

    def __init__(self, paths: Paths, states: States, watchers: tuple[str, ...] = ()) -> None:
        self.paths = paths
        self.states = states
        self.here = threading.local()
        self.imports: dict[str, set[str]] = defaultdict(set)
        self.touched: dict[str, set[Thing]] = defaultdict(set)
        self._watchers = (__name__, *watchers)
        self._first = set(sys.modules)
        self._written: set[str] = set()
        self._elsewhere: dict[Thing, str | None] = {}
        self._own = cache(lambda file: not paths.installed(os.path.abspath(file)))

    def begin(self, module: str) -> None:
        """Begin with a job that a module of the engine performs."""
        self.imports[JOB] = {module}
        self.touched[JOB] = set()
        self._elsewhere = {}

    @apart
    def imported(self, names: Iterable[str], frame: FrameType) -> None:
        """Put down that the code of a frame imports modules, new ones or not."""
        for doer in self._doers(frame):
            self.imports[doer].update(names)

    @apart
    def searched(self, name: str, folders: Iterable[str], frame: FrameType) -> None:
        """Put down that a module is looked for; the state of its file is taken before it runs."""
        for doer in self._doers(frame):
            self.imports[doer].add(name)
        for thing in modules.looked_for(name, folders, self.paths):
            self.states.of(thing)

    @apart
    def looked(self, path: object, frame: FrameType, sort: str = "file") -> None:
        """Put down that the code of a frame opens, lists or asks for a path."""
        found = _absolute(path)
        if found and found not in self._written and self.paths.counts(found):
            self._touch((sort, found), frame)

    @apart
    def asked(self, variable: str, frame: FrameType) -> None:
        """Put down that the code of a frame asks for a variable of the environment."""
        self._touch(("variable", variable), frame)

    @apart
    def wrote(self, path: object) -> None:
        """Put down that what is at a path is this interpreter's own work."""
        self._written.add(_absolute(path))

    def used(self, manifest: Manifest) -> None:
        """Put down what another process of the job used, except for what the job gave it."""
        for sort, states in manifest.items():
            for name, state in states.items():
                thing = sort, os.path.join(self.paths.root, name) if sort in PATHS else name
                if sort != "variable" or self.states.of(thing) == state:
                    self._elsewhere[thing] = state

    def event(self, event: str, args: tuple) -> None:
        """Take an event of `sys.addaudithook`."""
        if event not in EVENTS:  # one of them is `sys._getframe`
            return
        frame = sys._getframe(1)
        if frame.f_globals.get("__name__") in FINDERS:
            return  # modules and distributions are put down as such
        if event == "os.rename":
            self.wrote(args[1])
        elif event == "sqlite3.connect":
            self.looked(args[0], frame)
        elif event != "open":
            self.looked("." if args[0] is None else args[0], frame, "folder")
        else:
            path, mode, flags = args
            writes = not set("wax+").isdisjoint(mode) if isinstance(mode, str) else flags & 3
            if not writes or "r" in (mode or ""):
                self.looked(path, frame)
            if writes:
                self.wrote(path)

    @apart
    def manifest(self, *, everything: bool = False) -> Manifest:
        """Return what the job depends on.

        Parameters
        ----------
        everything : bool
            Whether all that was ever done here was done for the job.
        """
        names = self._reached(set(sys.modules) if everything else self._first)
        things = set(self.touched[JOB])
        for name in names:
            things |= self.touched.get(name, set())
            things.update(modules.things(name, self.paths))
        found = self._elsewhere | {thing: self.states.of(thing) for thing in things}
        kept: Manifest = {}
        for (sort, name), state in sorted(found.items()):
            if sort in PATHS:
                if state is None and name in self._written or self.paths.passing(name):
                    continue
                name = self.paths.name(name)
            kept.setdefault(sort, {})[name] = state
        return kept

    def _touch(self, thing: Thing, frame: FrameType) -> None:
        self.states.of(thing)
        for doer in {JOB, *self._doers(frame)}:
            self.touched[doer].add(thing)

    def _doers(self, frame: FrameType | None) -> set[str]:
        """Return the modules that what a frame does is put down to.

        That is the nearest one that is nobody's installation, and those on the way whose
        body it is: what a module does while it is imported it does not do again. What the
        engine's functions do is the job's.
        """
        found = set()
        while frame is not None:
            name = frame.f_globals.get("__name__", "")
            body = frame.f_code.co_name == "<module>"
            if name and name not in self._watchers:
                if name == "__main__" or (name.partition(".")[0] == ENGINE and not body):
                    break
                file = frame.f_globals.get("__file__")
                own = isinstance(file, str) and self._own(file)
                if own or body:
                    found.add(name)
                if own:
                    return found
            frame = frame.f_back
        return found | {JOB}

    def _reached(self, names: set[str]) -> set[str]:
        todo = names | self.imports[JOB]
        reached: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in reached:
                reached.add(name)
                todo |= modules.with_parents(name)
                if name != REGISTRY:
                    todo |= self.imports.get(name, set())
        return reached


def _absolute(path: object) -> str:
    """Return a path as text, from the root; empty for what is none, as an open file's number."""
    named = isinstance(path, str | bytes | os.PathLike)
    return os.path.abspath(os.fsdecode(path)) if named else ""
