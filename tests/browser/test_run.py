"""Every example runs in the reader's browser, and can be edited, stopped and reset."""

import gzip
import re

import pytest

PAGES = {"ko": "ch02/and/", "en": "en/ch02/and/"}
NAMES = {
    "ko": {"run": "실행", "stop": "멈추기", "edit": "고치기", "reset": "처음대로"},
    "en": {"run": "Run", "stop": "Stop", "edit": "Edit", "reset": "Reset"},
}
FIRST = "ch02/and/01-truth-table"
ENDED = ("equal", "different", "failed")
PATIENCE = 60_000


class Box:
    """A transcript on a page."""

    def __init__(self, page, name=FIRST, language="ko"):
        self.page = page
        self.box = page.locator(f'[data-snippet="{name}"]')
        self.words = NAMES[language]

    def button(self, kind):
        return self.box.get_by_role("button", name=self.words[kind], exact=True)

    def wait(self, *states):
        handle = self.box.element_handle()
        self.page.wait_for_function(
            "([box, states]) => states.includes(box.dataset.state)",
            arg=[handle, list(states)],
            timeout=PATIENCE,
        )
        return self.state

    @property
    def state(self):
        return self.box.get_attribute("data-state")

    @property
    def text(self):
        return self.box.locator("code").text_content()

    def run(self):
        self.button("run").click()
        return self.wait(*ENDED)

    def edit(self, code):
        self.button("edit").click()
        self.box.locator("textarea").fill(code)


@pytest.fixture(autouse=True)
def has_runtime(site):
    if not list(site.glob("assets/runtime-*")):
        pytest.skip("the site was built without Pyodide's files (PYODIDE_DIR)")


@pytest.fixture(autouse=True)
def only_this_site(chromium, address, monkeypatch):
    """Every context that a test opens reaches this site and no other host."""
    plain = chromium.new_context
    asked = []

    def blocked(**options):
        context = plain(**options)
        context.route(
            lambda url: not url.startswith(address),
            lambda route: (asked.append(route.request.url), route.abort()),
        )
        return context

    monkeypatch.setattr(chromium, "new_context", blocked)
    yield
    assert asked == []


def test_nothing_of_python_is_fetched_by_reading(reader, address):
    page = reader("")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + PAGES["ko"], wait_until="load")
    page.wait_for_timeout(300)
    later = ("runtime-", "worker", "python.js", "example.js", "editor.js", "colours.js", "words/")
    assert not [url for url in asked if any(part in url for part in later)]
    page.mouse.move(0, 0)
    Box(page).button("run").hover()
    page.wait_for_timeout(500)
    assert [url for url in asked if "runtime-" in url]


def test_the_bytes_that_have_come_rise_within_big_files_and_end_at_the_total(reader, site, slowly):
    page = reader(PAGES["en"])
    box = Box(page, language="en")
    box.box.evaluate(
        """box => {
          window.notes = []
          new MutationObserver(() => notes.push(box.querySelector(".gu-run-note").textContent))
            .observe(box, { subtree: true, childList: true, characterData: true })
        }"""
    )
    assert box.run() == "equal"
    shown = [re.fullmatch(r"Loading Python (\S+) / (\S+) MB", note) for note in page.evaluate("notes")]
    come = [float(found[1]) for found in shown if found]
    [total] = {float(found[2]) for found in shown if found}
    assert come == sorted(come) and come[-1] == total
    [folder] = site.glob("assets/runtime-*")
    files = [path for path in folder.iterdir() if path.suffix != ".txt"]
    assert total == round(sum(path.stat().st_size for path in files) / 1e6, 1)
    assert len(set(come)) > 2 * len(files)
    largest = max(path.stat().st_size for path in files) / 1e6
    assert max(after - before for before, after in zip(come, come[1:])) < 0.8 * largest


@pytest.mark.parametrize("language", PAGES)
def test_click_edit_reset(reader, language):
    page = reader(PAGES[language])
    box = Box(page, language=language)
    before = box.text
    states = box.box.evaluate(
        """box => {
          window.states = [box.dataset.state]
          new MutationObserver(() => states.at(-1) === box.dataset.state || states.push(box.dataset.state))
            .observe(box, { attributes: true, attributeFilter: ["data-state"] })
        }"""
    )
    assert box.run() == "equal"
    assert page.evaluate("states") == ["idle", "loading", "running", "equal"], states
    assert box.text == before
    code = box.box.get_attribute("data-copy")
    box.edit(code + "\nsum([1, 2, 3])\n")
    assert box.run() == "different"
    assert box.text.endswith(">>> sum([1, 2, 3])\n6\n")
    box.button("reset").click()
    assert box.state == "idle"
    assert box.text == before
    assert box.run() == "equal"


