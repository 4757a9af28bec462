"""Runs what changed, in fresh interpreters, and remembers the rest.

A result is kept under a digest of everything it depends on: the job, the code and
data that the job reaches, the code that runs it, Python and the libraries. The site's
own process imports neither the library nor NumPy, so `mkdocs serve` never sees an
old version of either.
"""

import hashlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bookproof.kinds.kind import Job, Kind
from bookproof.project import Project
from bookproof.running.dependencies import Dependencies, digest

TIME_LIMIT = 300
ENGINE = Path(__file__).parents[1]
PACKAGES = (
    "numpy", "matplotlib", "pillow", "ipykernel", "ipython", "nbclient", "nbformat",
    "nbconvert", "mkdocs-jupyter", "pygments",
)  # fmt: skip


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


class Runs:
    """Performs jobs, each at most once for each state of what it depends on."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.dependencies = Dependencies.of(project.src)
        self.performed = 0

    def key(self, kind: Kind, job: Job) -> str:
        """Return the digest that a job's result is kept under."""
        modules = self.dependencies.of_code(job.code) | set(job.modules)
        parts = [
            kind.name,
            job.given,
            self.dependencies.key(modules),
            [digest(path) for path in sorted(ENGINE.rglob("*.py"))],
            [platform.python_version(), platform.machine(), sys.platform],
            [_version(package) for package in PACKAGES],
        ]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def start(
        self, kind: Kind, jobs: list[Job], *, fresh: bool = False
    ) -> Callable[[], list[dict]]:
        """Begin with jobs; return a function that waits for their results.

        Parameters
        ----------
        kind : Kind
            What they are jobs of.
        jobs : list of Job
        fresh : bool
            Run everything, whatever is remembered.

        Returns
        -------
        callable
            Returns for each job ``{"value": ...}`` or ``{"error": ...}``.
        """
        paths = [self.project.cache / self.key(kind, job) for job in jobs]
        found: list[dict | None] = [None] * len(jobs)
        if not fresh:
            found = [
                json.loads(path.read_text("utf-8")) if path.is_file() else None
                for path in paths
            ]
        todo = [index for index, result in enumerate(found) if result is None]
        self.performed += len(todo)
        count = os.cpu_count() or 1
        shares = [share for share in (todo[start::count] for start in range(count)) if share]
        workers = [
            self._worker([{"kind": kind.name, "given": jobs[at].given} for at in share])
            for share in shares
        ]

        def wait() -> list[dict]:
            for share, worker in zip(shares, workers, strict=True):
                for index, result in zip(share, _answers(worker, len(share)), strict=True):
                    found[index] = result
                    if "value" in result:
                        _keep(paths[index], json.dumps(result))
            return found

        return wait

    def _worker(self, jobs: list[dict]) -> subprocess.Popen:
        paths = [str(self.project.src), os.environ.get("PYTHONPATH", "")]
        worker = subprocess.Popen(
            [sys.executable, "-m", "bookproof.running.worker"],
            cwd=self.project.root,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, paths)),
                "OPENBLAS_NUM_THREADS": "1",
                "MPLBACKEND": "agg",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        worker.stdin.write(json.dumps(jobs))
        worker.stdin.close()
        worker.stdin = None
        return worker


def _answers(worker: subprocess.Popen, count: int) -> list[dict]:
    try:
        output, errors = worker.communicate(timeout=TIME_LIMIT)
        return json.loads(output)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.communicate()
        return [{"error": f"no end after {TIME_LIMIT} s"}] * count
    except json.JSONDecodeError:
        last = (errors.strip().splitlines() or ["no word"])[-1]
        return [{"error": f"the interpreter ended: {last}"}] * count


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(text, "utf-8")
    part.replace(path)
