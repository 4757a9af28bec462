"""A worker answers, is late, or dies; it never outlives whoever asked it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bookproof.running import workers
from bookproof.running.workers import Crew, Worker

ECHO = """
import json, os, sys, time
print("{}", flush=True)
for line in sys.stdin:
    job = json.loads(line)
    print(json.dumps({"at": job["n"]}), flush=True)
    exec(job.get("do", ""))
    print(json.dumps({"value": job["n"]}), flush=True)
"""


def start(code=ECHO):
    return Worker([sys.executable, "-I", "-c", code], Path.cwd(), dict(os.environ))


def job(number, do=""):
    import json

    return json.dumps({"n": number, "do": do}) + "\n"


def gone(pid):
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def worker():
    worker = start()
    assert worker.ask("", 60) == {}
    yield worker
    worker.end()


def test_a_worker_answers(worker):
    assert worker.ask(job(1), 60) == {"value": 1}
    assert worker.ask(job(2), 60) == {"value": 2}
    assert not worker.lost
    worker.close()
    assert not worker.end.alive


def test_an_error_has_the_place_that_was_reached(worker):
    told = "print(json.dumps({'error': 'E'}), flush=True); sys.stdin.readline(); raise SystemExit"
    assert worker.ask(job(3, told), 60) == {"at": 3, "error": "E"}


def test_a_late_worker_is_killed_with_what_it_started(worker):
    do = "import subprocess; p = subprocess.Popen(['sleep', '60']); open('/proc/self/comm').close(); "
    do += "print(json.dumps({'at': p.pid}), flush=True); time.sleep(60)"
    answer = worker.ask(job(4, do), 1)
    assert answer["error"] == "no end after 1 s" and worker.lost
    assert gone(answer["at"])
    assert worker.ask(job(5), 60) == {}


@pytest.mark.parametrize(
    ("do", "error"),
    [
        ("os._exit(7)", "the interpreter ended: exit status 7"),
        ("print('x\\ny\\n \\n', file=sys.stderr, flush=True); os._exit(0)", "the interpreter ended: exit status 0, y"),
        ("os.kill(os.getpid(), 9)", "the interpreter ended: Killed"),
        ("print('half', end='', flush=True); os._exit(1)", "the interpreter ended: exit status 1"),
    ],
)
def test_a_worker_that_dies_says_how(worker, do, error):
    worker.ask(job(0, "print('earlier', file=sys.stderr, flush=True)"), 60)
    assert worker.ask(job(6, do), 60) == {"at": 6, "error": error}
    assert worker.lost


def test_a_worker_that_answers_no_more_is_given_up(worker, monkeypatch):
    monkeypatch.setattr(workers, "PATIENCE", 0.2)
    answer = worker.ask(job(7, "os.close(1); time.sleep(60)"), 60)
    assert answer == {"at": 7, "error": "the interpreter answers no more"}


def crew(jobs, most=2, limit=60.0, begin=start):
    kept = {}
    crew = Crew(begin, limit)
    crew.deal(jobs, most, kept.__setitem__)
    return dict(crew.results(len(jobs))), kept


def test_a_crew_answers_everything_and_keeps_it_as_it_comes():
    answers, kept = crew([(n, job(n)) for n in range(5)])
    assert answers == kept == {n: {"value": n} for n in range(5)}


def test_a_crew_is_no_larger_than_its_jobs_and_starts_anew_after_a_loss():
    started = []
    begin = lambda: started.append(1) or start()  # noqa: E731
    crew([(0, job(0))], most=9, begin=begin)
    assert len(started) == 1
    answers, _ = crew([(0, job(0, "os._exit(1)")), (1, job(1)), (2, job(2))], most=1, begin=begin)
    assert [answers[n].get("value") for n in range(3)] == [None, 1, 2]
    assert len(started) == 3


def test_an_engine_that_does_not_start_is_told_once():
    with pytest.raises(OSError, match="the engine does not start: .*exit status 1, ValueError: no"):
        crew([(0, job(0)), (1, job(1))], begin=lambda: start("raise ValueError('no')"))


def test_what_cannot_be_kept_is_told():
    def keep(number, answer):
        raise OSError("no room")

    crew = Crew(start, 60)
    crew.deal([(0, job(0))], 1, keep)
    with pytest.raises(OSError, match="no room"):
        list(crew.results(1))


def test_after_an_interruption_nobody_takes_another_job():
    crew = Crew(start, 60)
    crew._waiting.put((1, job(1)))
    crew._done.put(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        list(crew.results(1))
    assert crew._waiting.empty()


BUILD = """
import sys
from pathlib import Path
from bookproof.kinds import KINDS
from bookproof.kinds.kind import Job
from bookproof.project import Project
from bookproof.running.runs import Runs
text = ">>> import os, pathlib\\n>>> x = pathlib.Path('pid').write_text(str(os.getpid()))\\n>>> while True: pass\\n"
Runs(Project(Path.cwd())).start([(KINDS["transcript"], Job({"text": text}, ""))])()
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_build_leaves_no_worker(tmp_path, how):
    (tmp_path / "src").mkdir()
    build = subprocess.Popen([sys.executable, "-c", BUILD], cwd=tmp_path, stderr=subprocess.DEVNULL)
    pid = tmp_path / "pid"
    for _ in range(1200):
        if pid.is_file() and pid.read_text():
            break
        time.sleep(0.05)
    build.send_signal(how)
    build.wait(60)
    assert gone(int(pid.read_text()))
