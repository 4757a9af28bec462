"""Greetings."""


def greet(name: str) -> str:
    """Return a greeting.

    Parameters
    ----------
    name : str
        Who is greeted.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> greet("you")
    'Hello, you!'
    """
    return f"Hello, {name}!"
