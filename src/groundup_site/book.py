"""The whole book: its sources read, and everything in them run."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from groundup_site import panels, runtime
from groundup_site.checks import findings
from groundup_site.project import LANGUAGES, Problem, Project, SourceError
from groundup_site.rendering import notebooks
from groundup_site.running import transcripts
from groundup_site.running.runs import Runs
from groundup_site.sources import pages
from groundup_site.sources.directives import Directive
from groundup_site.sources.pages import Page

@dataclass
class Transcript:
    """A transcript of `snippets`, and what it printed when it was run."""

    name: str
    source: str
    text: str
    examples: list[transcripts.Example]
    flaws: list[transcripts.Flaw]
    outputs: list[str] | None = None


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml for its navigation; what its tags stand for does not matter."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def reading_order(project: Project) -> list[str]:
    """Return the pages' names in the order of the navigation in ``mkdocs.yml``."""

    def walk(entry: object) -> Iterator[str]:
        if isinstance(entry, str):
            yield entry.removesuffix(".md")
        elif isinstance(entry, dict):
            for value in entry.values():
                yield from walk(value)
        elif isinstance(entry, list):
            for value in entry:
                yield from walk(value)

    text = (project.root / "mkdocs.yml").read_text("utf-8")
    return list(walk(yaml.load(text, _Loader).get("nav") or []))  # noqa: S506


