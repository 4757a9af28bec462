"""How walks end."""

from clock.walks import walk


def complete() -> int:
    """Return how many steps from 1 to 11 visit every hour."""
    return sum(len(walk(step)) == 12 for step in range(1, 12))
