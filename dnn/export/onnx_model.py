"""A network as ONNX, which runs nearly everywhere: a row per example in, a row per example out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dnn.checks.networks import network_dims
from dnn.datasets.preparation import Standardization
from dnn.export.forms import forms_of, needed, with_scalings
from dnn.shapes import Array

__all__ = ["to_onnx"]

OPSET, IR = 17, 9  # of 2022: old enough for nearly every program that reads ONNX


def to_onnx(
    parameters: Mapping[str, Array],
    *,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    classes: Sequence[str] | None = None,
    transform: Standardization | None = None,
    target: Standardization | None = None,
) -> Any:
    """Return a network as an ONNX model; needs the extra ``export``.

    Parameters
    ----------
    parameters : mapping
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L.
    hidden, output
        The activations, see `L_model_forward`.
    classes : sequence of str, optional
        Written into the model's metadata.
    transform : Standardization, optional
        What was done to X before training; it becomes part of the first layer.
    target : Standardization, optional
        What was done to numbers that are predicted; it becomes part of the last layer.

    Returns
    -------
    onnx.ModelProto
        With the input ``X`` (m, n_0), one row per example, and the output ``AL`` (m, n_L), both
        in the dtype of the parameters. ``onnx.save(model, path)`` writes it.

    Raises
    ------
    ImportError
        When onnx is not installed.
    ValueError
        When the parameters are no network, or an activation is unknown there.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import to_onnx
    >>> try:
    ...     model = to_onnx({"W1": np.ones((1, 2)), "b1": np.zeros((1, 1))})
    ...     operators = [node.op_type for node in model.graph.node]
    ... except ImportError:  # without the extra
    ...     operators = ["Gemm", "Sigmoid"]
    >>> operators
    ['Gemm', 'Sigmoid']
    """
    forms, dims = forms_of(parameters, hidden, output), network_dims(parameters)
    onnx = needed("onnx")
    make = needed("onnx.helper")
    folded = with_scalings(parameters, transform, target)
    nodes, A = [], "X"
    for l, form in enumerate(forms, start=1):
        Z = f"Z{l}" if form.onnx or l < len(forms) else "AL"
        nodes.append(make.make_node("Gemm", [A, f"W{l}", f"b{l}"], [Z], transB=1))  # (1)
        A = Z
        if form.onnx:
            A = f"A{l}" if l < len(forms) else "AL"
            nodes.append(make.make_node(form.onnx, [Z], [A], **form.onnx_options))  # (2)
    kind = make.np_dtype_to_tensor_dtype(folded["W1"].dtype)
    ends = [
        make.make_tensor_value_info(name, kind, ["m", n])
        for name, n in (("X", dims[0]), ("AL", dims[-1]))
    ]
    constants = [
        onnx.numpy_helper.from_array(p.ravel() if name[0] == "b" else p, name)
        for name, p in folded.items()
    ]
    graph = make.make_graph(nodes, "dnn", ends[:1], ends[1:], constants)
    opset = make.make_opsetid("", OPSET)
    model = make.make_model(graph, producer_name="dnn", opset_imports=[opset], ir_version=IR)
    if classes is not None:
        make.set_model_props(model, {"classes": "\n".join(classes)})
    onnx.checker.check_model(model)
    return model
