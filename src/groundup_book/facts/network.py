"""Numbers of the notes' three-layer network."""

from groundup_book.figures.network import version_1


def weights() -> int:
    """Return how many weights the three layers have."""
    return sum(layer.weights.size for layer in version_1().layers)


def biases() -> int:
    """Return how many biases the three layers have."""
    return sum(layer.bias.size for layer in version_1().layers)
