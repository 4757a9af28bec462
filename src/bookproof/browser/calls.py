"""Calls from a page's script into Python: numbers, texts, lists and arrays cross over."""

from importlib import import_module

import numpy as np


def call(module: str, function: str, arguments: list) -> object:
    """Call ``module.function(*arguments)`` and return what a script can read.

    Parameters
    ----------
    module, function : str
        The function, by name.
    arguments : list
        Numbers, texts, lists, dicts, and arrays: a JavaScript typed array is an array
        of one axis, ``{shape, data}`` one of any shape.

    Returns
    -------
    object
        Arrays as ``{"shape": list, "data": buffer}``, NumPy's numbers as plain ones,
        tuples as lists.
    """
    return to_script(getattr(import_module(module), function)(*map(from_script, arguments)))


def from_script(value: object) -> object:
    """Return an argument as Python functions expect it."""
    if isinstance(value, memoryview):
        return np.asarray(value)
    if isinstance(value, dict):
        if set(value) == {"shape", "data"}:
            return np.asarray(value["data"]).reshape(value["shape"])
        return {key: from_script(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_script(item) for item in value]
    return value


def to_script(value: object) -> object:
    """Return a result as a script can read it."""
    if isinstance(value, np.ndarray):
        data = value.astype(np.uint8) if value.dtype == bool else value
        return {"shape": list(value.shape), "data": np.ascontiguousarray(data).ravel()}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, dict):
        return {key: to_script(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_script(item) for item in value]
    return value
