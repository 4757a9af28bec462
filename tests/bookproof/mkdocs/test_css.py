"""The style sheets: what is left out no page asks for, what is kept is as it was."""

from pathlib import Path

import material
import pytest
import tinycss2

from bookproof.mkdocs import components, css
from bookproof.words import words

TYPE = {"font": "F, sans-serif", "code_font": "C", "leading": "1.5", "measure": "9rem"}
LANGUAGES = {"ko": {**TYPE, "whole_words": True}, "en": {**TYPE, "whole_words": False}}
PAGE = '<p class="a b" id="c" dir="ltr"><i role="x">.no</i><input type="checkbox">'


@pytest.fixture(scope="module")
def theirs() -> str:
    [path] = (Path(material.__file__).parent / "templates/assets/stylesheets").glob("main.*.css")
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def own(root_once) -> str:
    return components.Component(root_once / "src/bookproof/mkdocs/assets/shell").styles


@pytest.fixture(scope="module")
def root_once() -> Path:
    return Path(__file__).parents[3]


def trimmed(text, names):
    return "".join(css.trimmed(tinycss2.parse_stylesheet(text, True, True), names))


def test_a_page_holds_elements_classes_ids_and_values():
    assert css.held(PAGE) == {"p", "i", "input", "a", "b", "c", "ltr", "x", "checkbox"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("p{b:c}", "p{b:c}"),
        ("q{b:c}", ""),
        (".a.b>#c{d:e}", ".a.b>#c{d:e}"),
        (".a.gone{d:e}", ""),
        ("#gone{d:e}", ""),
        ("p,.gone q,i:hover{c:d}i{e:f}", "p,i:hover{c:d}i{e:f}"),
        ("i:not(.gone)::before{c:d}", "i:not(.gone)::before{c:d}"),
        (":is(p,.gone){c:d}", ":is(p,.gone){c:d}"),
        ("[dir=rtl] p{c:d}", ""),
        ("[dir=ltr] p{c:d}", "[dir=ltr] p{c:d}"),
        ('[type="checkbox"]{c:d}', '[type="checkbox"]{c:d}'),
        ("[hidden]{c:d}", "[hidden]{c:d}"),
        ("[data-any=gone]{c:d}", "[data-any=gone]{c:d}"),
        ("@media print{.gone{b:c}}", ""),
        ("@media print{.gone{b:c}p{d:e}}", "@media print{p{d:e}}"),
        ('p:after{content:"},{"}', 'p:after{content:"},{"}'),
        ("@keyframes turn{to{b:c}}", "@keyframes turn{to{b:c}}"),
        ('@charset "UTF-8";p{a:b}', "p{a:b}"),
    ],
)
def test_trimming(text, left):
    assert trimmed(text, css.held(PAGE)) == left


def test_what_ours_replaces_goes_though_pages_hold_it():
    assert trimmed(".tip p,[data-md-color-scheme=slate]{a:b}p{c:d}", {"tip", "slate", "p"}) == "p{c:d}"


def test_variables_go_that_only_unused_ones_ask_for():
    text = ':root{--a:1;--b:var(--c);--c:2;--d:url("{;}")}p{x:var(--a)}q{--only:3}'
    assert css.without_unused_variables(text, "i{y:var(--e)}") == ":root{--a:1;}p{x:var(--a)}"
    assert "--d" in css.without_unused_variables(text, "i{y:var(--d)}")


def test_what_is_kept_of_materials_sheet_stands_there_in_the_same_order(theirs):
    names = {"body", "html", "a", "md-header", "md-typeset", "code", "pre"}
    kept = tinycss2.parse_stylesheet(trimmed(theirs, names), True, True)
    place = 0
    for rule in kept:
        if rule.type == "qualified-rule" and "," not in tinycss2.serialize(rule.prelude):
            first, *_ = tinycss2.serialize(rule.content).split(";")
            place = theirs.index(first, place)
    assert place and len(kept) > 20


def test_minifying_changes_no_meaning():
    text = """
    /* gone */
    a:is(:hover, .b)  >  c , d { width: calc(1px + 2px); content: "a ; b" ; }
    @media screen and (min-width: 10em) { e :hover { f: g } }
    """
    assert css.minified(text) == (
        'a:is(:hover,.b)>c,d{width:calc(1px + 2px);content:"a ; b"}'
        "@media screen and (min-width:10em){e :hover{f:g}}"
    )


def test_dark_without_a_script_has_the_same_colours(own):
    sheet = css.minified(css.own_rules(own, LANGUAGES))
    dark = sheet.split('[data-md-color-scheme="slate"]{')[1].split("}")[0]
    assert "--gu-paper:" in dark
    assert f"(prefers-color-scheme:dark){{.no-js body{{{dark}}}}}" in sheet


def test_each_language_is_set_as_its_words_say():
    sheet = css.minified(css.own_rules("p:lang(whole-words) { word-break: keep-all }", LANGUAGES))
    assert "p:is(:lang(ko)){word-break:keep-all}" in sheet
    for code in LANGUAGES:
        assert (
            f"html:lang({code}),html:lang({code}) body{{--md-text-font-family:F,sans-serif;"
            "--md-code-font-family:C;--gu-leading:1.5;--gu-measure:9rem}" in sheet
        )


def test_every_colour_of_a_figure_has_a_dark_value(own):
    from groundup_book.figures import style

    light, dark = own.split('[data-md-color-scheme="slate"] {')
    dark = dark.split("}")[0]
    for name, value in vars(style).items():
        if isinstance(value, str) and value.startswith("#"):
            variable = "--gu-" + name.lower().replace("_", "-")
            assert f"{variable}: {value};" in light
            assert f"{variable}: #" in dark


def test_focus_is_shown_without_a_script():
    sheet = css.shell("code:not(.focus-visible){outline:none}", "", LANGUAGES, {"code"})
    assert "code:not(:focus-visible){outline:none}" in sheet


def test_every_language_says_how_it_is_set():
    for code in ("ko", "en", "ja"):
        assert set(words(code)["language"]["type"]) == {*TYPE, "whole_words", "glued"}
