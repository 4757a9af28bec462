"""What readers type finds its page, in Material's own search and in the page's dialog."""

import gzip
import tomllib
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

import pytest

QUERIES = tomllib.loads((Path(__file__).parent / "queries.toml").read_text("utf-8"))
HOMES = {"ko": "", "en": "en/"}
MOST_BYTES = 150_000
# Empties the field, waits for the dialog to say so, types, waits for the results.
ASK = """async query => {
  const field = document.querySelector("[data-md-component=search-query]")
  const meta = document.querySelector(".md-search-result__meta")
  const list = document.querySelector(".md-search-result__list")
  const type = async (text, ready) => {
    field.value = text
    field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }))
    const end = performance.now() + 10_000
    while (!ready()) {
      if (performance.now() > end) throw new Error(`no answer to ${text}`)
      await new Promise(resolve => setTimeout(resolve, 2))
    }
  }
  const empty = field.placeholder
  const start = meta.dataset.empty ??= (await type("", () => list.children.length === 0), meta.textContent)
  await type("", () => meta.textContent === start)
  await type(query, () => meta.textContent !== start)
  return [...list.children].map(item => ({
    page: item.querySelector("a").href,
    text: item.textContent,
  }))
}"""


@pytest.fixture
def ask(reader, address):
    """Ask the search of a language's home page: paths of pages, texts of results."""
    pages = {}

    def results(language, query):
        if language not in pages:
            page = pages[language] = reader(HOMES[language])
            page.focus("[data-md-component=search-query]")
            page.wait_for_function(
                "!/^$|초기화|Initializing/"
                ".test(document.querySelector('.md-search-result__meta').textContent)"
            )
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
    assert len(QUERIES[language]) >= 60
