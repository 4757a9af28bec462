"""What was measured once, with its machine and date: the files of ``records``."""

import json
from functools import cache
from importlib.resources import files


@cache
def recorded(stem: str) -> dict:
    """Return a record by the stem of its file.

    Raises
    ------
    LookupError
        If there is none of that name.
    """
    path = files("groundup_book") / "records" / f"{stem}.json"
    if not path.is_file():
        raise LookupError(f"no record {stem}")
    return json.loads(path.read_text("utf-8"))
