"""Sitemap, feed and robots.txt, read as a machine reads them."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from bookproof.rendering.discovery import MOST_ENTRIES, Place, feed, robots, sitemap

HOME = "https://book.example/notes/"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def place(stem="and", changed="2026-01-02T03:04:05Z", language="ko"):
    addresses = {"ko": f"{HOME}{stem}/", "en": f"{HOME}en/{stem}/"}
    return Place(language, addresses, f"{stem} & 게이트", "글 <하나>.", changed)


def test_the_sitemap_has_each_page_with_its_translations():
    root = ElementTree.fromstring(sitemap([place(), place(language="en", changed="")]))
    korean, english = root.findall(f"{MAP}url")
    assert korean.find(f"{MAP}loc").text == HOME + "and/"
    assert korean.find(f"{MAP}lastmod").text == "2026-01-02T03:04:05Z"
    assert english.find(f"{MAP}loc").text == HOME + "en/and/"
    assert english.find(f"{MAP}lastmod") is None
    links = {(link.get("hreflang"), link.get("href")) for link in korean.findall(LINK)}
    assert links == {("ko", HOME + "and/"), ("en", HOME + "en/and/")}


def made(places):
    return ElementTree.fromstring(feed(places, home=HOME, name="groundup", description="글"))


def test_the_feed_begins_with_what_changed_last():
    days = [f"2026-01-{day:02}T00:00:00Z" for day in range(1, 31)]
    root = made([place(f"p{day[8:10]}", day) for day in days] + [place("unknown", "")])
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == MOST_ENTRIES
    assert root.find(f"{ATOM}updated").text == entries[0].find(f"{ATOM}updated").text == days[-1]
    times = [entry.find(f"{ATOM}updated").text for entry in entries]
    assert times == sorted(times, reverse=True)
    assert entries[0].find(f"{ATOM}title").text == "p30 & 게이트"
    assert entries[0].find(f"{ATOM}link").get("href") == HOME + "p30/"
    assert entries[0].find(f"{ATOM}summary").text == "글 <하나>."


def test_a_page_that_changes_again_is_a_new_entry():
    ids = [made([place(changed=f"202{n}-01-01T00:00:00Z")]).find(f"{ATOM}entry/{ATOM}id").text for n in (5, 6)]
    assert len(set(ids)) == 2


@pytest.mark.parametrize("places", [[], [place(changed="")]])
def test_without_a_history_there_is_no_feed(places):
    assert feed(places, home=HOME, name="groundup", description="") is None


def test_robots_may_read_everything_and_are_told_of_the_sitemap():
    reader = RobotFileParser()
    reader.parse(robots(HOME).decode().splitlines())
    assert reader.can_fetch("any", HOME + "en/ch02/and/")
    assert reader.site_maps() == [HOME + "sitemap.xml"]
