"""The one check of a network: layer_dims, parameters, caches and gradients that fit together."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dnn.checks.arrays import check_matrix, described, shape_of
from dnn.checks.examples import check_labels
from dnn.checks.layers import check_cache, check_layer, check_linear
from dnn.shapes import Array, LinearCache, ShapeError, equation, parameter_names
from dnn.text import counted, listed, phrase_if


def check_layer_dims(layer_dims: Iterable[int]) -> tuple[int, ...]:
    """Return the units of every layer, input first, as plain integers: (n_0, n_1, ..., n_L).

    Raises
    ------
    ValueError
        When there are fewer than two entries, or one that is not a whole number from 1 up.
    """
    try:
        dims = tuple(operator.index(n) for n in layer_dims)
    except TypeError:
        raise ValueError(
            "layer_dims lists the units of every layer as whole numbers, input first, for example "
            f"[12288, 20, 7, 5, 1]; got {layer_dims!r}"
        ) from None
    if len(dims) < 2:
        raise ValueError(
            "layer_dims needs the input and at least one layer, for example [12288, 1] for "
            f"logistic regression; got {list(dims)}"
        )
    if min(dims) < 1:
        l = next(l for l, n in enumerate(dims) if n < 1)
        raise ValueError(
            f"layer_dims[{l}]: layer {l} needs at least one unit, got {dims[l]} in {list(dims)}"
        )
    return dims


def layer_count(parameters: Mapping[str, Array]) -> int:
    """Return L, the number of layers that have parameters; the input does not count.

    Raises
    ------
    ValueError
        When a W or b of some layer is missing, or a key is neither.
    """
    if not isinstance(parameters, Mapping):
        raise ValueError(
            "parameters must be a dict of W1, b1, ..., WL, bL as initialize_parameters_deep "
            f"returns it; got {described(parameters)}"
        )
    L = max(1, (len(parameters) + 1) // 2)
    expected = parameter_names(L)
    missing = [name for name in expected if name not in parameters]
    if missing:
        raise ValueError(
            f"parameters has no {listed(missing)}: for {counted(L, 'layer')} the keys are "
            f"{listed(expected)}, but here they are {listed(parameters) or 'none'}"
        )
    return L


def network_dims(parameters: Mapping[str, Array]) -> tuple[int, ...]:
    """Return (n_0, n_1, ..., n_L), read off the parameters after checking that they fit together.

    Raises
    ------
    ValueError
        When a key is missing or a shape does not fit the layer before it.
    """
    dims: list[int] = []
    for l in range(1, layer_count(parameters) + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        check_layer(W, b, l)
        if dims and W.shape[1] != dims[-1]:
            raise ShapeError(
                f"layer {l}, {equation(1)}: W{l} is {W.shape}, so layer {l - 1} must have "
                f"n_{l - 1} = {W.shape[1]} units, but W{l - 1} is "
                f"{parameters[f'W{l - 1}'].shape}, which makes {dims[-1]}"
                + phrase_if(W.shape[0] == dims[-1], f"; W{l} looks transposed")
            )
        dims = dims or [W.shape[1]]
        dims.append(W.shape[0])
    return tuple(dims)


def check_caches(AL: Array, Y: Array, caches: Any) -> int:
    """Check that AL, Y and every layer's cache belong to one forward pass; return L."""
    if not isinstance(caches, Sequence) or not caches:
        raise ValueError(
            "caches is the list of ((A_prev, W, b), Z), one per layer, that L_model_forward "
            f"returns; got {described(caches)}"
        )
    check_labels(AL, Y)
    A_next, name = AL, "AL"
    for l in range(len(caches), 0, -1):
        linear_cache, Z = check_cache(caches[l - 1], l)
        _check_cached_layer(linear_cache, Z, l, caches)
        if shape_of(Z) != A_next.shape:
            raise ShapeError(
                f"layer {l}, {equation(2)}: Z{l} in caches[{l - 1}] is {described(Z)}, so {name} "
                f"must be {described(Z)} too, but it is {A_next.shape}"
            )
        A_next, name = linear_cache[0], f"A_prev in caches[{l - 1}]"
    return len(caches)


