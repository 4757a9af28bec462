"""Training: from random weights to a network that has learned a table."""

from groundup.training.loop import Epoch, train
from groundup.training.stepper import Step, steps

__all__ = ["Epoch", "Step", "steps", "train"]
