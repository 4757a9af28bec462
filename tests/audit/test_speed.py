"""Lighthouse's score for speed, as on a telephone, for one page of each kind.

It comes last and alone: what else runs on the machine lengthens the time that scripts block
the page (`tbt`). When the first and the largest thing appear hardly depends on it.
"""

import statistics
from urllib.parse import urljoin

METRICS = {
    "fcp": "first-contentful-paint",
    "lcp": "largest-contentful-paint",
    "tbt": "total-blocking-time",
    "cls": "cumulative-layout-shift",
}
FLAGS = {"onlyAudits": [*METRICS.values(), "speed-index"], "disableFullPageScreenshot": True}
RUNS = 3
# A phone is taken to be four times slower than this machine. Full marks are asked for where
# the machine is undisturbed (seen: 3,000 to 3,900), less where others use it too.
UNDISTURBED = 2500
FULL, LEAST = 100, 90
MOST = {"fcp": 1800, "lcp": 2500, "cls": 0.01}
# One language each, in turn.
KINDS = {
    "home": "",
    "chapter": "en/ch03/softmax/",
    "lab": "labs/mnist/",
    "errors": "en/errors/",
    "reference": "reference/gates/",
    "digit": "en/digit/",
    "verified": "verified/",
}


def test_each_kind_of_page_is_as_fast_as_can_be(lighthouse, address, site, paths, figures):
    longest = max(paths, key=lambda path: (site / path / "index.html").stat().st_size)
    kinds = KINDS | {"longest": longest}
    lighthouse([urljoin(address, KINDS["home"])], FLAGS, timed=True)
    addresses = [urljoin(address, path) for path in kinds.values()]
    results = lighthouse(addresses * RUNS, FLAGS, timed=True)
    found = {}
    for kind, path in kinds.items():
        runs = [one for one in results if one["address"] == urljoin(address, path)]
        found[kind] = {"address": f"/{path}"} | {
            "score": statistics.median(one["scores"]["performance"] for one in runs),
            **{
                name: round(statistics.median(one["metrics"][audit] for one in runs), 3)
                for name, audit in METRICS.items()
            },
        }
    benchmark = statistics.median(one["benchmark"] for one in results)
    figures["performance"] = found
    figures["benchmark"] = round(benchmark)
    slow = {kind: one for kind, one in found.items() if any(one[m] > MOST[m] for m in MOST)}
    assert slow == {}
    least = FULL if benchmark >= UNDISTURBED else LEAST
    assert {kind: one for kind, one in found.items() if one["score"] < least} == {}, benchmark
