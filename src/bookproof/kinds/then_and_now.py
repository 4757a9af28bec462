"""``{{ then-and-now }}``: the boxes of that name, collected from all pages in order."""

from bookproof.document.directives import Directive
from bookproof.document.pages import Page
from bookproof.kinds.kind import Kind

BOX = "then-now"


class ThenAndNow(Kind):
    """What was so once and is so now, under a heading that leads to the page it is from."""

    name = "then-and-now"
    form = "{{ then-and-now }}"
    alone = True

    def markdown(self, rendering, page: Page, directive: Directive) -> str:
        book = rendering.book
        parts = []
        for stem in book.order:
            other = book.pages.get((page.language, stem))
            boxes = [box for box in other.boxes if box.kind == BOX] if other else []
            if not boxes or other is page:
                continue
            anchor = stem.replace("/", "-")
            parts.append(f"## [{other.title}]({rendering.beside(page, stem)}) {{ #{anchor} }}\n")
            parts += [rendering.expanded(page, other.inside(box)) + "\n" for box in boxes]
        return "\n".join(parts)
