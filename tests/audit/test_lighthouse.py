"""Lighthouse gives every page full marks, as on a telephone; speed has `test_speed.py`."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin

CATEGORIES = ["accessibility", "best-practices", "seo"]
# Nothing is timed, so nothing is waited for once a page stands still.
QUIET = ("pauseAfterFcpMs", "pauseAfterLoadMs", "networkQuietThresholdMs", "cpuQuietThresholdMs")
FLAGS = {"onlyCategories": CATEGORIES, "disableFullPageScreenshot": True}
FLAGS |= dict.fromkeys(QUIET, 100)
BROWSERS = 2


def test_every_page_has_full_marks(lighthouse, address, paths, figures):
    addresses = [urljoin(address, path) for path in paths]
    shares = [addresses[first::BROWSERS] for first in range(BROWSERS)]
    with ThreadPoolExecutor(BROWSERS) as pool:
        results = sum(pool.map(lambda share: lighthouse(share, FLAGS), shares), [])
    figures["lighthouse"] = {
        name: min(one["scores"][name] for one in results) for name in CATEGORIES
    }
    flaws = [one for one in results if set(one["scores"].values()) != {100}]
    assert [(one["address"], one["scores"], one["failed"]) for one in flaws] == []
