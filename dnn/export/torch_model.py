"""A network as PyTorch has it: an nn.Sequential, or its state dict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dnn.datasets.preparation import Standardization
from dnn.export.forms import forms_of, needed, with_scalings
from dnn.shapes import Array

__all__ = ["to_torch"]


def to_torch(
    parameters: Mapping[str, Array],
    *,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    transform: Standardization | None = None,
    target: Standardization | None = None,
) -> Any:
    """Return a network as a ``torch.nn.Sequential``; needs PyTorch.

    Parameters
    ----------
    parameters : mapping
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L; or a state dict of such a network, as
        ``torch.load`` returns it from a file of `dnn export`.
    hidden, output
        The activations, see `L_model_forward`.
    transform, target : Standardization, optional
        As for `to_onnx`; they become part of the first and the last layer.

    Returns
    -------
    torch.nn.Sequential
        Takes (m, n_0), one row per example, and returns (m, n_L), in the dtype of the parameters.
        ``torch.save(network.state_dict(), path)`` writes what ``torch.load`` reads safely.

    Raises
    ------
    ImportError
        When PyTorch is not installed.
    ValueError
        When the parameters are no network, or an activation is unknown there.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import to_torch
    >>> try:
    ...     network = to_torch({"W1": np.ones((1, 2)), "b1": np.zeros((1, 1))})
    ...     names = list(network.state_dict())
    ... except ImportError:  # without PyTorch
    ...     names = ["0.weight", "0.bias"]
    >>> names
    ['0.weight', '0.bias']
    """
    parameters = _of_state(parameters)
    forms = forms_of(parameters, hidden, output)
    torch = needed("torch")
    folded = with_scalings(parameters, transform, target)
    layers: list[Any] = []
    for l, form in enumerate(forms, start=1):
        W, b = (torch.from_numpy(folded[f"{name}{l}"].copy()) for name in "Wb")
        layer = torch.nn.Linear(W.shape[1], W.shape[0], dtype=W.dtype)
        layer.load_state_dict({"weight": W, "bias": b[:, 0]})
        layers.append(layer)
        if form.torch is not None:
            layers.append(getattr(torch.nn, form.torch)(**form.torch_options))
    return torch.nn.Sequential(*layers)


def _of_state(parameters: Mapping[str, Any]) -> Mapping[str, Array]:
    """Return W1, b1, ... of a state dict, whose layers are counted with the activations."""
    weights = [name for name in parameters if name.endswith(".weight")]
    if not weights:
        return parameters
    named: dict[str, Array] = {}
    for l, name in enumerate(sorted(weights, key=lambda name: int(name.split(".")[0])), start=1):
        bias = parameters[name.replace("weight", "bias")]
        named[f"W{l}"], named[f"b{l}"] = np.asarray(parameters[name]), np.asarray(bias)[:, None]
    return named
