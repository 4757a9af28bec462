"""What goes wrong with files that others wrote."""

__all__ = ["DataError"]


class DataError(ValueError):
    """A file cannot be used; the message is one sentence that says which and why."""
