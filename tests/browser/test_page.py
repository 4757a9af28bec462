"""What the scripts of a page do for its reader: search, contents, copying, by keyboard too."""

import pytest

CHAPTER = "ch03/softmax/"
ACTIVE = "document.activeElement"
OPEN = "document.getElementById('__search').checked"


def searched(page, words):
    page.keyboard.insert_text(words)
    page.keyboard.press("End")
    page.wait_for_selector(".md-search-result__link")


def test_the_search_by_keyboard_alone(reader, address):
    page = reader("en/" + CHAPTER)
    page.keyboard.press("/")
    assert page.evaluate(OPEN) and page.evaluate(f"{ACTIVE}.name") == "query"
    searched(page, "overflow")
    first, second = page.eval_on_selector_all(
        ".md-search-result__link", "all => all.slice(0, 2).map(a => a.href)"
    )
    for key, href in (("ArrowDown", first), ("ArrowDown", second), ("ArrowUp", first)):
        page.keyboard.press(key)
        assert page.evaluate(f"{ACTIVE}.href") == href
    page.keyboard.press("Escape")
    assert not page.evaluate(OPEN)
    assert page.locator(".md-search-result__link").first.is_hidden()
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    page.wait_for_url(first)


def test_a_slash_in_a_text_stays_a_slash(reader):
    page = reader("en/" + CHAPTER)
    page.keyboard.press("/")
    page.keyboard.type("a/b")
    assert page.input_value(".md-search__input") == "a/b"


@pytest.mark.parametrize(("root", "none"), [("", "찾은 페이지가 없습니다"), ("en/", "No page found")])
def test_nothing_found_is_said_and_the_field_can_be_emptied(reader, root, none):
    page = reader(root)
    page.focus(".md-search__input")
    before = page.locator(".md-search-result__meta").inner_text()
    page.keyboard.insert_text("zzzzqqq")
    page.keyboard.press("End")
    page.locator(".md-search-result__meta", has_text=none).wait_for()
    page.click(".md-search [type=reset]")
    page.locator(".md-search-result__meta", has_text=before).wait_for()
    assert page.evaluate(f"{ACTIVE}.name") == "query"


def test_an_address_may_ask(reader):
    page = reader("?q=시그모이드")
    page.wait_for_selector(".md-search-result__link")
    assert page.input_value(".md-search__input") == "시그모이드"


def test_going_on_closes_the_search(reader):
    page = reader("en/" + CHAPTER)
    page.focus(".md-search__input")
    assert page.evaluate(OPEN)
    page.focus(".gu-scheme")
    assert not page.evaluate(OPEN)


def test_a_word_that_a_page_lacks_is_named(reader):
    page = reader("en/")
    page.focus(".md-search__input")
    searched(page, "softmax Traceback")
    assert page.locator(".md-search-result__terms del").count()


def test_the_contents_follow_the_reader(reader):
    page = reader("en/" + CHAPTER)
    for heading in ("overflow", "shift"):
        links = page.locator(".gu-toc a")
        if not page.locator(f"h2#{heading}").count():
            continue
        page.evaluate(f"document.getElementById('{heading}').scrollIntoView()")
        page.wait_for_function(f"document.querySelector('.gu-toc .gu-here')?.hash === '#{heading}'")
        assert links.locator(":scope.gu-here").count() == 1


def test_a_console_block_is_copied_by_keyboard(reader):
    page = reader("en/ch02/timings/", permissions=["clipboard-read", "clipboard-write"])
    box = page.locator("[data-snippet]").first
    box.locator("pre > code").evaluate("code => { code.tabIndex = 0; code.focus() }")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{ACTIVE}.className") == "md-code__button"
    page.keyboard.press("Enter")
    page.wait_for_selector(".md-dialog--active")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == box.get_attribute("data-copy")


def test_a_refused_copy_is_said(reader):
    page = reader("en/" + CHAPTER)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    page.locator(".gu-transcript pre").first.hover()
    page.locator(".md-code__button").first.click()
    page.locator(".md-dialog--active", has_text="did not allow copying").wait_for()


def test_the_drawer_opens_and_closes_by_keyboard(reader):
    page = reader(CHAPTER, width=390)
    menu = page.locator("button.gu-menu")
    menu.focus()
    page.keyboard.press("Enter")
    page.locator(".gu-nav [aria-current=page]").wait_for(state="visible")
    page.keyboard.press("Escape")
    page.locator(".gu-nav [aria-current=page]").wait_for(state="hidden")
    assert menu.get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("width", [1280, 390])
def test_what_the_header_offers_are_buttons(reader, width):
    page = reader("en/" + CHAPTER, width=width)
    assert page.locator("header label:visible:not(.md-search__overlay)").count() == 0
    assert page.locator("header [tabindex='0']").count() == 0
    if width < 960:
        page.get_by_role("button", name="Search").first.click()
        assert page.evaluate(f"{ACTIVE}.name") == "query"
        page.locator(".gu-back").click()
        assert not page.evaluate(OPEN)


@pytest.mark.parametrize(
    "lost", ["**/search_index.json", "**/search.js", "**/workers/*.js", "**/words/en.json"]
)
def test_a_search_that_does_not_come_is_told_and_asked_for_again(reader, lost):
    page = reader("en/" + CHAPTER)
    page.context.route(lost, lambda route: route.abort())
    page.focus(".md-search__input")
    page.keyboard.insert_text("softmax")
    meta = page.locator(".md-search-result__meta")
    meta.get_by_text("Could not be loaded").wait_for()
    page.context.unroute(lost)
    meta.get_by_role("button", name="Try again").click()
    page.wait_for_selector(".md-search-result__link")
    assert "found" in meta.inner_text()


def test_an_index_that_is_not_there_is_no_index(reader):
    page = reader(CHAPTER)
    page.context.route("**/search_index.json", lambda route: route.fulfill(status=404, body="{}"))
    page.focus(".md-search__input")
    page.locator(".md-search-result__meta", has_text="불러오지 못했습니다").wait_for()


def test_a_choice_that_cannot_be_stored_is_made_and_said_to_be_forgotten(reader):
    page = reader("en/" + CHAPTER)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error() } }")
    before = page.evaluate("document.body.dataset.mdColorScheme")
    page.click(".gu-scheme")
    assert page.evaluate("document.body.dataset.mdColorScheme") != before
    page.locator(".md-dialog--active", has_text="next page will not know it").wait_for()


def test_a_name_of_the_site_stands_before_what_it_stores(reader):
    page = reader("en/" + CHAPTER)
    page.click(".gu-scheme")
    assert page.evaluate("Object.keys(localStorage)") == ["groundup.scheme"]


def test_only_what_scrolls_is_a_stop_of_the_tab_key(reader):
    page = reader(CHAPTER, width=390)
    told = """() => [...document.querySelectorAll("pre > code, .gu-table")]
      .filter(box => box.getBoundingClientRect().top < innerHeight)
      .every(box => (box.tabIndex === 0) === (box.scrollWidth > box.clientWidth))"""
    page.wait_for_function(told)
    assert page.locator("pre > code[tabindex='0']").count()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function(told)
    assert page.locator("pre > code").first.evaluate("code => code.tabIndex") == -1


def test_the_current_page_is_in_sight_in_the_list(reader):
    page = reader("reference/loop/")
    box = page.locator(".gu-nav [aria-current=page]").bounding_box()
    assert 0 < box["y"] < 800
