"""Getting one file from a server."""

import socket
import sys
from io import BytesIO
from typing import Any

from groundup.files.errors import DataError, reason_of

__all__ = ["fetch"]

CONNECT_SECONDS, READ_SECONDS = 5, 30
CHUNK_BYTES = 1 << 16


class _Limited(BytesIO):
    """A buffer that refuses to grow beyond `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self.limit:
            raise DataError(f"it sends more than {self.limit} bytes")
        return super().write(data)


def fetch(url: str, limit: int) -> BytesIO:
    """Return what is at `url`, all of it in memory, so that an interruption leaves nothing.

    Parameters
    ----------
    url : str
        The address. A progress bar shows on a terminal.
    limit : int
        The most bytes that may come.

    Raises
    ------
    DataError
        Names the address and says what went wrong in words.

    Notes
    -----
    The transfer is pooch's: the downloader that SciPy and scikit-image use, with
    redirects, streaming, time limits and a progress bar.
    """
    from pooch import HTTPDownloader

    buffer = _Limited(limit)
    try:
        download = HTTPDownloader(
            progressbar=sys.stderr.isatty(),
            chunk_size=CHUNK_BYTES,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
        )
        download(url, buffer, None)
    except (OSError, ValueError) as error:
        raise DataError(f"{url}: {_why(error)}") from None
    buffer.seek(0)
    return buffer


def _why(error: BaseException) -> str:
    """Say what a transfer failed of: the root of the errors that `requests` hides it under."""
    from requests import exceptions

    words = {
        exceptions.ProxyError: "the proxy does not let the request through",
        exceptions.SSLError: "the server's certificate is not trusted",
        exceptions.Timeout: f"nothing came for {READ_SECONDS} seconds",
        socket.gaierror: "the server's name is not found (no network?)",
    }
    for kind, text in words.items():
        if isinstance(error, kind):
            return text
    cause = error.__cause__ or error.__context__
    return _why(cause) if cause else reason_of(error).partition(" for url: ")[0]
