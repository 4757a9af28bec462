"""Where MNIST comes from: a folder, the cache, a mirror, or the images we carry."""

import hashlib
import os
import struct
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np

from groundup.files.opening import quoted
from groundup.files.download import fetch
from groundup.files.errors import DataError
from groundup.files.idx import parse_idx, read_idx

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
)


class File(NamedTuple):
    """One of MNIST's files; the SHA-256 is of its unpacked bytes."""

    name: str
    shape: tuple[int, ...]
    sha256: str


FILES = {
    "train": (
        File(
            "train-images-idx3-ubyte",
            (60_000, 28, 28),
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        ),
        File(
            "train-labels-idx1-ubyte",
            (60_000,),
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ),
    ),
    "test": (
        File(
            "t10k-images-idx3-ubyte",
            (10_000, 28, 28),
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        ),
        File(
            "t10k-labels-idx1-ubyte",
            (10_000,),
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ),
    ),
}

EMBEDDED_SHA256 = "809ec085d551285cf9efad12c42a6aead98c62f96eb9936cc5b778870773e50d"


@dataclass(frozen=True, eq=False)
class Digits:
    """Images, their labels, and where both were found.

    Attributes
    ----------
    images : numpy.ndarray, shape (n, 28, 28), uint8
    labels : numpy.ndarray, shape (n,), uint8
    origin : str
        'folder', 'cache', 'download' or 'embedded'.
    place : str
        The folder, where there is one.
    missed : str
        Why the official images could not be had, if they were asked for in vain.
    """

    images: np.ndarray
    labels: np.ndarray
    origin: str
    place: str = ""
    missed: str = ""


def find_digits(split: str, data_dir: str | os.PathLike[str] | None = None) -> Digits:
    """Return a split of MNIST from the first source that has it.

    Parameters
    ----------
    split : str
        'train' or 'test', or 'embedded' for the images in this package.
    data_dir : path-like, optional
        A folder with the official files, gzip or not; by default the environment
        variable MNIST_DIR. A folder that is named must hold the files. Without one,
        the user's cache is tried, then the mirrors, then the embedded images stand in.

    Raises
    ------
    DataError
        If the folder lacks a file, or a file in it is not MNIST's.
    ValueError
        If `split` is unknown.
    """
    if split == "embedded":
        return embedded_digits()
    if split not in FILES:
        raise ValueError(f"split is {split!r}; expected 'train', 'test' or 'embedded'")
    folder = data_dir or os.environ.get("MNIST_DIR")
    if folder:
        arrays = [_read(Path(folder), file) for file in FILES[split]]
        return Digits(*arrays, origin="folder", place=str(folder))
    return _cached(split)


def embedded_digits(missed: str = "") -> Digits:
    """Return 5,000 images of MNIST's training set, 500 a digit, sorted by digit."""
    path = files("groundup") / "data" / "mnist-5000.npz"
    with np.load(path) as arrays:
        images, labels = arrays["images"], arrays["labels"]
    if (
        hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()
        != EMBEDDED_SHA256
    ):
        raise DataError(f"{quoted(path)} is not the file that this package came with")
    return Digits(images, labels, origin="embedded", missed=missed)


def _cached(split: str) -> Digits:
    try:
        from platformdirs import user_cache_path
    except ImportError:
        return embedded_digits("downloading needs the package pooch")
    folder = user_cache_path("groundup") / "mnist"
    origin, arrays = "cache", []
    for file in FILES[split]:
        try:
            arrays.append(_read(folder, file))
        except DataError:
            try:
                arrays.append(_download(folder, file))
            except DataError as error:
                return embedded_digits(str(error))
            origin = "download"
    return Digits(*arrays, origin=origin, place=str(folder))


def _read(folder: Path, file: File) -> np.ndarray:
    try:
        names = os.listdir(folder)
    except NotADirectoryError:
        raise DataError(f"{quoted(folder)} is a file; expected a folder") from None
    except FileNotFoundError:
        raise DataError(f"{quoted(folder)} does not exist") from None
    except (OSError, ValueError) as error:
        raise DataError(f"{quoted(folder)} cannot be read: {error}") from None
    for name in (file.name, f"{file.name}.gz"):
        if name in names:
            path = folder / name
            return _checked(read_idx(path, shape=file.shape), file, quoted(path))
    raise DataError(f"{quoted(folder)} holds no {file.name}, with or without .gz")


def _download(folder: Path, file: File) -> np.ndarray:
    def read(buffer: BytesIO, size: int, url: str) -> np.ndarray:
        return _checked(parse_idx(buffer, size, url, shape=file.shape), file, url)

    name = f"{file.name}.gz"
    limit = int(np.prod(file.shape)) + 1024
    return fetch([mirror + name for mirror in MIRRORS], folder / name, limit, read)


def _checked(array: np.ndarray, file: File, name: str) -> np.ndarray:
    if array.ndim == 1 and array.max() > 9:
        raise DataError(f"{name} holds the label {array.max()}; expected 0 to 9")
    header = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    digest = hashlib.sha256(header)
    digest.update(array)
    if (found := digest.hexdigest()) != file.sha256:
        raise DataError(
            f"{name} is not MNIST's {file.name}: the SHA-256 of its unpacked bytes"
            f" begins with {found[:12]}, expected {file.sha256[:12]}"
        )
    return array
