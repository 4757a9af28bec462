"""``python -m groundup_site``: what is out of date, and the one command that mends it."""

import argparse
import sys

from groundup_site.book import Book
from groundup_site.checks import parity
from groundup_site.project import Project, SourceError


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
    pair = [book.pages.get((language, stem)) for language in ("ko", "en")]
    if None in pair:
        raise SourceError(f"docs/*/{stem}.md", 1, "expected this page in both languages")
    parity.mark(project, *pair, section)
    print(f"docs/en/{stem}.md now follows docs/ko/{place}")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m groundup_site", description=__doc__)
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
        help="record that the English follows the Korean, e.g. ch02/and#product",
    )
    chosen = parser.parse_args(arguments)
    try:
        project = Project.here()
        if chosen.followed:
            return followed(project, chosen.followed)
        return update(project) if chosen.update else check(project)
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
