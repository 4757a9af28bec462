"""Neural networks from the ground up, in NumPy.

What a reader of the book needs most, ready as ``groundup.NAME``:

Gates of perceptrons
    `Neuron`, `and_gate`, `or_gate`, `nand_gate`, `xor_gate`
Activation functions
    `step`, `sigmoid`, `tanh`, `relu`, `identity`, `softmax`
Linear, and what that means
    `is_linear`, `collapse`, `inner`, `dot`
Networks: their layers, their answers, what the answers stand for
    `Layer`, `Network`, `predict`, `accuracy`, `decide`
Handwritten digits, and a network that learns to read them
    `load_mnist`, `train`, `trained_network`
A number that remembers how it was computed, and what it changes
    `Value`

``help(groundup.softmax)`` says how one is called. The rest is in the modules, one a page
of the book: ``from groundup.inner_product import projection``. Importing the package
does no work: each name is fetched when it is first used.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "activations": ["identity", "relu", "sigmoid", "softmax", "step", "tanh"],
    "gates": ["Neuron", "and_gate", "nand_gate", "or_gate", "xor_gate"],
    "graph": ["Value"],
    "inference": ["accuracy", "predict"],
    "inner_product": ["inner"],
    "layer": ["Layer"],
    "linearity": ["collapse", "is_linear"],
    "mnist": ["load_mnist"],
    "network": ["Network"],
    "output": ["decide"],
    "products": ["dot"],
    "trained": ["trained_network"],
    "training": ["train"],
}
__version__ = "0.1.0"
__all__ = sorted(name for names in _HOMES.values() for name in names)


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"groundup.{home}"), name)
            return globals().setdefault(name, value)
    raise AttributeError(f"module 'groundup' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
