"""Where MNIST comes from: a folder, the cache, a mirror, or the images we carry."""

import hashlib
import os
import re
import struct
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from groundup.files.download import fetch
from groundup.files.errors import DataError, reason_of
from groundup.files.idx import parse_idx, read_idx
from groundup.files.opening import quoted
from groundup.files.writing import write_whole

__all__ = ["Digits", "FILES", "File", "PARTS", "embedded_digits", "find_digits"]

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
        File("train-images-idx3-ubyte", (60_000, 28, 28),
             "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        File("train-labels-idx1-ubyte", (60_000,),
             "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    ),
    "test": (
        File("t10k-images-idx3-ubyte", (10_000, 28, 28),
             "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        File("t10k-labels-idx1-ubyte", (10_000,),
             "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ),
}  # fmt: skip
FASHION_MNIST = {
    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
EMBEDDED_SHA256 = "809ec085d551285cf9efad12c42a6aead98c62f96eb9936cc5b778870773e50d"
PARTS = {
    "train": {"train-without-embedded", "embedded-train", "embedded-test"},
    "test": {"test"},
    "train-without-embedded": {"train-without-embedded"},
    "embedded": {"embedded-train", "embedded-test"},
    "embedded-train": {"embedded-train"},
    "embedded-test": {"embedded-test"},
}
"""Every split, and which of four parts, no two with a common image, it is made of."""


@dataclass(frozen=True, eq=False)
class Digits:
    """Images, their labels, and where both were found.

    Attributes
    ----------
    images : numpy.ndarray, shape (n, 28, 28), uint8
    labels : numpy.ndarray, shape (n,), uint8
    split : str
        A key of `PARTS`: what these are, perhaps in the place of what was asked for.
    origin : str
        'folder', 'cache', 'download' or 'embedded'.
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


def find_digits(split: str, data_dir: str | os.PathLike[str] | None = None) -> Digits:
    """Return a split of MNIST from the first source that has it.

    Parameters
    ----------
    split : str
        'train' or 'test'; 'train-without-embedded' for the training images that are not
        in this package; or 'embedded' for those that are, of which 'embedded-train' and
        'embedded-test' are two parts without a common image.
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
    if split not in PARTS:
        raise ValueError(f"split is {split!r}; expected one of {', '.join(map(repr, PARTS))}")
    if split.startswith("embedded"):
        return embedded_digits(split)
    official, without, _ = split.partition("-without-embedded")
    variable = os.environ.get("MNIST_DIR") if data_dir is None else None
    folder = variable or data_dir
    try:
        digits = _cached(official) if folder is None else _in_folder(official, folder)
    except (DataError, ImportError) as error:
        if variable:
            raise DataError(f"the environment variable MNIST_DIR: {error}") from None
        if data_dir is not None:
            raise
        return embedded_digits(f"embedded-{official}", missed=str(error))
    return _without_embedded(digits) if without else digits


def embedded_digits(split: str = "embedded", missed: str = "") -> Digits:
    """Return 5,000 images of MNIST's training set, 500 a digit, or one part of them.

    They are sorted by digit. Every fifth is 'embedded-test', the others are
    'embedded-train': 100 and 400 of each digit.
    """
    path = Path(str(files("groundup") / "data" / "mnist-5000.npz"))
    with np.load(path) as arrays:
        images, labels = arrays["images"], arrays["labels"]
    if hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest() != EMBEDDED_SHA256:
        raise DataError(f"{quoted(path)} is not the file that this package came with")
    fifth = np.arange(len(labels)) % 5 == 0
    rows = {"embedded-train": ~fifth, "embedded-test": fifth}.get(split, slice(None))
    return Digits(images[rows], labels[rows], split, origin="embedded", missed=missed)


def _without_embedded(digits: Digits) -> Digits:
    seen = {image.tobytes() for image in embedded_digits().images}
    rows = np.array([image.tobytes() not in seen for image in digits.images])
    images, labels = digits.images[rows], digits.labels[rows]
    return replace(digits, images=images, labels=labels, split="train-without-embedded")


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
    from pooch import os_cache

    folder = os_cache("groundup") / "mnist"
    with suppress(DataError):
        return replace(_in_folder(split, folder), origin="cache")
    packed = {f"{file.name}.gz": _download(file) for file in FILES[split]}
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    for name, data in packed.items():
        write_whole(folder / name, data)
    return replace(_in_folder(split, folder), origin="download")


def _read(folder: Path, file: File) -> np.ndarray:
    """Return the array of the first file that has the right bytes.

    Those are tried first, down to three folders deep, whose names differ from MNIST's by
    case, punctuation and ending only; then all that stand in `folder` itself.
    """
    try:
        os.listdir(folder)
    except (OSError, ValueError) as error:
        raise DataError(
            f"{quoted(folder)} cannot be read: {reason_of(error)};"
            " expected the folder with MNIST's files"
        ) from None
    paths = sorted(path for n in range(4) for path in folder.glob("[!.]*/" * n + "[!.]*"))
    paths = list(filter(os.path.isfile, paths))
    named = [path for path in paths if _plain(path.name).startswith(_plain(file.name))]
    refused = []
    for path in [*named, *(path for path in paths if path.parent == folder)]:
        try:
            return _checked(read_idx(path, shape=file.shape), file, quoted(path))
        except DataError as error:
            refused.append(str(error))
    if named:
        raise DataError(refused[0])
    raise DataError(f"{quoted(folder)} holds no {file.name}, with or without .gz")


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())


def _download(file: File) -> bytes:
    """Return the packed file from the first mirror that sends the right one."""
    reason = "there is no mirror"
    for url in (f"{mirror}{file.name}.gz" for mirror in MIRRORS):
        try:
            packed = fetch(url, limit=int(np.prod(file.shape)) + 1024)
            _checked(parse_idx(packed, url, shape=file.shape), file, url)
            return packed.getvalue()
        except DataError as error:
            reason = str(error)
    raise DataError(reason)


def _checked(array: np.ndarray, file: File, name: str) -> np.ndarray:
    header = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    found = hashlib.sha256(header + array.tobytes()).hexdigest()
    if found != file.sha256:
        whose = "Fashion-MNIST's" if found in FASHION_MNIST else "perhaps KMNIST's or EMNIST's"
        raise DataError(
            f"{name} is not MNIST's {file.name}, but {whose}: the SHA-256 of its unpacked"
            f" bytes begins with {found[:12]}, expected {file.sha256[:12]}"
        )
    return array
