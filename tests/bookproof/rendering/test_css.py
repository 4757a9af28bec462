"""The one style sheet: what is left out is unused, what is kept is as it was."""

from pathlib import Path

import material
import pytest

from bookproof.rendering.css import minified, rules, split, stylesheet, trimmed


@pytest.fixture(scope="module")
def theirs() -> str:
    [path] = (Path(material.__file__).parent / "templates/assets/stylesheets").glob("main.*.css")
    return path.read_text("utf-8").removeprefix('@charset "UTF-8";')


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("a{b:c}", "a{b:c}"),
        (".md-tabs a{b:c}", ""),
        ("a,.md-tabs b{c:d}i{e:f}", "a{c:d}i{e:f}"),
        ("@media print{.md-tabs{b:c}}", ""),
        ("@media print{.md-tabs{b:c}p{d:e}}", "@media print{p{d:e}}"),
        (":is(a,.b){c:d}", ":is(a,.b){c:d}"),
        (':root{--md-tag-icon:url("{;}");--x:1}', ":root{--x:1}"),
        ('a:after{content:"},{"}', 'a:after{content:"},{"}'),
        ("@keyframes turn{to{b:c}}", "@keyframes turn{to{b:c}}"),
    ],
)
def test_trimming(css, left):
    assert "".join(trimmed(css)) == left


def test_what_is_kept_of_materials_sheet_stands_there_in_the_same_order(theirs):
    kept = "".join(trimmed(theirs))
    assert kept.count("{") == kept.count("}")
    assert len(kept) < len(theirs) / 2
    place = 0
    for prelude, body in rules(kept):
        if not prelude.startswith(("@", ":")) and len(split(prelude)) == 1:
            place = theirs.index(body.split(";")[0], place)


def test_minifying_changes_no_meaning():
    css = """
    /* gone */
    a:is(:hover, .b)  >  c , d { width: calc(1px + 2px); content: "a ; b" ; }
    @media screen and (min-width: 10em) { e :hover { f: g } }
    """
    assert minified(css) == (
        'a:is(:hover,.b)>c,d{width:calc(1px + 2px);content:"a ; b"}'
        "@media screen and (min-width:10em){e :hover{f:g}}"
    )


def test_dark_without_a_script_has_the_same_colours(theirs, root):
    own = (root / "src/bookproof/mkdocs/assets/groundup.css").read_text("utf-8")
    sheet = stylesheet(theirs, own)
    dark = sheet.split('[data-md-color-scheme="slate"]{')[1].split("}")[0]
    assert "--gu-paper:" in dark
    assert f"(prefers-color-scheme:dark){{.no-js body{{{dark}}}}}" in sheet


def test_every_colour_of_a_figure_has_a_dark_value(root):
    from groundup_book.figures import style

    own = (root / "src/bookproof/mkdocs/assets/groundup.css").read_text("utf-8")
    light, dark = own.split('[data-md-color-scheme="slate"] {')
    dark = dark.split("}")[0]
    for name, value in vars(style).items():
        if isinstance(value, str) and value.startswith("#"):
            variable = "--gu-" + name.lower().replace("_", "-")
            assert f"{variable}: {value};" in light
            assert f"{variable}: #" in dark


def test_focus_is_shown_without_a_script():
    sheet = stylesheet("code:not(.focus-visible){outline:none}", ".a { color: red }")
    assert "code:not(:focus-visible){outline:none}" in sheet
