"""What every edition does to a built page: what it leads to, and what only works online."""

import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from bookproof.rendering.html import without_python

ATTRIBUTE = re.compile(r' (href|src)="([^"#?]*)([^"]*)"')
ONLINE = re.compile(
    r'\s*<script type="module"[^>]*></script>'
    r'|<meta http-equiv="content-security-policy"[^>]*>'
    r'|<link rel="alternate" type="application/atom\+xml"[^>]*>'
)
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')


def named(site: Path) -> dict[str, str]:
    """Return every page of a site, the missing page aside: its path and its HTML."""
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8")
        for path in sorted(site.rglob("*.html"))
        if path.name != "404.html"
    }


def linked(html: str, name: str, change: Callable[[str, str], str]) -> str:
    """Change where a page's links and scripts lead.

    Parameters
    ----------
    html, name : str
        The page and its path in the site.
    change : callable
        Takes the path in the site that a link leads to, of a file, and what follows it
        (``#part`` or nothing); returns the new address. Links to other sites stay.
    """

    def replaced(match: re.Match) -> str:
        attribute, address, rest = match.groups()
        if urlsplit(address).scheme or address.startswith("//"):
            return match[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        if not address:
            target = name
        elif address.endswith(("/", ".")):
            target = posixpath.normpath(posixpath.join(target, "index.html"))
        return f' {attribute}="{change(target, rest)}"'

    return ATTRIBUTE.sub(replaced, html)


def still(html: str) -> str:
    """Return a page without what needs a server: modules, the policy, the feed, promises of them.

    Where something needs Python, the page says why it is not there.
    """
    address = CANONICAL.search(html)
    return without_python(ONLINE.sub("", html), address[1] if address else "")
