"""The whole book: what its sources hold, what is wrong with them, what they become."""

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from groundup_site import embeds, pages, parity, prose, reference, symbols, transcripts
from groundup_site.directives import Directive, block, insert_facts
from groundup_site.pages import Page
from groundup_site.project import LANGUAGES, Project, SourceError
from groundup_site.runs import Runs

@dataclass(frozen=True, order=True)
class Problem:
    """Something that is wrong. A false one makes the site say what is not so."""

    path: str
    line: int
    message: str
    false: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


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
    repository : str
        The address that links to source files begin with; none by default.
    fresh : bool
        Run everything, whatever is remembered.
    """

    def __init__(
        self, project: Project, *, repository: str = "", fresh: bool = False
    ) -> None:
        self.project = project
        self.repository = repository.rstrip("/")
        self.runs = Runs(project)
        self.found: list[Problem] = []
        self.order = reading_order(project)
        self.pages = self._read_pages()
        self.transcripts = self._read_transcripts()
        self.values: dict[str, str] = {}
        self.drawings: dict[tuple[str, str, str], str] = {}
        self._run(fresh)
        self._count()
        self._look()

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
        self._wait = self._draw(fresh)
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

    def finish(self) -> None:
        """Wait for the figures, which are drawn while other work goes on."""
        if self._wait is not None:
            wait, self._wait = self._wait, None
            wait()

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

    def _false(self, path: str, line: int, message: str) -> None:
        self.found.append(Problem(path, line, message, True))

    def _count(self) -> None:
        examples = [e for t in self.transcripts.values() for e in t.examples]
        self.counts = {
            "pages": len(self.pages),
            "symbols": len(self.used("symbol")),
            "transcripts": len(self.transcripts),
            "outputs": sum(bool(example.want) for example in examples),
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

    # What is wrong

    def _look(self) -> None:
        self._look_at_transcripts()
        self._look_at_symbols()
        self._look_for_unused()
        self._look_at_prose()
        self._look_at_languages()

    def _look_at_transcripts(self) -> None:
        used = self.used("transcript")
        for name, places in used.items():
            if name not in self.transcripts:
                for page, directive in places:
                    message = f"no transcript snippets/{name}.pycon"
                    self._false(page.source, directive.line, message)
        for name, transcript in self.transcripts.items():
            for flaw in transcript.flaws:
                self._false(transcript.source, flaw.line, flaw.message)
            if name not in used:
                self._false(transcript.source, 1, "no page uses this transcript")

    def _look_at_symbols(self) -> None:
        for name, places in self.used("symbol").items():
            try:
                symbols.find(self.project.src, name)
            except LookupError as error:
                for page, directive in places:
                    self._false(page.source, directive.line, str(error.args[0]))

    def _look_for_unused(self) -> None:
        for kind, package in (("fact", "groundup_site/facts"), ("figure", "groundup/figures")):
            used = self.used(kind)
            for path in sorted((self.project.src / package).glob("*.py")):
                if path.stem in ("__init__", "style"):
                    continue
                for node in symbols.parse(path)[0].body:
                    if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                        continue
                    if kind == "figure" and not node.decorator_list:
                        continue
                    if f"{path.stem}.{node.name}" not in used:
                        source = self.project.relative(path)
                        message = f"no page uses the {kind} {path.stem}.{node.name}"
                        self.found.append(Problem(source, node.lineno, message))

    def _look_at_prose(self) -> None:
        try:
            allow = prose.allowed(self.project)
        except SourceError as error:
            self._report(error)
            return
        helped: set[prose.Allowed] = set()
        for page in self.pages.values():
            for line, text in prose.typed_numbers(page, allow, helped):
                message = f"{text!r} is typed by hand; expected a fact"
                self.found.append(Problem(page.source, line, message))
            for line, kind in prose.loose_code(page):
                message = f"code that nothing runs ({kind}); expected a transcript or symbol"
                self.found.append(Problem(page.source, line, message))
        for entry in allow:
            if entry not in helped:
                message = f"no page needs the pattern {entry.pattern.pattern!r}"
                self.found.append(Problem(prose.ALLOWED, 1, message))

    def _look_at_languages(self) -> None:
        korean, english = (
            {stem for language, stem in self.pages if language == wanted}
            for wanted in LANGUAGES
        )
        found = list(parity.missing(korean, english))
        for page in self.pages.values():
            found += parity.headings(page)
        for stem in sorted(korean & english):
            pair = self.pages["ko", stem], self.pages["en", stem]
            found += parity.structure(*pair)
            found += parity.followed(*pair)
        self.found += [Problem(*problem) for problem in found]

    # What it becomes

    def markdown(self, page: Page) -> tuple[str, dict[str, str | Callable[[], str]]]:
        """Return a page's Markdown and, for each token in it, the HTML to put there.

        For a figure, which may still be being drawn, a function that returns its HTML.

        A token stands alone in a paragraph, so that no Markdown rule changes what it
        stands for, however deep it is indented.
        """
        html: dict[str, str | Callable[[], str]] = {}
        return self._expand(page, page.lines, html), html

    def _expand(self, page: Page, lines: list[str], html: dict[str, str]) -> str:
        def token(text: str | Callable[[], str]) -> str:
            name = f"embed-{len(html)}-here"
            html[name] = text
            return name

        expanded: list[str] = []
        fence: list[str] | None = None
        for line in lines:
            if line.strip().startswith("```"):
                if fence is None:
                    fence = []
                else:
                    expanded.append(token(embeds.console("\n".join(fence) + "\n")))
                    fence = None
                continue
            if fence is not None:
                fence.append(line)
                continue
            directive = block(line, 0, page.source)
            if directive is None:
                expanded.append(insert_facts(line, self.values))
                continue
            text = self._embed(page, directive, token, html)
            expanded += [directive.indent + part if part else "" for part in text.split("\n")]
        return "\n".join(expanded)

    def _embed(self, page: Page, directive: Directive, token, html: dict[str, str]) -> str:
        target = directive.target
        if directive.kind == "symbol":
            found = symbols.find(
                self.project.src, target, docstring="docstring" in directive.flags
            )
            source = self.project.relative(found.path)
            link = self._link(found.path, found.first, found.last)
            return token(embeds.symbol(found, target, source, link))
        if directive.kind == "transcript":
            return token(embeds.transcript(target, self.transcripts[target].text))
        if directive.kind == "figure":
            alt = insert_facts(directive.alt, self.values)
            key = (target, page.language, repr(directive.data))
            return token(lambda: embeds.figure(self.drawings[key], alt))
        if directive.kind == "api":
            return reference.module(
                self.project.src,
                target,
                page.language,
                lambda text: token(embeds.doctest(text)),
                lambda path, first, last: self._link(Path(path), first, last),
            )
        if directive.kind == "then-and-now":
            return self._collected(page, html)
        return self._fact_table(page)

    def _link(self, path: Path, first: int, last: int) -> str:
        if not self.repository:
            return ""
        source = self.project.relative(path)
        return f"{self.repository}/blob/main/{source}#L{first}-L{last}"

    def _collected(self, page: Page, html: dict[str, str]) -> str:
        parts = []
        for stem in self.order:
            other = self.pages.get((page.language, stem))
            boxes = [b for b in other.boxes if b.kind == "then-now"] if other else []
            if not boxes or other is page:
                continue
            anchor = stem.replace("/", "-")
            parts.append(f"## [{other.title}]({self._beside(page, stem)}) {{ #{anchor} }}\n")
            for box in boxes:
                parts.append(self._expand(page, list(box.lines), html) + "\n")
        return "\n".join(parts)

    def _beside(self, page: Page, stem: str) -> str:
        return "../" * page.stem.count("/") + f"{stem}.md"

    def _fact_table(self, page: Page) -> str:
        head = {"ko": ("사실", "값", "쓰인 곳"), "en": ("Fact", "Value", "Used on")}
        rows = ["| " + " | ".join(head[page.language]) + " |", "|---|---|---|"]
        for name, places in sorted(self.used("fact").items()):
            stems = {p.stem: p.title for p, _ in places if p.language == page.language}
            where = ", ".join(
                f"[{title}]({self._beside(page, stem)})" for stem, title in stems.items()
            )
            rows.append(f"| `{name}` | {self.values[name]} | {where} |")
        return "\n".join(rows)

    @staticmethod
    def insert(html: str, embedded: dict[str, str | Callable[[], str]]) -> str:
        """Put each embed where its token stands in the rendered page."""

        def replace(match: re.Match[str]) -> str:
            found = embedded[match[1]]
            return found if isinstance(found, str) else found()

        return re.sub(r"(?:<p>)?(embed-\d+-here)(?:</p>)?", replace, html)

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
