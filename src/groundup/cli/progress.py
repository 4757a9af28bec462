"""A bar that shows how far the training is."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from groundup.training.loop import Epoch

__all__ = ["shown"]


@contextmanager
def shown(epochs: int) -> Iterator[Callable[[Epoch], None]]:
    """Give what shows each epoch on standard error: tqdm's bar, or lines without tqdm.

    Examples
    --------
    >>> with shown(epochs=2) as show:
    ...     show(Epoch(1, 2, 0.31, 0.91, 0.93))
    """
    try:
        from tqdm import tqdm
    except ImportError:
        yield lambda epoch: print(f"epoch {epoch.number}: {_told(epoch)}", file=sys.stderr)
        return
    with tqdm(total=epochs, unit="epoch", mininterval=0.1 if sys.stderr.isatty() else 10) as bar:

        def show(epoch: Epoch) -> None:
            bar.set_postfix_str(_told(epoch), refresh=False)
            bar.update(epoch.number - bar.n)

        yield show


def _told(epoch: Epoch) -> str:
    scores = f"accuracy {epoch.accuracy:.4f}, held out {epoch.validation_accuracy:.4f}"
    return f"loss {epoch.loss:.4f}, {scores}"
