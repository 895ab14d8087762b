"""What a network is elsewhere: its activations in other programs, and scalings put into layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from dnn.activations import LEAK, layer_activations
from dnn.checks.networks import layer_count, network_dims
from dnn.datasets.preparation import Standardization
from dnn.shapes import Array, Parameters

__all__ = ["FORMS", "Form", "forms_of", "needed", "with_scalings"]


class Form(NamedTuple):
    """One row of FORMS: an activation in other programs.

    Attributes
    ----------
    python : str
        A of Z in numpy, units in rows and one column per example.
    onnx : str or None
        The operator; None where A is Z.
    onnx_options : mapping
        Its attributes, for one row per example.
    torch : str or None
        The class in ``torch.nn``; None where A is Z.
    torch_options : mapping
        Its arguments, for one row per example.
    """

    python: str
    onnx: str | None
    torch: str | None
    onnx_options: Mapping[str, Any] = MappingProxyType({})
    torch_options: Mapping[str, Any] = MappingProxyType({})


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "relu": Form("np.maximum(0, Z)", "Relu", "ReLU"),
        "sigmoid": Form("1 / (1 + np.exp(-np.clip(Z, -700, 700)))", "Sigmoid", "Sigmoid"),
        "tanh": Form("np.tanh(Z)", "Tanh", "Tanh"),
        "leaky_relu": Form(
            f"np.where(Z > 0, Z, {LEAK} * Z)",
            "LeakyRelu",
            "LeakyReLU",
            {"alpha": LEAK},
            {"negative_slope": LEAK},
        ),
        "softmax": Form(
            "np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0)).sum(axis=0)",
            "Softmax",
            "Softmax",
            {"axis": 1},
            {"dim": 1},
        ),
        "linear": Form("Z", None, None),
    }
)


def forms_of(
    parameters: Mapping[str, Array], hidden: str | Sequence[str], output: str
) -> list[Form]:
    """Return the form of every layer's activation.

    Raises
    ------
    ValueError
        When the parameters are no network, or an activation is not known elsewhere.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.export.forms import forms_of
    >>> parameters = {"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1))}
    >>> [form.onnx for form in forms_of(parameters, "relu", "sigmoid")]
    ['Sigmoid']
    """
    network_dims(parameters)
    names = layer_activations(layer_count(parameters), hidden, output)
    for name in names:
        if name not in FORMS:
            raise ValueError(
                f"activation {name!r} has no form in other programs; add its row to "
                "dnn.export.forms.FORMS"
            )
    return [FORMS[name] for name in names]


def with_scalings(
    parameters: Mapping[str, Array],
    X_scaling: Standardization | None,
    Y_scaling: Standardization | None,
) -> Parameters:
    """Return the network that takes and gives numbers as the files have them.

    W1 (X - mean) / scale + b1 is (W1 / scale) X + (b1 - (W1 / scale) mean), and of numbers that
    were standardized AL * scale + mean is the same last layer with scaled W and b.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import Standardization
    >>> from dnn.export.forms import with_scalings
    >>> network = {"W1": np.array([[6.0]]), "b1": np.array([[1.0]])}
    >>> with_scalings(network, Standardization(np.array([[5.0]]), np.array([[2.0]])), None)
    {'W1': array([[3.]]), 'b1': array([[-14.]])}
    """
    folded = {name: np.array(p) for name, p in parameters.items()}
    if X_scaling is not None:
        folded["W1"] = folded["W1"] / X_scaling.scale.T
        folded["b1"] = folded["b1"] - folded["W1"] @ X_scaling.mean
    if Y_scaling is not None:
        W, b = (f"{name}{len(parameters) // 2}" for name in "Wb")
        folded[W] = folded[W] * Y_scaling.scale
        folded[b] = folded[b] * Y_scaling.scale + Y_scaling.mean
    return {name: p.astype(parameters[name].dtype) for name, p in folded.items()}


def needed(name: str) -> Any:
    """Import a library that only an export needs, or say how it is installed.

    Raises
    ------
    ImportError
        When it is not there.
    """
    try:
        return import_module(name)
    except ImportError as error:
        extra = "onnx" if name.startswith("onnx") else "torch"
        how = "pip install 'dnn-course[export]'" if extra == "onnx" else "pip install torch"
        raise ImportError(f"this export needs {extra}: {how}") from error
