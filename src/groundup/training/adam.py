"""Adam: a step down the slope, of a length that each parameter has earned."""

from dataclasses import dataclass

import numpy as np

MEAN_DECAY = 0.9
SQUARE_DECAY = 0.999
EPSILON = 1e-8


@dataclass
class Adam:
    """Parameters, and the two moving averages of their gradients.

    Parameters
    ----------
    parameters : numpy.ndarray, shape (n,)
        All numbers to be learned, as one vector. `step` changes it in place.
    mean, square : numpy.ndarray, shape (n,), optional
        Moving averages of the gradient and of its square. Zeros at first.
    steps : int, default 0
        How many steps were made.

    Notes
    -----
    D. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015,
    algorithm 1. Both averages start at 0; dividing them by 1 - decay**steps makes up
    for it. The weight decay apart from the gradient is that of I. Loshchilov, F. Hutter,
    "Decoupled weight decay regularization", ICLR 2019.

    Examples
    --------
    >>> adam = Adam(np.array([1.0, 1.0]))
    >>> adam.step(np.array([0.5, -20.0]), rate=0.25)
    >>> adam.parameters
    array([0.75, 1.25])
    """

    parameters: np.ndarray
    mean: np.ndarray | None = None
    square: np.ndarray | None = None
    steps: int = 0

    def __post_init__(self) -> None:
        if self.mean is None:
            self.mean = np.zeros_like(self.parameters)
        if self.square is None:
            self.square = np.zeros_like(self.parameters)

    def step(self, gradient: np.ndarray, rate: float, decay: float = 0.0) -> None:
        """Move `parameters` against `gradient`, shape (n,), by about `rate` each.

        First they shrink by the part `rate` * `decay` of themselves (weight decay).
        """
        self.steps += 1
        self.parameters *= 1 - rate * decay
        self.mean += (1 - MEAN_DECAY) * (gradient - self.mean)
        self.square += (1 - SQUARE_DECAY) * (gradient**2 - self.square)
        spread = np.sqrt(self.square / (1 - SQUARE_DECAY**self.steps)) + EPSILON
        self.parameters -= rate / (1 - MEAN_DECAY**self.steps) * self.mean / spread

    def copy(self) -> "Adam":
        """Return an Adam that goes on from here and leaves this one as it is."""
        return Adam(
            self.parameters.copy(), self.mean.copy(), self.square.copy(), self.steps
        )
