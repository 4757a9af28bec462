"""A drawing, made into an image like those of MNIST and read by the trained network."""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from groundup import notes_2019
from groundup._policy import real_array
from groundup.mnist import load_mnist
from groundup.trained import trained_network

__all__ = ["centred", "cropped", "read", "shares"]

SIDE, BOX = 28, 20
FAINTEST = 1e-6
"""MNIST's images have 28 by 28 pixels, and its digits fit in 20 by 20 of them:
http://yann.lecun.com/exdb/mnist/. Ink below a millionth would be lost in float32."""


def centred(pixels: ArrayLike) -> np.ndarray:
    """Return a drawing as MNIST shows its digits.

    Parameters
    ----------
    pixels : array_like, shape (height, width)
        Ink from 0 to 1, or from 0 to 255 if the dtype is uint8; 0 is paper.

    Returns
    -------
    numpy.ndarray, shape (28, 28), float32
        The ink, scaled to 20 rows or 20 columns, whichever keeps it within both, and
        moved by whole pixels until its centre of mass is nearest to pixel (14, 14).

    Raises
    ------
    TypeError, ValueError
        If `pixels` is not such an array, or holds no ink.

    Examples
    --------
    >>> drawing = np.zeros((300, 300))
    >>> drawing[100:220, 40:60] = 1
    >>> image = centred(drawing)
    >>> np.flatnonzero(image.any(axis=1))[[0, -1]], np.flatnonzero(image.any(axis=0))
    (array([ 4, 23]), array([13, 14, 15]))
    """
    ink = cropped(_ink(pixels))
    scale = BOX / max(ink.shape)
    rows, columns = (max(1, round(size * scale)) for size in ink.shape)
    small = shares(rows, len(ink)) @ (ink @ shares(columns, ink.shape[1]).T)
    image = np.zeros((SIDE, SIDE), np.float32)
    top = _start(small.sum(axis=1))
    left = _start(small.sum(axis=0))
    image[top : top + rows, left : left + columns] = np.minimum(small, 1)
    return image


def cropped(ink: ArrayLike) -> np.ndarray:
    """Return the smallest rectangle that holds all the ink.

    Parameters
    ----------
    ink : array_like, shape (height, width)
        0 is paper.

    Returns
    -------
    numpy.ndarray, shape (rows, columns)
        The dtype of `ink`.

    Raises
    ------
    TypeError, ValueError
        If `ink` is not such an array, or all 0.

    Examples
    --------
    >>> cropped(np.array([[0, 0, 0], [0, 1, 2], [0, 0, 3]]))
    array([[1, 2],
           [0, 3]])
    """
    ink = real_array(ink, "ink", ndim=2)
    if not ink.any():
        raise ValueError(f"ink of shape {ink.shape} is all 0; expected ink")
    rows = np.flatnonzero(ink.any(axis=1))
    columns = np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def shares(new: int, old: int) -> np.ndarray:
    """Return the matrix that makes `new` pixels of `old` ones.

    Parameters
    ----------
    new, old : int
        1 or more.

    Returns
    -------
    numpy.ndarray, shape (new, old), float32
        Row i holds how much of new pixel i each old pixel covers. Rows sum to 1: every
        new pixel is an average, which is what smooths the edges.

    Examples
    --------
    >>> shares(2, 3)
    array([[0.6666667 , 0.33333334, 0.        ],
           [0.        , 0.33333334, 0.6666667 ]], dtype=float32)
    """
    if min(new, old) < 1:
        raise ValueError(f"new is {new} and old is {old}; expected 1 or more each")
    edges = np.arange(new + 1) * old / new
    pixel = np.arange(old)
    begins = np.maximum(edges[:-1, np.newaxis], pixel)
    ends = np.minimum(edges[1:, np.newaxis], pixel + 1)
    covered: np.ndarray = np.maximum(0, ends - begins) * new / old
    return covered.astype(np.float32)


def read(
    pixels: ArrayLike, drops_activations: bool = False, mixes_batch: bool = False
) -> dict[str, np.ndarray]:
    """Return what the network sees in a drawing, and everything that it makes of it.

    Parameters
    ----------
    pixels : array_like, shape (height, width)
        A drawing; see `centred`.
    drops_activations, mixes_batch : bool
        Make these mistakes of the notes (see `groundup.notes_2019`). For the second the
        drawing is the first of a batch of 100; the others are MNIST's.

    Returns
    -------
    dict of numpy.ndarray
        'image' of shape (28, 28), 'hidden1' (50,), 'hidden2' (100,) and
        'probabilities' (10,), which may hold nan if `mixes_batch`.

    Examples
    --------
    >>> images, labels = load_mnist("embedded", flatten=False)
    >>> answer = read(images[500])
    >>> int(answer["probabilities"].argmax()), int(labels[500])
    (1, 1)
    """
    image = centred(pixels)
    x = image.reshape(1, -1)
    if mixes_batch:
        x = np.vstack([x, _others()])
    signals = notes_2019.trace_2019(
        _network(), x, drops_activations=drops_activations, mixes_batch=mixes_batch
    )
    names = "hidden1", "hidden2", "probabilities"
    return {"image": image} | {name: s.activation[0] for name, s in zip(names, signals)}


def _ink(pixels: ArrayLike) -> np.ndarray:
    pixels = real_array(pixels, "pixels", ndim=2)
    whole = 255 if pixels.dtype == np.uint8 else 1
    if not (pixels.min() >= 0 and pixels.max() <= whole):
        raise ValueError(
            f"pixels of shape {pixels.shape} holds {pixels.min()} to {pixels.max()};"
            f" expected ink from 0 to {whole}"
        )
    ink = pixels.astype(np.float32) / np.float32(whole)
    if ink.max() < FAINTEST:
        raise ValueError(f"pixels of shape {pixels.shape} holds no ink")
    return ink


def _start(mass: np.ndarray) -> int:
    """Return where pixels begin so that the centre of their mass is at the middle."""
    centre = mass @ np.arange(len(mass)) / mass.sum()
    return int(np.clip(round(SIDE // 2 - centre), 0, SIDE - len(mass)))


_network = cache(trained_network)


@cache
def _others() -> np.ndarray:
    images, _ = load_mnist("embedded")
    return images[:: len(images) // 99][:99]
