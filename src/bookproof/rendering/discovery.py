"""What machines read to find the pages: a sitemap, a feed of changes, robots.txt."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

FEED = "feed.xml"
MOST_ENTRIES = 20


@dataclass(frozen=True)
class Place:
    """A page: its full address by language, and what is said of it in its own.

    `changed` is a time as ISO 8601, empty where it is not known.
    """

    language: str
    addresses: dict[str, str]
    title: str
    description: str
    changed: str

    @property
    def address(self) -> str:
        return self.addresses[self.language]


def sitemap(places: list[Place]) -> bytes:
    """Return all pages, each with its translations and when it last changed."""
    names = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = Element("urlset", names | {"xmlns:xhtml": "http://www.w3.org/1999/xhtml"})
    for place in places:
        entry = SubElement(root, "url")
        SubElement(entry, "loc").text = place.address
        if place.changed:
            SubElement(entry, "lastmod").text = place.changed
        for language, address in place.addresses.items():
            link = {"rel": "alternate", "hreflang": language, "href": address}
            SubElement(entry, "xhtml:link", link)
    return _xml(root)


def feed(places: list[Place], *, home: str, name: str, description: str) -> bytes | None:
    """Return the pages of one language that changed last as an Atom feed.

    None where no page's history is known.
    """
    known = [place for place in places if place.changed]
    if not known:
        return None
    latest = sorted(known, key=lambda place: (place.changed, place.address), reverse=True)
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": latest[0].language})
    SubElement(root, "title").text = name
    SubElement(root, "subtitle").text = description
    SubElement(root, "id").text = home
    SubElement(root, "link", href=home)
    SubElement(root, "link", rel="self", href=home + FEED)
    SubElement(SubElement(root, "author"), "name").text = name
    SubElement(root, "updated").text = latest[0].changed
    for place in latest[:MOST_ENTRIES]:
        entry = SubElement(root, "entry")
        SubElement(entry, "title").text = place.title
        SubElement(entry, "id").text = f"{place.address}#{place.changed}"
        SubElement(entry, "link", href=place.address)
        SubElement(entry, "updated").text = place.changed
        SubElement(entry, "summary").text = place.description
    return _xml(root)


def robots(home: str) -> bytes:
    """Return a ``robots.txt`` that hides nothing and names the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {home}sitemap.xml\n".encode()


def _xml(root: Element) -> bytes:
    indent(root)
    return tostring(root, "utf-8", xml_declaration=True) + b"\n"
