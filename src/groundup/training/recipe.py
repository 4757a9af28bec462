"""How the weights that come with this package are trained."""

from typing import Any

from groundup.training.augment import distort

__all__ = ["RECIPE", "SIZES"]

SIZES = (784, 50, 100, 10)
RECIPE: dict[str, Any] = {
    "epochs": 500,
    "batch_size": 128,
    "learning_rate": 5e-3,
    "schedule": "half_cosine",
    "weight_decay": 0.005,
    "augment": distort,
}
