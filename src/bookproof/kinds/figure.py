"""``{{ figure module.function | alt text }}``: a drawing, made anew at each build.

Text stays text: it takes the page's font, can be searched and weighs little. The book's
font only measures it and proves that every character can be drawn.
"""

import importlib
import io
from collections.abc import Iterator
from types import ModuleType

from bookproof.document.directives import Directive
from bookproof.document.pages import Page
from bookproof.kinds.fact import defined, function
from bookproof.kinds.kind import Embed, Job, Kind, unused
from bookproof.kinds.record import recorded
from bookproof.project import Problem
from bookproof.rendering import code, svg

COLOURS = (
    "INK", "MUTED", "GRID", "PAPER", "BLUE", "ORANGE", "GREEN", "VIOLET",
    "BLUE_SOFT", "ORANGE_SOFT", "GREEN_SOFT", "VIOLET_SOFT",
)  # fmt: skip


class FigureKind(Kind):
    """What ``figures/module.py`` of the book's package draws, in the page's language.

    A keyword names a record that the function gets. The module ``figures.style`` has the
    colours, Matplotlib's settings (``RC``) and ``register_font()``.
    """

    name = "figure"
    form = (
        "{{ figure module.function | alt text }}, or "
        "{{ figure module.function keyword=record | alt text }}"
    )
    keywords = None
    worded = True
    celled = True
    cost = 12

    def jobs(self, book) -> Iterator[Job]:
        package = f"{book.project.settings.package}.figures"
        jobs: dict[tuple, Job] = {}
        for name, places in book.used("figure").items():
            for page, directive in places:
                key = name, page.language, directive.data
                place = page.source, directive.line
                if key in jobs:
                    jobs[key].places.append(place)
                    continue
                try:
                    data = {k: recorded(book.project.book, v) for k, v in directive.data}
                except LookupError as error:
                    book.found.append(Problem(*place, str(error.args[0]), True))
                    continue
                given = {"package": package, "name": name, "language": page.language, "data": data}
                jobs[key] = Job(given, key, [place])
        yield from jobs.values()

    def perform(self, package: str, name: str, language: str, data: dict) -> str:
        """Draw a figure and return it as SVG.

        Raises
        ------
        LookupError
            If there is no such figure.
        ValueError
            If a character has no glyph or a colour is none of the style's.
        """
        drawn = function(package, name, "figure")(language, **data)
        return as_svg(drawn, f"{name}-{language}", importlib.import_module(f"{package}.style"))

    def findings(self, book) -> Iterator[Problem]:
        """Yield the figures, functions with the style's decorator, that no page uses."""
        folder = book.project.book / "figures"
        drawn = defined(book, folder, lambda node: bool(node.decorator_list))
        yield from unused(
            book, "figure", (one for one in drawn if not one[0].startswith("style."))
        )

    def counts(self, book) -> dict[str, int]:
        return {"figures": len(book.used("figure"))}

    def markdown(self, rendering, page: Page, directive: Directive) -> str:
        return rendering.token(self.embed(rendering, page, directive))

    def embed(self, rendering, page: Page, directive: Directive) -> Embed:
        """Return the figure and its alt text."""
        alt = rendering.filled(directive.words, page)
        key = directive.target, page.language, directive.data
        made = rendering.book.made["figure"]
        return Embed(lambda: code.figure(made[key], alt), f"<p>{code.escape(alt)}</p>")


def as_svg(figure, identity: str, style: ModuleType) -> str:
    """Return a `matplotlib.figure.Figure` as SVG for the page.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn with the colours of `style` only.
    identity : str
        Unique on a page; the ids in the SVG are made from it.
    style : module
        The book's ``figures.style``.

    Raises
    ------
    ValueError
        If a character has no glyph or a colour is none of the style's.
    """
    import matplotlib

    missing = missing_glyphs(figure, style)
    if missing:
        raise ValueError(f"no glyph for {missing!r} in the figure font")
    buffer = io.StringIO()
    with matplotlib.rc_context(
        {**style.RC, "svg.fonttype": "none", "svg.hashsalt": identity}
    ):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    palette = {
        getattr(style, name): f"var(--gu-{name.lower().replace('_', '-')})"
        for name in COLOURS
        if hasattr(style, name)
    }
    return svg.for_page(buffer.getvalue(), identity.replace(".", "-"), palette)


def missing_glyphs(figure, style: ModuleType) -> str:
    """Return the characters of a figure's texts that the style's font cannot draw."""
    from matplotlib.font_manager import FontProperties, findfont, get_font
    from matplotlib.text import Text

    style.register_font()
    font = get_font(findfont(FontProperties(family=style.RC["font.family"])))
    known = set(map(chr, font.get_charmap()))
    used = {c for text in figure.findobj(Text) for c in text.get_text()}
    return "".join(sorted(used - known - {"\n"}))
