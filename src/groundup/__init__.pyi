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

__version__: str
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
