"""Thousands of broken and malicious files, made from a seed: none may do any harm.

`HOSTILE_FILES` says how many; CI tries 10,000.
"""

import gzip
import io
import os
import pickle
import random
import struct
import sys
import zipfile

import numpy as np
import pytest

from groundup.files.opening import DataError
from groundup.cli.parser import main
from groundup.files.idx import read_idx
from groundup.files.weights import read_weights

COUNT = int(os.environ.get("HOSTILE_FILES", "800"))
RNG = np.random.default_rng(11)
ARRAYS = {"W1": RNG.normal(size=(4, 3)).astype(np.float32), "b1": RNG.normal(size=3)}
IDX = struct.pack(">4B3I", 0, 0, 8, 3, 5, 4, 4) + RNG.bytes(80)
OPCODES = b"().0123456789BCFGIJKLMNPQRSTUVX]abcdeghijlopqrstu}\x80\x81\x82\x83\x84\x85"
OPCODES += bytes(range(0x86, 0x99))
NAMES = [
    "os system", "builtins eval", "builtins exec", "builtins __import__",
    "builtins getattr", "posix system", "subprocess Popen", "numpy load",
    "numpy fromfile", "numpy.core.multiarray _reconstruct", "numpy ndarray",
    "numpy dtype", "_codecs encode", "numpy._core.numeric _frombuffer",
    "numpy.core.multiarray scalar", "numpy.testing rundocs", "codecs open",
]  # fmt: skip


class Payload:
    def __init__(self, chance):
        self.call = chance.choice(
            [
                (exec, ("import groundup; groundup.RAN = 1",)),
                (eval, ("__import__('groundup').__dict__.update(RAN=1)",)),
                (setattr, ("groundup", "RAN", 1)),
                (os.system, ("touch ran",)),
            ]
        )

    def __reduce__(self):
        return self.call


def mutated(chance, data):
    data = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data))
        match chance.randrange(6):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                del data[place : place + chance.randint(1, 40)]
            case 2:
                data[place:place] = chance.randbytes(chance.randint(1, 40))
            case 3:
                data[place : place + 4] = chance.choice([b"\xff" * 4, b"\0" * 4])
            case 4:
                data[place ^ 1 : place] = data[:place][: chance.randint(1, 90)]
            case 5:
                data[place] ^= 1 << chance.randrange(8)
        if not data:
            return b"\0"
    return bytes(data)


def soup(chance):
    parts = []
    for _ in range(chance.randint(1, 60)):
        parts.append(bytes([chance.choice(OPCODES)]))
        match chance.randrange(5):
            case 0:
                parts.append(
                    b"c" + chance.choice(NAMES).replace(" ", "\n").encode() + b"\n"
                )
            case 1:
                for part in chance.choice(NAMES).split():
                    parts.append(b"\x8c" + bytes([len(part)]) + part.encode())
                parts.append(b"\x93")
            case 2:
                parts.append(chance.randbytes(chance.randint(0, 9)))
            case 3:
                parts.append(b"(S'touch ran'\ntR")
    return b"".join(parts) + b"."


def hostile_pickle(chance):
    protocol = chance.randrange(6)
    match chance.randrange(4):
        case 0:
            return mutated(chance, pickle.dumps(ARRAYS, protocol))
        case 1:
            return soup(chance)
        case 2:
            return pickle.dumps(ARRAYS | {"W2": Payload(chance)}, protocol)
        case 3:
            whole = pickle.dumps(ARRAYS, protocol)
            place = chance.randrange(len(whole))
            return whole[:place] + soup(chance) + whole[place:]


def hostile_npz(chance):
    buffer = io.BytesIO()
    match chance.randrange(3):
        case 0:
            np.savez(buffer, **ARRAYS)
        case 1:
            np.savez_compressed(buffer, **ARRAYS)
        case 2:
            with zipfile.ZipFile(buffer, "w", chance.choice([0, 8, 12, 14])) as archive:
                for name in chance.sample(["W1.npy", "b1.npy", "../x.npy", "x"], 3):
                    file = io.BytesIO()
                    value = (
                        np.array([Payload(chance)])
                        if chance.random() < 0.3
                        else ARRAYS["W1"]
                    )
                    np.save(file, value, allow_pickle=True)
                    archive.writestr(name, mutated(chance, file.getvalue()))
            return buffer.getvalue()
    return mutated(chance, buffer.getvalue())


def hostile_idx(chance):
    match chance.randrange(4):
        case 0:
            return mutated(chance, IDX)
        case 1:
            axes = chance.randrange(256)
            head = bytes([0, 0, chance.randrange(256), axes])
            return head + chance.randbytes(chance.randrange(4 * axes + 100))
        case 2:
            shape = [chance.choice([0, 1, 3, 1 << 16, (1 << 32) - 1]) for _ in range(3)]
            return struct.pack(">4B3I", 0, 0, 8, 3, *shape) + chance.randbytes(90)
        case 3:
            return IDX + bytes(chance.randint(1, 1 << 20))


def hostile_gzip(chance):
    data = gzip.compress(hostile_idx(chance), chance.randrange(10))
    return mutated(chance, data) if chance.random() < 0.5 else data


KINDS = [hostile_pickle, hostile_npz, hostile_idx, hostile_gzip]


@pytest.mark.parametrize("kind", KINDS)
def test_each_ends_in_one_sentence_or_in_numbers(kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    chance = random.Random(kind.__name__)
    file, refused = tmp_path / "hostile", 0
    for number in range(COUNT // len(KINDS)):
        file.write_bytes(kind(chance))
        try:
            if kind in (hostile_idx, hostile_gzip):
                assert read_idx(file).dtype.kind in "uif"
            else:
                for array in read_weights(file).arrays.values():
                    assert np.isfinite(array).all()
        except DataError as error:
            refused += 1
            assert str(error).isprintable() and 20 < len(str(error)) < 700, number
    assert refused > 0.8 * (COUNT // len(KINDS))
    assert not hasattr(sys.modules["groundup"], "RAN")
    assert os.listdir(tmp_path) == ["hostile"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_commands_say_it_too(kind, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    chance = random.Random(f"command {kind.__name__}")
    for number in range(COUNT // 40):
        if kind in (hostile_idx, hostile_gzip):
            file = tmp_path / "train-images-idx3-ubyte"
            arguments = ["data", "--data", str(tmp_path)]
        else:
            file = tmp_path / "weights"
            arguments = ["evaluate", "--weights", str(file)]
        file.write_bytes(kind(chance))
        assert main(arguments) == 2, number
        printed = capsys.readouterr()
        assert printed.out == "" and printed.err.count("\n") == 1, number
        assert "Traceback" not in printed.err
    assert not hasattr(sys.modules["groundup"], "RAN")
