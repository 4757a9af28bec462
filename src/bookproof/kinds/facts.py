"""``{{ facts }}``: a table of every fact, its value, and where it is used."""

from bookproof.document.directives import Directive
from bookproof.document.pages import Page
from bookproof.kinds.kind import Kind
from bookproof.words import words


class Facts(Kind):
    """The facts of the book, by name."""

    name = "facts"
    form = "{{ facts }}"
    alone = True

    def markdown(self, rendering, page: Page, directive: Directive) -> str:
        book = rendering.book
        head = words(page.language)["facts"]
        rows = [f"| {head['fact']} | {head['value']} | {head['used']} |", "|---|---|---|"]
        for name, places in sorted(book.used("fact").items()):
            stems = {p.stem: p.title for p, _ in places if p.language == page.language}
            where = ", ".join(
                f"[{title}]({rendering.beside(page, stem)})" for stem, title in stems.items()
            )
            value = book.value(places[0][1], page.language)
            rows.append(f"| `{name}` | {value} | {where} |")
        return "\n".join(rows)
