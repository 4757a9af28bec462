"""What every reader gets: both languages, light and dark, search, words kept whole, no script needed."""

import re
from pathlib import Path

import pytest

CHAPTER = "ch03/softmax/"
LANGUAGES = {"ko": "", "en": "en/"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switcher_leads_to_the_same_page_without_a_script(reader, address, language):
    other = "en" if language == "ko" else "ko"
    page = reader(LANGUAGES[language] + CHAPTER, script=False)
    assert page.get_attribute("html", "lang") == language
    page.click(f".gu-languages [hreflang={other}]")
    assert page.url == address + LANGUAGES[other] + CHAPTER
    assert page.get_attribute("html", "lang") == other


def is_dark(page):
    red = "parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
    return page.evaluate(red) < 80


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("dark", [True, False])
def test_the_scheme_follows_the_system(reader, dark, script):
    assert is_dark(reader(CHAPTER, dark=dark, script=script)) is dark


@pytest.mark.parametrize("dark", [True, False])
def test_a_chosen_scheme_stays_and_needs_no_deferred_script(reader, dark):
    page = reader(CHAPTER, dark=dark)
    page.click(".gu-scheme")
    assert is_dark(page) is not dark
    page.route("**/*.js", lambda route: route.abort())
    page.reload(wait_until="load")
    assert is_dark(page) is not dark


@pytest.mark.parametrize(("language", "query"), [("ko", "시그모이드"), ("en", "sigmoid")])
def test_search_is_fetched_when_wanted_and_stays_in_its_language(
    reader, address, language, query
):
    page = reader(LANGUAGES[language] + CHAPTER)
    page.wait_for_timeout(300)
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.reload(wait_until="load")
    page.wait_for_timeout(300)
    assert not [url for url in asked if "search" in url]
    page.focus(".md-search__input")
    page.keyboard.insert_text(query)
    page.keyboard.press("End")
    page.wait_for_selector(".md-search-result__link")
    assert LANGUAGES[language] + "search/search_index.json" in asked
    links = page.eval_on_selector_all(".md-search-result__link", "all => all.map(a => a.href)")
    english = [link.startswith(address + "en/") for link in links]
    assert all(english) if language == "en" else not any(english)


def test_copying_a_transcript_takes_the_code_alone(reader, root):
    page = reader(CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    box = page.locator(".gu-transcript").first
    source = root / "snippets" / (box.get_attribute("data-snippet") + ".pycon")
    code = re.findall(r"^(?:>>>|\.\.\.) ?(.*)$", Path(source).read_text("utf-8"), re.MULTILINE)
    box.locator("pre").hover()
    box.locator(".md-code__button").click()
    page.wait_for_selector(".md-dialog--active")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert [line for line in copied.splitlines() if line] == [line for line in code if line]


def test_the_closed_drawer_takes_no_focus(reader):
    page = reader(CHAPTER, width=390)
    hidden = "document.activeElement.closest('.md-sidebar--primary') !== null"
    for _ in range(30):
        page.keyboard.press("Tab")
        assert not page.evaluate(hidden)
    page.locator("button.gu-menu").click()
    link = page.locator(".gu-nav [aria-current=page]")
    link.wait_for(state="visible")
    assert link.evaluate("a => { a.focus(); return document.activeElement === a }")


def test_korean_lines_break_between_words(reader):
    page = reader(CHAPTER, width=390)
    broken = page.evaluate(
        """() => {
          const found = []
          const walker = document.createTreeWalker(
            document.querySelector("article"), NodeFilter.SHOW_TEXT)
          while (walker.nextNode()) {
            const text = walker.currentNode
            if (!text.parentElement.closest("p, li, h1, h2, h3")) continue
            if (text.parentElement.closest("code, math, svg")) continue
            const top = i => {
              const range = document.createRange()
              range.setStart(text, i); range.setEnd(text, i + 1)
              return range.getBoundingClientRect().top
            }
            for (let i = 1; i < text.length; i++)
              if (/^[가-힣)][가-힣]$/.test(text.data.slice(i - 1, i + 1)) && top(i) - top(i - 1) > 5)
                found.push(text.data.slice(i - 4, i + 4))
          }
          return found
        }"""
    )
    assert broken == []


def test_print_shows_the_page_alone_on_light_paper(reader):
    page = reader(CHAPTER, dark=True)
    page.emulate_media(media="print")
    assert page.locator(".md-header").is_hidden()
    assert page.locator(".md-sidebar--primary").is_hidden()
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 36, 48)"


def test_without_a_script_the_menu_opens_and_no_button_that_does_nothing_is_there(reader):
    page = reader(CHAPTER, width=390, script=False)
    assert page.locator("header button:visible").count() == 0
    page.click("header label.gu-menu")
    page.locator(".gu-nav [aria-current=page]").wait_for(state="visible")
