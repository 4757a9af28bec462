"""What scrolls shows its focus, digits stand in columns, and a shift would be seen."""

import pytest
from served import WATCH


def test_a_shift_would_be_seen(reader):
    page = reader("en/ch03/softmax/")
    page.evaluate(WATCH)
    page.evaluate("document.querySelector('article').prepend(Object.assign(document.createElement('p'), {innerText: 'x\\n\\n\\n\\nx'}))")
    page.wait_for_function("watched.shifts.length")


@pytest.mark.parametrize("path", ["ch03/products/", "en/ch03/products/"])
def test_a_wide_array_scrolls_in_its_box_and_shows_its_focus(reader, path):
    page = reader(path, width=390)
    wide = page.evaluate_handle(
        "[...document.querySelectorAll('pre > code')].find(code => code.scrollWidth > code.clientWidth)"
    ).as_element()
    page.keyboard.press("Tab")  # as one who uses the keyboard
    wide.focus()
    look = wide.evaluate("code => getComputedStyle(code)")
    assert look["outlineStyle"] == "solid" and float(look["outlineWidth"].removesuffix("px")) >= 1
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert wide.evaluate("code => code.scrollLeft") > 0
    assert page.evaluate("scrollX") == 0


def test_the_digits_of_a_table_have_one_width(reader):
    page = reader("en/verified/")
    widths = page.evaluate(
        """() => {
          const cell = document.querySelector(".gu-table td")
          return [..."0123456789"].map(digit => {
            cell.textContent = digit.repeat(20)
            const range = document.createRange()
            range.selectNodeContents(cell)
            return range.getBoundingClientRect().width
          })
        }"""
    )
    assert max(widths) - min(widths) < 0.5
