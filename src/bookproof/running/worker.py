"""Performs jobs in a fresh interpreter: ``python -m bookproof.running.worker``.

It reads a job a line, ``{"kind": ..., "given": ...}``, from standard input, and writes
lines to what is standard output when it starts: ``{"at": place}`` while it is at work,
then ``{"value": ..., "manifest": ...}`` or ``{"error": ...}``. Its first line is ``{}``: it
is ready. The working directory is the book's. It ends when its input does.
"""

import json
import os
import signal
import threading
import time
import warnings
from pathlib import Path
from queue import SimpleQueue
from typing import TextIO

from bookproof.running import hooks, reports
from bookproof.running.paths import Paths
from bookproof.running.states import States
from bookproof.running.watch import Watch

GRACE = 1.0
"""Seconds that the last job gets to end when nobody waits for it any more."""


def main() -> None:
    """Perform jobs until there are no more."""
    jobs, results = channels()
    states = States(Path.cwd(), dict(os.environ))
    watch = Watch(Paths(os.getcwd()), states, (hooks.__name__,))
    hooks.install(watch, again=True)
    from bookproof.kinds import KINDS  # seen by the watch

    def send(told: dict) -> None:
        results.write(json.dumps(told) + "\n")
        results.flush()

    def tell(told: dict) -> None:
        watch.used(told["used"]) if "used" in told else send(told)

    reports.listen(tell)
    send({})
    waiting: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=read, args=(jobs, waiting), daemon=True).start()
    while line := waiting.get():
        job = json.loads(line)
        results.write(answer(KINDS[job["kind"]], job["given"], watch) + "\n")
        results.flush()


def channels() -> tuple[TextIO, TextIO]:
    """Return what jobs come from and results go to, and keep both from the jobs' own code.

    What a job's C code or another process of its prints goes where errors do, and what asks
    for input gets none.
    """
    jobs = os.fdopen(os.dup(0), "r", encoding="utf-8")
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return jobs, results


def read(jobs: TextIO, waiting: SimpleQueue) -> None:
    """Pass jobs on; after the last, end this process and what it started, whatever it does."""
    for line in jobs:
        waiting.put(line)
    waiting.put("")
    time.sleep(GRACE)
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def answer(kind, given: dict, watch: Watch) -> str:
    """Return the line that answers a job. A warning is an error."""
    watch.begin(type(kind).__module__)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            value = kind.perform(**given)
        return json.dumps({"value": value, "manifest": watch.manifest()})
    except BaseException as error:
        return json.dumps({"error": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
