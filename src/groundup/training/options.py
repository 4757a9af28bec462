"""Checking what a training is asked for, each mistake in one sentence."""

import math
from collections.abc import Mapping
from numbers import Real
from typing import TypeVar

from groundup._policy import whole_number

__all__ = ["one_of", "real_number", "step_numbers"]

Choice = TypeVar("Choice")


def real_number(value: float, name: str, *, above: float | None = None) -> float:
    """Return `value` as a finite float that is not negative, or even above `above`.

    Examples
    --------
    >>> real_number(0, "learning_rate", above=0)
    Traceback (most recent call last):
    ValueError: learning_rate is 0; expected a number above 0
    """
    try:
        number = float(value) if isinstance(value, Real) else math.nan
    except OverflowError:
        number = math.inf
    if math.isfinite(number) and (number >= 0 if above is None else number > above):
        return number
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


def step_numbers(
    epochs: int, batch_size: int, learning_rate: float, weight_decay: float, seed: int | None
) -> tuple[int, int, float, float, int | None]:
    """Return the numbers that a training is made with as Python's own.

    Examples
    --------
    >>> import numpy as np
    >>> step_numbers(np.int8(100), np.uint8(32), np.float32(0.5), 0, None)
    (100, 32, 0.5, 0.0, None)
    """
    return (
        whole_number(epochs, "epochs", least=1),
        whole_number(batch_size, "batch_size", least=1),
        real_number(learning_rate, "learning_rate", above=0),
        real_number(weight_decay, "weight_decay"),
        seed if seed is None else whole_number(seed, "seed", least=0),
    )
