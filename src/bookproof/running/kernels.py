"""Executes the cells of a notebook in a fresh kernel and renders them, for a worker.

The kernel runs in an empty folder, with no settings of whoever builds the site, as the
downloaded notebook will at a reader's. mkdocs-jupyter renders the cells; of its page
only the highlighted code and the outputs are kept: around them it puts 574 kB of styles,
and scripts that ask other hosts, for what the site has already.
"""

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from bookproof.running import reports

WATCH = "__import__('bookproof.running.kernel', fromlist='_')"
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
_CELL = re.compile(r'id="cell-id=([\w-]+)"(.*?)(?=id="cell-id=|\Z)', re.S)
_INPUT = re.compile(
    r'<div class="highlight-ipynb[^>]*><pre>(?:<span></span>)?(.*?)\n*</pre>', re.S
)
_PLAIN = re.compile(r'<span class="[nw]">([^<]*)</span>')
_OUTPUT = re.compile(r"jp-OutputArea-output[^>]*>\s*<pre>\n?(.*?)\n*</pre>", re.S)


def perform(cells: list[dict], languages: list[str]) -> list[dict]:
    """Execute cells one after another in one kernel, and render them.

    Parameters
    ----------
    cells : list of dict
        ``{"id": ..., "code": ..., "kind": ...}``; the kind is ``"text"``, ``"error"``
        (the cell may raise) or ``"figure"`` (drawn once for each language).
    languages : list of str
        Codes; what is no figure is executed in the first.

    Returns
    -------
    list of dict
        For each cell ``{"outputs": {language: [...]}, "input": HTML, "output": HTML}``:
        its outputs in each language, as nbformat writes them, and its two halves
        highlighted.
    """
    codes = [_code_cell(cell) for cell in cells]
    figures = [cell["kind"] == "figure" for cell in cells]
    again = {
        language: [
            new_code_cell(code["source"], metadata={"of": code["id"]}) if figure else None
            for code, figure in zip(codes, figures, strict=True)
        ]
        for language in languages[1:]
    }
    translated = []
    for language, drawn in again.items():
        translated.append(new_code_cell(f"%env LANGUAGE={language}"))
        translated += filter(None, drawn)
    with tempfile.TemporaryDirectory() as folder:
        _execute([*codes, *translated], folder, languages[0])
        outputs = [
            {languages[0]: code["outputs"]}
            | {other: (drawn[at] or code)["outputs"] for other, drawn in again.items()}
            for at, code in enumerate(codes)
        ]
        for code, figure in zip(codes, figures, strict=True):
            if figure:
                code["outputs"] = []
        html = _rendered(codes, folder)
    return [
        {"outputs": own, **html[cell["id"]]} for cell, own in zip(cells, outputs, strict=True)
    ]


def _code_cell(cell: dict) -> nbformat.NotebookNode:
    tags = {"tags": ["raises-exception"]} if cell["kind"] == "error" else {}
    return new_code_cell(cell["code"], id=cell["id"], metadata=tags)


def _execute(codes: list[nbformat.NotebookNode], folder: str, language: str) -> None:
    """Execute cells in place, and report what they use.

    Raises
    ------
    RuntimeError
        If one fails, naming it.
    """
    last = new_code_cell(f"{WATCH}.end()")
    notebook = new_notebook(cells=[*codes, last], metadata={"kernelspec": KERNEL})
    begun = []

    def begin(cell: nbformat.NotebookNode, cell_index: int) -> None:
        begun.append(cell["metadata"].get("of", cell["id"]))
        reports.reached(begun[-1])

    client = NotebookClient(
        notebook,
        timeout=None,
        on_cell_start=begin,
        extra_arguments=[f"--IPKernelApp.exec_lines={WATCH}.begin({os.getcwd()!r})"],
        coalesce_streams=True,
        record_timing=False,
        resources={"metadata": {"path": folder}},
        config=Config({"KernelManager": _connection(folder)}),
    )
    try:
        with _alone(folder):
            client.execute(env={**os.environ, "LANGUAGE": language})
    except CellExecutionError as error:
        raise RuntimeError(f"cell {begun[-1]}: {error.ename}: {error.evalue}") from None
    reports.used(json.loads(last["outputs"][0]["text"]))
    for code in codes:
        for output in code["outputs"]:
            if output["output_type"] == "error":
                # The stack holds paths and colours of this machine's own.
                last = ": ".join(filter(None, (output["ename"], output["evalue"])))
                output["traceback"] = ["Traceback (most recent call last):", last]


@contextmanager
def _alone(folder: str) -> Iterator[None]:
    """Keep Jupyter from the settings of whoever builds the site."""
    before = dict(os.environ)
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        os.environ[name] = folder
    os.environ["JUPYTER_PATH"] = ""
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _connection(folder: str) -> dict[str, str]:
    """Prefer files to ports: two kernels that start at once may choose the same port.

    Elsewhere than on Linux a temporary file's name can be too long for a socket.
    """
    linux = sys.platform == "linux"
    return {"transport": "ipc", "ip": f"{folder}/kernel"} if linux else {}


def _rendered(codes: list[nbformat.NotebookNode], folder: str) -> dict[str, dict[str, str]]:
    """Return the two halves of each cell by its id, as mkdocs-jupyter renders them."""
    from mkdocs_jupyter.convert import nb2html

    path = Path(folder) / "cells.ipynb"
    nbformat.write(new_notebook(cells=codes, metadata={"kernelspec": KERNEL}), path)
    page = nb2html(str(path))
    return {
        name: {
            "input": _PLAIN.sub(r"\1", _INPUT.search(html)[1]),
            "output": "\n".join(_OUTPUT.findall(html)),
        }
        for name, html in _CELL.findall(page)
    }
