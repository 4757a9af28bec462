import json
import pickle

import numpy as np
import pytest

from groundup.training.checkpoint import load_checkpoint, save_checkpoint
from groundup.training.optimizers import SGD, Adam

RUN = {"sizes": (2, 1), "seed": 0, "augment": None, "learning_rate": 0.1}


@pytest.mark.parametrize("kind", [SGD, Adam])
def test_what_was_saved_is_loaded_bit_for_bit(tmp_path, kind):
    state = kind.start(np.array([1, 2, 3], np.float32) / 3)
    state = state.updated(np.array([0.1, -5, 1e-20], np.float32), 0.1)
    save_checkpoint(tmp_path / "run", state, RUN)
    loaded = load_checkpoint(tmp_path / "run", kind, RUN)
    assert loaded.updates == 1 and vars(loaded).keys() == vars(state).keys()
    for name in vars(state).keys() - {"updates"}:
        saved, read = getattr(state, name), getattr(loaded, name)
        assert saved.dtype == read.dtype
        np.testing.assert_array_equal(saved, read)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_without_a_file_there_is_no_state(tmp_path):
    assert load_checkpoint(tmp_path / "run", Adam, RUN) is None


def test_another_run_is_told_by_what_differs(tmp_path):
    save_checkpoint(tmp_path / "run", SGD.start(np.zeros(3)), RUN)
    why = "run' is the checkpoint of another run, with seed '0' and not '1'; remove it"
    with pytest.raises(ValueError, match=why):
        load_checkpoint(tmp_path / "run", Adam, RUN | {"seed": 1})


@pytest.mark.parametrize("name", ["parameters", "mean", "square", "updates", "run"])
@pytest.mark.parametrize("wrong", [None, np.zeros(4), np.zeros(3, np.float32)])
def test_a_checkpoint_that_lacks_a_part_is_refused(tmp_path, name, wrong):
    parts = {n: np.zeros(3) for n in ("parameters", "mean", "square")}
    parts |= {"updates": np.int64(1), "run": json.dumps(RUN), name: wrong}
    if wrong is None:
        del parts[name]
    with (tmp_path / "run").open("wb") as file:
        np.savez(file, **parts)
    with pytest.raises(ValueError, match="'.*run' is no (whole )?checkpoint; remove it"):
        load_checkpoint(tmp_path / "run", Adam, RUN)


@pytest.mark.parametrize(
    "data",
    [b"", b"text", pickle.dumps([1]), b"PK\x03\x04", b"\x93NUMPY", b"PK\x05\x06" + bytes(18)],
)
def test_what_is_no_checkpoint_is_refused(tmp_path, data):
    (tmp_path / "run").write_bytes(data)
    with pytest.raises(ValueError, match="'.*run' is no checkpoint; remove it"):
        load_checkpoint(tmp_path / "run", SGD, RUN)


def test_every_cut_of_a_checkpoint_is_refused(tmp_path):
    save_checkpoint(tmp_path / "run", SGD.start(np.arange(20.0)), RUN)
    whole = (tmp_path / "run").read_bytes()
    for end in range(0, len(whole), 13):
        (tmp_path / "run").write_bytes(whole[:end])
        with pytest.raises(ValueError, match="is no checkpoint"):
            load_checkpoint(tmp_path / "run", SGD, RUN)


def test_one_array_alone_and_a_folder_are_refused(tmp_path):
    np.save(tmp_path / "one.npy", np.zeros(3))
    with pytest.raises(ValueError, match="one.npy' is no checkpoint"):
        load_checkpoint(tmp_path / "one.npy", SGD, RUN)
    with pytest.raises(ValueError, match="is a folder or a device; expected a file"):
        load_checkpoint(tmp_path, SGD, RUN)
