"""A transcript may change how NumPy prints and warns; the next one starts afresh."""

from collections.abc import Iterator

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def numpy_as_it_starts() -> Iterator[None]:
    """Put NumPy's settings back after each transcript."""
    with np.printoptions(), np.errstate():
        yield
