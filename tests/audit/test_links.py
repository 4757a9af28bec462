"""Every link leads somewhere: within the site, from its notebooks, and out of it.

linkinator follows what a page refers to, raw HTML and style sheets too. It asks no other
host: the addresses there are compared with `outgoing.toml`, and asked once a week by
`.github/workflows/links.yml`.
"""

import html
import json
import re
import subprocess
import tomllib
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from served import ROOT

REFERENCE = re.compile(r'\s(?:href|src)="([^"]+)"')
OUTGOING = tomllib.loads((ROOT / "tests/audit/outgoing.toml").read_text("utf-8"))["link"]
# Files that nothing has to refer to.
FOUND_BY_NAME = {
    "(en/)?404.html": "hosts answer with it when there is no such page",
    r"sitemap\.xml(\.gz)?|robots\.txt": "search engines ask for it by its name",
    r"assets/runtime-\w+/NOTICES\.txt": "the licences that travel with the browser's Python",
}
# Files whose name a script makes of what a page says.
MADE_NAMES = {r"assets/tables/(\w+)\.json": 'data-panel="{}"'}


@pytest.fixture(scope="session")
def outgoing(site, site_url) -> set[str]:
    """Every address of another host on the pages, in the notebooks and in README.md."""
    found = set()
    for path in site.rglob("*.html"):
        found |= set(map(html.unescape, REFERENCE.findall(path.read_text("utf-8"))))
    texts = [ROOT / "README.md", *site.rglob("*.ipynb")]
    for path in texts:
        found |= set(_addresses(path))
    served_here = (site_url, "http://127.0.0.1:8000/")
    return {url for url in found if urlsplit(url).netloc and not url.startswith(served_here)}


def _addresses(path):
    text = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return re.findall(r"https?://[^\s<>()\"'`\]]+", text)


def test_linkinator_finds_nothing_broken(address, paths, site_url, node, tools, figures):
    command = [node, str(tools / "linkinator/build/src/cli.js"), "--format", "json"]
    command += ["--check-css", "--check-fragments", "--skip", f"^(?!{re.escape(address)})"]
    command += ["--url-rewrite-search", re.escape(site_url), "--url-rewrite-replace", address]
    links = []
    # It follows links from one start only; no page leads to the 404 pages.
    for starts in [address, "--recurse"], [address + "404.html", address + "en/404.html"]:
        done = subprocess.run(command + starts, capture_output=True, text=True, timeout=300)
        links += json.loads(done.stdout)["links"]
    asked = {urldefrag(link["url"])[0] for link in links if link["state"] != "SKIPPED"}
    broken = [(link["parent"], link["url"]) for link in links if link["state"] == "BROKEN"]
    figures["links"] = len(asked)
    figures["links_broken"] = len(broken)
    assert broken == []
    assert {url for url in asked if not url.startswith(address)} == set()
    assert {urljoin(address, path) for path in paths} <= asked, "some page is linked from none"


def test_links_in_notebooks_lead_to_pages_and_anchors(site, site_url, figures):
    links = [
        (path.name, url)
        for path in site.rglob("*.ipynb")
        for url in _addresses(path)
        if url.startswith(site_url)
    ]
    figures["notebook_links"] = len(links)
    assert links
    for name, url in links:
        place, _, anchor = url.removeprefix(site_url).partition("#")
        page = site / place / "index.html"
        assert page.is_file(), (name, url)
        assert not anchor or f'id="{anchor}"' in page.read_text("utf-8"), (name, url)


def test_every_outgoing_link_is_listed_and_every_entry_used(outgoing, figures):
    figures["outgoing_links"] = len(outgoing)
    patterns = [entry["pattern"] for entry in OUTGOING]
    assert [url for url in sorted(outgoing) if not _matching(patterns, url)] == [], "not listed"
    unused = [p for p in patterns if not any(_matching([p], url) for url in outgoing)]
    assert unused == [], "no longer used"
    assert all(entry["what"] and entry["checked"] for entry in OUTGOING)


def _matching(patterns, url):
    return any(re.fullmatch(pattern, url) for pattern in patterns)


def test_links_to_the_repository_name_files_and_lines_that_exist(outgoing):
    for url in outgoing:
        place = re.search(r"/(?:blob|edit)/main/([^#]+)(?:#L(\d+)-L(\d+))?$", url)
        if place is None:
            continue
        path, first, last = place.groups()
        assert (ROOT / path).is_file(), url
        if last:
            lines = (ROOT / path).read_text("utf-8").splitlines()
            assert int(first) <= int(last) <= len(lines), url


def test_every_file_is_referred_to(site, figures):
    """By its name, in a page, a script, a style sheet or a table that a script reads."""
    kinds = (".html", ".js", ".mjs", ".css", ".json", ".webmanifest")
    texts = {path: path.read_text("utf-8") for path in site.rglob("*") if path.suffix in kinds}
    orphans = []
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.is_dir() or path.name == "index.html" or _matching(FOUND_BY_NAME, name):
            continue
        sought = [path.name]
        for pattern, said in MADE_NAMES.items():
            if made := re.fullmatch(pattern, name):
                sought.append(said.format(*made.groups()))
        others = [text for other, text in texts.items() if other != path]
        if not any(each in text for each in sought for text in others):
            orphans.append(name)
    figures["orphans"] = len(orphans)
    assert sorted(orphans) == []
