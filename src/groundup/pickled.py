"""A pickle read as data, on a stack machine that has no way to call anything.

A pickle is a program. Two of its instructions are "look this name up" and "call it with
these arguments", and the name may be any function of the reader's machine. Here a name
stays a name: the few that NumPy writes into the pickle of an array are understood, any
other is refused.
"""

import codecs
import struct
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from groundup._bytes import float_array
from groundup._files import DataError, quoted

INSTRUCTIONS = 100_000
STRINGS = {b"U": "B", b"T": "i", b"\x8c": "B", b"X": "I", b"\x8d": "Q"}
BYTES = {b"C": "B", b"B": "I", b"\x8e": "Q", b"\x96": "Q"}
INTEGERS = {b"K": "B", b"M": "H", b"J": "i"}
CONSTANTS = {b"N": None, b"\x88": True, b"\x89": False, b")": ()}
TUPLES = {b"\x85": 1, b"\x86": 2, b"\x87": 3}
PUTS = {b"q": "B", b"r": "I"}
GETS = {b"h": "B", b"j": "I"}
SKIPPED = {b"\x80": "B", b"\x95": "Q"}


class Name(NamedTuple):
    """A function or class that the pickle names; it is never looked up."""

    module: str
    name: str


NAMES = {Name("numpy", "ndarray"), Name("numpy", "dtype"), Name("_codecs", "encode")}
for core in ("numpy.core", "numpy._core"):
    NAMES |= {
        Name(f"{core}.multiarray", "_reconstruct"),
        Name(f"{core}.multiarray", "scalar"),
        Name(f"{core}.numeric", "_frombuffer"),
    }


@dataclass(eq=False)
class DType:
    """A dtype as the pickle tells it: a code such as 'f4', then the byte order."""

    code: str
    order: str = "="


@dataclass(eq=False)
class Pending:
    """An array that the pickle has announced and fills in later."""

    array: np.ndarray | None = None


def read_pickle(data: bytes) -> dict[str, np.ndarray]:
    """Return the arrays of a pickled dict.

    Parameters
    ----------
    data : bytes
        A dict of str to arrays of floats, pickled in any protocol by Python 2 or 3 and
        NumPy 1 or 2.

    Raises
    ------
    DataError
        If `data` is anything else. Time and memory stay in proportion to its length.

    Examples
    --------
    >>> import pickle
    >>> read_pickle(pickle.dumps({"b1": np.array([0.1, 0.2])}))
    {'b1': array([0.1, 0.2])}
    >>> read_pickle(pickle.dumps({"b1": eval}))
    Traceback (most recent call last):
    groundup._files.DataError: names 'builtins.eval'; a NumPy array needs no such name
    """
    machine = Machine(data)
    try:
        result = machine.run()
    except DataError:
        raise
    except (LookupError, TypeError, ValueError, struct.error):
        place = machine.position
        raise DataError(f"is no pickle of arrays, as byte {place} shows") from None
    if not isinstance(result, dict):
        raise DataError("holds no dict; expected a dict of arrays")
    arrays = {}
    for key, value in result.items():
        array = value.array if isinstance(value, Pending) else value
        if not isinstance(array, np.ndarray):
            raise DataError(f"holds no array in {quoted(key)}")
        arrays[key] = array
    return arrays


