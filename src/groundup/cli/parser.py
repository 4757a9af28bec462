"""Reading the command line of ``python -m groundup``, and saying what went wrong."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from textwrap import shorten
from typing import Any, NoReturn

from groundup import __version__
from groundup.cli.commands import evaluate, learn, show_data
from groundup.files.errors import reason_of
from groundup.files.opening import quoted
from groundup.inference import BATCH_SIZE
from groundup.training.recipe import RECIPE

__all__ = ["main"]

WRONG, SIGNALLED, CLOSED_PIPE = 2, 128, 13


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(_say(f"{self.prog}: {message}"))

    def _print_message(self, message: str, file: Any = None) -> None:
        """Write a message; argparse would not say that a pipe is closed."""
        print(message, end="", file=file or sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; return the exit status, after one sentence if it failed.

    0 when it is done, 2 when something is wrong, and 128 more than the number of the
    signal that ended it, as shells have it: 130 for Ctrl-C, 141 for a closed pipe.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    status = 0
    try:
        options = _parser().parse_args(arguments)
        options.run(options)
        print(end="", flush=True)
    except BrokenPipeError:
        status = SIGNALLED + CLOSED_PIPE
    except KeyboardInterrupt as stop:
        _say("; ".join(["stopped", *getattr(stop, "__notes__", [])]))
        status = SIGNALLED + (stop.args[0] if stop.args else signal.SIGINT)
    except MemoryError:
        status = _say("there is not enough memory for this")
    except OSError as error:
        name = quoted(error.filename) if error.filename else "the output"
        status = _say(f"{name} cannot be used: {reason_of(error)}")
    except (ValueError, TypeError, ArithmeticError) as error:
        status = _say(str(error))
    _leave_nothing_to_write()
    return status


def _say(message: str) -> int:
    with suppress(OSError):
        print(shorten(message, 2000), file=sys.stderr)
    return WRONG


def _leave_nothing_to_write() -> None:
    """Drop output that nobody takes, which Python would complain about at its end."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _path(text: str) -> str:
    """Return a path as it was meant: cmd leaves quotes, and `--data=~` its tilde."""
    if not os.path.lexists(text):
        text = os.path.expanduser(text.strip("\"'"))
    if not text.strip():
        raise argparse.ArgumentTypeError("is empty; expected a path")
    return text


def _activations(text: str) -> str | list[str]:
    names = [name.strip().lower() for name in text.split(",")]
    return names[0] if len(names) == 1 else names


def _parser() -> _Parser:
    parser = _Parser(
        prog="python -m groundup",
        description="Score, train and feed the network of 784-50-100-10 neurons.",
    )
    parser.add_argument("--version", action="version", version=f"groundup {__version__}")
    commands = parser.add_subparsers(metavar="command", required=True)
    added = {}
    for name, run in (("evaluate", evaluate), ("train", learn), ("data", show_data)):
        added[name] = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        added[name].set_defaults(run=run)
        added[name].add_argument(
            "--data", type=_path, metavar="DIR",
            help="folder with MNIST's four files, gzip or not (default: the environment variable"
            " MNIST_DIR, else the user's cache, else a download of 12 MB, else the images in this"
            " package)",
        )  # fmt: skip
    option = added["evaluate"].add_argument
    option(
        "--weights", type=_path, metavar="FILE",
        help="an .npz or a pickled dict with W1, b1, W2, b2, W3, b3 (default: the project's own)",
    )  # fmt: skip
    option(
        "--activations", type=_activations, metavar="NAMES",
        help="one name for all hidden layers, such as relu, or one name a layer with commas"
        " between (default: those in FILE, else sigmoid, and softmax at the end)",
    )  # fmt: skip
    option(
        "--batch-size", type=int, metavar="N", default=BATCH_SIZE,
        help="images that go through the network together, 1 or more (default: %(default)s)",
    )  # fmt: skip
    option("--json", action="store_true", help="print one line of JSON (default: several of text)")
    option = added["train"].add_argument
    option(
        "--out", type=_path, metavar="FILE", default="weights.npz",
        help="where to write the weights, as .npz (default: %(default)s)",
    )  # fmt: skip
    option(
        "--seed", type=int, metavar="N", default=0,
        help="0 or more; decides all that is drawn at random (default: %(default)s)",
    )  # fmt: skip
    option(
        "--epochs", type=int, metavar="N", default=RECIPE["epochs"],
        help="times that all images are gone through, 1 or more (default: %(default)s)",
    )  # fmt: skip
    return parser
