"""Executes the cells of a notebook in a fresh kernel and renders them, for a worker.

The kernel runs in an empty folder, with no settings of whoever builds the site, as the
downloaded notebook will at a reader's. mkdocs-jupyter renders the cells; of its page
only the highlighted code and the outputs are kept: around them it puts 574 kB of styles,
and scripts that ask other hosts, for what the site has already.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

TIME_LIMIT = 240
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
_CELL = re.compile(r'id="cell-id=([\w-]+)"(.*?)(?=id="cell-id=|\Z)', re.S)
_INPUT = re.compile(
    r'<div class="highlight-ipynb[^>]*><pre>(?:<span></span>)?(.*?)\n*</pre>', re.S
)
_PLAIN = re.compile(r'<span class="[nw]">([^<]*)</span>')
_OUTPUT = re.compile(r"jp-OutputArea-output[^>]*>\s*<pre>\n?(.*?)\n*</pre>", re.S)


def perform(cells: list[dict]) -> list[dict]:
    """Execute cells one after another in one kernel, and render them.

    Parameters
    ----------
    cells : list of dict
        ``{"id": ..., "code": ..., "kind": ...}``; the kind is ``"text"``, ``"error"``
        (the cell may raise) or ``"figure"`` (drawn once for each language).

    Returns
    -------
    list of dict
        For each cell ``{"ko": [...], "en": [...], "input": HTML, "output": HTML}``:
        its outputs in each language, as nbformat writes them, and its two halves
        highlighted.
    """
    codes = [_code_cell(cell) for cell in cells]
    figures = [code for code, cell in zip(codes, cells) if cell["kind"] == "figure"]
    english = [new_code_cell(code["source"]) for code in figures]
    switch = new_code_cell("%env LANGUAGE=en")
    with tempfile.TemporaryDirectory() as folder:
        _execute([*codes, switch, *english], folder)
        korean = [code["outputs"] for code in codes]
        for code in figures:
            code["outputs"] = []
        html = _rendered(codes, folder)
    drawn = iter(english)
    return [
        {
            "ko": outputs,
            "en": next(drawn)["outputs"] if cell["kind"] == "figure" else outputs,
            **html[cell["id"]],
        }
        for cell, outputs in zip(cells, korean, strict=True)
    ]


def _code_cell(cell: dict) -> nbformat.NotebookNode:
    tags = {"tags": ["raises-exception"]} if cell["kind"] == "error" else {}
    return new_code_cell(cell["code"], id=cell["id"], metadata=tags)


def _execute(codes: list[nbformat.NotebookNode], folder: str) -> None:
    """Execute cells in place.

    Raises
    ------
    RuntimeError
        If one fails, naming it.
    """
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        os.environ[name] = folder
    os.environ.update(LANGUAGE="ko", JUPYTER_PATH="")
    notebook = new_notebook(cells=codes, metadata={"kernelspec": KERNEL})
    client = NotebookClient(
        notebook,
        timeout=TIME_LIMIT,
        coalesce_streams=True,
        record_timing=False,
        resources={"metadata": {"path": folder}},
        config=Config({"KernelManager": _connection(folder)}),
    )
    try:
        client.execute()
    except CellExecutionError as error:
        broken = next(
            code["id"]
            for code in codes
            if any(output["output_type"] == "error" for output in code["outputs"])
            and "raises-exception" not in code["metadata"].get("tags", [])
        )
        raise RuntimeError(f"cell {broken}: {error.ename}: {error.evalue}") from None
    for code in codes:
        for output in code["outputs"]:
            if output["output_type"] == "error":
                # The stack holds paths and colours of this machine's own.
                last = ": ".join(filter(None, (output["ename"], output["evalue"])))
                output["traceback"] = ["Traceback (most recent call last):", last]


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
