"""The network that this project trained, on images that are not among the embedded."""

from importlib.resources import files
from pathlib import Path

from groundup.network import Network

__all__ = ["WEIGHTS", "trained_network"]

WEIGHTS = Path(str(files("groundup") / "data" / "weights.npz"))


def trained_network() -> Network:
    """Return the network of 784-50-100-10 that comes with this package.

    It has seen neither the 5,000 embedded images nor MNIST's official test set:
    ``python -m groundup train`` made it from the other 55,000 training images.

    Examples
    --------
    >>> trained_network()
    Network(784-50-100-10, sigmoid, sigmoid, softmax)
    """
    return Network.load(WEIGHTS)
