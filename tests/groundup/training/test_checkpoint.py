import numpy as np
import pytest

from groundup.training.adam import Adam
from groundup.training.checkpoint import load_checkpoint, save_checkpoint

RUN = "sizes (2, 1), seed 0"


@pytest.fixture
def start():
    return Adam(np.zeros(3, np.float32))


def test_what_was_saved_is_loaded_bit_for_bit(tmp_path, start):
    state = Adam(np.array([1, 2, 3], np.float32) / 3)
    state.step(np.array([0.1, -5, 1e-20], np.float32), rate=0.1)
    save_checkpoint(tmp_path / "run", state, RUN)
    loaded = load_checkpoint(tmp_path / "run", start, RUN)
    assert loaded.steps == 1
    for name in ("parameters", "mean", "square"):
        saved, read = getattr(state, name), getattr(loaded, name)
        assert saved.dtype == read.dtype
        np.testing.assert_array_equal(saved, read)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_without_a_file_the_run_starts(tmp_path, start):
    assert load_checkpoint(tmp_path / "run", start, RUN) is start


def test_another_run_is_named(tmp_path, start):
    save_checkpoint(tmp_path / "run", start, RUN)
    with pytest.raises(ValueError, match=r"of another run than seed 1; remove it"):
        load_checkpoint(tmp_path / "run", start, "seed 1")


@pytest.mark.parametrize("name", ["parameters", "mean", "square", "steps"])
@pytest.mark.parametrize("wrong", [None, np.zeros(4)])
def test_a_checkpoint_that_lacks_a_part_is_refused(tmp_path, start, name, wrong):
    parts = {n: np.zeros(3) for n in ("parameters", "mean", "square")}
    parts |= {"steps": np.float64(1), "run": np.array(RUN), name: wrong}
    if wrong is None:
        del parts[name]
    with (tmp_path / "run").open("wb") as file:
        np.savez(file, **parts)
    with pytest.raises(ValueError, match="'.*run' is no whole checkpoint"):
        load_checkpoint(tmp_path / "run", start, RUN)