def test_a_difference_is_shown_with_what_is_printed(reader):
    box = Box(reader(PAGES["ko"]))
    code = box.box.get_attribute("data-copy")
    box.edit(code.replace("for x1", "last = forms.pop()\nfor x1", 1))
    assert box.run() == "different"
    output = box.box.locator('.gu-out[data-equal="false"]')
    assert output.text_content().endswith("1 1 [1, 1]\n")
    assert box.box.locator(".gu-want").text_content().endswith("1 1 [1, 1, 1]\n")
    assert box.box.locator("code").inner_text() == box.text


def test_an_endless_loop_is_stopped_before_anything_else_happens(reader):
    page = reader(PAGES["ko"])
    box = Box(page)
    box.edit("while True:\n    pass\n")
    box.button("run").click()
    box.wait("running")
    page.wait_for_timeout(300)
    state_after_the_click = """box => new Promise(tell => {
      box.querySelector(".gu-run-stop").click()
      setTimeout(() => tell(box.dataset.state))
    })"""
    assert box.box.evaluate(state_after_the_click) == "idle"
    box.box.locator("textarea").fill("1 + 1\n")
    assert box.run() == "different"
    assert "\n2\n" in box.text


def test_endless_output_neither_hangs_nor_fills_the_page(reader):
    page = reader(PAGES["ko"])
    box = Box(page)
    box.edit("while True:\n    print('x' * 50)\n")
    box.button("run").click()
    box.wait("running")
    page.wait_for_function("document.querySelector('.gu-out')?.textContent.length > 90000")
    box.button("stop").click()
    assert box.state == "idle"
    assert len(box.text) < 110_000


def test_an_error_is_shown_without_the_stack_of_others(reader):
    box = Box(reader(PAGES["en"]), language="en")
    box.edit("def f(x):\n    return 1 / x\n\nf(0)\n")
    assert box.run() == "different"
    assert box.text.endswith(
        ">>> f(0)\nTraceback (most recent call last):\nZeroDivisionError: division by zero\nline 2, in f\n"
    )
    box.box.locator("textarea").fill("f(1)\nint('가')\ninput()\n")
    box.run()
    assert "\n1.0\n" in box.text, "names are kept on a page"
    assert "ValueError: invalid literal" in box.text
    assert "input() cannot be answered" in box.text


@pytest.mark.parametrize(
    ("language", "thread", "question"),
    [
        ("ko", "스레드를 만들지 못합니다", "input()에 답할 수 없습니다"),
        ("en", "cannot start threads", "input() cannot be answered"),
    ],
)
def test_what_cannot_be_done_here_is_refused_in_words(reader, language, thread, question):
    box = Box(reader(PAGES[language]), language=language)
    box.edit("import threading\nthreading.Thread(target=print).start()\ninput('?')\n1 + 1\n")
    assert box.run() == "different"
    first, _, second = box.text.partition(">>> input")
    assert thread in first and question in second
    assert second.endswith(">>> 1 + 1\n2\n")


def test_chance_differs_from_start_to_start(reader, address):
    drawn = set()
    for _ in range(2):
        page = reader(PAGES["en"])
        box = Box(page, language="en")
        code = "import random\nimport numpy as np\n"
        box.edit(code + "print(random.random(), np.random.rand(), np.random.default_rng().random())\n")
        box.run()
        drawn |= set(box.box.locator(".gu-out").last.text_content().split())
    assert len(drawn) == 6


def test_a_python_that_does_not_answer_is_given_up(reader):
    page = reader(PAGES["en"])
    page.clock.install()
    box = Box(page, language="en")
    page.context.route("**/packages.tar.gz", lambda route: None)
    with page.expect_request("**/packages.tar.gz"):
        box.button("run").click()
    page.wait_for_timeout(3000)
    page.clock.fast_forward(31_000)
    assert box.wait("failed")
    assert "does not answer" in box.box.locator(".gu-run-note").inner_text()
    page.context.unroute_all()
    assert box.run() == "equal"


def test_an_endless_run_is_remarked_on_and_ended(reader):
    page = reader(PAGES["en"])
    page.clock.install()
    box = Box(page, language="en")
    box.edit("while True:\n    pass\n")
    box.button("run").click()
    box.wait("running")
    note = box.box.locator(".gu-run-note")
    page.clock.fast_forward(11_000)
    assert "ten seconds" in note.inner_text()
    page.clock.fast_forward(120_000)
    assert box.wait("failed")
    assert "two minutes" in note.inner_text()
    box.button("reset").click()
    assert box.run() == "equal"


