"""What a job tells whoever runs it, while it runs: where it is, and what it used elsewhere."""

from collections.abc import Callable

_listeners: list[Callable[[dict], None]] = []


def listen(listener: Callable[[dict], None]) -> None:
    """Have everything that is told from now on given to a function."""
    _listeners.append(listener)


def reached(place: object) -> None:
    """Tell where the job is: what stands in a problem's line if it gets no further.

    Parameters
    ----------
    place : object
        JSON; the job's kind knows what it means. The time limit starts anew.
    """
    _tell({"at": place})


def used(things: dict[str, dict]) -> None:
    """Tell what another process of the job used; the form is `manifest.States`'."""
    _tell({"used": things})


def _tell(told: dict) -> None:
    for listener in _listeners:
        listener(told)
