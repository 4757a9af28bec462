"""A number that remembers what it was computed from, to trace slopes back."""

import math
from collections.abc import Callable, Iterable
from numbers import Real

__all__ = ["Value"]
Rule = Callable[..., tuple[float, ...]]
Edges = Iterable[tuple["Value", float]]


def _operation(name: str, rule: Rule) -> Callable[..., "Value"]:
    """Make a method of a rule: numbers in, out the result and its slope in each."""
    def method(*operands: "Value | float") -> "Value":
        nodes = [x if isinstance(x, Value) else Value(x) for x in operands]
        numbers = [node.data for node in nodes]
        try:
            result, *slopes = rule(*numbers)
            return Value(result, name, zip(nodes, slopes))
        except (ArithmeticError, ValueError) as error:
            raise type(error)(f"{name} of {numbers} has no finite value or slope") from None
    return method


def _power(a: float, n: float) -> tuple[float, ...]:
    value, slope = math.pow(a, n), n and n * math.pow(a, n - 1)
    return value, slope, value and value * math.log(a) if a > 0 or n > 0 == a else math.nan


class Value:
    """A node of a computational graph: a number, and the nodes it was computed from.

    ``+ - * / **``, `exp`, `log`, `relu`, `sigmoid` and `tanh` give a new node each.

    Parameters
    ----------
    data : float
        A finite number, kept as a float.
    operation : str, default ''
        What computed it, such as '+'.
    inputs : iterable of (Value, float), default ()
        The nodes it was computed from, and how fast it grows with each of them: inf where
        that is too large for a float, nan where it is undefined.

    Raises
    ------
    TypeError
        If `data` is no real number.
    ArithmeticError, ValueError
        If `data`, or what an operation gives, is not finite or not real.

    Examples
    --------
    >>> w, x, b = Value(0.5), Value(3), Value(-1)
    >>> y = (w * x + b).tanh()
    >>> y.backward()
    >>> y, w
    (Value(0.4621, grad=1), Value(0.5, grad=2.359))
    """

    data: float
    grad: float
    operation: str
    inputs: tuple[tuple["Value", float], ...]
    __array_ufunc__ = None  # a NumPy number on the left leaves the operator to Value

    def __init__(self, data: float, operation: str = "", inputs: Edges = ()) -> None:
        if not isinstance(data, Real):
            raise TypeError(f"data is {data!r}; expected a number")
        try:
            self.data, self.grad = float(data), 0.0
        except OverflowError:
            self.data = math.inf
        if not math.isfinite(self.data):
            raise ValueError(f"data is {data!r}; expected a finite number")
        self.operation, self.inputs = operation, tuple(inputs)

    __add__ = __radd__ = _operation("+", lambda a, b: (a + b, 1, 1))
    __sub__ = _operation("-", lambda a, b: (a - b, 1, -1))
    __rsub__ = _operation("-", lambda b, a: (a - b, -1, 1))
    __mul__ = __rmul__ = _operation("*", lambda a, b: (a * b, b, a))
    __truediv__ = _operation("/", lambda a, b: (a / b, 1 / b, -a / b / b))
    __rtruediv__ = _operation("/", lambda b, a: (a / b, -a / b / b, 1 / b))
    __pow__ = _operation("**", _power)
    __neg__ = _operation("-", lambda a: (-a, -1))
    exp = _operation("exp", lambda a: (math.exp(a), math.exp(a)))
    log = _operation("log", lambda a: (math.log(a), 1 / a))
    relu = _operation("relu", lambda a: (max(a, 0), a > 0))
    sigmoid = _operation(
        "sigmoid",
        lambda a: (s := math.exp(min(a, 0)) / (1 + math.exp(-abs(a))), s * (1 - s)),
    )
    tanh = _operation("tanh", lambda a: (math.tanh(a), 1 - math.tanh(a) ** 2))

    def __rpow__(self, other: float) -> "Value":
        return Value(other) ** self

    def __repr__(self) -> str:
        return f"Value({self.data:.4g}, grad={self.grad:.4g})"

    def backward(self) -> None:
        """Set `grad`, how fast this grows with a node, in each node it comes from."""
        order, seen, waiting = [], set(), [(self, False)]
        while waiting:
            node, after_its_inputs = waiting.pop()
            if after_its_inputs:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                node.grad = 0.0
                waiting += [(node, True)] + [(n, False) for n, _ in node.inputs]
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad
