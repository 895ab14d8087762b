"""One pass, step by step: X, parameters, Y -> every value on the way forward and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dnn.activations import ACTIVATIONS, layer_activations
from dnn.backward import L_model_backward
from dnn.checks.examples import check_labels
from dnn.checks.networks import check_forward
from dnn.checks.values import check_whole_number, look_up
from dnn.chinese.translation import LANGUAGES
from dnn.cost import compute_cost, output_slope
from dnn.forward import L_model_forward
from dnn.lesson.forms import Pass, mean_steps, pass_steps, pass_title
from dnn.lesson.steps import Trace, told
from dnn.shapes import Array
from dnn.text import counted


def trace(
    X: Array,
    parameters: Mapping[str, Array],
    Y: Array | None = None,
    *,
    hidden: str | Sequence[str] = "relu",
    output: str = "sigmoid",
    single: bool = False,
    example: int = 0,
    lang: str = "en",
) -> Trace:
    """Return every step of one forward and, where labels are given, one backward pass.

    Parameters
    ----------
    X : array of float, (n_0, m)
    parameters : mapping
        W{l} (n_l, n_{l-1}) and b{l} (n_l, 1) for l = 1 .. L.
    Y : array of int, bool or float, (n_L, m), optional
        Labels; with them come the cost and the way back.
    hidden, output
        The activations, see `L_model_forward`.
    single : bool
        Walk one example by the equations of a single example, names in lower case: (1), (2) with
        one column, then (3) dz = da * g'(z), (4) dW = dz a_prev^T, (5) db = dz, and (9) with one
        column. The lecture numbers these on its own, (1) to (4), which stand beside; of dz of a
        hidden layer its recursion (5) is computed too. After these come the means over all
        examples of dW and db, which are the vectorised ones; that takes m passes.
    example : int
        Which example, a column of X, to walk; needs ``single=True``.
    lang : str
        ``"en"`` or ``"zh"``: the language of the table.

    Returns
    -------
    Trace
        A sequence of steps, each with ``name``, ``layer``, ``direction``, ``equation``,
        ``lecture``, ``formula``, ``shapes`` and ``value``. ``t["Z1"]`` is a step; ``t[2:5]``,
        ``t.layer(1)``, ``t.kind("dW")``, ``t.equation(7)``, ``t.lecture(5)``, ``t.forward``,
        ``t.backward`` are shorter traces.

    Raises
    ------
    ValueError
        When shapes do not fit, an activation or the language is unknown, or there is no such
        example.

    Notes
    -----
    The values are those of `L_model_forward`, `compute_cost` and `L_model_backward`, bit for bit.
    A step belongs to the layer whose equation makes it: dA0 to layer 1. At the output, (6) is
    shown in the form AL - Y that it has for sigmoid, softmax and linear (for softmax where the
    columns of Y add up to 1). dW and db are slopes of the mean cost, dZ and dA of each example's
    loss.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn import trace
    >>> parameters = {"W1": np.array([[1.0, -1.0]]), "b1": np.array([[0.5]])}
    >>> t = trace(np.array([[2.0, 0.0], [1.0, 0.5]]), parameters, np.array([[1, 0]]))
    >>> t
    One pass forward and back through [2, 1]: L = 1 layer, 0 hidden; m = 2
         A0 (2, 2) = X                                           [[2 0] ...]          the input
    (1)  Z1 (1, 2) = W1 (1, 2) . A0 (2, 2) + b1 (1, 1)           [[1.5 0]]
    (2)  A1 (1, 2) = sigmoid(Z1 (1, 2))                          [[0.8176 0.5]]       AL, the output
         cost () = mean of the losses of AL (1, 2) and Y (1, 2)  0.4473
    (6)  dZ1 (1, 2) = AL (1, 2) - Y (1, 2)                       [[-0.1824 0.5]]
    (7)  dW1 (1, 2) = dZ1 (1, 2) . A0.T (2, 2) / 2               [[-0.1824 0.03379]]
    (8)  db1 (1, 1) = sum over the columns of dZ1 (1, 2) / 2     [[0.1588]]
    (9)  dA0 (2, 2) = W1.T (2, 1) . dZ1 (1, 2)                   [[-0.1824 0.5] ...]
    >>> t["dW1"].value.round(4)
    array([[-0.1824,  0.0338]])
    >>> t.layer(1).backward.names
    ('dZ1', 'dW1', 'db1', 'dA0')
    """
    L = check_forward(X, parameters)
    look_up(LANGUAGES, lang, "language")
    activations = layer_activations(L, hidden, output)
    if Y is not None:
        check_labels(np.broadcast_to(0.0, (len(parameters[f"b{L}"]), X.shape[1])), Y)
    place, m = _example_place(example, X.shape[1], single), X.shape[1]
    everything = Pass(_computed(X, parameters, Y, activations), activations, False)
    if not single:
        return told(pass_title(everything, place, m), pass_steps(everything), lang)
    one = slice(place, place + 1)
    values = _computed(X[:, one], parameters, None if Y is None else Y[:, one], activations)
    seen = Pass(values, activations, True, _at_once(values, activations))
    steps = pass_steps(seen)
    if Y is not None:
        steps += mean_steps(everything, _mean_slopes(X, parameters, Y, activations))
    return told(pass_title(seen, place, m), steps, lang)


# --- what is computed ---------------------------------------------------------------------------


def _computed(
    X: Array, parameters: Mapping[str, Array], Y: Array | None, activations: tuple[str, ...]
) -> dict[str, Array]:
    """Return all that one pass computes, by name; from the public functions alone."""
    wear: dict[str, Any] = {"hidden": activations[:-1], "output": activations[-1]}
    L = len(activations)
    AL, caches = L_model_forward(X, parameters, **wear)
    values = dict(parameters) | {f"A{l}": caches[l][0][0] for l in range(L)}
    values |= {f"Z{l}": caches[l - 1][1] for l in range(1, L + 1)} | {f"A{L}": AL}
    if Y is None:
        return values
    values |= L_model_backward(AL, Y, caches, **wear) | {"Y": Y}
    values["cost"] = compute_cost(AL, Y, output=wear["output"])
    values[f"dZ{L}"] = output_slope(AL, Y, values[f"Z{L}"], output=wear["output"])
    for l in range(1, L):
        g_backward = ACTIVATIONS[activations[l - 1]].backward
        values[f"dZ{l}"] = g_backward(values[f"dA{l}"], values[f"Z{l}"])
    return values


def _at_once(values: Mapping[str, Array], activations: tuple[str, ...]) -> dict[str, Array]:
    """Return dZ of every hidden layer by the lecture's (5): its (4), of the layer above, in (1)."""
    return {
        f"dZ{l}": ACTIVATIONS[g].backward(values[f"W{l + 1}"].T @ above, values[f"Z{l}"])
        for l, g in enumerate(activations[:-1], start=1)
        if (above := values.get(f"dZ{l + 1}")) is not None
    }


def _mean_slopes(
    X: Array, parameters: Mapping[str, Array], Y: Array, activations: tuple[str, ...]
) -> dict[str, Array]:
    """Return the mean over the examples of every single example's dW and db."""
    wear: dict[str, Any] = {"hidden": activations[:-1], "output": activations[-1]}
    m = X.shape[1]
    total = {f"d{name}": np.zeros_like(p) for name, p in parameters.items()}
    for i in range(m):
        AL, caches = L_model_forward(X[:, i : i + 1], parameters, **wear)
        grads = L_model_backward(AL, Y[:, i : i + 1], caches, **wear)
        total = {f"d{name}": total[f"d{name}"] + grads[f"d{name}"] for name in parameters}
    return {name: slopes / m for name, slopes in total.items()}


# --- what is refused ----------------------------------------------------------------------------


def _example_place(example: int, m: int, single: bool) -> int:
    """Return the column to walk, after checking that there is one."""
    if not single and example != 0:
        raise ValueError(f"example={example!r} needs single=True; otherwise all {m} are walked")
    place = check_whole_number("example", example, 0)
    if place >= m:
        raise ValueError(f"example={place}: X has {counted(m, 'example')}, counted from 0")
    return place
