"""What a lab's kernel runs before and after the cells: it watches them for the worker."""

import json
import os
from pathlib import Path

from bookproof.running import hooks
from bookproof.running.paths import Paths
from bookproof.running.states import States
from bookproof.running.watch import Watch

_watches: list[Watch] = []


def begin(root: str) -> None:
    """Watch this interpreter for a book."""
    watch = Watch(Paths(root), States(Path(root), dict(os.environ)), (hooks.__name__,))
    hooks.install(watch, again=False)
    _watches.append(watch)


def end() -> None:
    """Print what was used: all that is here is the lab's."""
    print(json.dumps(_watches.pop().manifest(everything=True)))
