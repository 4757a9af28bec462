"""A page's examples, as in a notebook: run, compared with what is printed, shared.

The worker hands over a request as JSON and shows what comes back. An example runs in a
namespace of its own, as in the tests, and its names then belong to the page; an edited
one runs in the page's namespace.
"""

import ast
import builtins
import contextlib
import io
import json
import random
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from importlib.resources import files

import numpy as np

from bookproof.running.execution import HEADER, as_shown, as_written, empty_namespace, execute
from bookproof.words import words

LIMIT = 100_000
EVERY = 0.1

page = empty_namespace()


class Printed(io.StringIO):
    """What a statement prints: so many characters at most, shown while they come."""

    def __init__(self, left: int, show: Callable[[str], None]) -> None:
        super().__init__()
        self.left = left
        self.cut = False
        self.show = show
        self.shown = time.monotonic()

    def write(self, text: str) -> int:
        kept = text[: self.left]
        self.cut |= len(kept) < len(text)
        self.left -= len(kept)
        super().write(kept)
        if kept and (self.cut or time.monotonic() - self.shown > EVERY):
            self.show(self.getvalue())
            self.shown = time.monotonic()
        return len(text)


def printed_examples() -> dict[str, list[list[str]]]:
    """Return each transcript's statements, and what is printed under each."""
    text = (files("bookproof.browser") / "examples.json").read_text("utf-8")
    return json.loads(text)


def prepare(language: str) -> None:
    """Make Python the reader's own: new chances, words for what cannot be done here."""
    random.seed()  # Python may have been started elsewhere, long ago
    np.random.seed()
    refused = words(language)["browser"]

    def refuse_input(prompt: object = "") -> str:
        raise RuntimeError(refused["input"])

    def refuse_thread(self: threading.Thread) -> None:
        raise RuntimeError(refused["thread"])

    builtins.input = refuse_input
    threading.Thread.start = refuse_thread


def run(request: str, emit: Callable[[str], None]) -> None:
    """Run an example and tell what becomes of it.

    Parameters
    ----------
    request : str
        JSON: ``name``; ``code``, the reader's, or null for the printed one;
        ``earlier``, pairs of a name and code (or null), in reading order.
    emit : callable
        Takes JSON: ``{"first": name}`` for an earlier example that is run first;
        ``{"at": k,
        "source": ...}`` as a statement begins, ``{"at": k, "partial": text}`` while it
        prints, ``{"at": k,
        "source": ..., "output": ..., "printed": ..., "equal": true, false or null}``
        after each; ``{"state": "equal" or "different", "cut": bool}`` last.
    """
    job = json.loads(request)
    printed = printed_examples()
    for name, code in _needed(job, printed):
        emit(json.dumps({"first": name}))
        _run(printed[name], code, lambda event: None)

    def tell(event: dict) -> None:
        emit(json.dumps(event))

    tell(_run(printed[job["name"]], job["code"], tell))


def _run(wanted: list[list[str]], code: str | None, tell: Callable[[dict], None]) -> dict:
    edited = code is not None
    namespace = page if edited else empty_namespace()
    try:
        pairs = _matched(statements(code), wanted) if edited else wanted
    except SyntaxError as error:
        said = HEADER + "".join(traceback.format_exception_only(error))
        tell({"at": 0, "source": code})
        tell({"at": 0, "output": said, "equal": None})
        return {"state": "different", "cut": False}
    left, cut, equal = LIMIT, False, True
    with warnings.catch_warnings(), np.printoptions(), np.errstate():
        warnings.simplefilter("default" if edited else "error")
        for at, (source, want) in enumerate(pairs):
            tell({"at": at, "source": source})
            output = Printed(left, lambda text, at=at: tell({"at": at, "partial": text}))
            with contextlib.redirect_stderr(output if edited else io.StringIO()):
                error = _execute(source, namespace, output)
            left, cut = output.left, cut | output.cut
            got = as_written(output.getvalue())
            same = None if want is None else got == want
            equal &= bool(same)
            event = {"at": at, "output": as_shown(got), "equal": same}
            if error is not None and edited:
                event["where"] = _lines_of_reader(error)
            if same is False:
                event["printed"] = as_shown(want)
            tell(event)
    if not edited:
        page.update(namespace)
    equal &= [source for source, _ in pairs] == [source for source, _ in wanted]
    return {"state": "equal" if equal else "different", "cut": cut}


def _execute(source: str, namespace: dict, output: Printed) -> BaseException | None:
    try:
        return execute(source, namespace, output)
    except BaseException as error:  # exit() ends an example, not the page's Python
        output.write("".join(traceback.format_exception_only(type(error), error)))
        return error


def statements(code: str) -> list[str]:
    """Split code as a reader typed it into what a prompt would be given.

    Raises
    ------
    SyntaxError
        If it is no Python.

    Examples
    --------
    >>> statements("x = 1; y = 2\\n\\n@f\\ndef g():\\n    pass\\n# end")
    ['x = 1; y = 2\\n', '@f\\ndef g():\\n    pass\\n']
    """
    body = ast.parse(code, "<transcript>").body
    lines = code.splitlines()
    spans: list[list[int]] = []
    for node in body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        if spans and first <= spans[-1][1]:
            spans[-1][1] = node.end_lineno
        else:
            spans.append([first, node.end_lineno])
    return ["\n".join(lines[first - 1 : last]) + "\n" for first, last in spans]


def _matched(sources: list[str], wanted: list[list[str]]) -> list[tuple[str, str | None]]:
    """Pair each statement that is printed so with what is printed under it."""
    left = list(wanted)
    pairs = []
    for source in sources:
        found = next((pair for pair in left if pair[0] == source), None)
        if found:
            left = left[left.index(found) + 1 :]
        pairs.append((source, found[1] if found else None))
    return pairs


def _needed(job: dict, printed: dict) -> list[tuple[str, str | None]]:
    """Return the earlier examples that give names which edited code lacks."""
    if job["code"] is None:
        return []
    wanted = _names(job["code"], ast.Load) - _names(job["code"], ast.Store)
    wanted -= set(page) | set(dir(builtins))
    return [
        (name, code)
        for name, code in job["earlier"]
        if wanted & _names(code or "".join(s for s, _ in printed[name]), ast.Store)
    ]


def _names(code: str, context: type) -> set[str]:
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except SyntaxError:
        return set()
    found = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, context)}
    if context is ast.Store:
        definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        found |= {n.name for n in nodes if isinstance(n, definitions)}
        found |= {n.arg for n in nodes if isinstance(n, ast.arg)}
        for node in nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                found |= {(a.asname or a.name).partition(".")[0] for a in node.names}
    return found


def _lines_of_reader(error: BaseException) -> list[list]:
    """Return line and function of each frame in the reader's own code."""
    frames = traceback.extract_tb(error.__traceback__)
    return [[f.lineno, f.name] for f in frames if f.filename == "<transcript>"]
