"""The gates of the 2019 notes, one pair of numbers at a time, as they were timed.

They keep the notes' shape, down to building the arrays anew in every call, so that
timings can be compared. They check nothing: `groundup.gates` has the gates to use.
"""

import numpy as np


def and_product(x1: int, x2: int) -> int:
    """Return x1 AND x2 as a product.

    Examples
    --------
    >>> and_product(1, 1)
    1
    """
    return x1 * x2


def and_threshold(x1: int, x2: int) -> int:
    """Return x1 AND x2: is the weighted sum above a threshold?

    Examples
    --------
    >>> and_threshold(1, 1)
    1
    """
    w1, w2, threshold = 0.5, 0.5, 0.7
    total = x1 * w1 + x2 * w2
    if total > threshold:
        return 1
    else:
        return 0


def and_sigmoid(x1: int, x2: int) -> int:
    """Return x1 AND x2 from a NumPy neuron that decides by its sigmoid.

    Examples
    --------
    >>> and_sigmoid(1, 1)
    1
    """
    x = np.array([x1, x2])
    w = np.array([0.5, 0.5])
    b = -0.7
    t = np.sum(w * x) + b
    return 1 if 1 / (1 + np.exp(-t)) > 0.5 else 0


def or_sum(x1: int, x2: int) -> int:
    """Return x1 OR x2: is the sum above zero?

    Examples
    --------
    >>> or_sum(0, 1)
    1
    """
    return 1 if x1 + x2 > 0 else 0


def or_threshold(x1: int, x2: int) -> int:
    """Return x1 OR x2: is the weighted sum above a threshold?

    Examples
    --------
    >>> or_threshold(0, 1)
    1
    """
    w1, w2, threshold = 0.5, 0.5, 0.2
    total = x1 * w1 + x2 * w2
    if total > threshold:
        return 1
    else:
        return 0


def or_step(x1: int, x2: int) -> int:
    """Return x1 OR x2 from a NumPy neuron that decides by a step at zero.

    Examples
    --------
    >>> or_step(0, 1)
    1
    """
    x = np.array([x1, x2])
    w = np.array([0.5, 0.5])
    b = -0.2
    t = np.sum(w * x) + b
    return 1 if t > 0 else 0


def or_sigmoid(x1: int, x2: int) -> int:
    """Return x1 OR x2 from a NumPy neuron that decides by its sigmoid.

    Examples
    --------
    >>> or_sigmoid(0, 1)
    1
    """
    x = np.array([x1, x2])
    w = np.array([0.5, 0.5])
    b = -0.1
    t = np.sum(w * x) + b
    return 1 if 1 / (1 + np.exp(-t)) > 0.5 else 0


def nand_sigmoid(x1: int, x2: int) -> int:
    """Return x1 NAND x2 from a NumPy neuron that decides by its sigmoid.

    Examples
    --------
    >>> nand_sigmoid(1, 1)
    0
    """
    x = np.array([x1, x2])
    w = np.array([-0.5, -0.5])
    b = 0.7
    t = np.sum(w * x) + b
    return 1 if 1 / (1 + np.exp(-t)) > 0.5 else 0


def xor_sigmoid(x1: int, x2: int) -> int:
    """Return x1 XOR x2 from three NumPy neurons.

    Examples
    --------
    >>> xor_sigmoid(0, 1)
    1
    """
    s1 = nand_sigmoid(x1, x2)
    s2 = or_sigmoid(x1, x2)
    return and_sigmoid(s1, s2)
