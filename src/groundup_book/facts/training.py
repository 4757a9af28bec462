"""How the committed weights were trained, and what came of it."""

import math

import numpy as np

from groundup.training import augment
from groundup.training.recipe import RECIPE
from groundup_book.figures.training import hardest
from groundup.trained import trained_network
from groundup_book.recorded import recorded


def _record() -> dict:
    return recorded("training")


def _accuracy(images: str) -> str:
    return f"{_record()[images]['right'] / _record()[images]['images']:.4f}"


def command() -> str:
    """Return the command that trains the committed weights."""
    return _record()["command"]


def epochs() -> int:
    """Return how often all training images were seen."""
    return _record()["epochs"]


def batch_size() -> int:
    """Return how many images a step learns from."""
    return RECIPE["batch_size"]


def steps() -> int:
    """Return how many steps the training took."""
    return epochs() * math.ceil(_record()["images"] / batch_size())


def parameters() -> int:
    """Return how many weights and biases the network has."""
    return sum(layer.weights.size + layer.bias.size for layer in trained_network().layers)


def rate() -> str:
    """Return the learning rate at the start."""
    return f"{RECIPE['learning_rate']:g}"


def decay() -> str:
    """Return the weight decay."""
    return f"{RECIPE['weight_decay']:g}"


def rotation() -> str:
    """Return the largest angle by which a training image is turned."""
    return f"{augment.ROTATION:g}°"


def scale() -> str:
    """Return by how much a training image is stretched or shrunk at most."""
    return f"{augment.SCALE:.0%}"


def official_accuracy() -> str:
    """Return the accuracy on the official test images (a record)."""
    return _accuracy("official")


def official_right() -> int:
    """Return how many official test images were named right (a record)."""
    return _record()["official"]["right"]


def embedded_accuracy() -> str:
    """Return the accuracy on the embedded images (a record)."""
    return _accuracy("embedded")


def guessing_loss() -> str:
    """Return the loss of a network that gives every digit the same probability."""
    return f"{-np.log(1 / 10):.3f}"


def minutes() -> str:
    """Return how long the training took, in minutes (a record)."""
    return f"{_record()['seconds'] / 60:.0f}"


def machine() -> str:
    """Return the processor, the versions and the date of the training (a record)."""
    seen = _record()["machine"]
    return (
        f"{seen['processor']}, Python {seen['python']}, NumPy {seen['numpy']},"
        f" {seen['date']}"
    )


def most_mistaken() -> str:
    """Return which digit was most often taken for which, as '4 → 9' (a record)."""
    counts = np.array(_record()["confusion"])
    np.fill_diagonal(counts, 0)
    written, taken = np.unravel_index(counts.argmax(), counts.shape)
    return f"{written} → {taken}"


def most_mistaken_count() -> int:
    """Return how often that happened (a record)."""
    counts = np.array(_record()["confusion"])
    np.fill_diagonal(counts, 0)
    return int(counts.max())


def shown_hard_digits() -> int:
    """Return how many of the hardest digits the figure shows."""
    return len(hardest()[1])
