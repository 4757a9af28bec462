"""A small book of its own for tests that change one."""

import shutil
from pathlib import Path

import pytest

from bookproof.project import Project

ROOT = Path(__file__).parent.parent
pytest_plugins = ["served"]

MKDOCS = """\
site_name: small
site_url: http://small.example/
repo_url: http://code.example/small
docs_dir: docs
validation:
  anchors: warn
theme:
  name: material
  font: false
nav:
  - index.md
  - part:
      - part/index.md
      - part/gates.md
plugins:
  - search
  - bookproof:
      library: tiny
      package: tiny_book
      languages:
        ko:
          name: 한국어
        en:
          name: English
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

{{ symbol tiny.steps.step }}

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

{{ symbol tiny.steps.step }}

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
        ">>> from tiny.steps import step\n"
        ">>> step([-1, 0, 1])\n"
        "[0, 0, 1]\n"
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


LIBRARY = {
    "tiny/__init__.py": '"""A library to write a book about."""\n',
    "tiny/steps.py": '''\
"""Steps."""

from tiny.limits import ZERO


def step(x):
    """Return 1 for each number above 0, else 0.

    Parameters
    ----------
    x : list of float
        Numbers.
    """
    return [int(number > ZERO) for number in x]
''',
    "tiny/limits.py": '"""Limits."""\n\nZERO = 0\n',
    "tiny/others.py": '"""What no page uses."""\n',
    "tiny_book/__init__.py": '"""What only this book has."""\n',
}


@pytest.fixture(scope="session")
def small_once(tmp_path_factory) -> Path:
    """The small book that each test gets a copy of."""
    from bookproof.book import Book
    from bookproof.checks import parity

    project = Project(tmp_path_factory.mktemp("small") / "book")
    for name, text in LIBRARY.items():
        path = project.src / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    figures = project.src / "tiny_book" / "figures"
    theirs = ROOT / "src" / "groundup_book" / "figures"
    shutil.copytree(theirs / "fonts", figures / "fonts")
    (figures / "__init__.py").write_text("")
    style = (theirs / "style.py").read_text("utf-8")
    (figures / "style.py").write_text(style.replace("groundup_book", "tiny_book"), "utf-8")
    (project.root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    for name, (title, body) in PAGES.items():
        path = project.docs / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f"---\ntitle: {title}\ndescription: {title}.\n---\n\n"
        path.write_text(head + body, "utf-8")
    (project.docs / "allowed-numbers.toml").write_text(ALLOWED, "utf-8")
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
