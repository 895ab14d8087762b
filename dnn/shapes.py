"""The names and shapes of all that flows through the network, and the one check of them.

===========  =================  =======================
X = A0       (n_0, m)           one column an example
W{l}         (n_l, n_{l-1})     dW{l} the same
b{l}         (n_l, 1)           db{l} the same
Z{l}, A{l}   (n_l, m)           dZ{l}, dA{l} the same
AL, Y        (n_L, m)
===========  =================  =======================
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Parameters = dict[str, Array]
Gradients = dict[str, Array]
LinearCache = tuple[Array, Array, Array]
Cache = tuple[LinearCache, Array]
Shape = tuple[int, ...]


NUMBERS = "buif"  # the kinds of dtype that are real numbers


class ShapeError(ValueError):
    """An array does not have the shape that the equation asks of it."""


# --- the network as a whole ---------------------------------------------------------------------


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
            f"returns it; got {_described(parameters)}"
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


def parameter_names(L: int) -> list[str]:
    """Return W1, b1, ..., WL, bL.

    Examples
    --------
    >>> from dnn.shapes import parameter_names
    >>> parameter_names(2)
    ['W1', 'b1', 'W2', 'b2']
    """
    return [f"{name}{l}" for l in range(1, L + 1) for name in "Wb"]


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
                f"layer {l}, (1) Z = W A_prev + b: W{l} is {W.shape}, so layer {l - 1} must have "
                f"n_{l - 1} = {W.shape[1]} units, but W{l - 1} is "
                f"{parameters[f'W{l - 1}'].shape}, which makes {dims[-1]}"
                + _if(W.shape[0] == dims[-1], f"; W{l} looks transposed")
            )
        dims = dims or [W.shape[1]]
        dims.append(W.shape[0])
    return tuple(dims)


# --- one layer ----------------------------------------------------------------------------------


def check_layer(W: Array, b: Array, l: int | None = None) -> None:
    """Check that W is (n, n_prev) and b is (n, 1)."""
    check_matrix(_name("W", l), W, "(n, n_prev): a row a unit, a column an input")
    n = W.shape[0]
    if _shape(b) != (n, 1):
        raise ShapeError(
            f"{_layer(l)}(1) Z = W A_prev + b: {_name('W', l)} is {W.shape}, so {_name('b', l)} "
            f"must be ({n}, 1), a column with one row a unit, but it is {_described(b)}"
            + _if(_shape(b) in ((n,), (1, n)), f"; reshape it to ({n}, 1)")
            + _if(
                _shape(b) == (W.shape[1], 1),
                f"; or {_name('W', l)} looks transposed: it is (units, inputs)",
            )
        )


def check_linear(A_prev: Array, W: Array, b: Array, l: int | None = None) -> None:
    """Check the shapes of (1) Z = W A_prev + b: (n, n_prev) times (n_prev, m) plus (n, 1)."""
    check_layer(W, b, l)
    name = "X" if l == 1 else "A_prev"
    check_matrix(name, A_prev, "(n_prev, m): one column an example")
    n_prev = W.shape[1]
    if A_prev.shape[0] != n_prev:
        symbol = "n_prev" if l is None else f"n_{l - 1}"
        raise ShapeError(
            f"{_layer(l)}(1) Z = W A_prev + b: {_name('W', l)} is {W.shape}, so {name} must have "
            f"{n_prev} rows ({symbol} = {n_prev}), but it is {A_prev.shape}"
            + _linear_cause(A_prev, W)
        )


def _linear_cause(A_prev: Array, W: Array) -> str:
    """Tell, where shapes alone can tell it, why A_prev does not fit W."""
    if A_prev.shape[1] == W.shape[1]:
        return "; it looks transposed: examples are columns, so pass its .T"
    if W.shape[0] == A_prev.shape[0]:
        return "; W looks transposed: it is (units, inputs)"
    return ""


def check_slope(dZ: Array, cache: LinearCache, l: int | None = None) -> None:
    """Check the shapes of (7) dW = dZ A_prev^T / m and (9) dA_prev = W^T dZ."""
    A_prev, W, b = check_linear_cache(cache, l)
    check_linear(A_prev, W, b, l)
    check_matrix(_name("dZ", l), dZ, "(n, m), as Z is")
    expected = (W.shape[0], A_prev.shape[1])
    if dZ.shape != expected:
        raise ShapeError(
            f"{_layer(l)}(7) dW = dZ A_prev^T / m: {_name('W', l)} is {W.shape} and A_prev is "
            f"{A_prev.shape}, so {_name('dZ', l)} must be {expected}, but it is {dZ.shape}"
            + _if(dZ.shape == expected[::-1], "; it looks transposed")
        )


def check_caches(AL: Array, Y: Array, caches: Any) -> int:
    """Check that AL, Y and every layer's cache belong to one forward pass; return L."""
    if not isinstance(caches, Sequence) or not caches:
        raise ValueError(
            "caches is the list of ((A_prev, W, b), Z), one a layer, that L_model_forward returns; "
            f"got {_described(caches)}"
        )
    check_labels(AL, Y)
    A_next, name = AL, "AL"
    for l in range(len(caches), 0, -1):
        linear_cache, Z = check_cache(caches[l - 1], l)
        _check_cached_layer(linear_cache, Z, l, caches)
        if _shape(Z) != A_next.shape:
            raise ShapeError(
                f"layer {l}, (2) A = g(Z): Z{l} in caches[{l - 1}] is {_described(Z)}, so {name} "
                f"must be {_described(Z)} too, but it is {A_next.shape}"
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
        if l > 1 and _shape(A_prev) == _shape(X) and W.shape[1] != A_prev.shape[0]:
            raise ShapeError(f"{error}; that is the shape of X: was X passed for A_prev?") from None
        raise
    if _shape(Z) != (W.shape[0], A_prev.shape[1]):
        raise ShapeError(
            f"layer {l}, (1) Z = W A_prev + b: W{l} is {W.shape} and A_prev is {A_prev.shape}, so "
            f"Z{l} must be {(W.shape[0], A_prev.shape[1])}, but it is {_described(Z)}"
        )


def check_gradients(parameters: Mapping[str, Array], grads: Mapping[str, Array]) -> None:
    """Check that every parameter has a slope of its own shape: dW1 for W1, db1 for b1, ..."""
    network_dims(parameters)
    check_mapping("grads", grads, "as L_model_backward returns it")
    for name, parameter in parameters.items():
        slope = grads.get(f"d{name}")
        if slope is None:
            raise ValueError(
                f"grads has no d{name}, the slope of {name}; its keys are {listed(grads) or 'none'}"
            )
        if _shape(slope) != parameter.shape:
            raise ShapeError(
                f"{name} is {parameter.shape}, so d{name} must be {parameter.shape} too, but it "
                f"is {_described(slope)}"
                + _if(_shape(slope) == parameter.shape[::-1], "; it looks transposed")
                + _if(_shape(slope) == parameter.shape[:1], "; sum with keepdims=True")
            )


def check_mapping(name: str, value: Any, origin: str) -> None:
    """Check that a value is a dict of dW1, db1, ..."""
    if not isinstance(value, Mapping):
        raise ValueError(
            f"{name} must be a dict of dW1, db1, ..., {origin}; got {_described(value)}"
            + _if(
                isinstance(value, tuple) and len(value) == 2,
                ": that looks like (v, s) from initialize_adam, pass one of them",
            )
        )


def check_array(name: str, value: Any) -> None:
    """Check that a value is an array at all."""
    if _shape(value) is None:
        raise ShapeError(f"{name} must be an array; got {_described(value)}")


def check_elementwise(dA: Array, Z: Array) -> None:
    """Check the shapes of (6) dZ = dA * g'(Z): both (n, m)."""
    check_array("dA", dA)
    check_array("Z", Z)
    if _shape(dA) != _shape(Z):
        raise ShapeError(
            f"(6) dZ = dA * g'(Z): dA must have the shape of Z, {_described(Z)}, but it is "
            f"{_described(dA)}"
            + _if(_shape(dA) == (_shape(Z) or ())[::-1], "; it looks transposed")
        )


def check_linear_cache(cache: Any, l: int | None = None) -> LinearCache:
    """Return the linear cache (A_prev, W, b), having seen that it is one."""
    if not isinstance(cache, Sequence) or len(cache) != 3:
        raise ValueError(
            f"{_layer(l)}a linear cache is (A_prev, W, b), the second value that linear_forward "
            f"returns; got {_described(cache)}"
            + _if(
                isinstance(cache, Sequence) and len(cache) == 2,
                ": that looks like a whole cache ((A_prev, W, b), Z), pass its first part",
            )
        )
    A_prev, W, b = cache
    return A_prev, W, b


def check_cache(cache: Any, l: int | None = None) -> Cache:
    """Return the cache ((A_prev, W, b), Z), having seen that it is one."""
    if not isinstance(cache, Sequence) or len(cache) != 2:
        raise ValueError(
            f"{_layer(l)}a cache is ((A_prev, W, b), Z), the second value that "
            f"linear_activation_forward returns; got {_described(cache)}"
        )
    linear_cache, Z = cache
    return check_linear_cache(linear_cache, l), Z


def check_forward(X: Array, parameters: Mapping[str, Array]) -> int:
    """Check that X enters this network, and that its layers fit together; return L."""
    dims = network_dims(parameters)
    if hasattr(X, "epoch"):
        raise ShapeError("X lies in a file: take some of its columns, for example X[:, :1000]")
    check_matrix("X", X, "(n_0, m): one column an example")
    if X.shape[0] != dims[0]:
        raise ShapeError(
            f"layer 1, (1) Z = W A_prev + b: W1 is {parameters['W1'].shape}, so X must have "
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


def dropped(A: Array, masks: Mapping[str, Array], l: int) -> Array:
    """Return A{l}, or its slope, times its dropout mask D{l}; without a mask, as it is."""
    D = masks.get(f"D{l}")
    if D is None:
        return A
    if _shape(D) != A.shape:
        raise ShapeError(
            f"layer {l}, dropout A = A * D: A{l} is {A.shape}, so D{l} must be {A.shape} too, but "
            f"it is {_described(D)}"
        )
    return A * D.astype(A.dtype, copy=False)


def check_masks(masks: Any, L: int) -> Mapping[str, Array]:
    """Return the dropout masks, having seen that they are of layers 0 .. L - 1; none for None."""
    known = [f"D{l}" for l in range(L)]
    if masks is not None and not isinstance(masks, Mapping):
        raise ValueError(f"masks must be a dict of D0, D1, ...; got {_described(masks)}")
    for name in masks or {}:
        if name not in known:
            raise ValueError(
                f"unknown mask {name!r}; those of a network with {counted(L, 'layer')} are "
                f"{listed(known)}"
            )
    return masks or {}


# --- the output ---------------------------------------------------------------------------------


def check_labels(AL: Array, Y: Array, name: str = "AL") -> None:
    """Check that AL (or X at the start of training) and Y are matrices that fit together."""
    check_matrix(name, AL, "(n_L, m): one column an example")
    if _shape(Y) != AL.shape:
        raise ShapeError(
            f"{name} is {AL.shape}, so Y must be {AL.shape} too" + _labels_cause(AL.shape, Y)
        )


def check_examples(X: Array, Y: Array, dims: Sequence[int]) -> None:
    """Check that X is (n_0, m) and Y is (n_L, m) for a network of these layer sizes."""
    for name, value in (("X", X), ("Y", Y)):
        if not isinstance(value, np.ndarray) and not (name == "X" and hasattr(value, "epoch")):
            raise ShapeError(
                f"{name} must be a numpy array; got {_described(value)}: pass np.asarray({name})"
                if _shape(value) is None
                else f"{name} must be a numpy array; got a {type(value).__name__}: "
                f"pass np.asarray({name})"
            )
    check_matrix("X", X, "(n_0, m): one column an example")
    n_0, m = X.shape
    if m == 0:
        raise ShapeError(f"X is {X.shape}: there is no example (column) to learn from")
    if n_0 != dims[0]:
        raise ShapeError(
            f"layers_dims {list(dims)} asks for n_0 = {dims[0]} rows in X, but X is {X.shape}"
            + _if(m == dims[0], "; it looks transposed: examples are columns, so pass X.T")
        )
    if _shape(Y) != (dims[-1], m):
        raise ShapeError(
            f"X holds m = {m} examples and layer L = {len(dims) - 1} has n_L = {dims[-1]} units, "
            f"so Y must be {(dims[-1], m)}" + _labels_cause((dims[-1], m), Y)
        )
    check_matrix("Y", Y, "(n_L, m): one column an example; names of classes become their numbers")


def _labels_cause(expected: Shape, Y: Any) -> str:
    """Say what Y is instead and, where its shape tells it, what would mend it."""
    got, m = _shape(Y), expected[1]
    if got == (m,):
        return f", but it is the rank-1 array {got}; use Y.reshape(1, {m})"
    if got == expected[::-1]:
        return f", but it is {got}, labels as a column; use Y.T"
    if got == (1, m):
        return f", but it is {got}; if these are numbers of classes, use one_hot(Y, {expected[0]})"
    if expected[0] == 1 and got is not None and got[1:] == (m,):
        return (
            f", but it is {got}; if these are one-hot columns, give the last layer {got[0]} units "
            "and output='softmax'"
        )
    if got is not None and len(got) == 2 and got[1] != m:
        return f", but it is {got}: Y holds {got[1]} examples, not {m}"
    return f", but it is {_described(Y)}"


def check_same_examples(X: Array, Y: Any) -> None:
    """Check that Y is a matrix with as many columns as X."""
    shape, m = _shape(Y), X.shape[1]
    if shape is None or len(shape) != 2 or shape[1] != m:
        rows = shape[0] if shape and len(shape) == 2 and shape[0] != m else 1
        raise ShapeError(
            f"X holds m = {m} examples, so Y must be (n_L, {m})" + _labels_cause((rows, m), Y)
        )


def check_finite(X: Array, name: str = "X") -> None:
    """Name the first NaN or infinity of an array with its place, before it can spoil the cost."""
    finite = np.isfinite(X)
    if not finite.all():
        row, column = (int(i) for i in np.argwhere(~finite)[0])
        bad = int(X.size - np.count_nonzero(finite))
        what = {"X": f"feature {row} of example {column}", "Y": f"the label of example {column}"}
        raise ValueError(
            f"{name}[{row}, {column}] is {X[row, column]}: {what.get(name, 'it')} is not a finite "
            f"number ({counted(bad, 'such number')} in {name})"
        )


def check_matrix(name: str, value: Any, meaning: str) -> None:
    """Check that a value is an array of numbers of rank 2."""
    shape = _shape(value)
    if shape is None:
        raise ShapeError(f"{name} must be an array {meaning}; got {_described(value)}")
    if len(shape) != 2:
        raise ShapeError(
            f"{name} must be a matrix {meaning}, but it is {_described(value)}"
            + _if(len(shape) == 4, "; turn pictures into columns with flatten_images")
            + _if(len(shape) == 1, "; reshape it to two dimensions")
        )
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    if kind is None or kind not in NUMBERS:
        raise ShapeError(
            f"{name} must be an array of numbers {meaning}; got a {type(value).__name__} of dtype "
            f"{getattr(value, 'dtype', 'none')}" + _if(kind is None, f"; pass np.asarray({name})")
        )


# --- words --------------------------------------------------------------------------------------


def _shape(value: Any) -> Shape | None:
    """Return the shape of an array, or None for what is not an array."""
    return getattr(value, "shape", None)


def _described(value: Any) -> str:
    """Return the shape of an array, or the kind of anything else."""
    shape = _shape(value)
    if shape is not None:
        return str(tuple(shape))
    count = f" of {len(value)}" if isinstance(value, Sequence | Mapping) else ""
    return f"a {type(value).__name__}{count}, not an array"


def _layer(l: int | None) -> str:
    """Return 'layer 2, ' where the layer is known."""
    return "" if l is None else f"layer {l}, "


def _name(name: str, l: int | None) -> str:
    """Return 'W2' where the layer is known, else 'W'."""
    return name if l is None else f"{name}{l}"


def _if(condition: object, text: str) -> str:
    """Return the text where the condition holds."""
    return text if condition else ""


def listed(names: Iterable[str]) -> str:
    """Return names as one phrase."""
    return ", ".join(str(name) for name in names)


def counted(n: int, noun: str) -> str:
    """Return '1 layer', '2 layers'."""
    return f"{n} {noun}{'' if n == 1 else 's'}"
