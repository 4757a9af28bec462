"""A card shows a page's title and words, and an example where one has room."""

import base64
import io

import pytest
from PIL import Image, ImageChops

from groundup_book import logo
from groundup_book.figures import style
from bookproof.rendering import card as cards
from bookproof.rendering.card import SIZE

SHORT = ">>> 1 + 1\n2\n"
LONG = ">>> " + "\n... ".join("x" * 9 for _ in range(15)) + "\n"


def card(*arguments):
    return cards.card("groundup", *arguments, style, logo.picture)


def drawn(*arguments):
    return Image.open(io.BytesIO(base64.b64decode(card(*arguments)))).convert("RGB")


def changed(one, other):
    """Return the box in which two pictures differ, by more than their palettes do."""
    difference = ImageChops.difference(one, other).convert("L")
    return difference.point(lambda value: 255 * (value > 60)).getbbox()


def test_it_is_a_light_picture_of_the_size_that_is_declared():
    text = card("소프트맥스 함수", "점수를 확률로 바꿉니다.", [SHORT])
    assert drawn("가", "나", []).size == SIZE == (1200, 630)
    assert len(base64.b64decode(text)) < 60_000
    assert text == card("소프트맥스 함수", "점수를 확률로 바꿉니다.", [SHORT])


def test_title_words_and_example_each_have_their_place():
    plain = drawn("가", "나", [SHORT])
    title, words = drawn("가가", "나", [SHORT]), drawn("가", "나나", [SHORT])
    code = drawn("가", "나", [">>> 1 + 1\n3\n"])
    tops = [changed(plain, other)[1] for other in (title, words, code)]
    assert tops == sorted(tops) and len(set(tops)) == 3


def test_long_words_stay_within_the_card():
    blank, full = drawn("", "", []), drawn("가나다 " * 30, "라마바 " * 90, [])
    left, top, right, bottom = changed(blank, full)
    assert left >= 70 and right <= 1130 and bottom <= 600


def test_an_example_without_room_gives_way_to_the_next():
    assert drawn("가", "나", [LONG, SHORT]) == drawn("가", "나", [SHORT])
    assert drawn("가", "나", [LONG]) == drawn("가", "나", [])
    assert drawn("가", "나", [LONG + SHORT]) == drawn("가", "나", [SHORT])


def test_a_character_without_a_glyph_is_an_error():
    with pytest.raises(ValueError, match="no glyph for '漢'"):
        card("漢", "", [])
