"""Fetching one file from whichever mirror has it, and keeping only what is right."""

import http
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from groundup.files.errors import DataError
from groundup.files.opening import quoted

__all__ = ["fetch", "reason_of"]

CONNECT_SECONDS, READ_SECONDS = 5, 30
CHUNK_BYTES = 1 << 16


class _Limited(BytesIO):
    """A buffer that refuses to grow beyond `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, data: Any) -> int:
        if self.tell() + memoryview(data).nbytes > self.limit:
            raise DataError(f"it sends more than {self.limit} bytes")
        return super().write(data)


def fetch(
    urls: Sequence[str],
    target: Path,
    limit: int,
    read: Callable[[BytesIO, str], np.ndarray],
) -> np.ndarray:
    """Return what `read` makes of the first URL that it accepts; keep its bytes.

    Parameters
    ----------
    urls : sequence of str
        Mirrors of one file, asked in order. A progress bar shows on a terminal.
    target : Path
        Where the bytes are kept once `read` has accepted them, whole or not at all; a
        warning says why they could not be. While they arrive they are in memory only,
        so that an interruption leaves nothing behind.
    limit : int
        The most bytes that a mirror may send.
    read : callable
        Called with the buffer and the URL; raises `DataError` to refuse.

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
            buffer.seek(0)
            array = read(buffer, url)
        except (OSError, ValueError) as error:
            reason = f"{url}: {reason_of(error)}"
            continue
        finally:
            bar.close()
        _keep(buffer.getbuffer(), target)
        return array
    raise DataError(reason)


def reason_of(error: BaseException) -> str:
    """Say in plain words what a transfer failed of; `requests` hides it under others."""
    import socket
    import ssl

    import requests

    if isinstance(error, DataError):
        return str(error)
    words = {
        requests.exceptions.ProxyError: "the proxy does not let the request through",
        ssl.SSLError: "the server's certificate is not trusted",
        socket.gaierror: "the server's name is not found (no network?)",
        ConnectionRefusedError: "the server refuses the connection",
        requests.ConnectTimeout: f"no answer within {CONNECT_SECONDS} seconds",
        requests.Timeout: f"nothing came for {READ_SECONDS} seconds",
        requests.exceptions.ChunkedEncodingError: "the connection broke off",
        requests.TooManyRedirects: "the server sends the request round in circles",
    }
    causes = list(_causes(error))
    for kind, text in words.items():
        if any(isinstance(cause, kind) for cause in causes):
            return text
    if status := getattr(getattr(error, "response", None), "status_code", None):
        phrase = http.HTTPStatus(status).phrase if status in set(http.HTTPStatus) else ""
        return f"the server answers {status} {phrase}".rstrip()
    spoken = [cause.strerror for cause in causes if isinstance(cause, OSError)]
    return next(filter(None, reversed(spoken)), type(causes[-1]).__name__)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, and what it was raised from or while handling, to the root."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _keep(data: memoryview, target: Path) -> None:
    """Write `data` to `target` in one step, or warn that this cannot be done."""
    part = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(suffix=".part", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(part, target)
    except OSError as error:
        warnings.warn(
            f"the download could not be kept in {quoted(target.parent)}:"
            f" {error.strerror}",
            stacklevel=2,
        )
    finally:
        if part:
            Path(part).unlink(missing_ok=True)
