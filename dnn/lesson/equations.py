"""The nine equations of one layer, by their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
