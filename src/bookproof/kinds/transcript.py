"""``{{ transcript chapter/section/nn-purpose }}``: code and its exact output."""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from bookproof.document import transcripts
from bookproof.document.directives import Directive
from bookproof.document.pages import Page
from bookproof.kinds.kind import Job, Kind, of_code
from bookproof.project import Problem, Project
from bookproof.rendering import code
from bookproof.running import reports
from bookproof.running.execution import as_written, empty_namespace, execute


@dataclass
class Transcript:
    """A transcript of `snippets`, and what it printed when it was run."""

    name: str
    source: str
    text: str
    examples: list[transcripts.Example]
    flaws: list[transcripts.Flaw]
    outputs: list[str] | None = None


def read(project: Project) -> tuple[dict[str, Transcript], list[Problem]]:
    """Return the transcripts by name, and what is wrong with their names."""
    found, problems = {}, []
    for path in sorted(project.snippets.rglob("*.pycon")):
        source = project.relative(path)
        try:
            name = transcripts.identity(project.snippets, path)
        except ValueError as error:
            problems.append(Problem(source, 1, str(error), True))
            continue
        text = path.read_text("utf-8")
        found[name] = Transcript(name, source, text, *transcripts.parse(text))
    return found, problems


def unchanged_numpy() -> ExitStack:
    """Return a context in which NumPy's settings are the transcript's own, if it is there."""
    stack = ExitStack()
    try:
        import numpy as np
    except ModuleNotFoundError:
        return stack
    stack.enter_context(np.printoptions())
    stack.enter_context(np.errstate())
    return stack


class TranscriptKind(Kind):
    """Statements after ``>>>``, each above what it prints: a block that readers can run."""

    name = "transcript"
    form = "{{ transcript chapter/section/nn-purpose }}"
    first = True
    celled = True

    def jobs(self, book) -> Iterator[Job]:
        for transcript in book.transcripts.values():
            yield Job({"text": transcript.text}, transcript.name, [(transcript.source, 1)])

    def perform(self, text: str) -> list[str]:
        """Run the examples one after another in one namespace; return what each printed."""
        examples, _ = transcripts.parse(text)
        namespace = empty_namespace()
        outputs = []
        with unchanged_numpy():
            for example in examples:
                reports.reached(example.line)
                printed = io.StringIO()
                execute(example.source, namespace, printed)
                outputs.append(as_written(printed.getvalue()))
        return outputs

    def take(self, book, job: Job, value: list[str]) -> Iterator[Problem]:
        transcript = book.transcripts[job.key]
        transcript.outputs = value
        for flaw in transcripts.differences(transcript.examples, value):
            yield Problem(transcript.source, flaw.line, flaw.message, True)

    def failed(self, book, job: Job, message: str, at: int | None = None) -> Iterator[Problem]:
        """Yield the error at the line of the statement that did not end."""
        yield Problem(book.transcripts[job.key].source, at or 1, message, True)

    def findings(self, book) -> Iterator[Problem]:
        used = book.used("transcript")
        for name, places in used.items():
            if name not in book.transcripts:
                for page, directive in places:
                    message = f"no transcript snippets/{name}.pycon"
                    yield Problem(page.source, directive.line, message, True)
        for name, transcript in book.transcripts.items():
            for flaw in transcript.flaws:
                yield Problem(transcript.source, flaw.line, flaw.message, True)
            if name not in used:
                yield Problem(transcript.source, 1, "no page uses this transcript", True)

    def counts(self, book) -> dict[str, int]:
        outputs = {
            name: sum(bool(example.want) for example in transcript.examples)
            for name, transcript in book.transcripts.items()
        }
        in_browser = outputs.keys() - book.reasons.keys()
        return {
            "transcripts": len(outputs),
            "outputs": sum(outputs.values()),
            "browser": len(in_browser),
            "browser_outputs": sum(outputs[name] for name in in_browser),
        }

    def markdown(self, rendering, page: Page, directive: Directive) -> str:
        text = rendering.book.transcripts[directive.target].text
        return rendering.token(of_code(lambda: code.transcript(text, directive.target), text))
