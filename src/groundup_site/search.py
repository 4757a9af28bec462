"""One search index a language, made from the one that MkDocs writes."""

import json
from pathlib import Path


def split(site: Path) -> None:
    """Divide ``search/search_index.json`` between ``/`` (Korean) and ``/en/`` (English)."""
    path = site / "search" / "search_index.json"
    index = json.loads(path.read_text("utf-8"))
    korean, english = [], []
    for entry in index["docs"]:
        if entry["location"].startswith("en/"):
            english.append({**entry, "location": entry["location"].removeprefix("en/")})
        else:
            korean.append(entry)
    for folder, language, docs in ((site, "ko", korean), (site / "en", "en", english)):
        target = folder / "search" / "search_index.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        config = {**index["config"], "lang": [language]}
        text = json.dumps({"config": config, "docs": docs}, ensure_ascii=False)
        target.write_text(text, "utf-8")
