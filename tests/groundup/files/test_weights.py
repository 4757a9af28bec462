import os
import pickle
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from groundup.files.errors import DataError
from groundup.files.weights import LIMIT, read_weights
from groundup.inference import accuracy
from groundup.mnist import load_mnist
from groundup.network import Network

REPORTS = Path(__file__).parents[4] / "shared" / "reports" / "weights"
PLAIN = {"W1": np.eye(2), "b1": np.zeros(2)}


def test_the_bytes_say_what_the_file_is_not_its_name(tmp_path):
    with (tmp_path / "weights.pkl").open("wb") as file:
        np.savez(file, **PLAIN)
    (tmp_path / "weights.npz").write_bytes(pickle.dumps(PLAIN))
    for name in ("weights.pkl", "weights.npz"):
        assert read_weights(tmp_path / name).arrays["W1"].tolist() == [[1, 0], [0, 1]]


def test_what_is_read_can_be_changed(tmp_path):
    (tmp_path / "w").write_bytes(pickle.dumps(PLAIN))
    read_weights(tmp_path / "w").arrays["b1"] += 1


def test_large_files_are_refused_before_they_are_read(tmp_path):
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(DataError, match="has 1099511627776 bytes"):
        read_weights(tmp_path / "large")


def test_one_array_under_many_names_takes_no_more_than_a_file_may(tmp_path):
    large = np.zeros((1000, 1000))
    many = {f"W{n}": large for n in range(1, 40)}
    (tmp_path / "w").write_bytes(pickle.dumps(many))
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match="more numbers than"):
            read_weights(tmp_path / "w")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * LIMIT
