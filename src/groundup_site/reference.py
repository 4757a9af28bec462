"""API pages from docstrings, as Markdown.

`griffe` reads the code without importing it and parses numpydoc.
"""

import re
from collections.abc import Callable
from pathlib import Path

WORDS = {
    "ko": {
        "parameters": "매개변수",
        "returns": "반환값",
        "yields": "내놓는 값",
        "raises": "예외",
        "attributes": "속성",
    },
    "en": {
        "parameters": "Parameters",
        "returns": "Returns",
        "yields": "Yields",
        "raises": "Raises",
        "attributes": "Attributes",
    },
}


def module(
    src: Path,
    dotted: str,
    language: str,
    code: Callable[[str], str],
    source: Callable[[str, int, int], str],
) -> str:
    """Return the reference of a module's public functions and classes.

    Parameters
    ----------
    src : Path
        The folder that the packages are in.
    dotted : str
        For example ``groundup.gates``.
    language : str
        Of the section names; docstrings are English.
    code : callable
        Turns a doctest into what stands for it in the Markdown.
    source : callable
        Turns a file and its first and last line into a link's address.

    Raises
    ------
    LookupError
        If there is no such module.
    """
    import griffe

    try:
        found = griffe.load(
            dotted, search_paths=[str(src)], allow_inspection=False, docstring_parser="numpy"
        )
    except (ImportError, KeyError, griffe.GriffeError):
        raise LookupError(f"no module {dotted}") from None
    parts = _docstring(found, language, code)
    for member in found.members.values():
        if member.is_alias or member.name.startswith("_") or not member.docstring:
            continue
        if member.is_function or member.is_class:
            parts += _definition(member, language, code, source, 2)
    return "\n\n".join(parts)


def _definition(member, language, code, source, level) -> list[str]:
    shown = member.parent.name + "." if level > 2 else ""
    anchor = member.path.partition(".")[2]
    link = source(str(member.filepath), member.lineno, member.endlineno)
    name = f"{shown}{member.name}"
    parts = [f"{'#' * level} `{name}` {{ #{anchor.rpartition('.')[2] if level == 2 else anchor} }}"]
    where = f" [{_file(member)}]({link}){{ .gu-source-link }}" if link else ""
    parts.append(f"`{_signature(member, name)}`{{ .gu-signature }}{where}")
    parts += _docstring(member, language, code)
    if member.is_class:
        for inner in member.members.values():
            if inner.is_function and inner.docstring and not inner.name.startswith("__"):
                parts += _definition(inner, language, code, source, level + 1)
    return parts


def _file(member) -> str:
    return "/".join(Path(member.filepath).parts[-2:])


def _signature(member, name: str) -> str:
    parameters = getattr(member, "parameters", [])
    if member.is_class:
        parameters = [p for p in parameters if p.name != "self"]
    shown = []
    star = False
    for parameter in parameters:
        if parameter.name in ("self", "cls"):
            continue
        kind = parameter.kind.value if parameter.kind else ""
        if kind == "keyword-only" and not star:
            shown.append("*")
            star = True
        prefix = {"variadic positional": "*", "variadic keyword": "**"}.get(kind, "")
        star = star or prefix == "*"
        default = f"={parameter.default}" if parameter.default and not prefix else ""
        shown.append(f"{prefix}{parameter.name}{default}")
    if member.is_function and "property" in member.labels:
        return name
    return f"{name}({', '.join(shown)})"


def _docstring(member, language, code) -> list[str]:
    parts: list[str] = []
    if not member.docstring:
        return parts
    words = WORDS[language]
    for section in member.docstring.parsed:
        kind = section.kind.value
        if kind == "text":
            parts.append(_prose(section.value))
        elif kind == "admonition":
            parts.append(f"**{section.title or 'Notes'}**")
            parts.append(_prose(section.value.contents))
        elif kind in words:
            parts.append(f"**{words[kind]}**")
            parts.append("\n".join(_item(item, kind) for item in section.value))
        elif kind == "examples":
            for flavour, text in section.value:
                is_code = flavour.value == "examples"
                parts.append(code(text + "\n") if is_code else _prose(text))
    return parts


def _item(item, kind: str) -> str:
    name = getattr(item, "name", "") or ""
    annotation = _plain(str(item.annotation)) if item.annotation else ""
    described = _prose(item.description).replace("\n\n", "\n").replace("\n", "\n    ")
    if kind in ("returns", "yields", "raises") and not name:
        head = f"`{annotation}`"
    else:
        head = f"`{name}`" + (f" ({annotation})" if annotation else "")
    return f"-   {head}: {described}"


def _plain(annotation: str) -> str:
    return annotation.replace("|", "or") if "|" in annotation else annotation


def _prose(text: str) -> str:
    """Turn the little reStructuredText that the docstrings use into Markdown."""
    text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text)
    text = text.replace("``", "`")
    lines = []
    literal = False
    for line in text.splitlines():
        if literal and line.strip() and not line.startswith("    "):
            literal = False
        if literal and line.strip():
            lines.append(f"`{line.strip()}`{{ .gu-formula }}")
            lines.append("")
            continue
        if line.endswith("::"):
            literal = True
            line = line[:-1]
        lines.append(line)
    return "\n".join(lines).strip()
