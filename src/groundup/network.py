"""A neural network: layers, each reading what the one before it gives."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from groundup.files.opening import quoted
from groundup.files.errors import DataError
from groundup._policy import generator, layer_sizes
from groundup.layer import Layer, Signal, activation_names
from groundup.files.weights import parse_weights, read_weights
from groundup.files.writing import write_whole

__all__ = ["Network"]


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """Layers in order, the last one the output layer. Nothing in it can be changed.

    Parameters
    ----------
    layers : sequence of Layer
        Each takes as many numbers as the one before it gives.

    Examples
    --------
    >>> network = Network.random((2, 3, 2), ("sigmoid", "identity"), seed=0)
    >>> network
    Network(2-3-2, sigmoid, identity)
    >>> network.forward([0.1, 0.5]).shape, network.forward([[0.1, 0.5]]).shape
    ((2,), (1, 2))
    """

    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        layers = tuple(self.layers)
        if not layers or not all(isinstance(layer, Layer) for layer in layers):
            raise TypeError(f"layers is {layers!r}; expected one Layer or more")
        for n, (layer, following) in enumerate(zip(layers, layers[1:]), start=1):
            gives, takes = layer.weights.shape[1], following.weights.shape[0]
            if gives != takes:
                raise ValueError(
                    f"layer {n + 1} has weights of shape {following.weights.shape};"
                    f" expected ({gives}, outputs): layer {n} gives {gives} numbers"
                )
        object.__setattr__(self, "layers", layers)

    def __repr__(self) -> str:
        names = ", ".join(layer.activation for layer in self.layers)
        return f"Network({'-'.join(map(str, self.sizes))}, {names})"

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many numbers go in, and how many each layer gives."""
        inputs = len(self.layers[0].weights)
        return (inputs, *(len(layer.bias) for layer in self.layers))

    def forward(self, x: ArrayLike) -> np.ndarray:
        """Return the output layer's activation.

        Parameters
        ----------
        x : array_like
            One input, shape (inputs,), or a batch of them, shape (n, inputs).

        Returns
        -------
        numpy.ndarray
            Shape (outputs,) or (n, outputs).
        """
        signal: Any = x
        for layer in self.layers:
            signal = layer.forward(signal)
        return signal

    def trace(self, x: ArrayLike) -> tuple[Signal, ...]:
        """Return what every layer makes of `x`; the last activation is `forward(x)`."""
        signals = []
        for layer in self.layers:
            signals.append(layer.trace(x))
            x = signals[-1].activation
        return tuple(signals)

    @classmethod
    def from_dict(
        cls,
        arrays: Mapping[str, ArrayLike],
        activations: str | Sequence[str] | None = None,
    ) -> "Network":
        """Build a network from W1, b1, W2, b2, ... as the notes and the book name them.

        Parameters
        ----------
        arrays : mapping of str to array_like
            W1 of shape (inputs, outputs), b1 of shape (outputs,), and so on. It may
            hold the names of the activations too, as `to_dict` writes them.
        activations : str or sequence of str, optional
            One name for all hidden layers, the output layer being softmax, or one name
            a layer. By default those in `arrays`; if it has none, 'sigmoid'.

        Raises
        ------
        TypeError, ValueError
            If an array is missing or superfluous, or has another shape than expected;
            the layer is named. No shape is mended, not even a bias of (1, outputs).

        Examples
        --------
        >>> Network.from_dict({"W1": [[1.0, 2.0]], "b1": [0.0, 0.0]})
        Network(1-2, softmax)
        >>> Network.from_dict({"W1": [[1.0, 2.0]], "b1": [0.0, 0.0], "b2": [0.0]})
        Traceback (most recent call last):
        ValueError: arrays holds 'W1, b1, b2'; expected W1, b1, W2, b2 and so on
        """
        names = set(arrays) - {"activations"}
        numbers = range(1, len(names) // 2 + 1)
        expected = {f"{letter}{n}" for n in numbers for letter in "Wb"}
        if not names or names != expected:
            found = quoted(", ".join(sorted(map(str, names))))
            raise ValueError(f"arrays holds {found}; expected W1, b1, W2, b2 and so on")
        given = arrays.get("activations") if activations is None else activations
        names_given = activation_names("sigmoid" if given is None else given, len(numbers))
        return cls(
            tuple(
                _named(n, arrays[f"W{n}"], arrays[f"b{n}"], activation)
                for n, activation in zip(numbers, names_given)
            )
        )

    @classmethod
    def random(
        cls,
        sizes: Sequence[int],
        activations: Sequence[str] | None = None,
        *,
        seed: int | None,
    ) -> "Network":
        """Build a network of `sizes`, its weights and biases drawn from [0, 1).

        Parameters
        ----------
        sizes : sequence of int
            How many numbers go in, then how many neurons each layer has.
        activations : sequence of str, optional
            As for `from_dict`.
        seed : int or None
            The same seed gives the same network; None another one at each call.

        Raises
        ------
        ValueError
            If `sizes` is not two whole numbers or more, each at least 1, `seed` is no
            whole number of 0 or more, or an activation is unknown.

        Examples
        --------
        >>> Network.random((784, 50, 10), seed=0)
        Network(784-50-10, sigmoid, softmax)
        """
        sizes = layer_sizes(sizes)
        rng = generator(seed)
        arrays = {}
        for n, (inputs, outputs) in enumerate(zip(sizes, sizes[1:]), start=1):
            arrays[f"W{n}"] = rng.random((inputs, outputs))
            arrays[f"b{n}"] = rng.random(outputs)
        return cls.from_dict(arrays, activations)

    def to_dict(self) -> dict[str, np.ndarray]:
        """Return W1, b1, W2, b2, ... and the activations' names, for `from_dict`."""
        arrays: dict[str, np.ndarray] = {}
        for n, layer in enumerate(self.layers, start=1):
            arrays |= {f"W{n}": layer.weights, f"b{n}": layer.bias}
        arrays["activations"] = np.array([layer.activation for layer in self.layers])
        return arrays

    def save(
        self, path: str | os.PathLike[str], record: Mapping[str, object] | None = None
    ) -> None:
        """Write the arrays of `to_dict` to an .npz file, whole or not at all.

        Parameters
        ----------
        path : path-like
            The file.
        record : mapping, optional
            What the network was trained on, in values that JSON has; kept in the file
            and given back by `groundup.files.weights.read_weights`. The commands write
            ``images`` (a short name), ``count``, ``seed``, ``epochs``, ``command``.

        Raises
        ------
        ValueError
            If `load` would refuse the file, as it would be larger than 64 MiB, or it cannot
            be written.
        """
        arrays: dict[str, Any] = dict(self.to_dict())
        if record is not None:
            record = dict(record)
            arrays["record"] = np.array(json.dumps(record, default=repr))
        buffer = BytesIO()
        np.savez(buffer, **arrays)
        try:
            saved = parse_weights(buffer.getvalue())
        except DataError as error:
            raise ValueError(f"the network cannot be saved: its file {error}") from None
        if saved.record != record:
            raise ValueError("record holds what JSON has not; expected plain values")
        write_whole(path, buffer.getvalue())

    @classmethod
    def load(
        cls,
        path: str | os.PathLike[str],
        activations: str | Sequence[str] | None = None,
    ) -> "Network":
        """Read what `save` wrote, or a pickled dict, without running code in it.

        Parameters
        ----------
        path : path-like
            The file.
        activations : str or sequence of str, optional
            See `from_dict`. By default those that the file names; if it names none,
            sigmoid is assumed (`read_weights` tells whether it does).

        Raises
        ------
        DataError
            A `ValueError` that names the file: it cannot be read, or its arrays are
            not those of a network (see `from_dict`).
        """
        weights = read_weights(path)
        if activations is None:
            activations = weights.activations
        try:
            return cls.from_dict(weights.arrays, activations)
        except (TypeError, ValueError) as error:
            raise DataError(f"{quoted(path)}: {error}") from None


def _named(n: int, weights: Any, bias: Any, activation: str) -> Layer:
    try:
        return Layer(weights, bias, activation)
    except (TypeError, ValueError) as error:
        raise type(error)(f"layer {n}: {error}") from None
