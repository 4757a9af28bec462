"""What readers type finds its page: Material's own search, in the page's own dialog."""

import gzip
import json
import tomllib
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

import pytest

QUERIES = tomllib.loads((Path(__file__).parent / "queries.toml").read_text("utf-8"))
HOMES = {"ko": "", "en": "en/"}
MOST_BYTES = 150_000
# Empties the field and waits for the dialog to invite, types and waits for the results.
ASK = """async query => {
  const field = document.querySelector("[data-md-component=search-query]")
  const meta = document.querySelector(".md-search-result__meta")
  const type = async (text, answered) => {
    field.value = text
    field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }))
    const end = performance.now() + 20_000
    while (!answered()) {
      if (performance.now() > end) throw new Error(`no answer to ${text}`)
      await new Promise(resolve => setTimeout(resolve, 2))
    }
  }
  const invitation = meta.dataset.invitation ??= meta.textContent
  await type("", () => meta.textContent === invitation)
  await type(query, () => meta.textContent !== invitation)
  return Array.from(document.querySelectorAll(".md-search-result__item"), item => ({
    page: item.querySelector("a").href,
    text: item.textContent,
  }))
}"""


@pytest.fixture
def ask(reader, address):
    """Asks a language's search; returns the path and the text of each result."""
    pages = {}

    def results(language, query):
        if language not in pages:
            pages[language] = reader(HOMES[language])
            pages[language].focus("[data-md-component=search-query]")
        home = urlsplit(address + HOMES[language]).path
        found = pages[language].evaluate(ASK, query)
        return [(urlsplit(r["page"]).path.removeprefix(home), r["text"]) for r in found]

    return results


@pytest.mark.parametrize("language", HOMES)
def test_each_query_finds_its_page_among_the_first_three(ask, language):
    missed = {}
    for query, wanted in QUERIES[language].items():
        first = [page for page, _ in ask(language, query)[:3]]
        if not set(first) & set([wanted] if isinstance(wanted, str) else wanted):
            missed[query] = first
    assert missed == {}
    assert len(QUERIES[language]) >= 20


@pytest.mark.parametrize(
    "spellings",
    [
        ("배치 처리", "배치처리", "배치처리는"),
        ("활성화 함수", "활성화함수", "활성화함수란"),
        ("퍼셉트론", "퍼셉트론은", "퍼셉트론이란"),
        ("ValueError", "ValueError:"),
        ("신경망", unicodedata.normalize("NFD", "신경망")),
    ],
)
def test_spellings_of_one_thing_find_the_same(ask, spellings):
    found = [[page for page, _ in ask("ko", spelling)[:3]] for spelling in spellings]
    assert found[0]
    assert all(pages == found[0] for pages in found)


def test_what_is_added_for_the_search_is_not_shown(ask, site):
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    added = [entry["words"] for entry in index["docs"] if entry.get("words")]
    shown = "".join(text for _, text in ask("ko", added[0].split()[-1]))
    assert shown
    assert not [words for words in added if len(words.split()) > 2 and words in shown]


@pytest.mark.parametrize("language", HOMES)
def test_a_first_search_is_light(site, language):
    index = site / HOMES[language] / "search" / "search_index.json"
    [worker] = (site / "assets" / "javascripts" / "workers").glob("search.*.min.js")
    sent = [gzip.compress(path.read_bytes()) for path in (index, worker)]
    assert sum(map(len, sent)) < MOST_BYTES
