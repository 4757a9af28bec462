"""How much the machinery costs: this book against plain Material with the same pages.

Run from the root: ``python tests/benchmarks/builds.py [--rounds N]``. Prints the paired
ratios of cold build, warm build and edit-to-refresh, each pair timed back to back. The
plain site shows the labs with mkdocs-jupyter, which executes them for the cold build
only: like ours, it has them executed already when it is warm. Cold means that nothing
was run, drawn or executed before; the browser's Python, fetched once, stays.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

import yaml

from bookproof.book import Book
from bookproof.document.pages import Embed
from bookproof.document.symbols import find
from bookproof.kinds.lab import is_lab
from bookproof.project import Project
from bookproof.rendering.pages import Rendering, for_search

GOALS = {"cold": 2.5, "warm": 1.3}
EDIT_GOAL = 2.0
PLAIN = {
    "site_name": "plain",
    "site_url": "http://127.0.0.1:8000/",
    "theme": {"name": "material", "font": False},
    "plugins": ["search"],
    "markdown_extensions": [
        "admonition", "attr_list", "md_in_html", "tables", "pymdownx.superfences",
        "pymdownx.highlight", "pymdownx.details", {"pymdownx.arithmatex": {"generic": True}},
        {"toc": {"permalink": True}},
    ],
}  # fmt: skip


def plain_copy(book: Book, folder: Path, *, execute: bool) -> None:
    """Write the same pages as ordinary Markdown: fenced code, images, typed numbers."""
    images = folder / "docs" / "images"
    images.mkdir(parents=True)
    nav = []
    for language in book.languages:
        for stem in book.order:
            page = book.pages[language, stem]
            if is_lab(page):
                path = folder / "docs" / language / f"{stem}.ipynb"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(Rendering(book).notebook(page, str), "utf-8")
                nav.append(f"{language}/{stem}.ipynb")
                continue
            lines = []
            for token in page.tokens:
                if isinstance(token, Embed):
                    indent = token.directive.indent
                    lines += [indent + part for part in embedded(book, page, token, images)]
                else:
                    written = page.lines[token.line - page.first : token.end - page.first + 1]
                    lines += [book.filled(line, page) for line in written]
            path = folder / "docs" / language / f"{stem}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(lines), "utf-8")
            nav.append(f"{language}/{stem}.md")
    jupyter = {"mkdocs-jupyter": {"execute": execute, "cache": False}}
    config = {**PLAIN, "nav": nav, "plugins": [*PLAIN["plugins"], jupyter]}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")


def embedded(book, page, token, images) -> list[str]:
    directive = token.directive
    if directive.kind == "symbol":
        code = find(book.project.src, directive.target).code
        return ["```python", *code.splitlines(), "```"]
    if directive.kind == "transcript":
        return ["```pycon", *book.transcripts[directive.target].text.splitlines(), "```"]
    if directive.kind == "figure":
        name = f"{directive.target}-{page.language}.svg"
        svg = book.made["figure"][directive.target, page.language, directive.data]
        (images / name).write_text(svg, "utf-8")
        up = "../" * (page.stem.count("/") + 1)
        return [f"![{directive.words}]({up}images/{name})"]
    rendering = Rendering(book)
    markdown = rendering.expanded(page, [replace(token, directive=replace(directive, indent=""))])
    return for_search(markdown, rendering.embedded).split("\n")


def build(folder: Path, *, cold: bool) -> float:
    """Return the seconds that ``mkdocs build`` takes as a whole process."""
    if cold:
        shutil.rmtree(folder / ".cache" / "bookproof", ignore_errors=True)
    command = [sys.executable, "-m", "mkdocs", "build"]
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


class Serve:
    """``mkdocs serve`` of a folder, and how long an edit takes to be seen."""

    def __init__(self, folder: Path, page: str, address: str, port: int) -> None:
        self.page = folder / "docs" / page
        self.address = f"http://127.0.0.1:{port}/{address}"
        command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.wait("")

    def wait(self, word: str) -> float:
        start = time.perf_counter()
        while time.perf_counter() - start < 60:
            try:
                with urllib.request.urlopen(self.address) as answer:
                    if word in answer.read().decode():
                        return time.perf_counter() - start
            except OSError:
                pass
            time.sleep(0.02)
        raise SystemExit(f"{self.address} never showed {word!r}")

    def edit(self, number: int) -> float:
        word = f"edited{number}"
        text = self.page.read_text("utf-8")
        self.page.write_text(f"{text}\n{word}\n", "utf-8")
        return self.wait(word)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


def middle(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    root = Project.here().root
    missed = False
    with tempfile.TemporaryDirectory() as scratch:
        ours, plain, fresh = (Path(scratch, name) for name in ("ours", "plain", "fresh"))
        leave = shutil.ignore_patterns(".git", ".cache", "site", "__pycache__")
        shutil.copytree(root, ours, ignore=leave)
        book = Book(Project(root))
        book.finish()
        plain_copy(book, plain, execute=False)
        plain_copy(book, fresh, execute=True)
        for folder in (ours, plain, fresh):
            build(folder, cold=False)
        print(f"{rounds} rounds, median (least to most)", flush=True)
        for kind, goal in GOALS.items():
            cold = kind == "cold"
            pairs = [
                (build(ours, cold=cold), build(fresh if cold else plain, cold=False))
                for _ in range(rounds)
            ]
            ratios = [a / b for a, b in pairs]
            print(f"{kind}: ours {middle([a for a, _ in pairs])} s", end="; ")
            print(f"plain {middle([b for _, b in pairs])} s", end="; ")
            print(f"ratio {middle(ratios)}, at most {goal} wanted")
            missed |= statistics.median(ratios) > goal
        servers = (
            Serve(ours, "ko/ch03/softmax.md", "ch03/softmax/", 8151),
            Serve(plain, "ko/ch03/softmax.md", "ko/ch03/softmax/", 8152),
        )
        try:
            pairs = [tuple(server.edit(n) for server in servers) for n in range(rounds)]
        finally:
            for server in servers:
                server.close()
        seconds = [a for a, _ in pairs]
        print(f"edit: ours {middle(seconds)} s; plain {middle([b for _, b in pairs])} s", end="; ")
        print(f"ratio {middle([a / b for a, b in pairs])}, at most {EDIT_GOAL} s wanted")
        missed |= statistics.median(seconds) > EDIT_GOAL
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
