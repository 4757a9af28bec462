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

from groundup_site.project import Project
from groundup_site.running.dependencies import Dependencies, digest

TIME_LIMIT = 300
SITE = Path(__file__).parents[1]
RUNNERS = {
    "transcript": ("running/worker.py", "running/transcripts.py", "running/execution.py"),
    "fact": ("running/worker.py", "facts/__init__.py"),
    "figure": ("running/worker.py", "running/drawings.py"),
    "card": ("running/worker.py", "running/cards.py"),
    "panel": ("running/worker.py", "panels/__init__.py"),
    "notebook": ("running/worker.py", "running/kernels.py"),
}
PACKAGES = {
    "transcript": ("numpy",),
    "fact": ("numpy",),
    "figure": ("numpy", "matplotlib"),
    "card": ("matplotlib", "pillow"),
    "panel": ("numpy", "matplotlib"),
    "notebook": (
        "numpy", "matplotlib", "ipykernel", "ipython", "nbclient", "nbformat",
        "nbconvert", "mkdocs-jupyter", "pygments",
    ),
}  # fmt: skip
COST = {"transcript": 1, "fact": 1, "figure": 12, "card": 3, "panel": 12, "notebook": 60}


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _modules(job: dict, dependencies: Dependencies) -> set[str]:
    if job["kind"] == "transcript":
        code = "".join(
            line[4:] + "\n"
            for line in job["text"].splitlines()
            if line.startswith((">>> ", "... "))
        )
        return dependencies.of_code(code)
    if job["kind"] == "notebook":
        return dependencies.of_code("\n".join(cell["code"] for cell in job["cells"]))
    if job["kind"] == "card":
        return {"groundup.figures.style"}
    package = {
        "fact": "groundup_site.facts",
        "figure": "groundup.figures",
        "panel": "groundup_site.panels",
    }[job["kind"]]
    return {f"{package}.{job['name'].partition('.')[0]}"}


class Runs:
    """Performs jobs, each at most once for each state of what it depends on."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.dependencies = Dependencies.of(project.src)
        self.performed = 0

    def key(self, job: dict) -> str:
        """Return the digest that a job's result is kept under."""
        parts = [
            job,
            self.dependencies.key(_modules(job, self.dependencies)),
            [digest(SITE / name) for name in RUNNERS[job["kind"]]],
            [platform.python_version(), platform.machine(), sys.platform],
            [_version(package) for package in PACKAGES[job["kind"]]],
        ]
        records = self.project.src / "groundup_site" / "records"
        for _, stem in sorted(job.get("data", {}).items()):
            record = records / f"{stem}.json"
            parts.append(digest(record) if record.is_file() else "none")
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def results(self, jobs: list[dict], *, fresh: bool = False) -> list[dict]:
        """Return each job's result, ``{"value": ...}`` or ``{"error": ...}``.

        Parameters
        ----------
        jobs : list of dict
            See `groundup_site.running.worker`.
        fresh : bool
            Run everything, whatever is remembered.
        """
        return self.start(jobs, fresh=fresh)()

    def start(
        self, jobs: list[dict], *, fresh: bool = False
    ) -> Callable[[], list[dict]]:
        """Begin with jobs; return a function that waits for their results."""
        paths = [self.project.cache / self.key(job) for job in jobs]
        found: list[dict | None] = [None] * len(jobs)
        if not fresh:
            found = [
                json.loads(path.read_text("utf-8")) if path.is_file() else None
                for path in paths
            ]
        todo = [index for index, result in enumerate(found) if result is None]
        self.performed += len(todo)
        shares = _shares([jobs[index] for index in todo], os.cpu_count() or 1)
        shares = [[todo[index] for index in share] for share in shares]
        workers = [self._worker([jobs[index] for index in share]) for share in shares]

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
            [sys.executable, "-m", "groundup_site.running.worker"],
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


def _shares(jobs: list[dict], count: int) -> list[list[int]]:
    """Deal jobs out, costly ones first, each to the share with the least to do."""
    shares: list[list[int]] = [[] for _ in range(count)]
    load = [0] * count
    for index in sorted(range(len(jobs)), key=lambda i: -COST[jobs[i]["kind"]]):
        least = load.index(min(load))
        shares[least].append(index)
        load[least] += COST[jobs[index]["kind"]]
    return [share for share in shares if share]


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(text, "utf-8")
    part.replace(path)
