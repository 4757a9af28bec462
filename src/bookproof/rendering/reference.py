"""What a module's reference page shows. Griffe reads the source; no code is run."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path

import griffe
from griffe import ParameterKind

from bookproof.document import symbols
from bookproof.rendering import code as html
from bookproof.rendering import docstrings

WIDEST = 60
CONSTANT = re.compile(r"[A-Z][A-Z\d_]*")
STARS = {ParameterKind.var_positional: "*", ParameterKind.var_keyword: "**"}
PLAIN = {"object", "abc.ABC", "typing.Generic", "typing.Protocol"}

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
    """Yield what a module offers, with the members of its classes; then its constants.

    Parameters
    ----------
    src : Path
        The folder that the packages are in.
    dotted : str
        For example ``package.module``.
    language : str
        Of the labels; docstrings are English.
    link : callable
        Turns a file and its first and last line into an address, or into nothing.
    modules : set of str
        The modules that have such a page; names of theirs become links.

    Raises
    ------
    LookupError
        If there is no such module, or it is no Python.
    """
    module = load(src, dotted)
    offered = dict(_offered(module))
    constants = {n: m for n, m in offered.items() if m.is_attribute and CONSTANT.fullmatch(n)}
    shown = {n: m for n, m in offered.items() if m.docstring and n not in constants}
    places = {name: f"#{name}" for name in shown}
    for name, origin in module.imports.items():
        page, _, original = origin.rpartition(".")
        if page in modules:
            places.setdefault(name, f"../{page.rpartition('.')[2]}/#{original}")

    def entry(member: griffe.Object, name: str, level: int) -> Entry:
        signature = _signature(member, name)
        source = member.filepath.relative_to(src.resolve().parent)
        address = link(src.parent / source, *_lines(member))
        described = partial(docstrings.described, member.docstring.value, language, places)

        def page() -> str:
            caption = html.signature(signature, source.as_posix(), address)
            return f'{caption}<div class="gu-api" lang="en">{described(html.doctest)}</div>'

        words = docstrings.plain(signature) + described(docstrings.plain)
        return Entry(level, f"`{name}`", name.replace("__", ""), page, words)

    for name, member in shown.items():
        yield entry(member, name, 2)
        if member.is_class:
            for inner in filter(_public, member.members.values()):
                if inner.docstring:
                    yield entry(inner, f"{name}.{inner.name}", 3)
    if constants:
        title = docstrings.label("Constants", language)
        code = "\n".join(dict.fromkeys(member.source for member in constants.values()))
        yield Entry(2, title, "constants", lambda: html.python(code), docstrings.plain(code))


def load(src: Path, dotted: str) -> griffe.Module:
    """Return a module of `src` as Griffe reads it; read once a state of the files.

    Raises
    ------
    LookupError
        If there is no such module, or it is no Python.
    """
    symbols.module(src, dotted)
    files = sorted(src.rglob("*.py"))
    state = tuple((file, file.stat().st_mtime_ns) for file in files)
    return _package(src, dotted.partition(".")[0], state)[dotted]


@lru_cache(maxsize=4)
def _package(src: Path, name: str, state: tuple) -> griffe.ModulesCollection:
    loader = griffe.GriffeLoader(search_paths=[src], allow_inspection=False)
    loader.load(name, try_relative_path=False)
    loader.resolve_aliases(external=True)
    return loader.modules_collection


def _public(member: griffe.Object | griffe.Alias) -> bool:
    hidden = member.name.startswith("_") and member.name != "__call__"
    return not hidden and not member.is_alias and bool(member.runtime)


def _offered(module: griffe.Module) -> Iterator[tuple[str, griffe.Object]]:
    """Yield what a module defines, in its order, then what it imports and exports."""
    for name, member in module.members.items():
        if _public(member) and not member.is_module:
            yield name, member
    for name in module.exports or ():
        member = module.members.get(name)
        if member is None or not member.is_alias:
            continue
        try:
            member = member.final_target
        except (griffe.AliasResolutionError, griffe.CyclicAliasError):
            continue
        if not member.is_module:
            yield name, member


def _lines(member: griffe.Object) -> tuple[int, int]:
    """Return the first and last line of a definition, a property's decorators included."""
    first = member.lineno
    lines = member.lines_collection[member.filepath]
    while lines[first - 2].lstrip().startswith("@"):
        first -= 1
    return first, member.endlineno


def _signature(member: griffe.Object, name: str) -> str:
    """Return how something is called, in lines of at most `WIDEST`, or its name alone."""
    taken = _taken(member)
    if taken is None:
        return "\n    ".join([name, *_choices(member)])
    line = f"{name}({', '.join(taken)})"
    if len(line) <= WIDEST:
        return line
    lines = [f"{name}("]
    for part in taken:
        if len(lines) == 1 or len(f"{lines[-1]} {part},") > WIDEST:
            lines.append("   ")
        lines[-1] += f" {part},"
    return "\n".join([*lines, ")"])


def _taken(member: griffe.Object) -> list[str] | None:
    """Return the parameters of what is called, and None for what is not or is not known."""
    if member.is_attribute:
        return None
    if member.is_function:
        bound = member.parent.is_class and "staticmethod" not in member.labels
        return _parameters([*member.parameters][bound:])
    members = member.all_members
    if init := members.get("__init__") or members.get("__new__"):
        return _parameters([*init.parameters][1:])
    for owner in (member, *member.mro()):
        for base in _bases(owner):
            if base == "typing.NamedTuple":
                inner = owner.members.values()
                fields = [m for m in inner if "instance-attribute" in m.labels and m.annotation]
                return [field.name + _default(field.value) for field in fields]
            if base not in PLAIN and base.partition(".")[0] not in member.modules_collection:
                return None
    return []


def _parameters(given: list[griffe.Parameter]) -> list[str]:
    """Return parameters as they are written, without types."""
    parts: list[str] = []
    for kind, alike in groupby(given, key=lambda parameter: parameter.kind):
        if kind is ParameterKind.keyword_only and not any(part[0] == "*" for part in parts):
            parts.append("*")
        for one in alike:
            default = "" if kind in STARS else _default(one.default)
            parts.append(STARS.get(kind, "") + one.name + default)
        if kind is ParameterKind.positional_only:
            parts.append("/")
    return parts


def _default(value: str | griffe.Expr | None) -> str:
    """Return ``=value``, with the value of a constant in place of its name."""
    if value is None:
        return ""
    if isinstance(value, griffe.ExprName):
        with suppress(KeyError, griffe.AliasResolutionError):
            known = value.parent.modules_collection[value.canonical_path]
            if known.is_attribute and known.value not in (None, value):
                return _default(known.value)
    if isinstance(value, str) and value[0] in "'\"":
        return f"={json.dumps(ast.literal_eval(value), ensure_ascii=False)}"
    return f"={value}"


def _bases(owner: griffe.Class) -> list[str]:
    return [base if isinstance(base, str) else base.canonical_path for base in owner.bases]


def _choices(member: griffe.Object) -> list[str]:
    """Return the members of an enumeration, with their values."""
    if not member.is_class or not any(
        base.startswith("enum.") for owner in (member, *member.mro()) for base in _bases(owner)
    ):
        return []
    values = filter(_public, member.members.values())
    return [f"{one.name} = {one.value}" for one in values if one.is_attribute and one.value]
