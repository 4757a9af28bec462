"""Mends to a finished page that no template override can make."""

REPLACEMENTS = (
    # `autocomplete` is not allowed on a checkbox.
    ('type="checkbox" id="__drawer" autocomplete="off"', 'type="checkbox" id="__drawer"'),
    ('type="checkbox" id="__search" autocomplete="off"', 'type="checkbox" id="__search"'),
    # What scrolls is the code, not its frame: it takes the focus, with or without a script.
    ('<pre tabindex="0"><code>', "<pre><code>"),
    ("<pre><span></span><code>", "<pre><code>"),
    ("<pre><code>", '<pre><code tabindex="0">'),
    # A wide table scrolls in its own box.
    ("<table>", '<div class="gu-table" tabindex="0"><table class="gu-cells">'),
    ("</table>", "</table></div>"),
)


def polish(html: str) -> str:
    """Return the page with the mends made."""
    for old, new in REPLACEMENTS:
        html = html.replace(old, new)
    return html
