"""Which edition of the course a homework follows, told from its own text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dnn.checks.values import look_up

__all__ = ["EDITIONS", "Told", "told_edition"]

IMPORTS = r"(?:import|from)\s+(?:[\w.]+\.)?"


@dataclass(frozen=True)
class Sign:
    """What in a text speaks for an edition, how much, and how that is said."""

    pattern: str
    weight: int
    said: str


@dataclass(frozen=True)
class Told:
    """An edition, and by what it was told."""

    name: str
    because: str


KEYS_FROM_L = Sign(r"""['"]dA['"]\s*\+\s*str\(\s*(?:L|l\s*\+\s*1)\s*\)""", 3, "'dA' + str(L)")
KEYS_BELOW_L = Sign(r"""['"]dA['"]\s*\+\s*str\(\s*(?:L\s*-\s*1|l)\s*\)""", 3, "'dA' + str(L - 1)")

EDITIONS: Mapping[str, tuple[Sign, ...]] = MappingProxyType(
    {
        "2017-08": (
            Sign(r"isinstance\(\s*db\s*,\s*float\s*\)", 9, "isinstance(db, float)"),
            Sign(
                r"(?:\w+\s*,\s*){3}\w+\s*=\s*L_model_backward_test_case\(",
                9,
                "L_model_backward_test_case() gives four values",
            ),
            Sign(r"np\.sum\(\s*dZ\s*\)", 1, "np.sum(dZ)"),
            Sign(IMPORTS + r"dnn_app_utils\b(?!_)", 1, "dnn_app_utils"),
        ),
        "2017": (
            KEYS_FROM_L,
            Sign(IMPORTS + r"(?:testCases|dnn_utils|dnn_app_utils)_v2\b", 2, "modules _v2"),
        ),
        "2018": (
            KEYS_BELOW_L,
            Sign(IMPORTS + r"(?:testCases_v[34]|dnn_app_utils_v3)\b", 2, "modules _v3, _v4"),
        ),
        "2018-v4a": (Sign(IMPORTS + r"test_?[cC]ases_v4a\b", 8, "test cases v4a"),),
        "2021": (
            Sign(IMPORTS + r"public_tests\b", 8, "public_tests"),
            Sign(r"return\s+\(?\s*parameters\s*,\s*costs\s*\)?", 6, "return parameters, costs"),
            Sign(IMPORTS + r"test_utils\b", 3, "test_utils"),
        ),
    }
)
USUAL = "2018"


def told_edition(text: str, wanted: str | None = None) -> Told:
    r"""Return the edition that a homework's text speaks for, or the one that is wanted.

    The name of a module alone does not tell it: a plain testCases was used in 2017-08 and in 2021.

    Raises
    ------
    ValueError
        When the wanted edition is unknown.

    Examples
    --------
    >>> from dnn.homework.kit.editions import told_edition
    >>> told_edition("from testCases import *\ngrads['dA' + str(L)] = dA_prev")
    Told(name='2017', because="'dA' + str(L)")
    """
    if wanted is not None:
        look_up(EDITIONS, wanted, "edition")
        return Told(wanted, "asked for")
    seen = {
        name: [sign for sign in signs if re.search(sign.pattern, text)]
        for name, signs in EDITIONS.items()
    }
    weights = {name: sum(sign.weight for sign in signs) for name, signs in seen.items()}
    best = max(weights, key=lambda name: weights[name])
    if not weights[best]:
        return Told(USUAL, "nothing in the text tells it")
    return Told(best, ", ".join(sign.said for sign in seen[best]))
