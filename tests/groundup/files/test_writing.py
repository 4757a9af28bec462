import errno
import os
from pathlib import Path

import pytest

from groundup.files.errors import DataError
from groundup.files.writing import write_whole


def test_a_file_is_replaced(tmp_path):
    for data in (b"first", b"second, and longer", b""):
        write_whole(tmp_path / "file", data)
        assert (tmp_path / "file").read_bytes() == data
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_what_was_there_stays_until_all_is_written(tmp_path, monkeypatch, step):
    file = tmp_path / "file"
    file.write_bytes(b"before")

    def full(path, *_):
        Path.touch(path)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, step, full)
        with pytest.raises(DataError) as caught:
            write_whole(file, b"after")
    assert str(caught.value) == f"{str(file)!r} cannot be written: No space left on device"
    assert file.read_bytes() == b"before" and os.listdir(tmp_path) == ["file"]


def test_the_folder_must_be_there(tmp_path):
    with pytest.raises(DataError, match="none.*cannot be written: No such file or directory"):
        write_whole(tmp_path / "none" / "file", b"")
