"""From what a file holds to W1, b1, W2, b2: what is beside them, and what is wrong."""

import json
import re
from itertools import islice
from typing import Any

import numpy as np

from groundup.files.errors import DataError
from groundup.files.opening import quoted

__all__ = ["DEPTH", "EXPECTED", "LISTED", "WANTED", "described", "find_weights"]

Content = dict[str, Any]
Leaves = dict[tuple[str, ...], Any]
EXPECTED = "expected W1, b1, W2, b2 and so on"
WANTED = re.compile(r"[Wb](0|[1-9]\d{0,3})")
DEPTH = 4
LISTED = 12


def find_weights(
    content: object, limit: int
) -> tuple[dict[str, np.ndarray], tuple[str, ...] | None, dict[str, Any] | None, tuple[str, ...]]:
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
    leaves = _leaves(content)
    beside: Content = {}
    inside: Content = content
    for name in _home(leaves):
        beside |= {key: value for key, value in inside.items() if key != name}
        inside = inside[name]
    arrays = _arrays({k: v for k, v in inside.items() if WANTED.fullmatch(k)}, limit)
    _check(arrays, leaves)
    beside |= {key: value for key, value in inside.items() if key not in arrays}
    activations, record = _texts(beside.get("activations")), _record(beside.get("record"))
    if activations:
        del beside["activations"]
        hidden = len(arrays) // 2 - 1
        if hidden and len(activations) == 1:
            activations = activations * hidden + ("softmax",)
    if record is not None:
        del beside["record"]
    words = [f"{quoted(k)} ({described(v)})" for k, v in islice(beside.items(), LISTED)]
    if len(beside) > LISTED:
        words.append(f"{len(beside) - LISTED} more")
    return arrays, activations or None, record, tuple(words)


def described(value: object, depth: int = 1) -> str:
    """Return what a value is, in words.

    Examples
    --------
    >>> described(12), described([np.zeros((2, 3)), 10])
    ('the number 12', 'a list of 2, the first an array of shape (2, 3), float64')
    """
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "OV":
            what = "Python objects" if value.dtype == object else "records, dates or long doubles"
            return f"an array of {what}, which are not read"
        if value.ndim:
            return f"an array of shape {value.shape}, {value.dtype}"
        value = value.item()
    if isinstance(value, str | bytes):
        return f"the text {quoted(value[:60])}"
    if isinstance(value, list | tuple | dict):
        words = f"a {type(value).__name__} of {len(value)}"
        if depth and value and not isinstance(value, dict):
            words += f", the first {described(value[0], 0)}"
        return words
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, int) and abs(value) > 1e15:
        return "a large number"
    if isinstance(value, int | float | complex):
        return f"the number {value}"
    return f"an object of class {quoted(getattr(value, 'name', '?'))}"


def _leaves(content: Content) -> Leaves:
    """Return every value that is no dict by the names that lead to it."""
    leaves: Leaves = {}
    seen = set()
    todo: list[tuple[tuple[str, ...], object]] = [((), content)]
    while todo:
        path, value = todo.pop()
        if not isinstance(value, dict) or len(path) == DEPTH:
            leaves[path] = value
        elif id(value) not in seen:
            seen.add(id(value))
            todo += [((*path, key), item) for key, item in reversed(value.items())]
    return leaves


def _home(leaves: Leaves) -> tuple[str, ...]:
    """Return the names that lead to the dict with the weights."""
    homes = {p[:-1]: None for p in leaves if WANTED.fullmatch(p[-1]) and p[-1][0] == "W"}
    if not homes:
        raise _strange(leaves)
    first, *others = sorted(homes, key=len)
    if others and len(others[0]) == len(first):
        both = " and in ".join(quoted(".".join(home)) for home in (first, others[0]))
        raise DataError(f"holds weights in {both}; expected them once")
    return first


def _arrays(stored: Content, limit: int) -> dict[str, np.ndarray]:
    """Return arrays of finite numbers, lists of numbers among them."""
    arrays = {}
    for key, value in stored.items():
        limit -= _size(value, limit)
        array = _numbers(value)
        if array is None:
            raise DataError(
                f"holds {described(value)} in {quoted(key)};"
                " expected an array of real numbers"
            )
        if not np.isfinite(array).all():
            raise DataError(f"holds inf or nan in {quoted(key)}")
        arrays[key] = array
    return arrays


