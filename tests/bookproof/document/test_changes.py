"""A page changes when its own file or one of its examples does."""

import subprocess

import pytest

from bookproof.book import Book
from bookproof.document.changes import changes

FIRST, SECOND = "2026-01-02T03:04:05Z", "2026-02-03T04:05:06Z"


def commit(project, when):
    who = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    for command in (["init", "-q"], ["add", "docs", "snippets"], [*who, "commit", "-q", "-m", "x"]):
        environment = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "PATH": "/usr/bin:/bin"}
        subprocess.run(["git", *command], cwd=project.root, env=environment, check=True)


@pytest.fixture
def changed(small):
    def found():
        return changes(small, Book(small).pages.values())

    return found


def test_without_a_history_no_time_is_known(changed):
    assert changed() == {}


def test_all_pages_have_the_time_of_their_commit(small, changed):
    commit(small, FIRST)
    assert set(changed().values()) == {FIRST} and len(changed()) == 6


def test_a_page_or_an_example_of_it(small, changed):
    commit(small, FIRST)
    page = small.docs / "en" / "index.md"
    page.write_text(page.read_text("utf-8") + "\nMore.\n", "utf-8")
    commit(small, SECOND)
    assert [key for key, when in changed().items() if when == SECOND] == [("en", "index")]
    snippet = small.snippets / "part/gates/01-step.pycon"
    snippet.write_text(snippet.read_text("utf-8") + ">>> 2\n2\n", "utf-8")
    commit(small, SECOND)
    later = {key for key, when in changed().items() if when == SECOND}
    assert later == {("en", "index"), ("ko", "part/gates"), ("en", "part/gates")}
