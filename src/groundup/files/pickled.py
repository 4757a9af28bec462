"""A pickled dict of arrays, read as data.

A pickle is a program. Two of its instructions are "look this name up" and "call it with
these arguments", and the name may be any function of the reader's machine. Here the
standard library's own unpickler follows the instructions, with the few names that
arrays need standing for functions of this module; it looks no other name up.

(It is the one written in Python, which joblib builds on as well: the one written in C
takes gigabytes for a single instruction, and computes the hash of whatever key a file
makes up.)
"""

import pickle
import re
import struct
import warnings
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

import numpy as np

from groundup.files.errors import DataError
from groundup.files.opening import quoted
from groundup.files.stored import fill

__all__ = [
    "BROKEN",
    "Call",
    "HARMLESS",
    "INSTRUCTIONS",
    "Instructions",
    "OWN",
    "Reader",
    "SAME",
    "plain_dict",
    "read_pickle",
    "text",
]

INSTRUCTIONS = 1_000_000
HARMLESS = re.compile(
    r"(builtins|__builtin__)\.(set|frozenset|complex|x?range|slice|bytearray|object|list"
    r"|dict|int|float|str|bool)|numpy\.(dtype|ndarray|matrix|memmap|bool_?|u?int\d+|float\d+)"
    r"|numpy\.matrixlib\.defmatrix\.matrix|numpy\.core\.memmap\.memmap|datetime\.\w+"
    r"|decimal\.Decimal|fractions\.Fraction|pathlib\.\w+|copy_?reg\._reconstructor"
)
OWN = {
    pickle.BUILD: "fill_in",
    pickle.SETITEM: "set_one",
    pickle.SETITEMS: "set_many",
    pickle.DICT: "make_dict",
    **dict.fromkeys((pickle.EXT1, pickle.EXT2, pickle.EXT4), "refuse"),
    **dict.fromkeys((pickle.NEXT_BUFFER, pickle.READONLY_BUFFER), "refuse"),
    **dict.fromkeys((pickle.PERSID, pickle.BINPERSID), "refuse"),
}
SAME = {
    pickle.BYTEARRAY8: pickle.BINBYTES8,
    pickle.EMPTY_SET: pickle.EMPTY_LIST,
    pickle.ADDITEMS: pickle.APPENDS,
    pickle.FROZENSET: pickle.LIST,
}
BROKEN = (
    *(pickle.UnpicklingError, struct.error, EOFError, LookupError, TypeError),
    *(ValueError, AttributeError, OverflowError),
)


class Call:
    """A call that a pickle asks for, not made: of a dtype, or of a harmless class."""

    def __init__(self, name: str, *arguments: Any) -> None:
        self.name, self.arguments = name, arguments
        self.order = "="


def read_pickle(data: bytes) -> object:
    """Return what a pickle holds, without calling anything that it names.

    Parameters
    ----------
    data : bytes
        Arrays, numbers, texts, lists and dicts of them, pickled in any protocol by
        Python 2 or 3 and NumPy 1 or 2.

    Raises
    ------
    DataError
        If it holds anything else. Time and memory stay in proportion to its length.

    Examples
    --------
    >>> read_pickle(pickle.dumps({"b1": np.array([0.1, 0.2])}))
    {'b1': array([0.1, 0.2])}
    >>> read_pickle(pickle.dumps({"b1": eval}))
    Traceback (most recent call last):
    groundup.files.errors.DataError: names 'builtins.eval', which no array needs
    """
    file = BytesIO(data)
    try:
        with warnings.catch_warnings(action="ignore"):
            content = Reader(file, len(data)).load()
    except DataError:
        raise
    except BROKEN:
        kind = "whole pickle" if data.startswith(b"\x80") else "pickle, and no .npz file"
        place = f"as byte {file.tell()} of {len(data)} shows"
        raise DataError(f"is no {kind}, {place}") from None
    if not isinstance(content, dict) and file.read(1):
        raise DataError("holds several pickles one after another; expected one dict")
    return content


class Instructions(dict[int, Callable[..., Any]]):
    """What each instruction does; asked for too often, it gives up."""

    left = INSTRUCTIONS

    def __getitem__(self, code: int) -> Callable[..., Any]:
        self.left -= 1
        if self.left < 0:
            raise DataError(f"has more than {INSTRUCTIONS} instructions")
        return super().__getitem__(code)


