import functools
import gzip
import hashlib
import http.server
import os
import socket
import struct
import threading
from pathlib import Path

import numpy as np
import pytest
import requests

from groundup.files import sources
from groundup.files.download import fetch
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
    (tmp_path / "empty").mkdir()
    for path, why in [
        (tmp_path / "none", "No such file or directory; expected the folder"),
        (next(folder.iterdir()), "Not a directory; expected the folder"),
        (tmp_path / "empty", "'.*empty' holds no test-images-idx3-ubyte, with or without .gz"),
        ("nul\0", "cannot be read"),
        ("", "is empty"),
    ]:
        with pytest.raises(DataError, match=why):
            find_digits("test", path)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data[:-1], "but holds 3"),
        (lambda data: data + b"\0", "but holds more"),
        (lambda data: b"\1" + data[1:], "not IDX"),
        (lambda data: data[:7] + b"\x05" + data[8:], "expected uint8 of shape"),
        (lambda data: data[:8] + bytes(len(data) - 8), "is not MNIST's"),
        (lambda data: b"\x1f\x8b" + data, "broken gzip"),
    ],
)
def test_wrong_labels_are_refused(folder, change, why):
    file, data = SMALL["test", "labels-idx1"]
    (folder / f"{file.name}.gz").unlink(missing_ok=True)
    (folder / file.name).write_bytes(change(data))
    (folder / f"._{file.name}").write_bytes(b"what macOS leaves")
    with pytest.raises(DataError, match=why):
        find_digits("test", folder)


def test_the_bytes_decide_and_the_better_file_is_taken(folder):
    """Names as people have them; each kind once, and all next to broken ones."""
    (images, images_data), (labels, labels_data) = (
        SMALL["test", kind] for kind in ("images-idx3", "labels-idx1")
    )
    for given in (images, labels):
        for ending in ("", ".gz"):
            (folder / f"{given.name}{ending}").unlink(missing_ok=True)
    names = images.name, labels.name
    dots = tuple(name.replace("-idx", ".idx") for name in names)
    layouts = {
        "dots": dots,
        "upper case": tuple(name.upper() for name in names),
        "a copy's name": tuple(f"{name} (1).gz" for name in names),
        "a folder a file": tuple(f"{name}/{name}" for name in dots),
        "torchvision's": tuple(f"MNIST/raw/{name}" for name in names),
        "any name": ("a.bin", "b.bin"),
    }
    for layout, made in layouts.items():
        for pack in (bytes, gzip.compress):
            place = folder / layout / pack.__name__
            for name, data in zip(made, (images_data, labels_data)):
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(pack(data))
            (place / f"{images.name}.bak").write_bytes(images_data[:-1])
            (place / "FashionMNIST").mkdir()
            (place / "FashionMNIST" / labels.name).write_bytes(labels_data[:-1] + b"\1")
            assert find_digits("test", place).labels.tobytes() == labels_data[8:], layout
    (folder / images.name).write_bytes(b"<html>")
    (folder / f"{images.name}.gz").write_bytes(images_data)
    (folder / labels.name).write_bytes(labels_data)
    assert find_digits("test", folder).images.tobytes() == images_data[16:]


def test_a_wrong_variable_is_named(monkeypatch):
    monkeypatch.setenv("MNIST_DIR", "none")
    with pytest.raises(DataError, match="MNIST_DIR: 'none' cannot be read: No such file"):
        find_digits("test")
    monkeypatch.setenv("MNIST_DIR", "")
    assert find_digits("test").origin == "embedded"


def test_a_home_is_expanded(folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder.parent))
    assert find_digits("test", "~/folder").place == str(folder)


def test_fashion_mnist_is_told_by_its_checksum(folder, monkeypatch):
    file, data = SMALL["test", "labels-idx1"]
    other = data[:8] + bytes(len(data) - 8)
    for name in (file.name, f"{file.name}.gz"):
        (folder / name).write_bytes(other)
    with pytest.raises(DataError, match="perhaps KMNIST's or EMNIST's: the SHA-256"):
        find_digits("test", folder)
    assert len(sources.FASHION_MNIST) == 4
    assert not sources.FASHION_MNIST & {file.sha256 for pair in FILES.values() for file in pair}
    monkeypatch.setattr(sources, "FASHION_MNIST", {hashlib.sha256(other).hexdigest()})
    with pytest.raises(DataError, match="is not MNIST's .*, but Fashion-MNIST's"):
        find_digits("test", folder)


