"""The picture that a link to a page is shown with; no directive asks for it, every page has one."""

import importlib
from collections.abc import Iterator
from importlib.util import find_spec

from bookproof.kinds.kind import Job, Kind


class Card(Kind):
    """A page's title, its description, and what one of its transcripts printed."""

    name = "card"
    cost = 3

    def jobs(self, book) -> Iterator[Job]:
        """Yield the cards of a book that is built for others and has a style to draw in."""
        if not book.carded or not (book.project.book / "figures" / "style.py").is_file():
            return
        package = book.project.settings.package
        for key, page in book.pages.items():
            names = [d.target for d in page.blocks if d.kind == "transcript"]
            given = {
                "package": package,
                "name": book.project.settings.name,
                "title": page.title,
                "description": page.description,
                "transcripts": [
                    book.transcripts[name].text for name in names if name in book.transcripts
                ],
            }
            yield Job(given, key, [(page.source, 1)])

    def perform(self, package: str, **given: object) -> str:
        """Return a card as a PNG in base64."""
        from bookproof.rendering.card import card

        style = importlib.import_module(f"{package}.figures.style")
        logo = None
        if find_spec(f"{package}.logo"):
            logo = importlib.import_module(f"{package}.logo").picture
        return card(**given, style=style, logo=logo)
