"""Where MNIST comes from: a folder, the cache, a mirror, or the images we carry."""

import hashlib
import os
import re
import struct
from collections.abc import Iterator
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

__all__ = ["Digits", "FILES", "File", "embedded_digits", "find_digits"]

FOLDERS = re.compile("mnist|^raw$|^archive$")
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

FASHION_MNIST = {
    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
EMBEDDED = ("embedded", "embedded-train", "embedded-test")
EMBEDDED_SHA256 = "809ec085d551285cf9efad12c42a6aead98c62f96eb9936cc5b778870773e50d"


@dataclass(frozen=True, eq=False)
class Digits:
    """Images, their labels, and where both were found.

    Attributes
    ----------
    images : numpy.ndarray, shape (n, 28, 28), uint8
    labels : numpy.ndarray, shape (n,), uint8
    split : str
        'train', 'test', 'embedded', or 'train-without-embedded'.
    origin : str
        'folder', 'cache', 'download' or 'embedded'. Of the embedded images 'train' is
        the part that stands in for the training set, and 'test' the other.
    place : str
        The folder, where there is one.
    missed : str
        Why the official images could not be had, if they were asked for in vain.
    """

    images: np.ndarray
    labels: np.ndarray
    split: str
    origin: str
    place: str = ""
    missed: str = ""

    @property
    def name(self) -> str:
        """Which images these are, wherever they were found: what a file of weights keeps.

        'mnist-' and, for a part of the embedded images, 'embedded-'; then the split.
        """
        part = self.origin == "embedded" and self.split != "embedded"
        return f"mnist-embedded-{self.split}" if part else f"mnist-{self.split}"


def find_digits(split: str, data_dir: str | os.PathLike[str] | None = None) -> Digits:
    """Return a split of MNIST from the first source that has it.

    Parameters
    ----------
    split : str
        'train' or 'test'; or 'embedded' for the images in this package, of which
        'embedded-train' and 'embedded-test' are two parts without a common image.
    data_dir : path-like, optional
        A folder with the official files; by default the environment variable MNIST_DIR.
        A folder that is named must hold the files. Without one, the user's cache is
        tried, then the mirrors; then the part of the embedded images stands in.

    Raises
    ------
    DataError
        If the folder lacks a file, or a file in it is not MNIST's.
    ValueError
        If `split` is unknown.
    """
    if split in EMBEDDED:
        return embedded_digits(split)
    if split not in FILES:
        known = ", ".join(map(repr, (*FILES, *EMBEDDED)))
        raise ValueError(f"split is {split!r}; expected one of {known}")
    if data_dir is not None:
        return _in_folder(split, data_dir)
    if variable := os.environ.get("MNIST_DIR"):
        try:
            return _in_folder(split, variable)
        except DataError as error:
            raise DataError(f"the environment variable MNIST_DIR: {error}") from None
    try:
        return _cached(split)
    except DataError as error:
        return embedded_digits(f"embedded-{split}", missed=str(error))


def embedded_digits(split: str = "embedded", missed: str = "") -> Digits:
    """Return 5,000 images of MNIST's training set, 500 a digit, or one part of them.

    They are sorted by digit. Every fifth is 'embedded-test', the others are
    'embedded-train': 100 and 400 of each digit.
    """
    path = Path(str(files("groundup") / "data" / "mnist-5000.npz"))
    with np.load(path) as arrays:
        images, labels = arrays["images"], arrays["labels"]
    if (
        hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()
        != EMBEDDED_SHA256
    ):
        raise DataError(f"{quoted(path)} is not the file that this package came with")
    fifth = np.arange(len(labels)) % 5 == 0
    rows = dict(zip(EMBEDDED, (fifth | True, ~fifth, fifth)))[split]
    part = split.removeprefix("embedded-")
    return Digits(images[rows], labels[rows], part, origin="embedded", missed=missed)


def _in_folder(split: str, data_dir: str | os.PathLike[str]) -> Digits:
    if not os.fspath(data_dir):
        raise DataError("the name of the folder with MNIST's files is empty")
    folder = Path(os.path.expanduser(os.fsdecode(data_dir)))
    images, labels = (_read(folder, file) for file in FILES[split])
    return Digits(images, labels, split, origin="folder", place=str(folder))


def _cached(split: str) -> Digits:
    """Return a split from the cache or a mirror: the training set after the test set.

    So where the training set is had, no embedded image stands in for the test set.
    """
    if split == "train":
        _cached("test")
    try:
        from platformdirs import user_cache_path
    except ImportError:
        raise DataError("downloading needs the package pooch") from None
    folder = user_cache_path("groundup") / "mnist"
    origin, arrays = "cache", []
    for file in FILES[split]:
        try:
            arrays.append(_read(folder, file))
        except DataError:
            arrays.append(_download(folder, file))
            origin = "download"
    images, labels = arrays
    return Digits(images, labels, split, origin=origin, place=str(folder))


def _read(folder: Path, file: File) -> np.ndarray:
    """Return the array of the first file below `folder` that has the right bytes."""
    try:
        held = sorted(os.listdir(folder))
    except NotADirectoryError:
        raise DataError(f"{quoted(folder)} is a file; expected the folder with MNIST's files") from None
    except FileNotFoundError:
        raise DataError(f"{quoted(folder)} does not exist") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{quoted(folder)} cannot be read: {reason}") from None
    refused = []
    for path in sorted(_below(folder, file), key=lambda path: not _is_named(path, file)):
        try:
            return _checked(read_idx(path, shape=file.shape), file, quoted(path))
        except DataError as error:
            if _is_named(path, file):
                refused.append(error)
    if refused:
        raise refused[0]
    found = ", ".join(map(quoted, held[:3])) + (" and more" if len(held) > 3 else "")
    raise DataError(
        f"{quoted(folder)} holds no {file.name}, with or without .gz,"
        f" but {found or 'nothing'}"
    )


def _below(folder: Path, file: File, depth: int = 3) -> Iterator[Path]:
    """Yield the files in `folder`, and in folders of it that may be made for MNIST."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    for path in paths:
        if path.name.startswith("."):
            continue
        if not os.path.isdir(path):
            yield path
        elif depth and (_is_named(path, file) or FOLDERS.search(path.name.lower())):
            yield from _below(path, file, depth - 1)


def _is_named(path: Path, file: File) -> bool:
    """Tell whether only case, punctuation and an ending part the two names."""
    name, wanted = (re.sub(r"[\W_]", "", text.lower()) for text in (path.name, file.name))
    return name.startswith(wanted)


def _download(folder: Path, file: File) -> np.ndarray:
    def read(buffer: BytesIO, url: str) -> np.ndarray:
        return _checked(parse_idx(buffer, url, shape=file.shape), file, url)

    name = f"{file.name}.gz"
    limit = int(np.prod(file.shape)) + 1024
    return fetch([mirror + name for mirror in MIRRORS], folder / name, limit, read)


def _checked(array: np.ndarray, file: File, name: str) -> np.ndarray:
    header = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    digest = hashlib.sha256(header)
    digest.update(array.data)
    found = digest.hexdigest()
    if found in FASHION_MNIST:
        raise DataError(f"{name} is Fashion-MNIST's file of that name; expected MNIST's")
    if found != file.sha256:
        raise DataError(
            f"{name} is not MNIST's {file.name} but perhaps that of a data set like it,"
            f" such as KMNIST: the SHA-256 of its unpacked bytes begins with"
            f" {found[:12]}, expected {file.sha256[:12]}"
        )
    return array
