"""A small book of its own for tests that change one."""

import shutil
from pathlib import Path

import pytest

from groundup_site.project import Project

ROOT = Path(__file__).parent.parent
pytest_plugins = ["served"]

MKDOCS = """\
site_name: small
site_url: http://small.example/
repo_url: http://code.example/small
docs_dir: docs
exclude_docs: allowed-numbers.toml
validation:
  anchors: warn
theme:
  name: material
  custom_dir: src/groundup_site/theme
  font: false
nav:
  - index.md
  - part:
      - part/index.md
      - part/gates.md
plugins:
  - search
  - groundup
markdown_extensions:
  - admonition
  - attr_list
  - tables
  - pymdownx.arithmatex:
      generic: true
  - pymdownx.details
"""
ALLOWED = """\
[[allow]]
pattern = 'NumPy \\d+\\.\\d+'
reason = "versions"
"""
PAGES = {
    "ko/index": ("처음", "# 처음 {#top}\n\nNumPy 1.24부터입니다. [게이트](part/gates.md#xor)\n"),
    "en/index": ("Home", "# Home {#top}\n\nSince NumPy 1.24. [Gates](part/gates.md#xor)\n"),
    "ko/part/index": ("장", "# 장 {#part}\n\n글입니다.\n"),
    "en/part/index": ("Part", "# Part {#part}\n\nWords.\n"),
    "ko/part/gates": (
        "게이트",
        """\
# 게이트 {#gates}

함수는 $x > 0$을 봅니다.

{{ symbol groundup.activations.step }}

## XOR {#xor}

{{ transcript part/gates/01-step }}

실행 기록은 {{ fact site.transcripts }}개입니다.

!!! then-now "옛날과 지금"

    {{ transcript part/gates/02-error }}
""",
    ),
    "en/part/gates": (
        "Gates",
        """\
# Gates {#gates}

The function looks at $x > 0$.

{{ symbol groundup.activations.step }}

## XOR {#xor}

{{ transcript part/gates/01-step }}

There are {{ fact site.transcripts }} transcripts.

!!! then-now "Then and now"

    {{ transcript part/gates/02-error }}
""",
    ),
}
SNIPPETS = {
    "part/gates/01-step": (
        ">>> from groundup.activations import step\n"
        ">>> step([-1, 0, 1])\n"
        "array([0, 0, 1])\n"
        ">>> for i in range(2):\n"
        "...     print(i)\n"
        "...\n"
        "0\n"
        "1\n"
        ">>> True\n"
        "True\n"
    ),
    "part/gates/02-error": (
        ">>> 1 / 0\n"
        "Traceback (most recent call last):\n"
        "ZeroDivisionError: division by zero\n"
        ">>> print('a\\n\\nb')\n"
        "a\n<BLANKLINE>\nb\n"
    ),
}


@pytest.fixture
def root() -> Path:
    """The checkout under test."""
    return ROOT


@pytest.fixture(scope="session")
def small_once(tmp_path_factory) -> Path:
    """The small book that each test gets a copy of."""
    from groundup_site.checks import parity
    from groundup_site.book import Book

    project = Project(tmp_path_factory.mktemp("small") / "book")
    shutil.copytree(
        ROOT / "src",
        project.src,
        ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "data", "records"),
    )
    for package in ("groundup_site/facts", "groundup/figures"):
        for path in (project.src / package).glob("*.py"):
            if path.stem not in ("__init__", "style"):
                path.unlink()
    (project.root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    for name, (title, body) in PAGES.items():
        path = project.docs / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f"---\ntitle: {title}\ndescription: {title}.\n---\n\n"
        path.write_text(head + body, "utf-8")
    (project.docs / "allowed-numbers.toml").write_text(ALLOWED, "utf-8")
    shutil.copytree(ROOT / "docs" / "assets", project.docs / "assets")
    for name, text in SNIPPETS.items():
        path = project.snippets / f"{name}.pycon"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    book = Book(project)
    for stem in ("index", "part/index", "part/gates"):
        parity.mark(project, book.pages["ko", stem], book.pages["en", stem])
    return project.root


@pytest.fixture
def small(small_once: Path, tmp_path: Path) -> Project:
    """A complete book without problems: three pages a language, two transcripts."""
    leave = shutil.ignore_patterns(".cache", "__pycache__")
    return Project(shutil.copytree(small_once, tmp_path / "book", ignore=leave))
