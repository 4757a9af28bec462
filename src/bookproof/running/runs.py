"""Runs what changed, in fresh interpreters, and remembers the rest.

A result is kept with a manifest of what the job was seen to use: modules and the files
that they are, or the versions of what they are installed with; data, also data that was
looked for in vain; variables of the environment; the engine's own code. It is used again
as long as all of that is as it was. The site's own process imports neither the library
nor NumPy, so `mkdocs serve` never sees an old version of either.
"""

import hashlib
import json
import math
import os
import platform
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from bookproof.kinds.kind import Job, Kind
from bookproof.project import Project, SourceError
from bookproof.running.states import States
from bookproof.running.workers import Crew, Worker

LIMIT = "BOOKPROOF_TIME_LIMIT"
DEFAULT_LIMIT = 120.0
"""Seconds that each step of a job has: an example, a cell, a figure."""
SETTINGS = {"COLUMNS": "80", "LINES": "24", "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1"}
"""What is the same for every job, whoever's terminal and processors it runs in."""
UNSEEN = ("LANG", "LC_", "MKL_", "NPY_", "OMP_", "OPENBLAS_", "PYTHON")
"""How the variables begin that Python and C libraries read where no Python code sees it."""


def time_limit() -> float:
    """Return the seconds that each step of a job has.

    Raises
    ------
    SourceError
        If the environment names something else.
    """
    told = os.environ.get(LIMIT, DEFAULT_LIMIT)
    try:
        limit = float(told)
    except ValueError:
        limit = math.nan
    if not 0 < limit < math.inf:
        raise SourceError(LIMIT, 0, f"{told!r} is no time limit; expected seconds, more than 0")
    return limit


class Runs:
    """Performs jobs, each at most once for each state of what it depends on.

    Attributes
    ----------
    performed : int
        How many jobs were not found as they are.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.root = project.root.resolve()
        self.performed = 0
        self._limit = time_limit()
        own = [str(self.root / project.src.relative_to(project.root))]
        self._environ = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([*own, *filter(None, [os.environ.get("PYTHONPATH")])]),
            **SETTINGS,
        }
        self._states = States(self.root, self._environ)
        self._interpreter = [
            [sys.version, platform.machine(), sys.platform],
            sorted(pair for pair in os.environ.items() if pair[0].startswith(UNSEEN)),
        ]

    def place(self, kind: Kind, job: Job) -> Path:
        """Return the file that a job's result is kept in: one for each interpreter."""
        parts = json.dumps([kind.name, job.given, self._interpreter], sort_keys=True)
        return self.project.cache / hashlib.sha256(parts.encode()).hexdigest()

    def start(
        self, jobs: list[tuple[Kind, Job]], *, fresh: bool = False
    ) -> Callable[[], list[dict]]:
        """Begin with jobs, the costly ones first; return a function that waits for their results.

        Parameters
        ----------
        jobs : list of (Kind, Job)
        fresh : bool
            Run everything, whatever is remembered.

        Returns
        -------
        callable
            Returns for each job ``{"value": ...}`` or ``{"error": ..., "at": ...}``, without
            ``"at"`` where the job told of no place.
        """
        places = [self.place(*one) for one in jobs]
        found = [None if fresh else self.kept(*one) for one in jobs]
        todo = [number for number, result in enumerate(found) if result is None]
        todo.sort(key=lambda number: -jobs[number][0].cost)
        self.performed += len(todo)

        def line(number: int) -> str:
            kind, job = jobs[number]
            return json.dumps({"kind": kind.name, "given": job.given}) + "\n"

        def keep(number: int, result: dict) -> None:
            if "value" in result:
                _write(places[number], json.dumps(result))

        crew = Crew(self._worker, self._limit)
        crew.deal([(number, line(number)) for number in todo], os.cpu_count() or 1, keep)

        def wait() -> list[dict]:
            for number, result in crew.results(len(todo)):
                found[number] = result
            return found

        return wait

    def kept(self, kind: Kind, job: Job) -> dict | None:
        """Return a job's result that is kept, if it would come out the same."""
        try:
            result = json.loads(self.place(kind, job).read_text("utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        return result if self._states.hold(result["manifest"]) else None

    def _worker(self) -> Worker:
        command = [sys.executable, "-m", "bookproof.running.worker"]
        return Worker(command, self.root, self._environ)


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    part.write_text(text, "utf-8")
    part.replace(path)
