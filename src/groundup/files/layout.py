"""From what a file holds to W1, b1, W2, b2: what is beside them, and what is wrong."""

import json
import re
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

import numpy as np

from groundup.files.errors import DataError
from groundup.files.opening import quoted

__all__ = ["DEPTH", "EXPECTED", "LISTED", "NUMBERED", "WRONG", "described", "find_weights"]

Path = tuple[str, ...]
Texts = str | tuple[str, ...]
DEPTH = 4
LISTED = 8
EXPECTED = "expected W1, b1, W2, b2 and so on, of shapes (inputs, outputs) and (outputs,)"
NUMBERED = re.compile(r"(?:.*\.)?(?:(w[a-z]*|가중치)|b[a-z]*|편향)[ _.-]?(\d{1,4})", re.I)
WRONG = {
    r"only ('.+') uint8\(.*\b(28|784)\)$": r"holds images in \1, not weights",
    r"\w+ '(gamma|beta)\d+' ": "holds batch normalisation, which a Network does not have",
    r"W\d+ u?int8": "holds weights of one byte, as quantising makes them, without their scales",
    r"W(\d+) \w+\((\d+), (?!\2\))\d+\) b\1 \w+\((\2,|1, \2|\2, 1)\)": (
        r"holds W\1 and b\1 by whose shapes the weights look transposed: save W\1.T"
    ),
    r"W1 \w+\(785, \d+\)$": (
        r"holds W1 without biases, whose 785th row may be one: W1, b1 = W1[:-1], W1[-1]"
    ),
    r"(W\d+) \w+\([^)]*\)$": r"holds \1 without biases",
    r".* (b\d+) \w+(\((1, \d+|\d+, 1)\))$": (
        r"holds \1 of shape \2: params['\1'] = np.ravel(params['\1']) mends it"
    ),
}
"""What is wrong with a layer, `W1 float32(784, 50) b1 float32(50,)`, or a further array."""