def _numbers(value: Any) -> np.ndarray | None:
    """Return an array, or a list of numbers or of rows of numbers, as an array."""
    if not isinstance(value, np.ndarray | list | tuple):
        return None
    listed = [] if isinstance(value, np.ndarray) else value
    rows = [row for row in listed if isinstance(row, list | tuple)]
    if any(isinstance(n, list | tuple) or getattr(n, "ndim", 0) for r in rows for n in r):
        return None
    try:
        array = np.array(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if array.dtype.kind not in "biuf":
        return None
    return array.astype(array.dtype.newbyteorder("="))


def _size(value: Any, limit: int) -> int:
    """Return how many bytes an array of `value` takes, or raise if above `limit`."""
    size = 0
    for row in value if isinstance(value, list | tuple) else [value]:
        listed = isinstance(row, list | tuple)
        size += 8 * len(row) if listed else getattr(row, "nbytes", 8)
        if size > limit:
            raise DataError("holds more numbers than a weights file may")
    return size


def _texts(value: object) -> tuple[str, ...]:
    """Return the texts in `value`, if it is made of texts, else none."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "U":
        value = value.ravel().tolist()
    texts = (value,) if isinstance(value, str) else value
    if isinstance(texts, list | tuple) and all(isinstance(text, str) for text in texts):
        return tuple(texts)
    return ()


def _record(value: object) -> dict[str, Any] | None:
    try:
        record = json.loads("".join(_texts(value)))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _check(arrays: dict[str, np.ndarray], leaves: Leaves) -> None:
    """Raise what names, dtypes and shapes show; `Network` finds the rest."""
    if any(re.fullmatch(r"(gamma|beta)\d+", path[-1]) for path in leaves):
        raise DataError(
            "holds gamma and beta of batch normalisation, which a Network does not have;"
            f" {EXPECTED} alone"
        )
    numbers = range(1, sum(key.startswith("W") for key in arrays) + 1)
    if arrays.keys() != {f"{letter}{n}" for n in numbers for letter in "Wb"}:
        if any(key.startswith("b") for key in arrays) or _renaming(leaves):
            raise _strange(leaves)
        words = f"holds {', '.join(arrays)} without biases; expected b1, b2 and so on too"
        if len(rows := arrays.get("W1", ())) == 785:
            words += (
                "; W1 has 785 rows, so that its last may be the bias:"
                " W1, b1 = W1[:-1], W1[-1]"
            )
        raise DataError(words)
    if any(a.dtype.kind in "iu" and a.itemsize == 1 for k, a in arrays.items() if k[0] == "W"):
        raise DataError(
            "holds weights of one byte, as quantising makes them, without the scales that"
            " they are to be multiplied by; expected floats"
        )
    weights = [arrays[f"W{n}"].shape for n in numbers]
    biases = [arrays[f"b{n}"] for n in numbers]
    if _orientation(weights, [bias.size for bias in biases]) == -1:
        raise DataError(
            f"holds W1 of shape {weights[0]} and b1 of shape {biases[0].shape}: the weights"
            " look transposed; expected (inputs, outputs), so save W1.T and so on"
        )
    for n, bias in enumerate(biases, start=1):
        if bias.ndim == 0:
            raise DataError(
                f"holds one number in 'b{n}'; expected shape {weights[n - 1][1:]}"
            )
        if bias.ndim > 1 and bias.size == max(bias.shape):
            raise DataError(
                f"holds b{n} of shape {bias.shape}; expected ({bias.size},):"
                f" params['b{n}'] = np.ravel(params['b{n}']) mends it"
            )


def _orientation(weights: list[tuple[int, ...]], biases: list[int]) -> int:
    """Return 1 if the weights fit as (inputs, outputs), -1 if turned, 0 if neither."""
    if all(len(shape) == 2 for shape in weights):
        for step in (1, -1):
            inputs, outputs = zip(*(shape[::step] for shape in weights))
            if list(outputs) == biases and inputs[1:] == outputs[:-1]:
                return step
    return 0


def _strange(leaves: Leaves) -> DataError:
    """Return what to say of names that are not those wanted."""
    words, images = [], []
    for path, value in islice(leaves.items(), LISTED):
        name = quoted(".".join(path))
        plain = isinstance(value, np.ndarray) and value.ndim and value.dtype.kind in "biuf"
        words.append(name if plain else f"{name} ({described(value)})")
        if plain and value.dtype == np.uint8 and {784, 28} & set(value.shape[-1:]):
            images.append(name)
    if images:
        return DataError(f"holds images in {', '.join(images)}, not weights; {EXPECTED}")
    if len(leaves) > LISTED:
        words.append(f"{len(leaves) - LISTED} more")
    found = ", ".join(words) or "an empty dict"
    return DataError(f"holds {found}; {EXPECTED}{_renaming(leaves)}")


def _renaming(leaves: Leaves) -> str:
    """Return what to rename, if the shapes show which array is which."""
    shapes = {
        ".".join(path): value.shape
        for path, value in leaves.items()
        if isinstance(value, np.ndarray) and value.ndim and value.dtype.kind in "biuf"
    }
    for order in (list(shapes), sorted(shapes, key=_natural)):
        weights = [k for k in order if len(shapes[k]) == 2 and 1 not in shapes[k]]
        biases = [key for key in order if key not in weights]
        turned = weights and _orientation(
            [shapes[key] for key in weights], [max(shapes[key]) for key in biases]
        )
        if turned:
            pairs = [(k, f"W{n}") for n, k in enumerate(weights, start=1)]
            pairs += [(k, f"b{n}") for n, k in enumerate(biases, start=1)]
            words = [f"{quoted(old)} to {new}" for old, new in pairs if old != new]
            also = ", and transpose the weights (.T)" if turned == -1 else ""
            return f": rename {', '.join(words[:LISTED])}{also}"
    return ""


def _natural(name: str) -> list[tuple[int, str]]:
    """Return what sorts 'W2' before 'W10'."""
    return [(int(n or -1), rest) for n, rest in re.findall(r"(\d{1,9})|(\D+)", name)]
