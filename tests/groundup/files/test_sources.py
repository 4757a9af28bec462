import functools
import gzip
import hashlib
import http.server
import os
import struct
import threading
from pathlib import Path

import numpy as np
import pytest

from groundup.files import sources
from groundup.files.errors import DataError
from groundup.files.sources import FILES, File, find_digits

RNG = np.random.default_rng(3)
SMALL = {}
for split, count in (("train", 6), ("test", 4)):
    for kind, shape in (("images-idx3", (count, 28, 28)), ("labels-idx1", (count,))):
        numbers = RNG.integers(0, 10, shape, dtype=np.uint8).tobytes()
        head = struct.pack(f">4B{len(shape)}I", 0, 0, 8, len(shape), *shape)
        SMALL[split, kind] = (
            File(
                f"{split}-{kind}-ubyte",
                shape,
                hashlib.sha256(head + numbers).hexdigest(),
            ),
            head + numbers,
        )


@pytest.fixture(autouse=True)
def no_folder(monkeypatch, tmp_path):
    """A tiny MNIST, an empty cache, and no mirror that answers."""
    files = {
        split: tuple(file for (part, _), (file, _) in SMALL.items() if part == split)
        for split in ("train", "test")
    }
    monkeypatch.setattr(sources, "FILES", files)
    monkeypatch.setattr(sources, "MIRRORS", ())
    monkeypatch.delenv("MNIST_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "folder"
    made.mkdir()
    for number, (file, data) in enumerate(SMALL.values()):
        if number % 2:
            (made / file.name).write_bytes(data)
        else:
            (made / f"{file.name}.gz").write_bytes(gzip.compress(data))
    return made


@pytest.fixture
def mirror(folder):
    """A server on this machine; yields its address and the paths it was asked for."""
    asked = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            super().do_GET()

        def log_message(self, *arguments):
            pass

    for file, data in SMALL.values():
        (folder / f"{file.name}.gz").write_bytes(gzip.compress(data))
    handler = functools.partial(Handler, directory=str(folder.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


def cached(tmp_path):
    return sorted(path.name for path in tmp_path.glob("cache/**/*") if path.is_file())


def test_the_table_is_the_published_one():
    rows = [file for pair in FILES.values() for file in pair]
    sizes = [4 + 4 * len(file.shape) + int(np.prod(file.shape)) for file in rows]
    assert sizes == [47_040_016, 60_008, 7_840_016, 10_008]
    assert [file.sha256[-4:] for file in rows] == ["76db", "01c5", "4ce7", "33f2"]


@pytest.mark.parametrize("how", ["argument", "variable"])
def test_a_named_folder_comes_first(folder, monkeypatch, how):
    if how == "variable":
        monkeypatch.setenv("MNIST_DIR", str(folder))
    digits = find_digits("train", folder if how == "argument" else None)
    assert digits.origin == "folder" and digits.place == str(folder)
    assert digits.images.shape == (6, 28, 28) and digits.labels.shape == (6,)
    assert digits.labels.tobytes() == SMALL["train", "labels-idx1"][1][8:]


def test_a_named_folder_must_hold_the_files(folder, tmp_path):
    for path, why in [
        (tmp_path / "none", "does not exist"),
        (next(folder.iterdir()), "is a file; expected a folder"),
        (tmp_path, "holds no test-images-idx3-ubyte"),
        ("nul\0", "cannot be read"),
    ]:
        with pytest.raises(DataError, match=why):
            find_digits("test", path)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data[:-1], "too small"),
        (lambda data: data + b"\0", "more than"),
        (lambda data: b"\1" + data[1:], "not IDX"),
        (lambda data: data[:7] + b"\x05" + data[8:], "expected uint8 of shape"),
        (lambda data: data[:9] + b"\x0b" + data[10:], "holds the label 11"),
        (lambda data: data[:8] + bytes(len(data) - 8), "is not MNIST's"),
    ],
)
def test_wrong_labels_are_refused(folder, change, why):
    file, data = SMALL["test", "labels-idx1"]
    (folder / f"{file.name}.gz").unlink(missing_ok=True)
    (folder / file.name).write_bytes(change(data))
    with pytest.raises(DataError, match=why):
        find_digits("test", folder)


