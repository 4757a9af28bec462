"""Checking what a training is asked for, each mistake in one sentence."""

import math
import operator
from collections.abc import Mapping
from numbers import Real
from typing import TypeVar

__all__ = ["one_of", "real_number", "whole_number"]

Choice = TypeVar("Choice")


def whole_number(value: int, name: str, *, least: int) -> int:
    """Return `value` as an integer of at least `least`.

    Examples
    --------
    >>> whole_number(0, "epochs", least=1)
    Traceback (most recent call last):
    ValueError: epochs is 0; expected a whole number, 1 or more
    """
    try:
        number = operator.index(value)
    except TypeError:
        number = least - 1
    if number < least:
        raise ValueError(f"{name} is {value!r}; expected a whole number, {least} or more")
    return number


def real_number(value: float, name: str, *, above: float | None = None) -> float:
    """Return `value` as a finite float that is not negative, or even above `above`.

    Examples
    --------
    >>> real_number(0, "learning_rate", above=0)
    Traceback (most recent call last):
    ValueError: learning_rate is 0; expected a number above 0
    """
    if isinstance(value, Real) and math.isfinite(value):
        if value >= 0 if above is None else value > above:
            return float(value)
    expected = "0 or a number above it" if above is None else f"a number above {above}"
    raise ValueError(f"{name} is {value!r}; expected {expected}")


def one_of(choices: Mapping[str, Choice], value: str, name: str) -> Choice:
    """Return what `choices` has under `value`.

    Examples
    --------
    >>> one_of({"adam": 1, "sgd": 2}, "adagrad", "optimizer")
    Traceback (most recent call last):
    ValueError: optimizer is 'adagrad'; expected one of adam, sgd
    """
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} is {value!r}; expected one of {', '.join(choices)}")
    return choices[value]