class Book:
    """Everything that the site is made of, read, run and compared.

    Parameters
    ----------
    project : Project
        The checkout.
    fresh : bool
        Run everything, whatever is remembered.
    """

    def __init__(self, project: Project, *, fresh: bool = False) -> None:
        self.project = project
        self.runs = Runs(project)
        self.found: list[Problem] = []
        self.order = reading_order(project)
        self.pages = self._read_pages()
        self.transcripts = self._read_transcripts()
        self.values: dict[str, str] = {}
        self.drawings: dict[tuple[str, str, str], str] = {}
        self.cells: dict[tuple[str, str], list[tuple[notebooks.Cell, dict]]] = {}
        self.panels: dict[str, dict] = {}
        self.cards: dict[tuple[str, str], str] = {}
        self._run(fresh)
        self._count()
        self.found += findings.look(self)

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of files and lines."""
        self.finish()
        return sorted(set(self.found))

    # What there is

    def _read_pages(self) -> dict[tuple[str, str], Page]:
        found = {}
        for language in LANGUAGES:
            for stem in pages.stems(self.project, language):
                try:
                    found[language, stem] = pages.read(self.project, language, stem)
                except SourceError as error:
                    self._report(error)
        return found

    def _report(self, error: SourceError) -> None:
        self._false(error.path, error.line, error.message)

    def _read_transcripts(self) -> dict[str, Transcript]:
        found = {}
        snippets = self.project.snippets
        for path in sorted(snippets.rglob("*.pycon")):
            source = self.project.relative(path)
            try:
                name = transcripts.identity(snippets, path)
            except ValueError as error:
                self.found.append(Problem(source, 1, str(error)))
                continue
            text = path.read_text("utf-8")
            found[name] = Transcript(name, source, text, *transcripts.parse(text))
        return found

    def used(self, kind: str) -> dict[str, list[tuple[Page, Directive]]]:
        """Return the targets of one kind of directive, and where each is used."""
        places: dict[str, list[tuple[Page, Directive]]] = defaultdict(list)
        for page in self.pages.values():
            for directive in page.facts if kind == "fact" else page.blocks:
                if directive.kind == kind:
                    places[directive.target].append((page, directive))
        return dict(places)

    @property
    def labs(self) -> list[tuple[str, str]]:
        """The pages, by language and name, that are also notebooks."""
        return [key for key, page in self.pages.items() if notebooks.is_lab(page)]

    # What it comes to

    def _run(self, fresh: bool) -> None:
        jobs: list[dict] = []
        takers = []
        for transcript in self.transcripts.values():
            jobs.append({"kind": "transcript", "text": transcript.text})
            takers.append(self._take_transcript(transcript))
        for name, places in self.used("fact").items():
            if not name.startswith("site."):
                jobs.append({"kind": "fact", "name": name})
                takers.append(self._take_fact(name, places))
        self._waits = [self._draw(fresh), self._tabulate(fresh), self._execute(fresh)]
        results = self.runs.results(jobs, fresh=fresh)
        for take, result in zip(takers, results, strict=True):
            take(result)

    def _draw(self, fresh: bool):
        """Begin to draw the figures; return what waits for them."""
        drawings: dict[tuple, list] = defaultdict(list)
        for name, places in self.used("figure").items():
            for page, directive in places:
                drawings[name, page.language, directive.data].append((page, directive))
        jobs = [
            {"kind": "figure", "name": name, "language": language, "data": dict(data)}
            for name, language, data in drawings
        ]
        results = self.runs.start(jobs, fresh=fresh)

        def wait() -> None:
            for key, result in zip(drawings, results(), strict=True):
                self._take_drawing(*key, drawings[key])(result)

        return wait

    def _tabulate(self, fresh: bool):
        """Begin to compute the panels; return what waits for them."""
        names = {}
        for page in self.pages.values():
            for directive in page.blocks:
                if directive.kind == "figure" and directive.target in panels.FIGURES:
                    names[panels.FIGURES[directive.target]] = page, directive.line
            if page.stem in panels.PAGES:
                names[panels.PAGES[page.stem]] = page, 1
        results = self.runs.start(
            [{"kind": "panel", "name": name} for name in names], fresh=fresh
        )

        def wait() -> None:
            for name, result in zip(names, results(), strict=True):
                if "value" in result:
                    self.panels[name] = result["value"]
                else:
                    page, line = names[name]
                    self._false(page.source, line, result["error"])

        return wait

    def _execute(self, fresh: bool):
        """Begin to execute the labs; return what waits for them.

        The two languages of a lab have the same cells, which are executed once.
        """
        examples = {name: t.examples for name, t in self.transcripts.items()}
        labs: dict[str, list[tuple[Page, list[notebooks.Cell]]]] = defaultdict(list)
        jobs: dict[str, dict] = {}
        for page in self.pages.values():
            if notebooks.is_lab(page):
                cells = notebooks.code_cells(page, examples)
                job = {"kind": "notebook", "cells": [cell.job for cell in cells]}
                jobs[repr(job)] = job
                labs[repr(job)].append((page, cells))
        results = self.runs.start(list(jobs.values()), fresh=fresh)

        def wait() -> None:
            for key, result in zip(jobs, results(), strict=True):
                for page, cells in labs[key]:
                    self._take_cells(page, cells, result)

        return wait

    def draw_cards(self) -> None:
        """Begin to draw each page's card, with a transcript of the page."""
        jobs = []
        for page in self.pages.values():
            names = [d.target for d in page.blocks if d.kind == "transcript"]
            found = [self.transcripts[name] for name in names if name in self.transcripts]
            jobs.append(
                {
                    "kind": "card",
                    "title": page.title,
                    "description": str(page.meta.get("description", "")),
                    "transcripts": [transcript.text for transcript in found],
                }
            )
        results = self.runs.start(jobs)

        def wait() -> None:
            for (key, page), result in zip(self.pages.items(), results(), strict=True):
                if "value" in result:
                    self.cards[key] = result["value"]
                else:
                    self._false(page.source, 1, result["error"])

        self._waits.append(wait)

    def finish(self) -> None:
        """Wait for the figures and the labs, which are made while other work goes on."""
        while self._waits:
            self._waits.pop()()

    def _take_transcript(self, transcript: Transcript):
        def take(result: dict) -> None:
            if "error" in result:
                self._false(transcript.source, 1, result["error"])
                return
            transcript.outputs = result["value"]
            for flaw in transcripts.differences(transcript.examples, result["value"]):
                self._false(transcript.source, flaw.line, flaw.message)

        return take

    def _take_fact(self, name: str, places: list):
        def take(result: dict) -> None:
            if "value" in result:
                self.values[name] = result["value"]
                return
            for page, directive in places:
                self._false(page.source, directive.line, result["error"])

        return take

    def _take_drawing(self, name: str, language: str, data: tuple, places: list):
        def take(result: dict) -> None:
            if "value" in result:
                self.drawings[name, language, repr(data)] = result["value"]
                return
            for page, directive in places:
                self._false(page.source, directive.line, result["error"])

        return take

    def _take_cells(self, page: Page, cells: list[notebooks.Cell], result: dict) -> None:
        if "error" in result:
            broken = (c for c in cells if f" cell {c.id}: " in result["error"])
            line = next((c.directive.line for c in broken), 1)
            self._false(page.source, line, result["error"])
            return
        executed = list(zip(cells, result["value"], strict=True))
        self.cells[page.language, page.stem] = executed
        for cell, made in executed:
            message = notebooks.difference(cell, made[page.language])
            if message and cell.kind == "figure":
                self._false(page.source, cell.directive.line, message)
            elif message:
                source = self.transcripts[cell.directive.target].source
                self._false(source, cell.line, message)

    def _false(self, path: str, line: int, message: str) -> None:
        self.found.append(Problem(path, line, message, True))

    def _count(self) -> None:
        outputs = {
            name: sum(bool(example.want) for example in transcript.examples)
            for name, transcript in self.transcripts.items()
        }
        in_browser = outputs.keys() - runtime.reasons(self.project).keys()
        self.counts = {
            "pages": len(self.pages),
            "symbols": len(self.used("symbol")),
            "transcripts": len(self.transcripts),
            "outputs": sum(outputs.values()),
            "browser": len(in_browser),
            "browser_outputs": sum(outputs[name] for name in in_browser),
            "figures": len(self.used("figure")),
            "facts": sum(not name.startswith("site.") for name in self.used("fact")),
        }
        for name, places in self.used("fact").items():
            if not name.startswith("site."):
                continue
            if name[5:] in self.counts:
                self.values[name] = f"{self.counts[name[5:]]:,}"
                continue
            known = ", ".join(f"site.{count}" for count in self.counts)
            for page, directive in places:
                message = f"no fact {name}; known: {known}"
                self._false(page.source, directive.line, message)

    # What is out of date

    def rewrite(self) -> list[str]:
        """Write what each transcript really printed; return the files that changed."""
        changed = []
        for transcript in self.transcripts.values():
            if transcript.outputs is None:
                continue
            new = transcripts.rewritten(
                transcript.text, transcript.examples, transcript.outputs
            )
            if new != transcript.text:
                (self.project.root / transcript.source).write_text(new, "utf-8")
                changed.append(transcript.source)
        return changed
