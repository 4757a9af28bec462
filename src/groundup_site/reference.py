"""A module's reference page: headings as Markdown, the rest as HTML.

Everything comes from the syntax tree and from numpydoc docstrings. No code is run.
"""

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from groundup_site import embeds, symbols

LABELS = {
    "ko": {
        "Parameters": "매개변수",
        "Attributes": "속성",
        "Returns": "반환값",
        "Yields": "차례로 내는 값",
        "Raises": "예외",
        "Notes": "설명",
        "Examples": "예제",
        "Constants": "상수",
    },
    "en": {},
}
FIELDS = ("Parameters", "Attributes", "Returns", "Yields", "Raises")
_SECTION = re.compile(r"^([A-Z][a-z]+)\n-{3,}\n", re.MULTILINE)
_CODE = re.compile(r"``(.+?)``|`([^`]+)`")
WIDEST = 60

Link = Callable[[Path, int, int], str]


@dataclass(frozen=True)
class Entry:
    """A definition of the module: its heading, its HTML, and its words for the search."""

    level: int
    title: str
    anchor: str
    page: Callable[[], str]
    words: str


def entries(
    src: Path, dotted: str, language: str, link: Link, modules: set[str]
) -> Iterator[Entry]:
    """Yield the public functions and classes of a module, then its constants.

    Parameters
    ----------
    src : Path
        The folder that the packages are in.
    dotted : str
        For example ``groundup.gates``.
    language : str
        Of the labels; docstrings are English.
    link : callable
        Turns a file and its first and last line into an address, or into nothing.
    modules : set of str
        The modules that have such a page; names of theirs become links.

    Raises
    ------
    LookupError
        If there is no such module.
    """
    module = Module(src, dotted, language, link, modules)
    for node, found in module.members():
        yield module.entry(node, found, 2)
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and _documented(inner):
                    yield module.entry(inner, found, 3, node.name)
    code = "\n".join(module.constants())
    if code:
        title = LABELS[language].get("Constants", "Constants")
        yield Entry(2, title, "constants", lambda: embeds.python(code), _plain(code))


