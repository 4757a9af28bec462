"""From random weights to a network that reads digits."""

from groundup.training.loop import Epoch, train

__all__ = ["Epoch", "train"]
