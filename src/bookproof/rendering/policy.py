"""The content security policy of a page: this site's files, the page's own scripts, no more."""

import base64
import hashlib
import re

CHARSET = '<meta charset="utf-8">'
SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
SCRIPT = re.compile(r"<script(?![^>]* (?:src|type)=)[^>]*>(.*?)</script>", re.DOTALL)


def secured(html: str) -> str:
    """Return a page with its policy, right after its character set.

    Scripts that stand in the page are allowed by their SHA-256, so that nothing put into
    it later runs. The worker that Python runs in has the policy of its own file.

    Raises
    ------
    ValueError
        If the page does not say its character set.
    """
    if CHARSET not in html:
        raise ValueError(f"expected {CHARSET} in the page")
    digests = (hashlib.sha256(script.encode()).digest() for script in SCRIPT.findall(html))
    hashes = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
    sources = SOURCES | {"script-src": " ".join([SOURCES["script-src"], *hashes])}
    policy = "; ".join(f"{name} {value}" for name, value in sources.items())
    meta = f'<meta http-equiv="content-security-policy" content="{policy}">'
    return html.replace(CHARSET, CHARSET + meta, 1)
