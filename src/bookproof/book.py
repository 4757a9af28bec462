"""The whole book: its sources read, everything in them run, and what is wrong with it."""

from collections import defaultdict
from collections.abc import Callable

from bookproof import runtime
from bookproof.checks import findings
from bookproof.document import directives, pages, transcripts
from bookproof.document.directives import Directive
from bookproof.document.pages import Page
from bookproof.kinds import DIRECTIVES, KINDS, transcript
from bookproof.kinds.kind import Kind
from bookproof.project import Language, Problem, Project, SourceError
from bookproof.running.runs import Runs


class Book:
    """Everything that the site is made of, read, run and compared.

    Parameters
    ----------
    project : Project
        The checkout.
    fresh : bool
        Run everything, whatever is remembered.
    carded : bool
        Draw the pictures that links to pages are shown with.

    Attributes
    ----------
    pages : dict of Page
        By language and name.
    made : dict of dict
        The results of each kind's jobs, by the job's key.
    counts : dict of int
        How much of everything there is.
    """

    def __init__(self, project: Project, *, fresh: bool = False, carded: bool = False) -> None:
        self.project = project
        self.carded = carded
        self.runs = Runs(project)
        self.order = project.settings.order
        self.found: list[Problem] = []
        self.pages = self._read_pages()
        self.transcripts, problems = transcript.read(project)
        self.found += problems
        self.reasons = runtime.reasons(project)
        self.made: dict[str, dict] = defaultdict(dict)
        self.counts = {"pages": len(self.pages)}
        for kind in KINDS.values():
            self.counts |= kind.counts(self)
        self._rest = self._begin([kind for kind in KINDS.values() if not kind.first], fresh)
        self._begin([kind for kind in KINDS.values() if kind.first], fresh)()
        self.found += findings.look(self)

    @property
    def languages(self) -> dict[str, Language]:
        return self.project.languages

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of files and lines."""
        self.finish()
        return sorted(set(self.found))

    def _read_pages(self) -> dict[tuple[str, str], Page]:
        found = {}
        for language in self.languages:
            for stem in pages.stems(self.project, language):
                try:
                    found[language, stem] = pages.read(self.project, language, stem, DIRECTIVES)
                except SourceError as error:
                    self.found.append(Problem(error.path, error.line, error.message, True))
        return found

    def used(self, kind: str) -> dict[str, list[tuple[Page, Directive]]]:
        """Return the targets of one kind of directive, and where each is used."""
        places: dict[str, list[tuple[Page, Directive]]] = defaultdict(list)
        for page in self.pages.values():
            for directive in page.values if DIRECTIVES[kind].inline else page.blocks:
                if directive.kind == kind:
                    places[directive.target].append((page, directive))
        return dict(places)

    def value(self, directive: Directive, language: str) -> str:
        """Return what stands in a sentence in the place of a directive."""
        return DIRECTIVES[directive.kind].value(self, directive, language)

    def filled(self, text: str, page: Page) -> str:
        """Return prose of a page with the values put in."""
        return directives.filled(
            text, page.source, DIRECTIVES, lambda found: self.value(found, page.language)
        )

    def _begin(self, kinds: list[Kind], fresh: bool) -> Callable[[], None]:
        """Begin with the jobs of some kinds; return what waits for them."""
        jobs = [(kind, job) for kind in kinds for job in kind.jobs(self)]
        results = self.runs.start(jobs, fresh=fresh)

        def wait() -> None:
            for (kind, job), result in zip(jobs, results(), strict=True):
                if "error" in result:
                    self.found += kind.failed(self, job, result["error"], result.get("at"))
                else:
                    self.found += kind.take(self, job, result["value"])

        return wait

    @property
    def cards(self) -> set[tuple[str, str]]:
        """The pages, by language and name, that have a card."""
        return {job.key for job in KINDS["card"].jobs(self)}

    def finish(self) -> None:
        """Wait for what is made while other work goes on: figures, panels, labs, cards."""
        rest, self._rest = self._rest, None
        if rest:
            rest()

    def rewrite(self) -> list[str]:
        """Write what each transcript really printed; return the files that changed."""
        changed = []
        for one in self.transcripts.values():
            if one.outputs is None:
                continue
            new = transcripts.rewritten(one.text, one.examples, one.outputs)
            if new != one.text:
                (self.project.root / one.source).write_text(new, "utf-8")
                changed.append(one.source)
        return changed
