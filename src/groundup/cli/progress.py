"""A bar that shows how far the training is."""

import sys
from typing import Self

from groundup.training.loop import Epoch

__all__ = ["Bar"]


class Bar:
    """A progress bar on standard error: tqdm's, or one line an epoch without tqdm.

    Examples
    --------
    >>> with Bar(epochs=2) as bar:
    ...     bar.show(Epoch(1, 2, 0.31, 0.91, 0.93))
    """

    def __init__(self, epochs: int) -> None:
        try:
            from tqdm import tqdm
        except ImportError:
            self._bar = None
        else:
            often = 0.1 if sys.stderr.isatty() else 10
            self._bar = tqdm(total=epochs, unit="epoch", mininterval=often)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, epoch: Epoch) -> None:
        """Move on to `epoch`, with its loss and accuracy."""
        text = f"loss {epoch.loss:.4f}"
        if epoch.accuracy is not None:
            text += f", accuracy {epoch.accuracy:.4f}"
        if epoch.validation_accuracy is not None:
            text += f", held out {epoch.validation_accuracy:.4f}"
        if self._bar is None:
            print(f"epoch {epoch.number}/{epoch.of}: {text}", file=sys.stderr)
            return
        self._bar.set_postfix_str(text, refresh=False)
        self._bar.update(epoch.number - self._bar.n)
