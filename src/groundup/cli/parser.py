"""Reading the command line of ``python -m groundup``, and saying what went wrong."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from groundup.cli.commands import Stopped, evaluate, learn, show_data
from groundup.inference import BATCH_SIZE
from groundup.training.loop import EPOCHS

WRONG, INTERRUPTED = 2, 130


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG, f"{self.prog}: {' '.join(message.split())}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; return the exit status, after one sentence if it failed."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except Stopped as stop:
        return _failed(str(stop), INTERRUPTED)
    except KeyboardInterrupt:
        return _failed("stopped", INTERRUPTED)
    except MemoryError:
        return _failed("there is not enough memory for this", WRONG)
    except (ValueError, TypeError, OSError) as error:
        return _failed(str(error), WRONG)
    return 0


def _failed(message: str, status: int) -> int:
    print(" ".join(message.split()), file=sys.stderr)
    return status


def _at_least(least: int) -> Callable[[str], int]:
    def integer(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"is {value}; expected {least} or more")
        return value

    return integer


def _parser() -> Parser:
    parser = Parser(
        prog="python -m groundup",
        description="Score, train and feed the network of 784-50-100-10 neurons.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    command = commands.add_parser("evaluate", help="score a network on the test set")
    command.add_argument(
        "--weights",
        metavar="FILE",
        help="an .npz or a pickled dict with W1, b1, W2, b2, W3, b3 (the project's own)",
    )
    _add_data(command)
    command.add_argument(
        "--batch-size", type=_at_least(1), default=BATCH_SIZE, metavar="N"
    )
    command.add_argument("--json", action="store_true", help="print one line of JSON")
    command.set_defaults(run=evaluate)

    command = commands.add_parser("train", help="train a network from scratch")
    _add_data(command)
    command.add_argument("--out", default="weights.npz", metavar="FILE")
    command.add_argument("--seed", type=_at_least(0), default=0, metavar="N")
    command.add_argument("--epochs", type=_at_least(1), default=EPOCHS, metavar="N")
    command.set_defaults(run=learn)

    command = commands.add_parser("data", help="say where the images come from")
    _add_data(command)
    command.set_defaults(run=show_data)
    return parser


def _add_data(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--data",
        metavar="DIR",
        help="a folder with MNIST's four files, gzip or not"
        " (MNIST_DIR, the cache, a download, the embedded images)",
    )
