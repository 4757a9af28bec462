"""Walks around the face: the same step again and again."""

from clock.hours import HOURS, add


def walk(step: int, hours: int = HOURS) -> list[int]:
    """Return the hours that a walk from 0 visits before it comes back.

    Parameters
    ----------
    step : int
        Hours from one visit to the next.
    hours : int, default 12
        How many hours the face has.

    Returns
    -------
    list of int
        The hours in the order of the walk, 0 first.

    Examples
    --------
    >>> walk(5)
    [0, 5, 10, 3, 8, 1, 6, 11, 4, 9, 2, 7]
    """
    visited = [0]
    while (hour := add(visited[-1], step, hours)) != 0:
        visited.append(hour)
    return visited
