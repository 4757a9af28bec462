"""The embedded digits, and what two versions of the code say about one of them."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from groundup.activations import softmax
from groundup_book.figures import style
from groundup.mnist import load_mnist
from groundup.network import Network
from groundup.trained import trained_network

__all__ = [
    "GAP",
    "ROWS",
    "SIZE",
    "answers",
    "bars",
    "digits",
    "ink",
    "misread",
    "mosaic",
    "without_activations",
]

ROWS = 4
GAP = 6
SIZE = 12


@style.figure
def digits(language: str) -> Figure:
    """Draw the first embedded images of each digit, a column a digit."""
    label = {"ko": "레이블", "en": "label"}[language]
    images, labels = load_mnist("embedded", flatten=False)
    columns = [images[labels == digit][:ROWS] for digit in range(10)]
    fig = Figure(figsize=(7, 3.3))
    ax = fig.subplots()
    tile = 28 + GAP
    image = mosaic(columns)
    height, width = image.shape
    ax.imshow(ink(image, scale=1), interpolation="none", extent=(0, width, height, 0))
    ax.set_xticks(np.arange(10) * tile + 14, [str(digit) for digit in range(10)])
    ax.set_xlabel(label, fontsize=SIZE)
    ax.tick_params(length=0, labelsize=SIZE)
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    return fig


@style.figure
def answers(language: str) -> Figure:
    """Draw one image, and its ten probabilities with and without hidden activations."""
    kept, dropped, name = {
        "ko": (
            "은닉층의 활성화 값을 이어 씀",
            "2019년 코드: 활성화 값을 버림",
            "레이블",
        ),
        "en": (
            "hidden activations passed on",
            "2019: activations thrown away",
            "label",
        ),
    }[language]
    image, label, right, wrong = misread(trained_network())
    fig = Figure(figsize=(7, 4))
    grid = fig.add_gridspec(2, 2, width_ratios=(1, 1.9))
    fig.get_layout_engine().set(wspace=0.06, hspace=0.08)
    left = fig.add_subplot(grid[:, 0])
    left.imshow(ink(image.reshape(28, 28), scale=8), interpolation="none")
    left.set_xticks([])
    left.set_yticks([])
    left.spines[:].set(visible=True, color=style.GRID)
    left.set_xlabel(f"{name} {label}", fontsize=SIZE, labelpad=8)
    for row, (title, answer, colour) in enumerate(
        ((kept, right, style.BLUE), (dropped, wrong, style.ORANGE))
    ):
        bars(fig.add_subplot(grid[row, 1]), title, answer, colour)
    return fig


def bars(ax: Axes, title: str, answer: np.ndarray, colour: str) -> None:
    """Draw ten probabilities and write the largest above its bar."""
    ax.bar(range(10), answer, color=colour, width=0.7)
    best = int(answer.argmax())
    ax.text(best, answer[best] + 0.04, f"{answer[best]:.2f}", color=colour, ha="center")
    ax.set_title(title, loc="left", fontsize=SIZE, color=colour)
    ax.set_ylim(0, 1.2)
    ax.set_yticks([0, 1])
    ax.set_xticks(range(10))
    ax.tick_params(length=0, labelsize=SIZE)
    ax.get_xticklabels()[best].set(color=colour, fontsize=SIZE + 3)


def without_activations(network: Network, x: np.ndarray) -> np.ndarray:
    """Return what the notes' code gives: each layer reads the last one's sums."""
    for layer in network.layers:
        x = layer.trace(x).weighted_sum
    return softmax(x)


def misread(network: Network) -> tuple[np.ndarray, int, np.ndarray, np.ndarray]:
    """Return the image that is read right, and without activations most surely wrong."""
    images, labels = load_mnist("embedded")
    right, wrong = network.forward(images), without_activations(network, images)
    rows = np.arange(len(labels))
    sure = right[rows, labels] > 0.99
    chosen = int(np.argmin(np.where(sure, wrong[rows, labels] - wrong.max(axis=1), 1)))
    return images[chosen], int(labels[chosen]), right[chosen], wrong[chosen]


def mosaic(columns: list[np.ndarray]) -> np.ndarray:
    """Lay images of shape (rows, 28, 28) out, a column each, with gaps of nothing."""
    gap = ((0, 0), (0, GAP), (0, GAP))
    stacked = [np.pad(images, gap).reshape(-1, 28 + GAP) for images in columns]
    return np.hstack(stacked)[:-GAP, :-GAP]


def ink(image: np.ndarray, scale: int) -> np.ndarray:
    """Return pixels from 0 to 1 as ink on nothing, so that any background shows through."""
    alpha = np.kron(image, np.ones((scale, scale), image.dtype))
    colour = np.broadcast_to(to_rgb(style.BLUE), (*alpha.shape, 3))
    return np.dstack([colour, alpha])