def test_the_reason_is_that_of_the_download(monkeypatch):
    monkeypatch.setattr(sources, "MIRRORS", ("http://127.0.0.1:1/",))
    missed = find_digits("train").missed
    assert missed.endswith("test-images-idx3-ubyte.gz: Connection refused")


@pytest.mark.parametrize("split", ["train", "test"])
def test_without_any_source_a_part_of_the_embedded_images_stands_in(split):
    digits = find_digits(split)
    assert (digits.origin, digits.split) == ("embedded", f"embedded-{split}")
    assert "no mirror" in digits.missed


def test_the_training_set_alone_is_not_given_out(mirror, tmp_path, monkeypatch):
    """Else the images that stand in for the test set would be among it."""
    monkeypatch.setattr(sources, "MIRRORS", (f"{mirror[0]}folder/",))
    assert find_digits("train").origin == "download"
    assert find_digits("train").origin == "cache"
    monkeypatch.setattr(sources, "MIRRORS", ())
    (kept,) = tmp_path.glob("cache/**/test-labels*")
    kept.unlink()
    for split in ("train", "test"):
        assert find_digits(split).origin == "embedded"


def test_without_the_packages_for_a_download_too(monkeypatch):
    import builtins

    real = builtins.__import__

    def without(name, *arguments, **more):
        if name in ("pooch", "platformdirs"):
            raise ModuleNotFoundError(f"No module named {name!r}")
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert find_digits("test").missed == "No module named 'pooch'"


def test_embedded_images_that_were_tampered_with_are_refused(monkeypatch):
    monkeypatch.setattr(sources, "EMBEDDED_SHA256", "0" * 64)
    with pytest.raises(DataError, match="not the file that this package came with"):
        find_digits("embedded")


def test_an_unknown_split_is_named():
    with pytest.raises(ValueError, match="'validation'; expected one of 'train'"):
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
    assert len(mirror[1]) == 4


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


def test_a_cache_that_cannot_be_written_is_said(mirror, tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MIRRORS", (f"{mirror[0]}folder/",))
    Path(tmp_path / "cache").write_bytes(b"in the way")
    digits = find_digits("test")
    assert digits.origin == "embedded"
    assert digits.missed.endswith("test-images-idx3-ubyte.gz' cannot be written: Not a directory")


def hidden(error):
    """An error as `requests` raises it: below others."""
    outer = requests.ConnectionError("HTTPSConnectionPool(...)")
    outer.__context__ = RuntimeError("retries")
    outer.__context__.__cause__ = error
    return outer


def http_error(status, reason):
    response = requests.Response()
    response.status_code, response.reason, response.url = status, reason, "http://a/b"
    try:
        response.raise_for_status()
    except requests.HTTPError as error:
        return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (hidden(socket.gaierror(-2, "unknown")), "the server's name is not found"),
        (hidden(OSError(113, "No route to host")), "No route to host"),
        (hidden(ConnectionResetError(104, "Connection reset by peer")), "Connection reset by"),
        (requests.exceptions.SSLError("x"), "certificate is not trusted"),
        (requests.exceptions.ProxyError("x"), "the proxy"),
        (requests.ConnectTimeout("x"), "nothing came"),
        (requests.ReadTimeout("x"), "nothing came for 30 seconds"),
        (requests.TooManyRedirects("Exceeded 30 redirects."), "Exceeded 30 redirects"),
        (requests.exceptions.InvalidSchema(), "InvalidSchema"),
        (http_error(403, "Forbidden"), "403 Client Error: Forbidden$"),
        (http_error(599, ""), "599 Server Error"),
    ],
)
def test_why_a_download_failed_is_said_in_words(monkeypatch, error, words):
    def get(*_, **__):
        raise error

    monkeypatch.setattr(requests, "get", get)
    with pytest.raises(DataError, match=f"^http://a/b: .*{words}"):
        fetch("http://a/b", 9)
