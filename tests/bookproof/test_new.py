"""A new book builds at once, and nothing that is there is written over."""

import subprocess
import sys

from bookproof.__main__ import main
from bookproof.book import Book
from bookproof.project import Project


def test_a_new_book_has_no_problem_and_two_languages(tmp_path, capsys):
    target = tmp_path / "book"
    assert main(["--new", str(target)]) == 0
    assert str(target) in capsys.readouterr().out
    book = Book(Project(target), carded=True)
    assert [str(problem) for problem in book.problems] == []
    assert list(book.languages) == ["en", "ko"]
    assert book.counts["transcripts"] == book.counts["facts"] == book.counts["symbols"] == 1


def test_a_new_book_builds_strictly(tmp_path):
    main(["--new", str(tmp_path)])
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    site = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*")}
    assert {"greeting/index.html", "ko/greeting/index.html", "ko/404.html"} <= site
    page = (tmp_path / "site" / "greeting" / "index.html").read_text("utf-8")
    assert "The greeting has 14 characters." in page
    assert "og:image" not in page and "cards" not in page


def test_a_folder_that_holds_something_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["--new", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"{tmp_path}: is there already; expected a new or an empty folder\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_left_alone(tmp_path, capsys):
    target = tmp_path / "file"
    target.write_text("mine")
    assert main(["--new", str(target)]) == 2
    assert target.read_text() == "mine"
