"""The built site, served, and Chromium to read it with: for tests/browser and tests/audit.

Without Chromium or Playwright these tests are skipped, except where `CI` is set.
`GROUNDUP_SITE` may name a site that is built already.
"""

import contextlib
import functools
import gzip
import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def chromium_path() -> str | None:
    """Return where Chromium is: the shell without windows, if there is one, for it is lighter."""
    found = map(shutil.which, ("chromium-headless-shell", "chromium"))
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


def not_checked(why: str):
    """Skip a test for want of a program, or fail where `CI` is set."""
    pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)


@contextlib.contextmanager
def browser():
    """Chromium for the thread that asks: Playwright serves one thread only."""
    from playwright.sync_api import Page, sync_playwright

    Page.wait_for_function = wait_for_function
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=options)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def chromium():
    """Chromium, once for all tests."""
    if chromium_path() is None or find_spec("playwright") is None:
        not_checked("the browser tests need Chromium and `pip install -r .ci/requirements.txt`")
    with browser() as opened:
        yield opened


# In a page: what moved while it came in, and what its policy refused.
WATCH = """
window.watched = { shifts: [], refused: [] }
new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    watched.shifts.push([entry.value, ...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? String(node))])
}).observe({ type: "layout-shift", buffered: true })
document.addEventListener("securitypolicyviolation", event =>
  watched.refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))
"""


def wait_for_function(page, expression, *, arg=None, timeout=30_000):
    """Wait as Playwright's own does, which a page's policy refuses: it calls `eval` there."""
    end = time.monotonic() + timeout / 1000
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"not within {timeout} ms: {expression}"
        page.wait_for_timeout(10)


@pytest.fixture(scope="session")
def site(chromium, tmp_path_factory) -> Path:
    """The folder of the built site."""
    if built := os.environ.get("GROUNDUP_SITE"):
        return Path(built)
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


@functools.lru_cache(maxsize=None)
def packed(path: str, changed: int) -> bytes:
    """A file with gzip; `changed` is when, so that an edited one is packed again."""
    return gzip.compress(Path(path).read_bytes(), 6, mtime=0)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves as a public host does: text compressed, kept by browsers; and says nothing."""

    protocol_version = "HTTP/1.1"
    pause = 0.0  # seconds before each further piece of a file
    piece = 1 << 17
    caching = "max-age=600"
    packable = ("text/", "image/svg", "application/wasm", "application/json", "application/xml")

    def log_message(self, *_):
        pass

    def do_GET(self):
        if getattr(self.server, "cut", False):
            self.close_connection = True
            return
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        status = 200 if path.is_file() else 404
        if status == 404:
            path = Path(self.directory, "404.html")
        changed = path.stat().st_mtime_ns
        mark = f'"{changed:x}"'
        kind = self.guess_type(str(path))
        if self.headers["If-None-Match"] == mark and status == 200:
            self.send_response(304)
            self.send_header("ETag", mark)
            self.end_headers()
            return
        pack = kind.startswith(self.packable)
        body = packed(str(path), changed) if pack else path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if pack:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", self.caching)
        self.send_header("ETag", mark)
        self.end_headers()
        with contextlib.suppress(OSError):  # the reader went on
            for at in range(0, len(body), self.piece):
                self.wfile.write(body[at : at + self.piece])
                if self.pause:
                    time.sleep(self.pause)


@contextlib.contextmanager
def served(site: Path):
    """Serve a folder; give its address, with a slash at its end."""
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class Uncached(Quiet):
    """Serves what a browser does not keep by itself."""

    caching = "no-store"


@pytest.fixture
def network(site):
    """The site, served at an address of its own that answers until it is `cut`."""
    handler = functools.partial(Uncached, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        server.address = f"http://127.0.0.1:{server.server_port}/"
        yield server
        server.shutdown()


@pytest.fixture(scope="session")
def address(site):
    """Where the site is served, with a slash at its end."""
    with served(site) as address:
        yield address


@pytest.fixture
def slowly(monkeypatch):
    """The site comes as over a slow line."""
    monkeypatch.setattr(Quiet, "pause", 0.02)


@pytest.fixture(scope="session")
def paths(site) -> list[str]:
    """The address of every page below the site's, both languages."""
    return sorted(
        page.relative_to(site).as_posix().removesuffix("index.html")
        for page in site.rglob("index.html")
    )


@pytest.fixture
def reader(chromium, address):
    """Opens a page as a reader would: `reader("ch02/and/", width=390, dark=True)`."""
    contexts = []

    def open_page(path="", *, width=1280, dark=False, script=True, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path.lstrip("/"), wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe(chromium) -> str:
    """The script of axe-core."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(result) -> list[tuple]:
    """Return which rules axe found broken: the rule, its first element, how many there are."""
    return [
        (found["id"], found["nodes"][0]["html"][:200], len(found["nodes"]))
        for found in result["violations"]
    ]
