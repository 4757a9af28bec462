"""Runs jobs in a fresh interpreter: ``python -m bookproof.running.worker < jobs > results``.

A job is ``{"kind": ..., "given": ...}``; its result is ``{"value": ...}`` or ``{"error": ...}``.
"""

import json
import sys
import warnings

from bookproof.kinds import KINDS


def main() -> None:
    """Read jobs from standard input, write results to standard output."""
    warnings.simplefilter("error")
    results = []
    for job in json.load(sys.stdin):
        try:
            with warnings.catch_warnings():
                results.append({"value": KINDS[job["kind"]].perform(**job["given"])})
        except Exception as error:
            results.append({"error": f"{type(error).__name__}: {error}"})
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
