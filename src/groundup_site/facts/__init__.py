"""The numbers that sentences use: one function a fact, one module a subject.

A page writes ``{{ fact softmax.exp_limit_float64 }}``; the site calls
``groundup_site.facts.softmax.exp_limit_float64()`` and prints what it returns.
"""

import importlib


def value(name: str) -> str:
    """Return a fact as it is printed: text as it is, whole numbers with commas.

    Parameters
    ----------
    name : str
        ``module.function`` of a module of this package.

    Raises
    ------
    LookupError
        If there is no such fact.
    TypeError
        If the function returns anything but a string or a whole number.
    """
    module_name, _, function_name = name.partition(".")
    try:
        module = importlib.import_module(f"{__name__}.{module_name}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{module_name}":
            raise
        raise LookupError(f"no fact {name}") from None
    function = getattr(module, function_name, None)
    if function is None:
        raise LookupError(f"no fact {name}")
    result = function()
    if isinstance(result, str):
        return result
    if isinstance(result, int) and not isinstance(result, bool):
        return f"{result:,}"
    raise TypeError(
        f"fact {name} returned {type(result).__name__}; expected a string or an int"
    )
