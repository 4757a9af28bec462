"""Real digits for the page where the reader draws: three of each, none trained on."""

from base64 import b64encode

from groundup.mnist import load_mnist

EACH = 3


def panel() -> dict:
    """Return the images as one text, row after row, and their labels."""
    images, labels = load_mnist("embedded", normalize=False)
    rows = [row for n in range(EACH) for row in range(n * 150, len(labels), 500)]
    return {
        "html": {},
        "data": {
            "labels": labels[rows].tolist(),
            "pixels": b64encode(images[rows].tobytes()).decode(),
        },
    }
