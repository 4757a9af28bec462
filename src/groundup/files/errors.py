"""What goes wrong with files that others wrote."""

__all__ = ["DataError", "reason_of"]


class DataError(ValueError):
    """A file cannot be used; the message is one sentence that says which and why."""


def reason_of(error: BaseException) -> str:
    """Return what the system says of an error, without the number and the file name.

    Examples
    --------
    >>> reason_of(FileNotFoundError(2, "No such file or directory", "none"))
    'No such file or directory'
    """
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