def test_without_any_source_the_embedded_images_stand_in():
    digits = find_digits("test")
    assert digits.origin == "embedded" and len(digits.labels) == 5000
    assert "no mirror" in digits.missed


def test_without_the_packages_for_a_download_too(monkeypatch):
    import builtins

    real = builtins.__import__

    def without(name, *arguments, **more):
        if name in ("pooch", "platformdirs"):
            raise ImportError(name=name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert "pooch" in find_digits("test").missed


def test_embedded_images_that_were_tampered_with_are_refused(monkeypatch):
    monkeypatch.setattr(sources, "EMBEDDED_SHA256", "0" * 64)
    with pytest.raises(DataError, match="not the file that this package came with"):
        find_digits("embedded")


def test_an_unknown_split_is_named():
    with pytest.raises(ValueError, match="'validation'; expected 'train'"):
        find_digits("validation")


def test_download_is_kept_and_found_again(mirror, tmp_path, monkeypatch):
    address, asked = mirror
    monkeypatch.setattr(sources, "MIRRORS", (f"{address}folder/",))
    first = find_digits("test")
    assert first.origin == "download" and len(asked) == 2
    assert cached(tmp_path) == [
        "test-images-idx3-ubyte.gz",
        "test-labels-idx1-ubyte.gz",
    ]
    second = find_digits("test")
    assert second.origin == "cache" and len(asked) == 2
    assert np.array_equal(first.images, second.images)


def test_a_broken_cache_is_mended(mirror, tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MIRRORS", (f"{mirror[0]}folder/",))
    find_digits("test")
    (kept,) = tmp_path.glob("cache/**/test-labels*")
    kept.write_bytes(b"half")
    assert find_digits("test").origin == "download"
    assert find_digits("test").origin == "cache"
    assert len(mirror[1]) == 3


def test_the_next_mirror_is_asked(mirror, tmp_path, monkeypatch):
    address, asked = mirror
    for name, data in [
        ("test-images-idx3-ubyte", b"<html>moved</html>"),
        ("test-labels-idx1-ubyte", SMALL["test", "labels-idx1"][1][:-2] + b"\0\0"),
    ]:
        (tmp_path / "wrong").mkdir(exist_ok=True)
        (tmp_path / "wrong" / f"{name}.gz").write_bytes(gzip.compress(data))
    closed = "http://127.0.0.1:1/"
    monkeypatch.setattr(
        sources,
        "MIRRORS",
        (closed, f"{address}none/", f"{address}wrong/", f"{address}folder/"),
    )
    assert find_digits("test").origin == "download"
    assert len(asked) == 6
    monkeypatch.setattr(sources, "MIRRORS", (f"{address}wrong/",))
    assert (
        "not IDX" in find_digits("train").missed or "404" in find_digits("train").missed
    )


def test_a_mirror_that_sends_too_much_is_cut_off(mirror, tmp_path, monkeypatch):
    (tmp_path / "much").mkdir()
    (tmp_path / "much" / "test-images-idx3-ubyte.gz").write_bytes(os.urandom(1 << 20))
    monkeypatch.setattr(sources, "MIRRORS", (f"{mirror[0]}much/",))
    assert "sends more than" in find_digits("test").missed
    assert cached(tmp_path) == []


def test_an_interrupted_download_leaves_nothing(mirror, tmp_path, monkeypatch):
    def interrupt(*arguments, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(sources, "MIRRORS", (f"{mirror[0]}folder/",))
    monkeypatch.setattr(sources, "parse_idx", interrupt)
    with pytest.raises(KeyboardInterrupt):
        find_digits("test")
    assert cached(tmp_path) == []


def test_a_cache_that_cannot_be_written_is_no_error(mirror, tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MIRRORS", (f"{mirror[0]}folder/",))
    Path(tmp_path / "cache").write_bytes(b"in the way")
    assert find_digits("test").origin == "download"
