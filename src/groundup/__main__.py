"""``python -m groundup``."""

import os
import signal
import sys
import warnings

# Before NumPy is imported: matrices this small are slower in two threads, and their
# sums come in another order, so that the same seed would give other bytes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from groundup.cli.parser import main  # noqa: E402

warnings.formatwarning = lambda message, *_, **__: f"{message}\n"


def stop(number: int, _: object) -> None:
    """End as on Ctrl-C, so that a training says how to go on with it."""
    raise KeyboardInterrupt(number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    sys.exit(main())
