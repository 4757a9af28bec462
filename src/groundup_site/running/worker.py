"""Runs jobs in a fresh interpreter: ``python -m groundup_site.running.worker < jobs > results``.

A job is ``{"kind": ..., ...}``; its result is ``{"value": ...}`` or ``{"error": ...}``.
"""

import json
import sys
import warnings

import numpy as np

from groundup_site import facts
from groundup_site.running import transcripts


def perform(job: dict) -> object:
    """Return what a job asks for: outputs, a fact's value, an SVG, a notebook's cells."""
    if job["kind"] == "transcript":
        examples, _ = transcripts.parse(job["text"])
        with np.printoptions(), np.errstate():
            return transcripts.run(examples)
    if job["kind"] == "fact":
        return facts.value(job["name"])
    if job["kind"] == "figure":
        from groundup_site.running import drawings

        figure = drawings.draw(job["name"], job["language"], job["data"])
        return drawings.svg(figure, f"{job['name']}-{job['language']}")
    if job["kind"] == "card":
        from groundup_site.running import cards

        return cards.card(job["title"], job["description"], job["transcripts"])
    if job["kind"] == "panel":
        from groundup_site import panels

        return panels.panel(job["name"])
    if job["kind"] == "notebook":
        # The kernel is another process; these are warnings of Jupyter about itself.
        warnings.simplefilter("ignore")
        from groundup_site.running import kernels

        return kernels.perform(job["cells"])
    raise ValueError(f"unknown job {job['kind']!r}")


def main() -> None:
    """Read jobs from standard input, write results to standard output."""
    warnings.simplefilter("error")
    jobs = json.load(sys.stdin)
    results = []
    for job in jobs:
        try:
            with warnings.catch_warnings():
                results.append({"value": perform(job)})
        except Exception as error:
            results.append({"error": f"{type(error).__name__}: {error}"})
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
