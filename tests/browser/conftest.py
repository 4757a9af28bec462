"""The built site, served, and Chromium to read it with.

Without Chromium or Playwright these tests are skipped, except where `CI` is set.
`GROUNDUP_SITE` may name a site that is built already.
"""

import functools
import gzip
import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def chromium():
    """Chromium, once for all tests."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        missing = "the browser tests need Chromium and `pip install -r .ci/requirements.txt`"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    from playwright.sync_api import Page

    Page.wait_for_function = wait_for_function
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


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


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves compressed, as a public host does, and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        status = 200 if path.is_file() else 404
        if status == 404:
            path = Path(self.directory, "404.html")
        body = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def address(site):
    """Where the site is served, with a slash at its end."""
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


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
