"""The figures of the audits are those of the record, and the record is of this site."""

import json

import pytest

from groundup_book.facts import audits
from bookproof.project import Project

RECORD = json.loads((Project.here().src / "groundup_book/records/audits.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("fact", "best"),
    [
        (audits.accessibility, 100), (audits.best_practices, 100), (audits.seo, 100),
        (audits.axe_violations, 0), (audits.html_errors, 0), (audits.links_broken, 0),
        (audits.other_host_requests, 0),
    ],
)  # fmt: skip
def test_nothing_short_of_the_best_was_recorded(fact, best):
    assert fact() == best


def test_the_documents_are_the_pages_and_a_missing_page_of_each_language():
    assert audits.html_documents() == audits.pages() + 2


def test_the_worst_page_type_is_told():
    seen = RECORD["performance"].values()
    assert audits.page_types() == len(seen)
    assert all(one["score"] >= audits.performance() for one in seen)
    assert any(one["score"] == audits.performance() for one in seen)
    assert max(one["lcp"] for one in seen) == pytest.approx(float(audits.largest_paint()) * 1000, abs=51)
    assert max(one["tbt"] for one in seen) == pytest.approx(float(audits.blocking()), abs=0.51)
    assert max(one["cls"] for one in seen) == pytest.approx(float(audits.shift()), rel=0.01)


def test_the_contrast_is_that_of_level_aa():
    assert float(audits.contrast_lowest()) >= 4.5 or RECORD["contrast_lowest"] >= 3
    assert 0 < float(audits.heaviest()) <= 90 and 0 < audits.requests() <= 10


@pytest.mark.parametrize(
    ("fact", "place"),
    [
        (audits.date, "date"), (audits.links, "links"), (audits.outgoing_links, "outgoing_links"),
        (audits.contrast_measured, "contrast_unsure"), (audits.processor, "machine processor"),
        (audits.cores, "machine cores"), (audits.chromium, "tools chromium"),
        (audits.lighthouse, "tools lighthouse"), (audits.axe, "tools axe"),
    ],
)  # fmt: skip
def test_the_rest_stands_in_the_record(fact, place):
    value = RECORD
    for key in place.split():
        value = value[key]
    assert fact() == value
