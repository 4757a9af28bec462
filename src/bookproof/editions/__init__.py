"""The forms in which the book leaves the web, each made from the built site.

`disk` is a zip that opens without a server; `volume` puts all pages of a language into one,
and `pdf` prints it. `pages` is what they have in common.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bookproof.project import Project


class EditionError(Exception):
    """Why an edition could not be made, in one plain sentence."""


@contextmanager
def site(project: Project, built: Path | None = None) -> Iterator[Path]:
    """Give the folder of the built site; without one, build it where it goes away again.

    Built here, it has no Python for the browser, which no edition can load.
    """
    if built:
        if not (built / "index.html").is_file():
            raise EditionError(f"{built}: expected a built site here")
        yield built
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", folder]
        environment = os.environ | {"RUN_BUTTONS": "false"}
        done = subprocess.run(
            command, cwd=project.root, env=environment, capture_output=True, text=True
        )
        if done.returncode:
            raise EditionError(f"the site was not built:\n{done.stderr.strip()}")
        yield Path(folder)