def _check_cached_layer(linear_cache: LinearCache, Z: Array, l: int, caches: Any) -> None:
    """Check one layer's cache; where X stands in it in place of A_prev, say so."""
    A_prev, W, b = linear_cache
    X = caches[0][0][0]
    try:
        check_linear(A_prev, W, b, l)
    except ShapeError as error:
        if l > 1 and shape_of(A_prev) == shape_of(X) and W.shape[1] != A_prev.shape[0]:
            raise ShapeError(f"{error}; that is the shape of X: was X passed for A_prev?") from None
        raise
    if shape_of(Z) != (W.shape[0], A_prev.shape[1]):
        raise ShapeError(
            f"layer {l}, {equation(1)}: W{l} is {W.shape} and A_prev is {A_prev.shape}, so "
            f"Z{l} must be {(W.shape[0], A_prev.shape[1])}, but it is {described(Z)}"
        )


def check_parameters(parameters: Mapping[str, Array]) -> None:
    """Check that W and b of every layer are there and matrices, whether layers fit or not."""
    layer_count(parameters)
    for name, p in parameters.items():
        check_matrix(name, p, "as initialize_parameters_deep returns it")


def check_gradients(parameters: Mapping[str, Array], grads: Mapping[str, Array]) -> None:
    """Check that every parameter has a slope of its own shape: dW1 for W1, db1 for b1, ..."""
    check_parameters(parameters)
    check_mapping("grads", grads, "as L_model_backward returns it")
    for name, p in parameters.items():
        slope = grads.get(f"d{name}")
        if slope is None:
            raise ValueError(
                f"grads has no d{name}, the slope of {name}; its keys are {listed(grads) or 'none'}"
            )
        if shape_of(slope) != p.shape:
            raise ShapeError(
                f"{name} is {p.shape}, so d{name} must be {p.shape} too, but it is "
                f"{described(slope)}"
                + phrase_if(shape_of(slope) == p.shape[::-1], "; it looks transposed")
                + phrase_if(shape_of(slope) == p.shape[:1], "; sum with keepdims=True")
            )
        check_matrix(f"d{name}", slope, f"of the shape of {name}")


def check_average(parameters: Mapping[str, Array], average: Mapping[str, Array], name: str) -> None:
    """Check that an average of the slopes holds one array of the shape of every parameter."""
    check_mapping(name, average, "as the initialize_ function of the optimizer returns it")
    for key, p in parameters.items():
        if f"d{key}" not in average:
            raise ValueError(f"{name} has no d{key}; its keys are {listed(average) or 'none'}")
        if shape_of(average[f"d{key}"]) != p.shape:
            raise ShapeError(
                f"{key} is {p.shape}, so {name}['d{key}'] must be {p.shape} too, but it is "
                f"{described(average[f'd{key}'])}"
            )


def check_mapping(name: str, value: Any, origin: str) -> None:
    """Check that a value is a dict of dW1, db1, ..."""
    if not isinstance(value, Mapping):
        raise ValueError(
            f"{name} must be a dict of dW1, db1, ..., {origin}; got {described(value)}"
            + phrase_if(
                isinstance(value, tuple) and len(value) == 2,
                ": that looks like (v, s) from initialize_adam, pass one of them",
            )
        )


def check_forward(X: Array, parameters: Mapping[str, Array]) -> int:
    """Check that X enters this network, and that its layers fit together; return L."""
    dims = network_dims(parameters)
    if hasattr(X, "epoch"):
        raise ShapeError("X lies in a file: take some of its columns, for example X[:, :1000]")
    check_matrix("X", X, "(n_0, m): one column per example")
    if X.shape[0] != dims[0]:
        raise ShapeError(
            f"layer 1, {equation(1)}: W1 is {parameters['W1'].shape}, so X must have "
            f"{dims[0]} rows (n_0 = {dims[0]}), but it is {X.shape}" + _foreign_input_cause(X, dims)
        )
    return len(dims) - 1


def _foreign_input_cause(X: Array, dims: Sequence[int]) -> str:
    """Tell why X does not enter: transposed, an activation, or parameters of another network."""
    if X.shape[1] == dims[0]:
        return "; it looks transposed: examples are columns, so pass X.T"
    if X.shape[0] in dims[1:]:
        l = dims.index(X.shape[0], 1)
        return f"; n_{l} = {dims[l]} would fit: is this A{l} in place of X?"
    return f"; the parameters belong to a network {list(dims)}, was it trained on other data?"
