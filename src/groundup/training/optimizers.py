"""How a step moves the parameters once the gradient is known: SGD and Adam."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from groundup._policy import quiet

__all__ = ["OPTIMIZERS", "Adam", "SGD"]

MEAN_DECAY = 0.9
SQUARE_DECAY = 0.999
EPSILON = 1e-8
"""The values of the paper's algorithm 1, where they are called beta 1, beta 2, epsilon."""


class _State:
    """Arrays that cannot be changed, so that a state that was kept stays what it was."""

    def __post_init__(self) -> None:
        for name, value in list(vars(self).items()):
            if isinstance(value, np.ndarray):
                value = value.view()
                value.setflags(write=False)
                object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        return type(self), tuple(vars(self).values())

    def is_finite(self) -> bool:
        """Return whether no number has become inf or nan."""
        return all(np.isfinite(value).all() for value in vars(self).values())


@dataclass(frozen=True, eq=False)
class SGD(_State):
    """Plain gradient descent; stochastic, because each batch gives another gradient.

    Parameters
    ----------
    parameters : numpy.ndarray, shape (n,)
        All numbers to be learned, as one vector.
    updates : int, default 0
        How many updates led here.

    Examples
    --------
    >>> state = SGD(np.array([1.0, 1.0]))
    >>> state.updated(np.array([0.5, -20.0]), learning_rate=0.25).parameters
    array([0.875, 6.   ])
    """

    parameters: np.ndarray
    updates: int = 0

    @classmethod
    def start(cls, parameters: np.ndarray) -> Self:
        """Return the state before the first update of `parameters`."""
        return cls(parameters)

    @quiet
    def updated(
        self, gradient: np.ndarray, learning_rate: float, weight_decay: float = 0.0
    ) -> Self:
        """Return the state after one step against `gradient`.

        Parameters
        ----------
        gradient : numpy.ndarray, shape (n,)
            The slope of the loss with respect to each parameter.
        learning_rate : float
            What the gradient is multiplied by.
        weight_decay : float, default 0.0
            Each parameter first shrinks by the part `learning_rate` * `weight_decay`.
        """
        shrunk = self.parameters * (1 - learning_rate * weight_decay)
        return type(self)(shrunk - learning_rate * gradient, self.updates + 1)


@dataclass(frozen=True, eq=False)
class Adam(_State):
    """Gradient descent in which each parameter has a step of its own length.

    Parameters
    ----------
    parameters : numpy.ndarray, shape (n,)
        All numbers to be learned, as one vector.
    mean : numpy.ndarray, shape (n,)
        The moving average of the gradient; 0 at the start.
    square : numpy.ndarray, shape (n,)
        The moving average of the squared gradient; 0 at the start.
    updates : int, default 0
        How many updates led here.

    Notes
    -----
    D. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015,
    algorithm 1. Both averages start at 0; dividing them by 1 - decay**updates makes up
    for it. That the weights decay apart from the gradient is from I. Loshchilov,
    F. Hutter, "Decoupled weight decay regularization", ICLR 2019.

    Examples
    --------
    >>> state = Adam.start(np.array([1.0, 1.0]))
    >>> state.updated(np.array([0.5, -20.0]), learning_rate=0.25).parameters
    array([0.75, 1.25])
    """

    parameters: np.ndarray
    mean: np.ndarray
    square: np.ndarray
    updates: int = 0

    @classmethod
    def start(cls, parameters: np.ndarray) -> Self:
        """Return the state before the first update of `parameters`."""
        return cls(parameters, np.zeros_like(parameters), np.zeros_like(parameters))

    @quiet
    def updated(
        self, gradient: np.ndarray, learning_rate: float, weight_decay: float = 0.0
    ) -> Self:
        """Return the state after one step against `gradient`.

        Parameters
        ----------
        gradient : numpy.ndarray, shape (n,)
            The slope of the loss with respect to each parameter.
        learning_rate : float
            About how far each parameter moves.
        weight_decay : float, default 0.0
            Each parameter first shrinks by the part `learning_rate` * `weight_decay`.
        """
        updates = self.updates + 1
        mean = self.mean + (1 - MEAN_DECAY) * (gradient - self.mean)
        square = self.square + (1 - SQUARE_DECAY) * (gradient**2 - self.square)
        spread = np.sqrt(square / (1 - SQUARE_DECAY**updates)) + EPSILON
        shrunk = self.parameters * (1 - learning_rate * weight_decay)
        moved = shrunk - learning_rate / (1 - MEAN_DECAY**updates) * mean / spread
        return type(self)(moved, mean, square, updates)


OPTIMIZERS: dict[str, type[Adam] | type[SGD]] = {"adam": Adam, "sgd": SGD}
