"""The whole book of one language as a PDF: A4, with bookmarks, printed by Chromium."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from bookproof.editions import EditionError, volume
from bookproof.project import Language

PROGRAMS = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome", "chrome")
OPTIONS = ("--headless", "--disable-gpu", "--no-pdf-header-footer")
BOOKMARKS = "--generate-pdf-document-outline"  # and tags, which Chromium writes by itself
NO_TAGS = "--disable-pdf-tagging"  # in half the time
LIMIT = 300
# Chromium writes the pages in their order, and what links lead to by name.
PAGE = re.compile(rb"(\d+) 0 obj\s*<</Type /Page\s")
PLACE = re.compile(rb"/([\w-]+) \[(\d+) 0 R /XYZ ")
DATE = re.compile(rb"\(D:\d{14}\+00'00'\)")


def write(site: Path, name: str, language: Language, target: Path) -> None:
    """Print a built site's pages of one language, twice: then the contents know theirs.

    Raises
    ------
    EditionError
        If Chromium is not there, or does not print.
    """
    program = chromium()
    numbers = starts(_printed(program, volume.document(site, name, language, {}), NO_TAGS))
    pdf = _printed(program, volume.document(site, name, language, numbers), BOOKMARKS)
    moment = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())))
    date = time.strftime("(D:%Y%m%d%H%M%S+00'00')", moment).encode()
    target.write_bytes(DATE.sub(date, pdf))


def chromium() -> str:
    """Return the program that prints.

    Raises
    ------
    EditionError
        If there is none.
    """
    names = [os.environ.get("CHROMIUM", ""), *PROGRAMS]
    for program in filter(None, map(shutil.which, filter(None, names))):
        return program
    raise EditionError("a PDF needs Chromium or Chrome: on the PATH, or named by CHROMIUM")


def starts(pdf: bytes) -> dict[str, int]:
    """Return the page that each name of a PDF printed by Chromium leads to, from 1."""
    pages = {page: number for number, page in enumerate(PAGE.findall(pdf), 1)}
    return {name.decode(): pages[page] for name, page in PLACE.findall(pdf)}


def _printed(program: str, html: str, option: str) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "book.html").write_text(html, "utf-8")
        command = [
            program,
            *OPTIONS,
            option,
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={folder / 'book.pdf'}",
            (folder / "book.html").as_uri(),
        ]
        try:
            subprocess.run(
                command,
                env=os.environ | {"TZ": "UTC"},
                capture_output=True,
                check=True,
                timeout=LIMIT,
            )
            return (folder / "book.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise EditionError(f"{program} did not print the book: {error}") from error
