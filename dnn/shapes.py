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
from typing import Any, NamedTuple

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


class LectureEquation(NamedTuple):
    """One row of LECTURE_EQUATIONS: the equation, how many examples it is of, and which it is here.

    Attributes
    ----------
    formula : str
    examples : str
        ``"one"`` or ``"m"``: the section of the lecture.
    number : int or None
        Its number in EQUATIONS; None where it has none.
    follows_from : tuple of int
        The lecture's equations that it is made of by putting one into the other.
    """

    formula: str
    examples: str
    number: int | None
    follows_from: tuple[int, ...] = ()


# The lecture counts on its way back only: (1) to (5) for one example, (6) to (9) for m of them.
LECTURE_EQUATIONS: Mapping[int, LectureEquation] = MappingProxyType(
    {
        1: LectureEquation(EQUATIONS[3], "one", 3),
        2: LectureEquation(EQUATIONS[4], "one", 4),
        3: LectureEquation(EQUATIONS[5], "one", 5),
        4: LectureEquation("da_prev = W^T dz", "one", 9),
        # (4) of the layer above gives da, and (1) makes dz of it
        5: LectureEquation("dz = W_next^T dz_next * g'(z)", "one", None, (4, 1)),
        **{number: LectureEquation(EQUATIONS[number], "m", number) for number in (6, 7, 8, 9)},
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
