"""When each page last changed, as its history in git says."""

import os
import subprocess
from collections.abc import Iterator

from bookproof.project import Project
from bookproof.document.pages import Page


def changes(project: Project, pages: list[Page]) -> dict[tuple[str, str], str]:
    """Return for each page, by language and name, when it or one of its examples changed.

    Returns
    -------
    dict of str
        Times as ISO 8601; none where there is no git or no history.
    """
    last: dict[str, str] = {}
    for path, when in _history(project):
        last.setdefault(path, when)
    found = {}
    for page in pages:
        names = [d.target for d in page.blocks if d.kind == "transcript"]
        paths = [page.source, *(f"snippets/{name}.pycon" for name in names)]
        times = [last[path] for path in paths if path in last]
        if page.source in last:
            found[page.language, page.stem] = max(times)
    return found


def _history(project: Project) -> Iterator[tuple[str, str]]:
    """Yield each file that a commit changed and when, the newest commit first."""
    command = ["git", "log", "--format=%x00%cd", "--date=format-local:%Y-%m-%dT%H:%M:%SZ"]
    command += ["--name-only", "--relative", "--", "docs", "snippets"]
    try:
        done = subprocess.run(
            command, cwd=project.root, env={**os.environ, "TZ": "UTC"},
            capture_output=True, text=True, encoding="utf-8", check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return
    for commit in done.stdout.split("\0")[1:]:
        when, *paths = commit.split("\n")
        yield from ((path, when) for path in paths if path)
