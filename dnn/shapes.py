"""The names, shapes and equations of all that flows through the network.

===========  =================  =======================
X = A0       (n_0, m)           one column per example
W{l}         (n_l, n_{l-1})     dW{l} the same
b{l}         (n_l, 1)           db{l} the same
Z{l}, A{l}   (n_l, m)           dZ{l}, dA{l} the same
AL, Y        (n_L, m)
===========  =================  =======================
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]
Parameters = dict[str, Array]
Gradients = dict[str, Array]
LinearCache = tuple[Array, Array, Array]
Cache = tuple[LinearCache, Array]
Shape = tuple[int, ...]


class ShapeError(ValueError):
    """An array does not have the shape that the equation asks of it."""


def parameter_names(L: int) -> list[str]:
    """Return W1, b1, ..., WL, bL.

    Examples
    --------
    >>> from dnn.shapes import parameter_names
    >>> parameter_names(2)
    ['W1', 'b1', 'W2', 'b2']
    """
    return [f"{name}{l}" for l in range(1, L + 1) for name in "Wb"]


EQUATIONS: Mapping[int, str] = MappingProxyType(
    {
        1: "Z = W A_prev + b",
        2: "A = g(Z)",
        # the way back of a single example
        3: "dz = da * g'(z)",
        4: "dW = dz a_prev^T",
        5: "db = dz",
        # the way back of m examples at once
        6: "dZ = dA * g'(Z)",
        7: "dW = dZ A_prev^T / m",
        8: "db = sum of dZ over the examples / m",
        9: "dA_prev = W^T dZ",
    }
)


def equation(number: int) -> str:
    """Return an equation with its number, as errors cite it.

    Examples
    --------
    >>> from dnn.shapes import equation
    >>> equation(1)
    '(1) Z = W A_prev + b'
    """
    return f"({number}) {EQUATIONS[number]}"