def test_hangul_is_composed_in_the_editor(reader):
    page = reader(PAGES["ko"])
    box = Box(page)
    box.edit("")
    area = box.box.locator("textarea")
    area.focus()
    session = page.context.new_cdp_session(page)
    page.keyboard.type("if True:\nprint('")
    for text in ("ㅎ", "하", "한"):
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
        assert area.input_value().endswith(f"print('{text}")
    for key in ("Tab", "Enter"):  # that end a syllable are the input method's
        prevented = area.evaluate(
            "(area, key) => !area.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, cancelable: true }))",
            key,
        )
        assert not prevented
    session.send("Input.insertText", {"text": "한"})
    session.send("Input.imeSetComposition", {"text": "그", "selectionStart": 1, "selectionEnd": 1})
    session.send("Input.insertText", {"text": "글"})
    page.keyboard.type("')")
    assert area.input_value() == "if True:\n    print('한글')"
    page.keyboard.press("Control+Enter")
    box.wait("different")
    assert box.text.endswith("\n한글\n")


def test_names_of_an_earlier_example_are_made_first(reader):
    box = Box(reader(PAGES["ko"]), "ch02/and/03-arrays")
    box.edit("len(forms)\n")
    box.run()
    assert ">>> len(forms)\n3\n" in box.text
    assert FIRST in box.box.locator(".gu-run-note").inner_text()


def test_another_page_starts_anew(reader, address):
    page = reader(PAGES["ko"])
    assert Box(page).run() == "equal"
    page.goto(address + "en/ch02/or/")
    assert Box(page, "ch02/or/01-truth-table", "en").run() == "equal"
    page.go_back()
    assert Box(page).run() == "equal"


@pytest.mark.parametrize("file", ["packages.tar.gz", "pyodide.asm.wasm", "pyodide.mjs"])
def test_a_failed_load_is_told_and_recovers(reader, file):
    page = reader(PAGES["en"])
    box = Box(page, language="en")
    page.context.route(f"**/{file}", lambda route: route.abort())
    assert box.run() == "failed"
    assert "press again" in box.box.locator(".gu-run-note").inner_text()
    page.context.unroute(f"**/{file}")
    assert box.run() == "equal"


def test_a_memory_that_does_not_fit_the_browser_is_done_without(reader):
    """As in another browser that places Python's libraries elsewhere."""
    page = reader(PAGES["en"])
    if page.locator("script[data-started]").count() == 0:
        pytest.skip("the site was built without Node, so no memory is in it")

    def other(route):
        snapshot = gzip.decompress(route.fetch().body())
        table = int.from_bytes(snapshot[-8:-4], "little")
        changed = snapshot[:-8] + (table + 1).to_bytes(4, "little") + snapshot[-4:]
        route.fulfill(body=gzip.compress(changed, 1), content_type="application/gzip")

    page.context.route("**/snapshot.bin.gz", other)
    assert Box(page, language="en").run() == "equal"


def test_much_memory_is_given_back(reader):
    box = Box(reader(PAGES["en"]), language="en")
    box.edit("kept = bytearray(1_100_000_000)\n")
    box.run()
    assert "Python starts anew" in box.box.locator(".gu-run-note").inner_text()
    box.box.locator("textarea").fill("kept\n")
    box.run()
    assert "NameError: name 'kept' is not defined" in box.text


@pytest.mark.parametrize("file", ["example.js", "python.js"])
def test_a_script_that_does_not_come_is_told_and_asked_for_again(reader, file):
    page = reader(PAGES["en"])
    box = Box(page, language="en")
    page.context.route(f"**/{file}", lambda route: route.abort())
    assert box.run() == "failed"
    assert "press again" in box.box.locator(".gu-run-note").inner_text()
    page.context.unroute(f"**/{file}")
    assert box.run() == "equal"


def test_a_wrong_type_of_the_webassembly_does_not_hang(reader):
    page = reader(PAGES["en"])

    def plain(route):
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-type": "text/plain"})

    page.context.route("**/pyodide.asm.wasm", plain)
    assert Box(page, language="en").run() == "failed"


def test_the_network_cut_after_loading_changes_nothing(reader):
    page = reader(PAGES["ko"])
    assert Box(page).run() == "equal"
    page.context.set_offline(True)
    assert Box(page, "ch02/and/03-arrays").run() == "equal"


def test_by_keyboard_alone(reader):
    page = reader(PAGES["ko"])
    box = Box(page)
    box.button("run").focus()
    page.keyboard.press("Enter")
    assert box.wait(*ENDED) == "equal"
    box.button("edit").focus()
    page.keyboard.press("Enter")
    focused = "document.activeElement.tagName"
    assert page.evaluate(focused) == "TEXTAREA"
    page.keyboard.press("Control+A")
    page.keyboard.type("if True:\n")
    page.keyboard.type("print('가나다')")
    page.keyboard.press("Control+Enter")
    assert box.wait("different")
    assert ">>> if True:\n...     print('가나다')\n가나다\n" in box.text
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "TEXTAREA"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate(focused) != "TEXTAREA"
    assert page.locator("[role=status]", has_text="인쇄된 출력과 다름").count()


