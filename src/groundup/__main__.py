"""``python -m groundup``."""

import os
import sys

# Before NumPy is imported: matrices this small are slower in two threads, and their
# sums come in another order, so that the same seed would give other bytes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from groundup.cli.parser import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
