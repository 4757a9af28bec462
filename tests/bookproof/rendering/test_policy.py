"""A page's policy allows its own scripts and nothing that comes into it later."""

import re
import subprocess

import pytest

from bookproof.rendering.policy import secured

PAGE = (
    '<head><meta charset="utf-8"><script>let a = "가"</script></head>'
    '<script id="x" type="application/json">{}</script><script src="b.js"></script>'
    "<script>\n  let c\n</script>"
)


def test_it_follows_the_character_set_and_names_each_inline_script_by_its_hash():
    html = secured(PAGE)
    policy = re.match(
        '<head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="([^"]*)">',
        html,
    )[1]
    hashes = re.findall("'sha256-([^']+)'", policy)
    assert hashes == [openssl('let a = "가"'), openssl("\n  let c\n")]
    assert "unsafe" not in policy and "http" not in policy


def openssl(text):
    """Another program's word for it."""
    done = subprocess.run(
        "openssl dgst -sha256 -binary | openssl base64",
        input=text.encode(), shell=True, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode().strip()


def test_a_page_without_a_character_set_is_refused():
    with pytest.raises(ValueError, match="expected <meta charset"):
        secured("<p>")
