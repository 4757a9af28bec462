from collections import Counter
from importlib.resources import files

import numpy as np

from groundup_book.facts import mnist


def test_the_record_is_what_the_audit_measured():
    assert mnist.book_accuracy() == "0.9352"
    assert mnist.notes_accuracy() == "0.7889"
    assert mnist.notes_lost() == 9352 - 7889


def test_counts_of_the_embedded_file():
    with np.load(files("groundup") / "data" / "mnist-5000.npz") as arrays:
        counts = Counter(arrays["labels"].tolist())
    assert mnist.embedded() == sum(counts.values()) == 5000
    assert counts == dict.fromkeys(range(10), mnist.embedded_each())
    assert (mnist.embedded_train(), mnist.embedded_test()) == (4000, 1000)


def test_counts_of_the_official_files():
    pixels, header = 28 * 28, 16
    assert mnist.train_images() * pixels + header == 47_040_016
    assert mnist.test_images() * pixels + header == 7_840_016
    assert mnist.learned_from() == 55_000
