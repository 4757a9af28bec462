"""What a kind of embed is: how it is written, run, compared, shown, kept and counted."""

from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass, field
from html import escape

from bookproof.document.directives import Directive
from bookproof.document.pages import Page
from bookproof.project import Problem


@dataclass(frozen=True)
class Embed:
    """What stands for a token: in the page, and for the search index."""

    html: Callable[[], str]
    words: str


def of_code(make: Callable[[], str], text: str) -> Embed:
    """Return an embed that the search finds by its code."""
    return Embed(make, f"<pre><code>{escape(text)}</code></pre>")


@dataclass
class Job:
    """Something to run in a fresh interpreter.

    Attributes
    ----------
    given : dict
        What `Kind.perform` gets; JSON, and part of what the result is kept under.
    key : hashable
        What the book keeps the result under.
    places : list of (str, int)
        Files and lines that a failure is reported at.
    """

    given: dict
    key: Hashable
    places: list[tuple[str, int]] = field(default_factory=list)


class Kind:
    """A kind of embed, or of thing that a page has; what does not apply stays as it is here.

    Attributes
    ----------
    name : str
        How directives, jobs and problems call it.
    form : str
        How a directive of it is written; empty if it is none.
    inline : bool
        Whether it stands in a sentence.
    alone : bool
        Whether it has no target.
    flags, keywords : collection of str
        What may follow the target. Any keyword, if it is None.
    worded : bool
        Whether words follow after ``|``: an alt text, say.
    first : bool
        Whether its jobs must be done before anything is checked; the others are waited
        for while pages are rendered.
    celled : bool
        Whether a notebook has it, as cells.
    cost : int
        How long a job takes, as a multiple of a transcript.
    """

    name = ""
    form = ""
    inline = False
    alone = False
    flags: Collection[str] = ()
    keywords: Collection[str] | None = ()
    worded = False
    first = False
    celled = False
    cost = 1

    def malformed(self, directive: Directive) -> bool:
        """Return whether a directive of this kind lacks something or has too much."""
        keywords = {keyword for keyword, _ in directive.data}
        return (
            bool(directive.target) == self.alone
            or bool(directive.words) != self.worded
            or bool(set(directive.flags) - set(self.flags))
            or (self.keywords is not None and bool(keywords - set(self.keywords)))
        )

    def jobs(self, book) -> Iterator[Job]:
        """Yield what is to be run for a `bookproof.book.Book`."""
        yield from ()

    def perform(self, **given: object) -> object:
        """Do one job, in a fresh interpreter; return JSON.

        It may tell how far it is: `bookproof.running.reports.reached`.
        """
        raise NotImplementedError

    def take(self, book, job: Job, value: object) -> Iterator[Problem]:
        """Keep a result in ``book.made``, and yield what is wrong with it."""
        book.made[self.name][job.key] = value
        yield from ()

    def failed(self, book, job: Job, message: str, at: object = None) -> Iterator[Problem]:
        """Yield the problems that a job's error makes: one at each of its places.

        Parameters
        ----------
        book : Book
        job : Job
        message : str
        at : object
            What `perform` had reached, if it told.
        """
        yield from (Problem(path, line, message, True) for path, line in job.places)

    def findings(self, book) -> Iterator[Problem]:
        """Yield what is wrong apart from results: missing, unused, not to be shown."""
        yield from ()

    def counts(self, book) -> dict[str, int]:
        """Return what there is of it, by name, for the pages that say how much is checked."""
        return {}

    def value(self, book, directive: Directive, language: str) -> str:
        """Return what stands in the sentence, for a kind that stands in one."""
        raise NotImplementedError

    def markdown(self, rendering, page: Page, directive: Directive) -> str:
        """Return what a page says in its place: Markdown, with `rendering.token` s."""
        raise NotImplementedError


def unused(book, kind: str, defined: Iterator[tuple[str, str, int]]) -> Iterator[Problem]:
    """Yield a problem for each of the defined names, with file and line, that no page uses."""
    used = book.used(kind)
    for name, path, line in defined:
        if name not in used:
            yield Problem(path, line, f"no page uses the {kind} {name}")
