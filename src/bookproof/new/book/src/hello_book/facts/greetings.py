"""How long greetings are."""

from hello.greetings import greet


def longest() -> int:
    """Return the number of characters in the page's greeting."""
    return len(greet("reader"))
