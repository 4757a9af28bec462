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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundup.activations import identity, relu, sigmoid, softmax, step, tanh
    from groundup.gates import Neuron, and_gate, nand_gate, or_gate, xor_gate
    from groundup.graph import Value
    from groundup.inference import accuracy, predict
    from groundup.inner_product import inner
    from groundup.layer import Layer
    from groundup.linearity import collapse, is_linear
    from groundup.mnist import load_mnist
    from groundup.network import Network
    from groundup.output import decide
    from groundup.products import dot
    from groundup.trained import trained_network
    from groundup.training import train

__version__ = "0.1.0"
__all__ = [
    "Layer",
    "Network",
    "Neuron",
    "Value",
    "accuracy",
    "and_gate",
    "collapse",
    "decide",
    "dot",
    "identity",
    "inner",
    "is_linear",
    "load_mnist",
    "nand_gate",
    "or_gate",
    "predict",
    "relu",
    "sigmoid",
    "softmax",
    "step",
    "tanh",
    "train",
    "trained_network",
    "xor_gate",
]

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


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"groundup.{home}"), name)
            return globals().setdefault(name, value)
    raise AttributeError(f"module 'groundup' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
