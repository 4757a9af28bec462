"""Each mend of `polish` on the smallest page that needs it."""

import pytest

from bookproof.rendering.html import polish, without_python
from bookproof.words import words

JOINER = "\N{WORD JOINER}"


def test_a_checkbox_has_no_autocomplete_and_the_search_keeps_its_own():
    page = (
        '<input class="md-toggle" type="checkbox" id="__drawer" autocomplete="off">'
        '<input class="md-toggle" type="checkbox" id="__search" autocomplete="off">'
        '<input type="text" name="query" autocomplete="off">'
    )
    assert polish(page).count("autocomplete") == 1
    assert '<input type="text" name="query" autocomplete="off">' in polish(page)


@pytest.mark.parametrize(
    "opening",
    [
        "<pre><code>",
        "<pre><span></span><code>",
        '<pre tabindex="0"><code>',
        '<pre><code tabindex="0">',
        '<pre><code class="x">',
    ],
)
def test_code_takes_the_focus_once(opening):
    page = polish(f"{opening}x</code></pre>")
    assert page.count('tabindex="0"') == 1
    assert page.startswith('<pre><code tabindex="0"')


def test_a_table_scrolls_in_a_box_of_its_own():
    page = polish("<table><tr><td>1</td></tr></table>")
    assert page.startswith('<div class="gu-table" tabindex="0"><table')
    assert page.endswith("</table></div>")


def test_a_column_has_its_side_by_a_class():
    page = polish('<td style="text-align: right;">1</td><td style="text-align: center;">2</td>')
    assert page == '<td class="gu-right">1</td><td class="gu-center">2</td>'


@pytest.mark.parametrize("before", ["(bias)", "<code>x</code>", "<math>x</math>", "<a href>x</a>"])
def test_a_particle_stays_with_its_word(before):
    page = f"<article><p>{before}는</p>"
    assert polish(page, "[가-힣]") == f"<article><p>{before}{JOINER}는</p>"
    assert polish(page) == polish(page, "[ぁ-ん]") == page


def test_a_mark_stays_with_the_formula_before_it():
    assert polish("<article><math>x</math>, <math>y</math>.") == (
        f"<article><math>x</math>{JOINER}, <math>y</math>{JOINER}."
    )


def test_a_module_s_name_may_break_after_its_dots():
    page = polish('<article><h1 id="a">groundup.training.adam<a>x.y</a></h1><h2>a.b</h2>')
    assert page == '<article><h1 id="a">groundup.<wbr>training.<wbr>adam<a>x.y</a></h1><h2>a.b</h2>'


@pytest.mark.parametrize(
    "untouched",
    [
        '<article><svg aria-label="편향(bias)은 둘">',
        "<title>편향(bias)은</title><article>",
        "<article><p>(bias) 는</p>",
        "<article><p>f(x)y</p>",
    ],
)
def test_nothing_else_is_joined(untouched):
    assert polish(untouched, "[가-힣]") == untouched


def test_where_no_python_can_be_had_a_page_says_so_and_promises_nothing():
    page = (
        '<html class="js" lang="en"><p class="x gu-needs-python">Draw\nhere</p>'
        '<p class="gu-needs">stays</p>'
        '<ul>\n<li>\n<p><strong class="gu-online">Run it.</strong> Now.</p>\n</li><li>b</li></ul>'
    )
    said = words("en")["python"]
    for online, sentence in (("", said["nowhere"]), ("u/", said["online"].format("u/"))):
        assert without_python(page, online) == (
            f'<html class="js" lang="en"><p class="gu-needs-python">{sentence}</p>'
            '<p class="gu-needs">stays</p><ul><li>b</li></ul>'
        )
        assert without_python(without_python(page), online) == without_python(page, online)