@pytest.fixture
def area(reader):
    """A text area that holds three lines, and its page."""
    page = reader(PAGES["en"])
    box = Box(page, language="en")
    box.edit("a = 1\nif a:\n    b = 2")
    return box.box.locator("textarea")


def select(area, first, last):
    area.evaluate("(area, [from, to]) => { area.focus(); area.setSelectionRange(from, to) }", [first, last])


def selected(area):
    return area.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")


def test_tab_moves_the_selected_lines_and_shift_tab_takes_it_back(area):
    before = area.input_value()
    keys = area.page.keyboard
    select(area, 3, 10)  # from within the first line to within the second
    keys.press("Tab")
    assert area.input_value() == "    a = 1\n    if a:\n    b = 2"
    assert selected(area) == " 1\n    if a"
    keys.press("Tab")
    assert area.input_value() == "        a = 1\n        if a:\n    b = 2"
    for _ in range(3):
        keys.press("Shift+Tab")
    assert area.input_value() == before
    keys.press("Control+A")
    keys.press("Tab")
    assert area.input_value() == "    a = 1\n    if a:\n        b = 2"
    keys.press("Control+Z")
    assert area.input_value() == before


def test_a_line_that_a_selection_only_reaches_stays(area):
    select(area, 0, 6)  # the first line with its end
    area.page.keyboard.press("Tab")
    assert area.input_value() == "    a = 1\nif a:\n    b = 2"
    select(area, 12, 12)
    area.page.keyboard.press("Shift+Tab")
    assert area.input_value() == "    a = 1\nif a:\n    b = 2"
    select(area, len(area.input_value()), len(area.input_value()))
    area.page.keyboard.press("Shift+Tab")
    assert area.input_value() == "    a = 1\nif a:\nb = 2"
    area.page.keyboard.press("Tab")
    assert area.input_value() == "    a = 1\nif a:\nb = 2    "


def test_escape_then_shift_tab_leaves_the_editor(area):
    area.page.keyboard.press("Escape")
    area.page.keyboard.press("Shift+Tab")
    assert area.page.evaluate("document.activeElement.tagName") != "TEXTAREA"


@pytest.mark.parametrize(
    "refuse",
    [
        "() => { navigator.clipboard.writeText = () => Promise.reject() }",
        "() => { Object.defineProperty(navigator, 'clipboard', { value: undefined }) }",
    ],
)
def test_a_link_is_copied_or_its_refusal_is_told(area, refuse):
    page = area.page
    link = page.get_by_role("button", name="Copy link", exact=True)
    page.evaluate("() => { navigator.clipboard.writeText = async text => { window.copied = text } }")
    link.click()
    page.get_by_text("Link copied").first.wait_for()
    assert page.evaluate("window.copied") == page.url and "code=" in page.url
    page.evaluate(refuse)
    link.click()
    page.locator(".gu-run-note", has_text="did not allow copying").wait_for()


def test_a_link_that_cannot_be_shown_is_told(reader, address):
    page = reader("en/")
    page.goto(address + PAGES["en"] + "?gone#example=ch99/none/01-none&code=1")
    page.locator(".md-dialog--active", has_text="is not on this page").wait_for()
    page.context.route("**/example.js", lambda route: route.abort())
    page.goto(address + PAGES["en"] + f"?lost#example={FIRST}&code=1")
    page.locator(".md-dialog--active", has_text="Could not be loaded").wait_for()


def test_a_link_to_an_edited_example_never_runs_by_itself(reader, address):
    page = reader(PAGES["ko"])
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + PAGES["ko"] + f"?x#example={FIRST}&code=print(%22%EA%B0%80%22)")
    page.wait_for_timeout(500)
    box = Box(page)
    assert box.box.locator("textarea").input_value() == 'print("가")'
    assert box.state == "idle"
    assert not [url for url in asked if "runtime-" in url]
    box.run()
    assert '>>> print("가")\n가\n' in box.text


@pytest.mark.parametrize("language", PAGES)
def test_an_example_that_prints_something_else_here_says_why(reader, language):
    page = reader(("" if language == "ko" else "en/") + "ch03/softmax/")
    box = Box(page, "ch03/softmax/05-warnings", language)
    assert box.button("run").count() == 0
    box.box.locator(".gu-run-why").click()
    assert "NumPy" in page.locator(".gu-why").inner_text()
