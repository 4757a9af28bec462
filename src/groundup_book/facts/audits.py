"""What the last audit of the built site found, as it was recorded."""

from groundup_book.recorded import recorded


def _record() -> dict:
    return recorded("audits")


def _performance(figure: str) -> list[float]:
    return [found[figure] for found in _record()["performance"].values()]


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
