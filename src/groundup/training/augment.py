"""Small distortions: new images from old ones, so that a network sees none twice."""

import math

import numpy as np
from numpy.typing import ArrayLike

from groundup._policy import float_array, real_array, whole_number, without_nan

__all__ = [
    "BEND",
    "ROTATION",
    "SCALE",
    "SHEAR",
    "SHIFT",
    "SMOOTH",
    "distort",
    "random_grids",
    "warp",
]

ROTATION = 8.0
SCALE = 0.08
SHEAR = 0.08
SHIFT = 0.8
BEND = 0.6
SMOOTH = 4.0


def random_grids(
    rng: np.random.Generator, count: int, side: int, strength: float = 1.0
) -> np.ndarray:
    """Draw where each pixel of a distorted image is taken from.

    Each grid turns, stretches, slants and shifts the image a little (an affine map),
    then bends it by a smooth random field (elastic distortion).

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of chance.
    count : int
        How many grids.
    side : int
        Rows, and columns, of an image.
    strength : float, default 1.0
        Multiplies every distortion. 0 leaves the image as it is.

    Returns
    -------
    numpy.ndarray, shape (count, 2, side * side)
        A row and a column a pixel, fractions included.

    Notes
    -----
    P. Simard, D. Steinkraus, J. Platt, "Best practices for convolutional neural
    networks applied to visual document analysis", ICDAR 2003.

    Examples
    --------
    >>> random_grids(np.random.default_rng(0), 5, 28).shape
    (5, 2, 784)
    """
    middle = (side - 1) / 2
    at = np.indices((side, side)).reshape(2, -1) - middle

    angle = np.deg2rad(ROTATION) * strength * rng.uniform(-1, 1, count)
    stretch = 1 + SCALE * strength * rng.uniform(-1, 1, (2, count))
    slant = SHEAR * strength * rng.uniform(-1, 1, count)
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, -sin], [sin, cos]])
    shape = np.array([[stretch[0], slant], [np.zeros(count), stretch[1]]])
    affine = np.einsum("ijn,jkn->nik", turn, shape)

    line = np.arange(side)
    blur = np.exp(-((line[:, None] - line) ** 2) / (2 * SMOOTH**2))
    blur /= np.linalg.norm(blur, axis=1, keepdims=True)
    noise = rng.standard_normal((count, 2, side, side))
    bend = BEND * strength * (blur @ noise @ blur.T).reshape(count, 2, -1)

    shift = SHIFT * strength * rng.uniform(-1, 1, (count, 2, 1))
    return affine @ at + bend + shift + middle


def warp(images: ArrayLike, grid: ArrayLike) -> np.ndarray:
    """Take every pixel from where `grid` points, blending the four around that place.

    Parameters
    ----------
    images : array_like, shape (n, side * side)
        Flat square images.
    grid : array_like, shape (2, side * side)
        One grid of `random_grids`, for all images. Places outside the image are moved
        to its edge.

    Returns
    -------
    numpy.ndarray, shape (n, side * side)
        float64 for integers, float32 for float16, otherwise the dtype of `images`.

    Raises
    ------
    TypeError, ValueError
        If `images` are not square or not real numbers, or `grid` has another shape or
        holds nan.

    Examples
    --------
    >>> right_to_left = [[0, 0, 1, 1], [1, 0, 1, 0]]
    >>> warp([[1.0, 2.0, 3.0, 4.0]], right_to_left)
    array([[2., 1., 4., 3.]])
    """
    images = float_array(images, "images", ndim=2)
    side = math.isqrt(images.shape[1])
    places = without_nan(real_array(grid, "grid"), "grid")
    if side < 2 or side * side != images.shape[1]:
        raise ValueError(f"images has shape {images.shape}; expected (n, side * side)")
    if places.shape != (2, side * side):
        raise ValueError(f"grid has shape {places.shape}; expected (2, {side * side})")
    places = np.clip(places, 0, side - 1)
    corner = np.minimum(places.astype(np.intp), side - 2)
    down, right = (places - corner).astype(images.dtype)[:, :, None]
    first = corner[0] * side + corner[1]

    pixels = np.ascontiguousarray(images.T)
    result = pixels[first] * ((1 - down) * (1 - right))
    result += pixels[first + 1] * ((1 - down) * right)
    result += pixels[first + side] * (down * (1 - right))
    result += pixels[first + side + 1] * (down * right)
    return result.T


def distort(
    images: ArrayLike, rng: np.random.Generator, *, share: int = 64
) -> np.ndarray:
    """Return `images`, each a little distorted, as an array of the same shape.

    Parameters
    ----------
    images : array_like, shape (n, side * side)
        Flat square images.
    rng : numpy.random.Generator
        The source of chance.
    share : int, default 64
        About as many images get the same grid: one grid for many is what makes this
        fast. They are spread evenly, so that neighbours differ.

    Examples
    --------
    >>> distort(np.ones((3, 784), np.float32), np.random.default_rng(0)).shape
    (3, 784)
    """
    images = float_array(images, "images", ndim=2)
    count = -(-len(images) // whole_number(share, "share", least=1))
    grids = random_grids(rng, count, math.isqrt(images.shape[1]))
    result = np.empty(images.shape, images.dtype)
    for n, grid in enumerate(grids):
        result[n::count] = warp(images[n::count], grid)
    return result
