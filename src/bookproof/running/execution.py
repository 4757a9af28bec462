"""Runs a statement as Python's own prompt would: for the tests, the site, the browser."""

import contextlib
import io
import re
import sys
import traceback

HEADER = "Traceback (most recent call last):\n"


def execute(source: str, namespace: dict, printed: io.TextIOBase) -> Exception | None:
    """Run one statement; write to `printed` what the prompt would print.

    An error prints what the prompt would show without the stack: the header and the
    last line. Anything written to standard error is not output.

    Returns
    -------
    Exception or None
        The error, if there was one.

    Examples
    --------
    >>> printed = io.StringIO()
    >>> execute("6 * 7", {}, printed)
    >>> printed.getvalue()
    '42\\n'
    """
    hook, sys.displayhook = sys.displayhook, sys.__displayhook__
    try:
        with contextlib.redirect_stdout(printed):
            try:
                exec(compile(source, "<transcript>", "single", 0, True), namespace)
            except Exception as error:
                if isinstance(error, AttributeError | NameError):
                    error.name = None  # newer Pythons add a guess, "Did you mean", to it
                last = traceback.format_exception_only(type(error), error)
                printed.write(HEADER + "".join(last))
                return error
    finally:
        sys.displayhook = hook
    return None


def empty_namespace() -> dict:
    """Return the names that a prompt starts with."""
    return {"__name__": "__main__", "__builtins__": __builtins__}


def as_written(output: str) -> str:
    """Return an output as a transcript writes it: blank lines marked, a newline last."""
    if output and not output.endswith("\n"):
        output += "\n"
    return re.sub(r"(?m)^[ ]*$(?=\n)", "<BLANKLINE>", output)


def as_shown(want: str) -> str:
    """Return an output as the prompt shows it."""
    return want.replace("<BLANKLINE>", "")