class Reader(pickle._Unpickler):
    """An unpickler that looks nothing up and hashes nothing but texts.

    Parameters
    ----------
    file : io.BytesIO
        The pickle.
    size : int
        Its bytes. What is unpacked from them may take four times as many.
    """

    stack: list[Any]
    append: Callable[[object], None]
    pop_mark: Callable[[], list[Any]]

    def __init__(self, file: BytesIO, size: int) -> None:
        super().__init__(file, fix_imports=False, encoding="latin1")
        self.left = 4 * size
        known = pickle._Unpickler.dispatch
        own = {code[0]: getattr(Reader, name) for code, name in OWN.items()}
        same = {code[0]: known[other[0]] for code, other in SAME.items()}
        self.dispatch = Instructions(known | own | same)  # type: ignore[misc]
        self.known: dict[str, Callable[..., Any]] = {
            "numpy.core.multiarray._reconstruct": lambda *empty: np.zeros(0),
            "numpy.core.multiarray.scalar": self.array,
            "numpy.core.numeric._frombuffer": (
                lambda data, dtype, *form: self.array(dtype, data, *form[:2])
            ),
            "_codecs.encode": lambda text, encoding: self.raw(text),
            "builtins.bytes": lambda: b"",
            "__builtin__.bytes": lambda: b"",
            "collections.OrderedDict": plain_dict,
            "collections.defaultdict": plain_dict,
        }

    def find_class(self, module: str, name: str) -> Any:
        """Return what stands for a name; nothing is imported or looked up."""
        full = f"{module}.{name}".replace("numpy._core.", "numpy.core.")
        if full in self.known:
            return self.known[full]
        if HARMLESS.fullmatch(full):
            return partial(Call, full)
        if name[:1].isupper():
            raise DataError(
                f"holds an object of class {quoted(full)}, which cannot be read without"
                " its code; save its arrays, as in np.savez(file, W1=W1, b1=b1)"
            )
        raise DataError(f"names {quoted(full)}, which no array needs")

    def array(
        self,
        dtype: Call,
        data: bytes | str | list[object],
        shape: tuple[Any, ...] = (),
        order: str = "C",
        array: np.ndarray | None = None,
    ) -> np.ndarray:
        """Return an array, the given one if there is one, with what is stored for it."""
        array = np.zeros(0) if array is None else array
        raw = b"" if isinstance(data, list) else self.raw(data)
        return fill(array, dtype.order + dtype.arguments[0], shape, order == "F", raw)

    def raw(self, data: bytes | str) -> bytes:
        """Return bytes, which a str of Python 2 or of protocols 0 to 2 stands for."""
        self.left -= len(data)
        if self.left < 0:
            raise DataError("unpacks to more than it holds")
        return data.encode("latin1") if isinstance(data, str) else data

    def fill_in(self) -> None:
        """Fill in the array or the byte order that was announced."""
        state = self.stack.pop()
        match self.stack[-1], state:
            case Call(name="numpy.dtype") as dtype, (_, str(order), *_):
                dtype.order = order
            case np.ndarray() as array, (1, tuple(shape), Call() as dtype, fortran, data):
                self.array(dtype, data, shape, "F" if fortran else "C", array)
            case Call(), _:
                pass
            case _:
                raise DataError("fills an array in a way that NumPy does not")

    def set_many(self) -> None:
        """Put keys and values, in turn, into a dict."""
        self.set_items(self.pop_mark())

    def set_one(self) -> None:
        """Put a key and a value into a dict."""
        value, key = self.stack.pop(), self.stack.pop()
        self.set_items([key, value])

    def make_dict(self) -> None:
        """Make a dict of keys and values, in turn."""
        items = self.pop_mark()
        self.append({})
        self.set_items(items)

    def set_items(self, items: list[Any]) -> None:
        """Put keys and values, in turn, into the dict on top of the stack."""
        if isinstance(self.stack[-1], dict):
            keys = [text(key) for key in items[::2]]
            self.stack[-1].update(zip(keys, items[1::2]))

    def refuse(self) -> None:
        """Refuse an instruction that reaches out of the pickle."""
        raise DataError("refers to what is not in the file")


def text(key: object) -> str:
    """Return a key as text: no file chooses what is hashed."""
    if isinstance(key, bytes):
        return key.decode("latin1")
    if isinstance(key, str | int | float | None):
        return str(key)
    raise DataError("has a key that is no text")


def plain_dict(pairs: object = ()) -> dict[str, object]:
    """Return a plain dict in place of another kind of dict."""
    return {text(k): v for k, v in pairs} if isinstance(pairs, list) else {}
