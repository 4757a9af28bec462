"""``python -m bookproof``: checks the book, mends it, and makes what leaves the web."""

import argparse
import sys
from pathlib import Path

from bookproof import editions, new
from bookproof.book import Book
from bookproof.checks import parity
from bookproof.editions import disk, pdf
from bookproof.project import Project, SourceError


def check(project: Project) -> int:
    """Print every problem; return 1 if there is one."""
    book = Book(project, fresh=True)
    for problem in book.problems:
        print(problem, file=sys.stderr)
    counts = ", ".join(f"{count} {name}" for name, count in book.counts.items())
    print(f"{counts}; {len(book.problems)} problems")
    return 1 if book.problems else 0


def update(project: Project) -> int:
    """Rewrite outputs, never code; print what changed and what is still wrong."""
    changed = Book(project, fresh=True).rewrite()
    for source in changed:
        print(f"rewrote {source}")
    print(f"{len(changed)} transcripts rewritten")
    return check(project)


def followed(project: Project, place: str) -> int:
    """Mark a page, or one section of it, as followed by its translation."""
    stem, _, section = place.partition("#")
    book = Book(project)
    lead, *others = book.languages
    for language in (lead, *others):
        if (language, stem) not in book.pages:
            message = f"expected this page, as in the other languages ({', '.join(book.languages)})"
            raise SourceError(f"docs/{language}/{stem}.md", 1, message)
    for language in others:
        parity.mark(project, book.pages[lead, stem], book.pages[language, stem], section)
        print(f"docs/{language}/{stem}.md now follows docs/{lead}/{place}")
    return 0


def edition(project: Project, chosen: argparse.Namespace) -> int:
    """Write an edition of the site: of one that is built already, or of a new one."""
    if chosen.pdf:
        pdf.chromium()  # or say that it is missing before building a site
    name = project.settings.name
    with editions.site(project, chosen.site) as site:
        if chosen.zip:
            disk.write(site, name, chosen.zip)
        else:
            pdf.write(site, name, project.language(chosen.language), chosen.pdf)
    print(f"wrote {chosen.zip or chosen.pdf}")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m bookproof", description=__doc__)
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument(
        "--check", action="store_true", help="run everything, list what is wrong"
    )
    choice.add_argument(
        "--update", action="store_true", help="rewrite the outputs of transcripts"
    )
    choice.add_argument(
        "--followed",
        metavar="PAGE[#SECTION]",
        help="record that the other languages follow the first, e.g. ch02/and#product",
    )
    choice.add_argument("--new", metavar="DIR", type=Path, help="write a small book to begin with")
    choice.add_argument(
        "--zip", metavar="FILE", type=Path, help="write the site as a zip that opens from disk"
    )
    choice.add_argument(
        "--pdf", metavar="FILE", type=Path, help="write the book of one language; needs Chromium"
    )
    parser.add_argument("--language", help="of the PDF; the book's first by default")
    parser.add_argument(
        "--site", metavar="FOLDER", type=Path, help="of a built site; else it is built first"
    )
    chosen = parser.parse_args(arguments)
    try:
        if chosen.new:
            new.make(chosen.new)
            print(f"wrote {chosen.new}; next, there: python -m mkdocs serve")
            return 0
        project = Project.here()
        if chosen.followed:
            return followed(project, chosen.followed)
        if chosen.zip or chosen.pdf:
            return edition(project, chosen)
        return update(project) if chosen.update else check(project)
    except (SourceError, editions.EditionError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