class Machine:
    """The stack, the memo, and the instructions that a dict of arrays needs."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.stack: list = []
        self.outer: list[list] = []
        self.memo: dict[int, object] = {}
        self.unpacked = 0

    def run(self) -> object:
        """Follow the instructions up to STOP; return what is then on the stack."""
        for _ in range(INSTRUCTIONS):
            code = self.take(1)
            if code == b".":
                return self.stack.pop()
            self.follow(code)
        raise DataError(f"has more than {INSTRUCTIONS} instructions")

    def take(self, count: int) -> bytes:
        """Return the next `count` bytes."""
        end = self.position + count
        if not self.position <= end <= len(self.data):
            raise DataError("is cut off, or no pickle at all")
        taken = self.data[self.position : end]
        self.position = end
        return taken

    def number(self, form: str) -> int:
        """Return the little-endian number that comes next."""
        return struct.unpack(f"<{form}", self.take(struct.calcsize(f"<{form}")))[0]

    def line(self) -> bytes:
        """Return what comes before the next line feed."""
        taken = self.take(self.data.index(b"\n", self.position) - self.position)
        self.take(1)
        return taken

    def since_mark(self) -> list:
        """Return what was pushed since the last MARK."""
        items, self.stack = self.stack, self.outer.pop()
        return items

    def follow(self, code: bytes) -> None:
        """Follow one instruction; those of every protocol up to 5 are here."""
        stack = self.stack
        if code in STRINGS:
            taken = self.take(self.number(STRINGS[code]))
            stack.append(taken.decode("latin1" if code in b"UT" else "utf-8"))
        elif code in BYTES:
            stack.append(self.take(self.number(BYTES[code])))
        elif code in INTEGERS:
            stack.append(self.number(INTEGERS[code]))
        elif code in CONSTANTS:
            stack.append(CONSTANTS[code])
        elif code in TUPLES:
            items = [stack.pop() for _ in range(TUPLES[code])]
            stack.append(tuple(reversed(items)))
        elif code in PUTS:
            self.memo[self.number(PUTS[code])] = stack[-1]
        elif code in GETS:
            stack.append(self.memo[self.number(GETS[code])])
        elif code in SKIPPED:
            self.number(SKIPPED[code])
        else:
            self.follow_rest(code)

    def follow_rest(self, code: bytes) -> None:
        """Follow the instructions that have lines as arguments, or work on the stack."""
        stack = self.stack
        match code:
            case b"I":
                stack.append(int(self.line()))
            case b"L":
                stack.append(int(self.line().removesuffix(b"L")))
            case b"\x8a":
                digits = self.take(self.number("B"))
                stack.append(int.from_bytes(digits, "little", signed=True))
            case b"S":
                text = codecs.escape_decode(self.line()[1:-1])[0]
                stack.append(text.decode("latin1"))
            case b"V":
                stack.append(self.line().decode("raw-unicode-escape"))
            case b"p":
                self.memo[int(self.line())] = stack[-1]
            case b"g":
                stack.append(self.memo[int(self.line())])
            case b"\x94":
                self.memo[len(self.memo)] = stack[-1]
            case b"c" | b"i":
                stack.append(known(self.line().decode(), self.line().decode()))
            case b"\x93":
                name, module = stack.pop(), stack.pop()
                stack.append(known(module, name))
            case b"(":
                self.outer.append(stack)
                self.stack = []
            case b"t":
                items = self.since_mark()
                self.stack.append(tuple(items))
            case b"}":
                stack.append({})
            case b"d":
                items = self.since_mark()
                self.stack.append({})
                self.set_items(items)
            case b"s":
                value, key = stack.pop(), stack.pop()
                self.set_items([key, value])
            case b"u":
                self.set_items(self.since_mark())
            case b"R":
                arguments, name = stack.pop(), stack.pop()
                stack.append(self.made(name, arguments))
            case b"b":
                state = stack.pop()
                self.fill(stack[-1], state)
            case _:
                raise DataError(
                    f"has the instruction {code!r}, which a dict of arrays does not need"
                )

    def set_items(self, items: list) -> None:
        """Put keys and values, in turn, into the dict on top of the stack."""
        if not isinstance(self.stack[-1], dict) or len(items) % 2:
            raise DataError("sets items of something that is no dict")
        for key, value in zip(items[::2], items[1::2]):
            if not isinstance(key, str):
                raise DataError("has a key that is no str")
            self.stack[-1][key] = value

    def made(self, name: object, arguments: tuple) -> object:
        """Return what the call that the pickle asks for would stand for."""
        match name, arguments:
            case Name(name="_reconstruct"), (Name(name="ndarray"), *_):
                return Pending()
            case Name(name="dtype"), (str(code), *_):
                return DType(code)
            case Name(name="encode"), (str(text), str(encoding)):
                if encoding.replace("-", "") != "latin1":
                    raise DataError(f"encodes bytes as {quoted(encoding)}")
                return self.raw(text)
            case Name(name="_frombuffer"), (data, DType() as dtype, tuple(shape), order):
                return self.array(dtype, shape, order == "F", data)
            case Name(name="scalar"), (DType() as dtype, data):
                return self.array(dtype, (), False, data)
        raise DataError("builds an array in a way that NumPy does not")

    def fill(self, target: object, state: tuple) -> None:
        """Give a dtype its byte order, or an array its numbers."""
        match target, state:
            case DType(), (_, str(order), *_):
                target.order = order
            case Pending(array=None), (1, tuple(shape), DType() as dtype, fortran, data):
                target.array = self.array(dtype, shape, bool(fortran), data)
            case _:
                raise DataError("fills an array in a way that NumPy does not")

    def array(
        self, dtype: DType, shape: tuple, fortran_order: bool, data: object
    ) -> np.ndarray:
        """Return an array; all of them together stay in proportion to the file."""
        return float_array(dtype.order + dtype.code, shape, fortran_order, self.raw(data))

    def raw(self, data: object) -> bytes:
        """Return `data` as bytes, as Python 2 meant them if they are a str."""
        if isinstance(data, str):
            data = data.encode("latin1")
        if not isinstance(data, bytes):
            raise DataError("holds an array whose numbers are no bytes")
        self.unpacked += len(data)
        if self.unpacked > 2 * len(self.data):
            raise DataError("unpacks to more than it holds")
        return data


def known(module: object, name: object) -> Name:
    """Return the name if a NumPy array needs it; refuse it by name otherwise."""
    if not (isinstance(module, str) and isinstance(name, str)):
        raise DataError("names something by what is no str")
    found = Name(module, name)
    if found not in NAMES:
        shown = quoted(f"{module}.{name}")
        raise DataError(f"names {shown}; a NumPy array needs no such name")
    return found
