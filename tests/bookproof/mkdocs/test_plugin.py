"""One strict build makes both languages, or refuses and leaves what was there."""

import json
import re
import shutil
import subprocess
import sys

import pytest

from bookproof.book import Book
from bookproof.checks import parity
from bookproof.project import Project


def build(project, *options):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", *options]
    return subprocess.run(
        command, cwd=project.root, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


@pytest.fixture(scope="module")
def built(small_once, tmp_path_factory):
    site = tmp_path_factory.mktemp("built") / "site"
    done = build(Project(small_once), "-d", str(site))
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture
def site(small, built):
    return shutil.copytree(built, small.root / "site")


def test_korean_is_at_the_root_and_english_below_en(site):
    pages = {p.relative_to(site).as_posix() for p in site.rglob("*.html")}
    korean = {"index.html", "part/index.html", "part/gates/index.html", "404.html"}
    assert pages == korean | {f"en/{page}" for page in korean}
    for page in pages:
        language = "en" if page.startswith("en/") else "ko"
        html = (site / page).read_text("utf-8")
        assert f'<html lang="{language}"' in html


def test_embeds_stand_in_the_page_and_no_token_is_left(site):
    html = (site / "en/part/gates/index.html").read_text("utf-8")
    assert 'data-snippet="part/gates/01-step"' in html
    assert 'data-symbol="tiny.steps.step"' in html
    assert "http://code.example/small/blob/main/src/tiny/steps.py#L" in html
    assert "<math" in html
    assert "There are 2 transcripts." in html
    assert not re.search(r"embed-\d+-here|\{\{|arithmatex", html)


def test_navigation_holds_one_language(site):
    html = (site / "en/part/gates/index.html").read_text("utf-8")
    assert "게이트" not in html
    assert "Part" in html


def test_each_language_leads_to_the_same_page_of_the_other(site):
    html = (site / "part/gates/index.html").read_text("utf-8")
    for language, address in (("ko", "part/gates/"), ("en", "en/part/gates/")):
        link = f'hreflang="{language}" href="http://small.example/{address}"'
        assert link in html


def test_search_knows_one_language_a_time(site):
    indexes = [
        json.loads((site / folder / "search/search_index.json").read_text("utf-8"))
        for folder in (".", "en")
    ]
    korean, english = (
        {entry["location"] for entry in index["docs"]} for index in indexes
    )
    assert "part/gates/#xor" in korean & english
    assert not any(place.startswith("en/") for place in korean | english)
    titles = {entry["title"] for entry in indexes[1]["docs"]}
    assert {"Gates", "XOR"} <= titles and "게이트" not in titles


def test_two_builds_are_the_same_to_the_byte(small, site, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    assert build(small, "-d", "one").returncode == 0
    assert build(small, "-d", "two").returncode == 0
    one, two = (
        {p.relative_to(d): p.read_bytes() for p in d.rglob("*") if p.is_file()}
        for d in (small.root / "one", small.root / "two")
    )
    assert one == two


@pytest.mark.parametrize(
    ("path", "old", "new", "seen"),
    [
        (
            "snippets/part/gates/01-step.pycon",
            "[0, 0, 1]",
            "[0, 1, 1]",
            "snippets/part/gates/01-step.pycon:3: expected output",
        ),
        ("docs/ko/part/gates.md", "steps.step", "steps.gone", "gates.md:10:"),
        ("docs/ko/part/gates.md", "01-step", "03-gone", "no transcript"),
        ("docs/ko/part/gates.md", "실행 기록은", "실행 기록이", "does not follow"),
        ("docs/en/index.md", "gates.md#xor", "gates.md#or", "does not contain an anchor '#or'"),
    ],
)
def test_a_false_book_is_not_built(small, site, path, old, new, seen):
    before = {p: p.read_bytes() for p in site.rglob("*") if p.is_file()}
    file = small.root / path
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    done = build(small)
    assert done.returncode != 0
    assert seen in done.stderr
    if "output" in seen or "gone" in new:
        assert {p: p.read_bytes() for p in site.rglob("*") if p.is_file()} == before


def test_a_quiet_build_is_strict_too(small):
    page = small.docs / "ko/part/gates.md"
    page.write_text(page.read_text("utf-8").replace("{#xor}", "{#or}"), "utf-8")
    done = build(small, "--quiet")
    assert done.returncode != 0
    assert "has not" in done.stderr


def test_a_page_has_the_scripts_and_styles_of_what_it_shows(site):
    gates = (site / "part/gates/index.html").read_text("utf-8")
    plain = (site / "part/index.html").read_text("utf-8")
    sheets = [re.findall(r'rel="stylesheet" href="[./]*/assets/([^"]*)"', html) for html in (gates, plain)]
    assert sheets == [["shell.css", "code.css"], ["shell.css"]]
    for html in (gates, plain):  # `run` is off: no script that needs Python
        assert re.findall(r'<script type="module" src="[./]*/assets/([^"]*)"', html) == ["shell/shell.js"]
    assert (site / "assets/code.css").is_file() and not (site / "assets/panels.css").exists()
    assert not (site / "assets/stylesheets").exists()


def test_a_page_says_where_the_words_of_its_language_are(site):
    for page, language, copied in (("", "ko", "복사했습니다"), ("en/", "en", "Copied")):
        html = (site / page / "index.html").read_text("utf-8")
        said = json.loads(re.search("data-words='([^']*)'", html)[1])
        assert said["shell"]["copied"] == copied and "code" not in said
        assert f"assets/words/{language}.json" in html
        assert (site / f"assets/words/{language}.json").is_file()


def test_a_choice_is_remembered_under_the_name_of_the_site(site):
    html = (site / "index.html").read_text("utf-8")
    assert 'localStorage.getItem("small.scheme")' in html and 'data-key="small.scheme"' in html
    assert "groundup" not in html


def test_a_japanese_book_is_set_and_spoken_to_in_japanese(small):
    mkdocs = small.root / "mkdocs.yml"
    text = mkdocs.read_text("utf-8").replace("        en:\n          name: English", "        ja:\n          name: 日本語")
    mkdocs.write_text(text, "utf-8")
    (small.docs / "en").rename(small.docs / "ja")
    page = small.docs / "ja/part/gates.md"
    page.write_text(page.read_text("utf-8").replace("There are", "`step`は関数です。 There are"), "utf-8")
    for stem in ("index", "part/index", "part/gates"):
        book = Book(small)
        parity.mark(small, book.pages["ko", stem], book.pages["ja", stem])
    done = build(small, "-d", "built")
    assert done.returncode == 0, done.stderr
    html = (small.root / "built/ja/part/gates/index.html").read_text("utf-8")
    assert '<html lang="ja"' in html and "コピーしました" in html
    assert "<code>step</code>\N{WORD JOINER}は" in html
    sheet = (small.root / "built/assets/shell.css").read_text("utf-8")
    assert 'html:lang(ja),html:lang(ja) body{--md-text-font-family:"Hiragino Sans"' in sheet
    assert "ページがありません" in (small.root / "built/ja/404.html").read_text("utf-8")


def test_a_language_without_words_is_refused_in_one_sentence(small):
    mkdocs = small.root / "mkdocs.yml"
    mkdocs.write_text(mkdocs.read_text("utf-8").replace("        en:\n", "        tlh:\n"), "utf-8")
    done = build(small)
    assert done.returncode != 0 and "Traceback" not in done.stderr
    assert "no words for the language 'tlh'; expected words/tlh.toml" in done.stderr
