"""What the last audit of the built site found, as it was recorded."""

from groundup_book.recorded import recorded


def _record() -> dict:
    return recorded("audits")


def _performance(figure: str) -> list[float]:
    return [found[figure] for found in _record()["performance"].values()]


def date() -> str:
    """Return the day of the audit."""
    return _record()["date"]


def processor() -> str:
    """Return the processor of the machine."""
    return _record()["machine"]["processor"]


def cores() -> int:
    """Return how many cores the machine has."""
    return _record()["machine"]["cores"]


def chromium() -> str:
    """Return the version of Chromium."""
    return _record()["tools"]["chromium"]


def lighthouse() -> str:
    """Return the version of Lighthouse."""
    return _record()["tools"]["lighthouse"]


def axe() -> str:
    """Return the version of axe."""
    return _record()["tools"]["axe"]


def pages() -> int:
    """Return how many pages were audited, in both languages."""
    return _record()["pages"]


def accessibility() -> int:
    """Return Lighthouse's lowest score for accessibility."""
    return _record()["lighthouse"]["accessibility"]


def best_practices() -> int:
    """Return Lighthouse's lowest score for best practices."""
    return _record()["lighthouse"]["best-practices"]


def seo() -> int:
    """Return Lighthouse's lowest score for search engines."""
    return _record()["lighthouse"]["seo"]


def performance() -> int:
    """Return Lighthouse's lowest score for performance, of the page types."""
    return min(_performance("score"))


def page_types() -> int:
    """Return for how many types of page performance was measured."""
    return len(_record()["performance"])


def largest_paint() -> str:
    """Return the longest time until a page's largest part is painted."""
    return f"{max(_performance('lcp')) / 1000:.1f}"


def blocking() -> str:
    """Return the longest time for which scripts block a page, in milliseconds."""
    return f"{max(_performance('tbt')):.0f}"


def shift() -> str:
    """Return the most that a page's layout shifts."""
    return f"{max(_performance('cls')):.3g}"


def axe_violations() -> int:
    """Return how many violations axe found."""
    return _record()["axe_violations"]


def contrast_measured() -> int:
    """Return for how many elements axe could not tell the contrast."""
    return _record()["contrast_unsure"]


def contrast_lowest() -> str:
    """Return the lowest contrast measured there."""
    return f"{_record()['contrast_lowest']:.2f}"


def html_errors() -> int:
    """Return how many errors the Nu HTML checker found."""
    return _record()["html_errors"]


def html_documents() -> int:
    """Return how many documents it checked."""
    return _record()["html_documents"]


def links() -> int:
    """Return how many addresses within the site were asked for."""
    return _record()["links"]


def links_broken() -> int:
    """Return how many of them, or of their anchors, do not exist."""
    return _record()["links_broken"]


def outgoing_links() -> int:
    """Return how many addresses of other hosts a reader can click on."""
    return _record()["outgoing_links"]


def other_host_requests() -> int:
    """Return how many requests went to other hosts while all pages were read."""
    return _record()["other_host_requests"]


def heaviest() -> str:
    """Return the kilobytes that the first visit of the heaviest page brings."""
    return f"{_record()['heaviest_page_kb']:.0f}"


def requests() -> int:
    """Return how many requests the first visit of a page makes at most."""
    return _record()["most_requests"]
