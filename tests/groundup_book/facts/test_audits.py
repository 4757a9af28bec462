"""The worst of what the audits recorded is told, and the record is one that may stand on the site."""

import json

import pytest

from bookproof.project import Project
from groundup_book.facts import audits

RECORD = json.loads((Project.here().src / "groundup_book/records/audits.json").read_text("utf-8"))


@pytest.mark.parametrize("name", ["accessibility", "best-practices", "seo"])
def test_lighthouse_gave_every_page_the_best_score(name):
    assert RECORD["lighthouse"][name] == 100


@pytest.mark.parametrize(
    "name", ["axe_violations", "html_errors", "links_broken", "other_host_requests", "orphans"]
)
def test_nothing_was_found_wrong(name):
    assert RECORD[name] == 0


def test_the_documents_are_the_pages_and_a_missing_page_of_each_language():
    assert RECORD["html_documents"] == RECORD["pages"] + 2


def test_the_worst_page_type_is_told():
    seen = RECORD["performance"].values()
    assert audits.page_types() == len(seen)
    assert all(one["score"] >= audits.performance() for one in seen)
    assert any(one["score"] == audits.performance() for one in seen)
    assert max(one["lcp"] for one in seen) == pytest.approx(float(audits.largest_paint()) * 1000, abs=51)
    assert max(one["tbt"] for one in seen) == pytest.approx(float(audits.blocking()), abs=0.51)
    assert max(one["cls"] for one in seen) == pytest.approx(float(audits.shift()), rel=0.01)


def test_the_contrast_is_that_of_level_aa():
    assert RECORD["contrast_lowest"] >= 4.5


def test_a_page_is_light():
    assert 0 < RECORD["heaviest_page_kb"] <= 50 and 0 < RECORD["most_requests"] <= 6
