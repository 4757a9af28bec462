"""A docstring becomes HTML without losing or changing a word."""

import pytest

from bookproof.rendering.docstrings import described, label, plain

PLACES = {"near.by": "#near", "other": "../o/#other", "two_2": "#two<2"}


def shown(docstring, language="en"):
    return described(docstring, language, PLACES, lambda code: f"<example>{code}</example>")


def section(title, text):
    """What a section says, without the summary and its label."""
    begin = f'<p>S.</p><p class="gu-label" lang="en">{title}</p>'
    html = shown(f"S.\n\n{title}\n{'-' * len(title)}\n{text}")
    assert html.startswith(begin), html
    return html.removeprefix(begin)


def listed(*items):
    pairs = "".join(f"<dt>{term}</dt><dd>{words}</dd>" for term, words in items)
    return f'<dl class="gu-fields">{pairs}</dl>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.", "<p>One.</p>"),
        ("One\ntwo.\n\nThree.", "<p>One\ntwo.</p><p>Three.</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("Say ``a < b``.", "<p>Say <code>a &lt; b</code>.</p>"),
        ("See `far`.", "<p>See <code>far</code>.</p>"),
        ("See `near.by`.", '<p>See <code><a href="#near">near.by</a></code>.</p>'),
        ("See `two_2`.", '<p>See <code><a href="#two&lt;2">two_2</a></code>.</p>'),
        ("So::\n\n    x < 1\n        y\n\nDone.",
         "<p>So:</p><pre><code>x &lt; 1\n    y</code></pre><p>Done.</p>"),
        ("::\n\n    x", "<pre><code>x</code></pre>"),
        ("Dash\n--\nno title.", "<p>Dash\n--\nno title.</p>"),
    ],
)  # fmt: skip
def test_paragraphs(text, html):
    assert shown(text) == html


@pytest.mark.parametrize("title", ["Parameters", "Other Parameters", "Attributes"])
def test_a_field_keeps_every_word_of_its_type(title):
    text = (
        "x, y : int, default 3\n    Words.\n\n    More.\n"
        "kind : {'a', 'b'}, optional\n"
        "*rest : other or two_2\n    Rest.\n"
        "other\n    No link."
    )
    links = '<a href="../o/#other">other</a> or <a href="#two&lt;2">two_2</a>'
    assert section(title, text) == listed(
        ('<code>x, y</code> <span class="gu-type">int, default 3</span>',
         "<p>Words.</p><p>More.</p>"),
        ("<code>kind</code> <span class=\"gu-type\">{&#x27;a&#x27;, &#x27;b&#x27;}, optional</span>", ""),
        (f'<code>*rest</code> <span class="gu-type">{links}</span>', "<p>Rest.</p>"),
        ("<code>other</code>", "<p>No link.</p>"),
    )  # fmt: skip


@pytest.mark.parametrize("title", ["Returns", "Yields", "Receives", "Raises", "Warns"])
def test_what_has_no_name_is_a_type(title):
    text = "other\n    If so.\nsum : float, shape (n,)\n    Both."
    assert section(title, text) == listed(
        ('<span class="gu-type"><a href="../o/#other">other</a></span>', "<p>If so.</p>"),
        ('<code>sum</code> <span class="gu-type">float, shape (n,)</span>', "<p>Both.</p>"),
    )


@pytest.mark.parametrize("title", ["See Also", "Methods"])
def test_names_elsewhere_are_links(title):
    assert section(title, "near.by, far\n    Words.") == listed(
        ('<code><a href="#near">near.by</a>, far</code>', "<p>Words.</p>")
    )


def test_see_also_may_say_why_on_the_same_line():
    assert section("See Also", "other : `far` away\n    and more.\nfar") == listed(
        ('<code><a href="../o/#other">other</a></code>',
         "<p><code>far</code> away\nand more.</p>"),
        ("<code>far</code>", ""),
    )  # fmt: skip


@pytest.mark.parametrize("title", ["Notes", "Warnings", "References"])
def test_other_sections_are_paragraphs(title):
    assert section(title, "One `far`.\n\nTwo.") == "<p>One <code>far</code>.</p><p>Two.</p>"


def test_examples_are_code_and_the_words_between_them_are_not():
    text = ">>> 1\n1\n\n>>> 2\n2\n\nOr `far`:\n\n>>> 3\n<BLANKLINE>\n3"
    assert section("Examples", text) == (
        "<example>>>> 1\n1\n\n>>> 2\n2\n</example><p>Or <code>far</code>:</p>"
        "<example>>>> 3\n<BLANKLINE>\n3\n</example>"
    )


def test_sections_follow_one_another():
    html = shown("S.\n\nReturns\n-------\nint\n    N.\n\nNotes\n-----\nWords.\n\nEmpty Ones\n----------")
    assert html == (
        '<p>S.</p><p class="gu-label" lang="en">Returns</p>'
        + listed(('<span class="gu-type">int</span>', "<p>N.</p>"))
        + '<p class="gu-label" lang="en">Notes</p><p>Words.</p>'
        '<p class="gu-label" lang="en">Empty Ones</p>'
    )


def test_labels_are_in_the_language_of_the_page():
    assert label("See Also", "ko") == "함께 보기"
    assert '<p class="gu-label" lang="ko">경고</p>' in shown("S.\n\nWarns\n-----\nW", "ko")
    assert label("Of the Book", "ko") == "Of the Book"


def test_code_without_colours():
    assert plain("a < b") == "<pre><code>a &lt; b</code></pre>"
