"""The errors page is found by the text that readers see: each heading is that text."""

import math
import re

import numpy as np
import pytest

from bookproof.project import Project
from bookproof.document.pages import read
from bookproof.kinds import DIRECTIVES

# Their texts differ between versions or systems; the transcripts show what does not.
VARYING = {
    "scalar": lambda: math.exp(np.array([0.0, 1.0])),
    "sample-weight": lambda: open("sample_weight.pkl", "rb"),
}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_transcript_below_each_heading_prints_it(root, language):
    page = read(Project(root), language, "errors", DIRECTIVES)
    places = [(heading.line, heading) for heading in page.headings[1:]]
    for line, heading in places:
        end = min((other for other, _ in places if other > line), default=math.inf)
        printed = [
            re.sub(r"^(?:[a-z]+\.)+(?=[A-Z])", "", shown)
            for block in page.blocks
            if block.kind == "transcript" and line < block.line < end
            for shown in (root / f"snippets/{block.target}.pycon").read_text().splitlines()
        ]
        text = heading.words.strip("`")
        if heading.id not in VARYING:
            assert any(shown.startswith(text) for shown in printed), text


@pytest.mark.parametrize("id", VARYING)
def test_a_text_that_varies_is_the_one_of_here(root, tmp_path, monkeypatch, id):
    monkeypatch.chdir(tmp_path)
    headings = {h.id: h.words.strip("`") for h in read(Project(root), "en", "errors", DIRECTIVES).headings}
    with pytest.raises((TypeError, FileNotFoundError)) as raised:
        VARYING[id]()
    here = f"{raised.type.__name__}: {raised.value}"
    assert here.replace("only 0-dimensional", "only length-1") == headings[id]
