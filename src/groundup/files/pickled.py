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
import warnings
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import numpy as np

from groundup.files.errors import DataError
from groundup.files.npz import fill
from groundup.files.opening import quoted

__all__ = ["Call", "Counted", "HARMLESS", "INSTRUCTIONS", "Reader", "as_dict", "read_pickle"]

INSTRUCTIONS = 1_000_000
HARMLESS = re.compile(
    r"builtins\.(set|frozenset|complex|x?range|slice|bytearray|object|list|dict|int|float|str|bool)"
    r"|numpy\.([a-z.]+\.)?(dtype|ndarray|matrix|memmap|bool_?|u?int\d+|float\d+)"
    r"|(datetime|decimal|fractions|pathlib)\.\w+|copy_?reg\._reconstructor"
)


class Call:
    """What a pickle names or asks to call, not done: a dtype, or a harmless class."""

    def __init__(self, name: str, *arguments: Any) -> None:
        self.name, self.arguments = name, arguments
        self.order = "="

    def __call__(self, *arguments: Any) -> "Call":
        return Call(self.name, *arguments)

    def __repr__(self) -> str:
        return f"an object of class {quoted(self.name)}"


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
    except Exception:
        place = f"as byte {file.tell()} of {len(data)} shows"
        raise DataError(f"is no whole pickle, and no .npz file, {place}") from None
    if not isinstance(content, dict) and file.read(1):
        raise DataError("holds several pickles one after another; expected one dict")
    return content


class Counted(dict[int, Callable[..., Any]]):
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
        do: dict[int, Callable[..., Any]] = dict(pickle._Unpickler.dispatch)
        instead: dict[bytes, Callable[..., Any]] = {
            pickle.BUILD: Reader.fill_in,
            pickle.SETITEM: lambda self: self.put([self.stack.pop(-2), self.stack.pop()]),
            pickle.SETITEMS: lambda self: self.put(self.pop_mark()),
            pickle.DICT: Reader.make_dict,
            pickle.BYTEARRAY8: do[pickle.BINBYTES8[0]],
            pickle.EMPTY_SET: do[pickle.EMPTY_LIST[0]],
            pickle.ADDITEMS: do[pickle.APPENDS[0]],
            pickle.FROZENSET: do[pickle.LIST[0]],
        }
        do |= {code[0]: action for code, action in instead.items()}
        self.dispatch = Counted(do)  # type: ignore[misc]
        self.known: dict[str, Callable[..., Any]] = {
            "numpy.core.multiarray._reconstruct": lambda *empty: np.zeros(0),
            "numpy.core.multiarray.scalar": self.array,
            "numpy.core.numeric._frombuffer": lambda raw, of, *form: self.array(of, raw, *form),
            "_codecs.encode": lambda text, encoding: self.raw(text),
            "builtins.bytes": lambda: b"",
            "collections.OrderedDict": as_dict,
            "collections.defaultdict": lambda default: {},
        }

    def find_class(self, module: str, name: str) -> Any:
        """Return what stands for a name; nothing is imported or looked up."""
        module = {"__builtin__": "builtins"}.get(module, module)
        full = f"{module}.{name}".replace("numpy._core.", "numpy.core.")
        if full in self.known:
            return self.known[full]
        if HARMLESS.fullmatch(full):
            return Call(full)
        if name[:1].isupper():
            raise DataError(
                f"holds an object of class {quoted(full)}, which cannot be read without"
                " its code; save its arrays, as in np.savez(file, W1=W1, b1=b1)"
            )
        raise DataError(f"names {quoted(full)}, which no array needs")

    def get_extension(self, code: int) -> None:
        """Refuse a name that only the program which wrote the pickle knows by number."""
        raise DataError("refers to what is not in the file")

    def array(
        self, dtype: Call, data: Any, shape: Any = (), order: str = "C", array: Any = None
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
            case Call() as dtype, (_, str(order), *_):
                dtype.order = order
            case np.ndarray() as array, (1, tuple(shape), Call() as dtype, fortran, data):
                self.array(dtype, data, shape, "F" if fortran else "C", array)
            case _:
                raise DataError("fills an array in a way that NumPy does not")

    def make_dict(self) -> None:
        """Make a dict of keys and values, in turn."""
        items = self.pop_mark()
        self.append({})
        self.put(items)

    def put(self, items: list[Any]) -> None:
        """Put keys and values, in turn, into the dict on top of the stack."""
        self.stack[-1].update(as_dict(zip(items[::2], items[1::2])))


def as_dict(pairs: Iterable[tuple[Any, Any]] = ()) -> dict[str, Any]:
    """Return a dict of texts: no file chooses what is hashed."""
    content = {}
    for key, value in pairs:
        if not isinstance(key, str | bytes | int | float | None):
            raise DataError("has a key that is no text")
        content[key.decode("latin1") if isinstance(key, bytes) else str(key)] = value
    return content
