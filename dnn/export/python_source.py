"""A network as a Python file that needs numpy alone and shows the equations."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from dnn.activations import layer_activations
from dnn.checks.networks import layer_count, network_dims
from dnn.datasets.preparation import Standardization
from dnn.export.forms import FORMS, forms_of
from dnn.shapes import Array

__all__ = ["to_python"]

READABLE = 2000  # numbers, up to which they are written as such

UNPACK = '''
def numbers(text, shape, dtype):
    """Return an array that was packed into text."""
    return np.frombuffer(zlib.decompress(base64.b85decode(text)), dtype).reshape(shape)

'''


def to_python(
    parameters: Mapping[str, Array],
    *,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    classes: Sequence[str] | None = None,
    transform: Standardization | None = None,
    target: Standardization | None = None,
) -> str:
    """Return a network as the source of a Python file that needs numpy alone.

    Parameters
    ----------
    parameters : mapping
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L.
    hidden, output
        The activations, see `L_model_forward`.
    classes : sequence of str, optional
        The name of class 0, 1, ...; with them the file has a function ``predict``.
    transform, target : Standardization, optional
        As for `to_onnx`; they are shown in the first and the last line.

    Returns
    -------
    str
        A module with ``forward(X)``: X (n_0, m), one column per example, -> AL (n_L, m).

    Raises
    ------
    ValueError
        When the parameters are no network, or an activation is unknown there.

    Notes
    -----
    More than 2,000 numbers are packed into text, so that the equations can be seen.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import to_python
    >>> source = to_python({"W1": np.array([[2.0]]), "b1": np.array([[-1.0]])})
    >>> space = {}
    >>> exec(source, space)
    >>> space["forward"](np.array([[0.5]]))
    array([[0.5]])
    """
    forms_of(parameters, hidden, output)
    dims, L = network_dims(parameters), layer_count(parameters)
    scalings = {"X": transform, "Y": target}
    arrays = dict(parameters)
    for name, scaling in scalings.items():
        if scaling is not None:
            arrays |= {f"{name}_mean": scaling.mean, f"{name}_scale": scaling.scale}
    is_packed = sum(array.size for array in arrays.values()) > READABLE
    lines = [
        f'"""The network {list(dims)} in numpy; written by dnn, it needs nothing of it."""',
        "",
        *(["import base64", "import zlib", ""] if is_packed else []),
        "import numpy as np",
        *(UNPACK.splitlines() if is_packed else []),
        "",
    ]
    lines += [f"{name} = {_written(array, is_packed)}" for name, array in arrays.items()]
    lines += _functions(layer_activations(L, hidden, output), scalings)
    return "\n".join([*lines, *_prediction(dims[-1], classes)]) + "\n"


def _written(array: Array, is_packed: bool) -> str:
    """Return an array as Python text."""
    if not is_packed:
        return f"np.array({array.tolist()!r}, dtype={array.dtype.name!r})"
    content = zlib.compress(np.ascontiguousarray(array).tobytes(), 9)
    packed = base64.b85encode(content).decode("ascii")
    return f"numbers({packed!r}, {array.shape}, {array.dtype.str!r})"


def _functions(activations: Sequence[str], scalings: Mapping[str, object]) -> Iterator[str]:
    """Yield the lines of the activations and of forward."""
    for name in dict.fromkeys(activations):
        yield from ("", "", f"def {name}(Z):", f"    return {FORMS[name].python}")
    yield from ("", "", "def forward(X):")
    yield '    """Return AL (n_L, m) for X (n_0, m), one column per example."""'
    yield "    A0 = (X - X_mean) / X_scale" if scalings["X"] is not None else "    A0 = X"
    for l, name in enumerate(activations, start=1):
        yield f"    Z{l} = W{l} @ A{l - 1} + b{l}  # (1)"
        yield f"    A{l} = {name}(Z{l})  # (2)"
    scaled = " * Y_scale + Y_mean" if scalings["Y"] is not None else ""
    yield f"    return A{len(activations)}{scaled}"


def _prediction(n_L: int, classes: Sequence[str] | None) -> Iterator[str]:
    """Yield the lines that tell the names of classes."""
    if classes is None:
        return
    yield from ("", "", f"CLASSES = {list(classes)!r}", "", "", "def predict(X):")
    yield '    """Return the name of the class of every column of X."""'
    decided = "(AL[0] > 0.5).astype(int)" if n_L == 1 else "AL.argmax(axis=0)"
    yield from ("    AL = forward(X)", f"    return [CLASSES[k] for k in {decided}]")
