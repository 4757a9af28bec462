"""Fetching one file from whichever mirror has it, and keeping only what is right."""

import os
import tempfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np

from groundup.files.errors import DataError

CONNECT_SECONDS, READ_SECONDS = 5, 30
CHUNK_BYTES = 1 << 16


class _Limited(BytesIO):
    """A buffer that refuses to grow beyond `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, data: bytes) -> int:
        if self.tell() + len(data) > self.limit:
            raise DataError(f"it sends more than {self.limit} bytes")
        return super().write(data)


def fetch(
    urls: Sequence[str],
    target: Path,
    limit: int,
    read: Callable[[BytesIO, int, str], np.ndarray],
) -> np.ndarray:
    """Return what `read` makes of the first URL that it accepts; keep its bytes.

    Parameters
    ----------
    urls : sequence of str
        Mirrors of one file, asked in order. A progress bar shows on a terminal.
    target : Path
        Where the bytes are kept once `read` has accepted them, whole or not at all.
        While they arrive they are in memory only, so that an interruption leaves
        nothing behind.
    limit : int
        The most bytes that a mirror may send.
    read : callable
        Called with the buffer, its size and the URL; raises `DataError` to refuse.

    Raises
    ------
    DataError
        If no mirror gave the file; the message says what the last one did.

    Notes
    -----
    The transfer is pooch's: the downloader that SciPy and scikit-image use, with
    redirects, streaming, time limits and a progress bar (tqdm's).
    """
    try:
        import requests
        from pooch import HTTPDownloader
        from tqdm import tqdm
    except ImportError as error:
        raise DataError(f"downloading needs the package {error.name}") from None
    reason = "there is no mirror"
    for url in urls:
        buffer = _Limited(limit)
        bar = tqdm(
            desc=target.name,
            total=limit,
            unit="B",
            unit_scale=True,
            leave=False,
            disable=None,
        )
        download = HTTPDownloader(
            progressbar=bar,
            chunk_size=CHUNK_BYTES,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
        )
        try:
            download(url, buffer, None)
            size = buffer.tell()
            buffer.seek(0)
            array = read(buffer, size, url)
        except (requests.RequestException, OSError, ValueError) as error:
            reason = f"{url}: {_short(error)}"
            continue
        finally:
            bar.close()
        _keep(buffer.getbuffer(), target)
        return array
    raise DataError(reason)


def _short(error: Exception) -> str:
    if isinstance(error, DataError):
        return str(error)
    status = getattr(getattr(error, "response", None), "status_code", None)
    return f"status {status}" if status else type(error).__name__


def _keep(data: memoryview, target: Path) -> None:
    """Write `data` to `target` in one step; a folder that cannot be used is no error."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(suffix=".part", dir=target.parent)
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(part, target)
    except OSError:
        pass
    finally:
        Path(part).unlink(missing_ok=True)
