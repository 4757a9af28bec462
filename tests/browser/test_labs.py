"""Each lab is a light page of the site, and a notebook to download."""

import json

import pytest

NAMES = ("gates", "activations", "mnist")
LABS = [f"{root}labs/{name}" for root in ("", "en/") for name in NAMES]


@pytest.mark.parametrize("lab", LABS)
def test_its_page_is_light_and_shows_every_cell(site, lab):
    html = (site / lab / "index.html").read_bytes()
    assert len(html) <= 60_000
    notebook = json.loads((site / f"{lab}.ipynb").read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert html.count(b'class="gu-cell ') == len(cells)
    for word in (b"MathJax", b"mermaid", b"<style", b"jp-Cell"):
        assert word not in html


@pytest.mark.parametrize("lab", LABS)
def test_a_link_with_its_name_downloads_the_notebook(reader, site, lab):
    page = reader(f"{lab}/")
    name = f"{lab.rpartition('/')[2]}.ipynb"
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    assert download.value.suggested_filename == name
    assert download.value.path().read_bytes() == (site / f"{lab}.ipynb").read_bytes()
