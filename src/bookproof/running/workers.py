"""Interpreters that perform jobs: started, asked, and ended with whatever they started."""

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue

START_LIMIT = 120.0
"""Seconds that an interpreter has to be ready for its first job."""
PATIENCE = 2.0
"""Seconds that it has to end by itself."""


class Worker:
    """One interpreter, which a weak reference ends at the latest when this one does.

    Parameters
    ----------
    command : sequence of str
        What starts it.
    folder : Path
        Where.
    environ : mapping of str
        Its environment.

    Attributes
    ----------
    lost : bool
        Whether it takes no more jobs.
    end : callable
        Kills it.
    """

    def __init__(self, command: Sequence[str], folder: Path, environ: Mapping[str, str]) -> None:
        self.lost = False
        self._errors = tempfile.TemporaryFile(buffering=0)
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.end = weakref.finalize(self, _end, self._process, self._errors)

    def ask(self, line: str, limit: float) -> dict:
        """Return what comes of a job.

        Parameters
        ----------
        line : str
            The job; empty to hear whether the interpreter is ready.
        limit : float
            The seconds that it has for each step, which it tells of.

        Returns
        -------
        dict
            The answer; ``{"error": ...}`` if there is none. An error has the place that
            the job had reached, ``"at"``, if it told of one.
        """
        before = self._errors.tell()
        place: dict = {}
        with contextlib.suppress(OSError):
            self._process.stdin.write(line)
            self._process.stdin.flush()
        while not self.lost:
            told, late = self._line(limit)
            if told.endswith("\n") and not late:
                result = json.loads(told)
                if "at" not in result:
                    return place | result if "error" in result else result
                place = result
            else:
                self.lost = True
                place["error"] = f"no end after {limit:g} s" if late else self._last_words(before)
        return place

    def _line(self, limit: float) -> tuple[str, bool]:
        """Return the next line that it writes, and whether it was killed for being late."""
        first = threading.Lock()

        def expire() -> None:
            if first.acquire(blocking=False):
                _kill(self._process)

        timer = threading.Timer(limit, expire)
        timer.daemon = True
        timer.start()
        told = self._process.stdout.readline()
        timer.cancel()
        return told, not first.acquire(blocking=False)

    def _last_words(self, before: int) -> str:
        """Return how it ended, and the last line of what it wrote to standard error since."""
        try:
            status = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return "the interpreter answers no more"
        how = signal.strsignal(-status) if status < 0 else f"exit status {status}"
        self._errors.seek(before)
        words = self._errors.read().decode("utf-8", "replace").split("\n")
        last = next((word for word in reversed(words) if word.strip()), "")
        return f"the interpreter ended: {how}" + (f", {last.strip()}" if last else "")

    def close(self) -> None:
        """Let it end by itself, and kill it if it does not."""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self._process.stdin.close()
            self._process.wait(PATIENCE)
        self.end()


def _kill(process: subprocess.Popen) -> None:
    """Kill a process that nobody has waited for, and those that it started."""
    if process.poll() is None and hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _end(process: subprocess.Popen, errors) -> None:
    _kill(process)
    process.wait()
    for stream in (process.stdin, process.stdout, errors):
        with contextlib.suppress(OSError):
            stream.close()


class Crew:
    """Workers that take one job after another from one queue.

    Parameters
    ----------
    start : callable
        Starts a `Worker`.
    limit : float
        The seconds that each step of a job has.
    """

    def __init__(self, start: Callable[[], Worker], limit: float) -> None:
        self._start = start
        self._limit = limit
        self._waiting: SimpleQueue[tuple[int, str]] = SimpleQueue()
        self._done: SimpleQueue[tuple[int, dict] | BaseException] = SimpleQueue()

    def deal(self, jobs: list[tuple[int, str]], most: int, keep: Callable[[int, dict], None]) -> None:
        """Begin with jobs, in their order; return at once.

        Parameters
        ----------
        jobs : list of (int, str)
            Numbers and lines.
        most : int
            The workers that there are at the same time.
        keep : callable
            Gets each number and answer as it comes, in a thread of its own.
        """
        for job in jobs:
            self._waiting.put(job)
        for _ in range(min(most, len(jobs))):
            threading.Thread(target=self._work, args=(keep,), daemon=True).start()

    def results(self, count: int) -> Iterator[tuple[int, dict]]:
        """Yield numbers and answers as they come; after an interruption nobody works on.

        Raises
        ------
        Exception
            What went wrong with a thread: no interpreter can be started, nothing can be kept.
        """
        try:
            for _ in range(count):
                done = self._done.get()
                if isinstance(done, BaseException):
                    raise done
                yield done
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Let no worker take another job."""
        with contextlib.suppress(Empty):
            while True:
                self._waiting.get_nowait()

    def _work(self, keep: Callable[[int, dict], None]) -> None:
        worker = None
        try:
            with contextlib.suppress(Empty):
                while True:
                    number, line = self._waiting.get_nowait()
                    if worker is None or worker.lost:
                        worker = self._start()
                        ready = worker.ask("", START_LIMIT)
                        if worker.lost:
                            raise OSError(f"the engine does not start: {ready['error']}")
                    answer = worker.ask(line, self._limit)
                    if worker.lost:
                        worker.end()
                    keep(number, answer)
                    self._done.put((number, answer))
        except Exception as error:
            self._done.put(error)
        finally:
            if worker is not None:
                worker.close()
