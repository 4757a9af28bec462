"""A book about something else, in three languages, with a library of its own and all kinds."""

import shutil
import subprocess
import sys
import zipfile

import pytest
from served import ROOT

from bookproof.book import Book
from bookproof.kinds import DIRECTIVES, KINDS
from bookproof.project import Project

SECOND = ROOT / "tests" / "second_book"


@pytest.fixture(scope="module")
def second(tmp_path_factory):
    """A copy of the second book, and the site that one strict build makes of it."""
    folder = tmp_path_factory.mktemp("second") / "book"
    shutil.copytree(SECOND, folder, ignore=shutil.ignore_patterns(".cache", "__pycache__", "site"))
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def test_it_has_every_kind_and_no_problem():
    book = Book(Project(SECOND))
    assert [str(problem) for problem in book.problems] == []
    for name in DIRECTIVES:
        assert book.used(name), name
    assert {"lab", "card"} == KINDS.keys() - DIRECTIVES.keys()
    assert book.counts["labs"] == len(book.languages) == 3


@pytest.mark.parametrize(
    ("root", "language", "words"),
    [
        ("", "ko", ("시계 산술", "부엌 시계는 1.5분 늦었습니다", "이 책의 실행 기록은 4개입니다")),
        ("en/", "en", ("Clock arithmetic", "1.5 minutes late", "This book has 4 transcripts")),
        ("ja/", "ja", ("時計の算数", "1.5分遅れていました", "実行記録は4個です")),
    ],
)
def test_each_language_has_its_pages_numbers_and_words(second, root, language, words):
    page = (second / "site" / root / "index.html").read_text("utf-8")
    assert f'lang="{language}"' in page
    assert all(word in page for word in words)
    for other in ("ko", "en", "ja"):
        assert f'hreflang="{other}"' in page
    circle = (second / "site" / root / "circle" / "index.html").read_text("utf-8")
    assert "<svg" in circle and 'data-panel="hand"' in circle
    assert (second / "site" / root / "lab.ipynb").is_file()
    assert (second / "site" / root / "404.html").is_file()


def test_nothing_of_it_speaks_of_the_first_book(second):
    for path in (second / "site").rglob("*.html"):
        assert "groundup" not in path.read_text("utf-8").lower(), path


def test_an_output_that_its_library_no_longer_gives_fails_the_strict_build(second, tmp_path):
    folder = shutil.copytree(second, tmp_path / "book")
    hours = folder / "src" / "clock" / "hours.py"
    hours.write_text(hours.read_text("utf-8").replace("hour + more", "hour + more + 1"), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 1
    assert "snippets/index/first/01-later.pycon:3: expected output" in done.stderr


def test_its_zip_opens_in_every_language(second, tmp_path):
    target = tmp_path / "clock.zip"
    command = [sys.executable, "-m", "bookproof", "--zip", str(target), "--site", "site"]
    done = subprocess.run(command, cwd=second, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    names = {name.partition("/")[2] for name in zipfile.ZipFile(target).namelist()}
    assert {"index.html", "en/index.html", "ja/circle/index.html"} <= names