def find_weights(
    content: object, limit: int
) -> tuple[dict[str, np.ndarray], Texts | None, dict[str, Any] | None, tuple[str, ...]]:
    """Return the arrays, activations, record and the rest of what a file holds.

    Parameters
    ----------
    content : object
        A dict of names to arrays, numbers, texts, lists, or further dicts.
    limit : int
        The most bytes that the weights and biases may take together.

    Raises
    ------
    DataError
        If W1, b1, W2, b2 and so on are not there, or not arrays of finite numbers whose
        shapes fit. The message names the key, and what mends it where that is plain.
    """
    if not isinstance(content, dict):
        raise DataError(f"holds {described(content)}; {EXPECTED} in a dict")
    rest = dict(_leaves(content, (), set()))
    homes = sorted({p[:-1] for p in rest if re.fullmatch(r"W\d+", p[-1])}, key=len) or [()]
    if len(homes) > 1 and len(homes[0]) == len(homes[1]):
        both = " and in ".join(sorted(quoted(".".join(home)) for home in homes[:2]))
        raise DataError(f"holds weights in {both}; expected them once")
    inside = {path[-1]: value for path, value in rest.items() if path[:-1] == homes[0]}
    arrays: dict[str, np.ndarray] = {}
    for name in filter(re.compile(r"[Wb](0|[1-9]\d{0,3})").fullmatch, inside):
        arrays[name] = _array(name, inside[name], limit)
        limit -= arrays[name].nbytes
    complete = arrays.keys() == _names(max(1, len(arrays) // 2))
    renaming = "" if complete else _renaming(rest)
    for line in () if renaming else _lines(arrays, inside):
        for pattern, words in WRONG.items():
            if wrong := re.match(pattern, line):
                raise DataError(f"{wrong.expand(words)}; {EXPECTED}")
    if not complete:
        found = ", ".join(_listed(rest)) or "an empty dict"
        raise DataError(f"holds {found}; {EXPECTED}{renaming}")
    for name in arrays:
        del rest[*homes[0], name]
    texts, record = _take(rest, "activations", _texts), _take(rest, "record", _record)
    return arrays, texts, record, _listed(rest)


def described(value: object, depth: int = 1) -> str:
    """Return what a value is, in words.

    Parameters
    ----------
    value : object
        Any; of a long one the beginning is shown.
    depth : int
        Whether the first element of a list is described too, 1 or 0.

    Examples
    --------
    >>> described(12), described([np.zeros((2, 3)), 10])
    ('12', 'a list of 2, the first an array of shape (2, 3), float64')
    """
    match value:
        case np.ndarray(dtype=dtype) if dtype.kind == "V":
            return "an array of Python objects, records or dates, which are not read"
        case np.ndarray(shape=shape, dtype=dtype):
            return f"an array of shape {shape}, {dtype}"
        case str() | bytes():
            return f"the text {quoted(value[:60])}"
        case [first, *_] if depth:
            return f"{described(value, 0)}, the first {described(first, 0)}"
        case list() | tuple() | dict():
            return f"a {type(value).__name__} of {len(value)}"
        case int() if abs(value) > 1e15:
            return "a large number"
    return str(value)


def _leaves(content: dict[str, Any], path: Path, seen: set[int]) -> Iterator[tuple[Path, Any]]:
    """Yield every value that is no dict, with the names that lead to it."""
    seen.add(id(content))
    for name, value in content.items():
        here = (*path, name)
        if isinstance(value, dict) and value and id(value) not in seen and len(here) < DEPTH:
            yield from _leaves(value, here, seen)
        elif isinstance(value, np.ndarray) and (not value.ndim or value.dtype.kind == "U"):
            yield here, value.tolist()
        else:
            yield here, value


def _array(name: str, value: Any, limit: int) -> np.ndarray:
    """Return a new array of real numbers; a list of numbers, or of rows of them, is one."""
    made, size = value, getattr(value, "nbytes", 0)
    if isinstance(value, list | tuple) and value:
        flat = np.isscalar(value[0]) or not getattr(value[0], "ndim", 1)
        rows = [value] if flat else value
        with suppress(TypeError, ValueError, OverflowError):
            size = 8 * sum(map(len, rows))
            if size <= limit:
                made = np.array([array("d", row) for row in rows])[0 if flat else ...]
    if size > limit:
        raise DataError("holds more numbers than a weights file may")
    if not isinstance(made, np.ndarray) or made.dtype.kind not in "biuf":
        raise DataError(
            f"holds {described(value)} in {quoted(name)}; expected an array of real numbers"
        )
    if not np.isfinite(made).all():
        raise DataError(f"holds inf or nan in {quoted(name)}")
    return made.astype(made.dtype.newbyteorder("="))


def _lines(arrays: dict[str, np.ndarray], inside: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each layer and each further array, for `WRONG`."""
    shapes = {name: f"{name} {value.dtype}{value.shape}" for name, value in arrays.items()}
    for name in arrays:
        if name[0] == "W":
            yield " ".join(shapes[key] for key in (name, f"b{name[1:]}") if key in shapes)
    for name, value in inside.items():
        if isinstance(value, np.ndarray) and name not in arrays:
            place = "beside" if arrays else "only"
            yield f"{place} {quoted(name)} {value.dtype}{value.shape}"


def _names(layers: int) -> set[str]:
    return {f"{letter}{n}" for n in range(1, layers + 1) for letter in "Wb"}


def _listed(leaves: dict[Path, Any]) -> tuple[str, ...]:
    """Return the first names, each with what is stored under it, and how many more."""
    words = [f"{quoted('.'.join(p))} ({described(v)})" for p, v in islice(leaves.items(), LISTED)]
    more = len(leaves) - LISTED
    return (*words, f"{more} more") if more > 0 else tuple(words)


def _renaming(leaves: dict[Path, Any]) -> str:
    """Return what to rename, if the names are those wanted but for their spelling."""
    names = [".".join(path) for path, value in leaves.items() if isinstance(value, np.ndarray)]
    found = [match for name in names if (match := NUMBERED.fullmatch(name))]
    first = min((int(match[2]) for match in found), default=0)
    new = {m[0]: f"{'W' if m[1] else 'b'}{int(m[2]) - first + 1}" for m in found}
    if not new or set(new.values()) != _names(len(new) // 2):
        return ""
    pairs = [f"{quoted(old)} to {name}" for old, name in new.items() if old != name]
    return f": rename {', '.join(pairs[:LISTED])}"


def _take(leaves: dict[Path, Any], name: str, read: Callable[[Any], Any]) -> Any:
    """Take out, and return, the first value of a name that can be read."""
    for path, value in leaves.items():
        if path[-1] == name and (taken := read(value)) is not None:
            del leaves[path]
            return taken
    return None


def _texts(value: object) -> Texts | None:
    if isinstance(value, list | tuple) and value and all(isinstance(t, str) for t in value):
        return tuple(value)
    return value if isinstance(value, str) else None


def _record(value: Any) -> dict[str, Any] | None:
    with suppress(TypeError, ValueError, RecursionError):
        record = json.loads(value)
        return record if isinstance(record, dict) else None
    return None
