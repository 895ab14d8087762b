"""What a diagnosis is made of, and how costs are written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, repr=False)
class Diagnosis:
    """What was found; print it, or read its parts.

    Attributes
    ----------
    verdict : str
        A short name, one of ``dnn.doctor.diagnosis.VERDICTS``.
    evidence, cause, action : str
        One sentence each: what was seen, why that is, what to do.
    remedy : dict
        What the action changes, as ``fit`` takes it, for example ``{"learning_rate": 0.05}``;
        ``{"standardize": True}`` and ``{"divide_by": 255}`` are for X, ``{"layers_dims": [...]}``
        is another network. Empty where the mend cannot be written so.
    """

    verdict: str
    evidence: str
    cause: str
    action: str
    remedy: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __repr__(self) -> str:
        return "\n".join(f"{name + ':':<10}{getattr(self, name)}" for name in _PARTS)

    def _repr_markdown_(self) -> str:
        told = [f"- **{name}**: {getattr(self, name)}" for name in _PARTS[1:]]
        return "\n".join([f"**{self.verdict}**", "", *told])


_PARTS = ("verdict", "evidence", "cause", "action")


def digits(x: float) -> str:
    """Return a cost as text: 0.6440, 12.3, 1.2e-05.

    Examples
    --------
    >>> from dnn.doctor.findings import digits
    >>> digits(0.64396), digits(12.345), digits(1e-5)
    ('0.6440', '12.35', '1e-05')
    """
    return f"{x:.4f}" if 1e-3 <= abs(x) < 10 else f"{x:.4g}"
