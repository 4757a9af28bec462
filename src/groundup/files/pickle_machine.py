"""The stack machine that a pickle is a program for, without a way to call anything."""

import codecs
import struct
import warnings

from groundup.files.errors import DataError

INSTRUCTIONS = 100_000
STRINGS = {b"U": "B", b"T": "i", b"\x8c": "B", b"X": "I", b"\x8d": "Q"}
BYTES = {b"C": "B", b"B": "I", b"\x8e": "Q", b"\x96": "Q"}
INTEGERS = {b"K": "B", b"M": "H", b"J": "i"}
CONSTANTS = {b"N": None, b"\x88": True, b"\x89": False, b")": ()}
TUPLES = {b"\x85": 1, b"\x86": 2, b"\x87": 3}
PUTS = {b"q": "B", b"r": "I"}
GETS = {b"h": "B", b"j": "I"}
SKIPPED = {b"\x80": "B", b"\x95": "Q"}


class Machine:
    """The instructions that a dict of arrays needs, of every protocol from 0 to 5.

    Three of them are left to a subclass: what a name, a call of it, and a state given
    to its result stand for. Any other instruction raises `DataError`.

    Parameters
    ----------
    data : bytes
        The pickle.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.stack: list = []
        self.outer: list[list] = []
        self.memo: dict[int, object] = {}

    def name(self, module: str, name: str) -> object:
        raise NotImplementedError

    def call(self, name: object, arguments: object) -> object:
        raise NotImplementedError

    def build(self, target: object, state: object) -> None:
        raise NotImplementedError

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
        """Return what was pushed since the last MARK, and go back to before it."""
        items, self.stack = self.stack, self.outer.pop()
        return items

    def follow(self, code: bytes) -> None:
        """Follow an instruction that has a counted argument, or pushes a constant."""
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
        """Follow an instruction that reads lines, or works on the stack alone."""
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
                with warnings.catch_warnings(action="ignore"):
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
                module, name = self.line().decode(), self.line().decode()
                stack.append(self.name(module, name))
            case b"\x93":
                name, module = stack.pop(), stack.pop()
                stack.append(self.name(module, name))
            case b"R":
                arguments, name = stack.pop(), stack.pop()
                stack.append(self.call(name, arguments))
            case b"b":
                state = stack.pop()
                self.build(stack[-1], state)
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
            case _:
                raise DataError(
                    f"has the instruction {code!r}; a dict of arrays has none"
                )

    def set_items(self, items: list) -> None:
        """Put keys and values, in turn, into the dict on top of the stack."""
        target = self.stack[-1]
        if not isinstance(target, dict) or len(items) % 2:
            raise DataError("sets items of something that is no dict")
        for key, value in zip(items[::2], items[1::2]):
            if not isinstance(key, str):
                raise DataError("has a key that is no str")
            target[key] = value
