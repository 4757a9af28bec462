"""A pickled dict of arrays, read as data.

A pickle is a program. Two of its instructions are "look this name up" and "call it with
these arguments", and the name may be any function of the reader's machine. Here a name
stays a name: the few that NumPy writes into the pickle of an array are understood, any
other is refused.
"""

import struct
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from groundup.files.floats import float_array
from groundup.files.opening import quoted
from groundup.files.errors import DataError
from groundup.files.pickle_machine import Machine


class Name(NamedTuple):
    """A function or class that the pickle names; it is never looked up."""

    module: str
    name: str


NAMES = {
    Name("numpy", "ndarray"),
    Name("numpy", "dtype"),
    Name("_codecs", "encode"),
    Name("numpy.core.multiarray", "_reconstruct"),
    Name("numpy.core.multiarray", "scalar"),
    Name("numpy.core.numeric", "_frombuffer"),
    Name("numpy._core.multiarray", "_reconstruct"),
    Name("numpy._core.multiarray", "scalar"),
    Name("numpy._core.numeric", "_frombuffer"),
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
    groundup.files.errors.DataError: names 'builtins.eval', which no array needs
    """
    machine = ArrayMachine(data)
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


class ArrayMachine(Machine):
    """What the names in the pickle of an array stand for."""

    unpacked = 0

    def name(self, module: str, name: str) -> Name:
        found = Name(module, name)
        if not (isinstance(module, str) and isinstance(name, str)):
            raise DataError("names something by what is no str")
        if found not in NAMES:
            shown = quoted(f"{module}.{name}")
            raise DataError(f"names {shown}, which no array needs")
        return found

    def call(self, name: object, arguments: object) -> object:
        match name, arguments:
            case Name(name="_reconstruct"), (Name(name="ndarray"), *_):
                return Pending()
            case Name(name="dtype"), (str(code), *_):
                return DType(code)
            case Name(name="encode"), (str(text), "latin1" | "latin-1"):
                return self.raw(text)
            case Name(name="_frombuffer"), (
                data,
                DType() as dtype,
                tuple(shape),
                order,
            ):
                return self.array(dtype, shape, order == "F", data)
            case Name(name="scalar"), (DType() as dtype, data):
                return self.array(dtype, (), False, data)
        raise DataError("builds an array in a way that NumPy does not")

    def build(self, target: object, state: object) -> None:
        match target, state:
            case DType(), (_, str(order), *_):
                target.order = order
            case Pending(array=None), (
                1,
                tuple(shape),
                DType() as dtype,
                fortran,
                data,
            ):
                target.array = self.array(dtype, shape, bool(fortran), data)
            case _:
                raise DataError("fills an array in a way that NumPy does not")

    def array(
        self, dtype: DType, shape: tuple, fortran_order: bool, data: object
    ) -> np.ndarray:
        descr = dtype.order + dtype.code
        return float_array(descr, shape, fortran_order, self.raw(data))

    def raw(self, data: object) -> bytes:
        """Return `data` as bytes, which is what a str of Python 2 stands for."""
        if isinstance(data, str):
            data = data.encode("latin1")
        if not isinstance(data, bytes):
            raise DataError("holds an array whose numbers are no bytes")
        self.unpacked += len(data)
        if self.unpacked > 2 * len(self.data):
            raise DataError("unpacks to more than it holds")
        return data
