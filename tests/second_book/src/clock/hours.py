"""Hours that start again."""

HOURS = 12


def add(hour: int, more: int, hours: int = HOURS) -> int:
    """Return the hour that a clock shows some hours later.

    Parameters
    ----------
    hour : int
        What the clock shows now, from 0.
    more : int
        How many hours later; earlier, if it is negative.
    hours : int, default 12
        How many hours the face has.

    Returns
    -------
    int
        From 0 to ``hours - 1``.

    Raises
    ------
    ValueError
        If the face has no hours.

    Examples
    --------
    >>> add(10, 5)
    3
    """
    if hours < 1:
        raise ValueError(f"hours is {hours}; expected 1 or more")
    return (hour + more) % hours