class Module:
    """One module's tree, and what the names in it lead to."""

    def __init__(
        self, src: Path, dotted: str, language: str, link: Link, modules: set[str]
    ) -> None:
        path = symbols.module_path(src, dotted)
        if path is None:
            raise LookupError(f"no module {dotted}")
        self.src, self.path, self.language, self.link = src, path, language, link
        self.tree, lines = symbols.parse(path)
        self.text = "\n".join(lines)
        self.labels = LABELS[language]
        self.places = {node.name: f"#{node.name}" for node, _ in self.members()}
        for name, origin in self.imported().items():
            if origin in modules:
                page = origin.rpartition(".")[2]
                self.places.setdefault(name, f"../{page}/#{name}")

    def imported(self) -> dict[str, str]:
        """Return the module that each name comes from by a ``from`` import."""
        return {
            alias.name: node.module
            for node in self.tree.body
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }

    def members(self) -> Iterator[tuple[ast.FunctionDef | ast.ClassDef, Path]]:
        """Yield each public definition and the file that it is in."""
        for node in self.tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and _documented(node):
                yield node, self.path
        origins = self.imported()
        for name in _exported(self.tree):
            path = symbols.module_path(self.src, origins.get(name, ""))
            for node in symbols.parse(path)[0].body if path else ():
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name:
                    yield node, path

    def constants(self) -> Iterator[str]:
        """Yield the assignments to public names in capitals."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                if re.fullmatch(r"[A-Z][A-Z\d_]*", node.targets[0].id):
                    yield ast.get_source_segment(self.text, node)

    def entry(self, node, path: Path, level: int, owner: str = "") -> Entry:
        """Return what is shown of a definition."""
        name = f"{owner}.{node.name}" if owner else node.name
        first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
        source = path.relative_to(self.src.parent).as_posix()
        address = self.link(path, first, node.end_lineno)
        signature = self.signature(node, name)
        docstring = ast.get_docstring(node)

        def page() -> str:
            described = self.described(docstring, embeds.doctest)
            return (
                embeds.signature(signature, source, address)
                + f'<div class="gu-api" lang="en">{described}</div>'
            )

        return Entry(
            level,
            f"`{name}`",
            name,
            page,
            _plain(signature) + self.described(docstring, _plain),
        )

    def signature(self, node, name: str) -> str:
        """Return how a function or class is called, on one line where it fits."""
        if isinstance(node, ast.ClassDef):
            taken = list(self.fields(node))
        elif any(isinstance(d, ast.Name) and d.id == "property" for d in node.decorator_list):
            return name
        else:
            taken = list(self.parameters(node.args))
        if taken and taken[0] in ("self", "cls"):
            del taken[0]
        line = f"{name}({', '.join(taken)})"
        if len(line) <= WIDEST:
            return line
        return f"{name}(\n" + "".join(f"    {part},\n" for part in taken) + ")"

    def fields(self, node: ast.ClassDef) -> Iterator[str]:
        """Yield the parameters of a dataclass or named tuple, or of ``__init__``."""
        for inner in node.body:
            if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
                yield from self.parameters(inner.args)
            if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name):
                yield inner.target.id + self.default(inner.value)

    def parameters(self, given: ast.arguments) -> Iterator[str]:
        """Yield the parameters of a function as they are written, without types."""
        plain = [*given.posonlyargs, *given.args]
        without = len(plain) - len(given.defaults)
        for parameter, value in zip(plain, [None] * without + given.defaults, strict=True):
            yield parameter.arg + self.default(value)
        if given.vararg:
            yield f"*{given.vararg.arg}"
        elif given.kwonlyargs:
            yield "*"
        for parameter, value in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            yield parameter.arg + self.default(value)
        if given.kwarg:
            yield f"**{given.kwarg.arg}"

    def default(self, value: ast.expr | None) -> str:
        """Return ``=value``, with the value of a constant in place of its name."""
        if value is None:
            return ""
        if isinstance(value, ast.Name):
            for node in self.tree.body:
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == value.id:
                    return self.default(node.value)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return f"={json.dumps(value.value)}"
        return f"={ast.unparse(value)}"

    def described(self, docstring: str, code: Callable[[str], str]) -> str:
        """Return a docstring as HTML."""
        summary, *rest = _SECTION.split(docstring)
        parts = [self.paragraphs(summary)]
        for title, text in zip(rest[::2], rest[1::2], strict=True):
            label = escape(self.labels.get(title, title))
            parts.append(f'<p class="gu-label" lang="{self.language}">{label}</p>')
            if title in FIELDS:
                parts.append(self.listed(text, title))
            elif title == "Examples":
                parts.append(code(text.strip() + "\n"))
            else:
                parts.append(self.paragraphs(text))
        return "".join(parts)

    def listed(self, text: str, title: str) -> str:
        """Return parameters, results or errors as a list of terms and descriptions."""
        items = []
        for entry in re.split(r"\n(?=\S)", text.strip()):
            head, _, body = entry.partition("\n")
            name, _, kind = head.partition(" : ")
            if title in ("Returns", "Yields", "Raises") and not kind:
                name, kind = "", head
            term = f"<code>{escape(name)}</code>" if name else ""
            if kind:
                term += f' <span class="gu-type">{self.linked(kind)}</span>'
            items.append(f"<dt>{term.strip()}</dt><dd>{self.paragraphs(_dedent(body))}</dd>")
        return f'<dl class="gu-fields">{"".join(items)}</dl>'

    def linked(self, kind: str) -> str:
        """Return a type with the names that have a place turned into links."""
        return re.sub(r"[A-Za-z_.]+|[^A-Za-z_.]+", lambda m: self.name(m[0]), kind)

    def name(self, name: str) -> str:
        place = self.places.get(name.removeprefix("groundup."))
        return f'<a href="{escape(place)}">{escape(name)}</a>' if place else escape(name)

    def paragraphs(self, text: str) -> str:
        """Return the little reStructuredText that the docstrings use as HTML."""
        found = []
        for block in re.split(r"\n\s*\n(?=\S)", text.strip()):
            words, literal, formulas = block.partition("::\n")
            words = words + ":" if literal else words
            if words:
                found.append(f"<p>{self.inline(words)}</p>")
            if literal:
                found.append(_plain(_dedent(formulas).strip("\n")))
        return "".join(found)

    def inline(self, text: str) -> str:
        parts = []
        end = 0
        for match in _CODE.finditer(text):
            literal, name = match.groups()
            shown = escape(literal) if literal else self.name(name)
            parts += [escape(text[end : match.start()]), f"<code>{shown}</code>"]
            end = match.end()
        return "".join([*parts, escape(text[end:])])


def _documented(node) -> bool:
    hidden = node.name.startswith("_") and node.name != "__call__"
    return not hidden and bool(ast.get_docstring(node))


def _exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return ast.literal_eval(node.value)
    return []


def _plain(text: str) -> str:
    return f"<pre><code>{escape(text)}</code></pre>"


def _dedent(text: str) -> str:
    return re.sub(r"(?m)^ {4}", "", text)
