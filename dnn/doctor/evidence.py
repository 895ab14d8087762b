"""What the training doctor knows of a run, and the words that a diagnosis is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dnn.doctor.cost_curve import CostCurve
from dnn.doctor.vital_signs import LayerSigns, VitalSigns
from dnn.shapes import Array

SATURATED = 0.5  # share of Z in a layer
WIDE = 4.0  # gain of a layer, above which its weights are large


@dataclass(frozen=True, repr=False)
class Diagnosis:
    """What was found; print it, or read its four parts.

    Attributes
    ----------
    verdict : str
        A short name, one of ``dnn.doctor.diagnosis.VERDICTS``.
    evidence, cause, action : str
        One sentence each: what was seen, why that is, what to do.
    """

    verdict: str
    evidence: str
    cause: str
    action: str

    def __repr__(self) -> str:
        return "\n".join(f"{name + ':':<10}{text}" for name, text in vars(self).items())

    def _repr_markdown_(self) -> str:
        told = [f"- **{name}**: {getattr(self, name)}" for name in ("evidence", "cause", "action")]
        return "\n".join([f"**{self.verdict}**", "", *told])


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that was given to the doctor; None where nothing was given."""

    curve: CostCurve
    validation: CostCurve | None
    parameters: Mapping[str, Array] | None
    X: Array | None
    Y: Array | None
    learning_rate: float | None
    output: str
    signs: VitalSigns | None

    @cached_property
    def level(self) -> float:
        """Return the cost at the end: of all examples where the network is known."""
        cost = None if self.signs is None else self.signs.cost
        return self.curve.level if cost is None or not np.isfinite(cost) else cost

    @cached_property
    def rates(self) -> Array | None:
        """Return the mean of every row of Y: the share of the class that it stands for."""
        return None if self.Y is None else np.asarray(self.Y, dtype=np.float64).mean(axis=1)

    @cached_property
    def constant_cost(self) -> float | None:
        """Return the lowest cost that one and the same output for all examples can have."""
        if self.Y is None or self.rates is None:
            return None
        if self.output == "linear":
            return float(np.asarray(self.Y, dtype=np.float64).var(axis=1).sum() / 2)
        heads = float(-_x_log_x(self.rates).sum())
        return heads if self.output == "softmax" else heads - float(_x_log_x(1 - self.rates).sum())

    @cached_property
    def undecided(self) -> tuple[str, float] | None:
        """Return the cost of an output that prefers nothing, with its name: ln 2, or ln n."""
        n = 1 if self.rates is None else self.rates.size
        if self.output == "linear" or (self.output == "softmax" and n == 1):
            return None
        if self.output == "softmax":
            return f"ln {n}", float(np.log(n))
        return "ln 2" if n == 1 else f"{n} ln 2", n * float(np.log(2))

    @cached_property
    def reference(self) -> float:
        """Return the cost of having learnt nothing."""
        if self.constant_cost is not None:
            return self.constant_cost
        undecided = np.inf if self.undecided is None else self.undecided[1]
        return min(self.curve.first, float(undecided))

    @property
    def begun(self) -> float:
        """Return the first cost, or that of having learnt nothing where that is higher.

        The first cost of a mini-batch may be low by chance.
        """
        undecided = 0.0 if self.undecided is None else self.undecided[1]
        return max(self.curve.first, self.reference, undecided)

    @property
    def is_learning_little(self) -> bool:
        """Tell whether the cost is still near that of having learnt nothing."""
        return self.level > 0.7 * self.reference

    @property
    def layers(self) -> tuple[LayerSigns, ...]:
        """Return the signs of all layers, none where the network or X is not known."""
        return () if self.signs is None else self.signs.layers

    @property
    def hidden_layers(self) -> tuple[LayerSigns, ...]:
        """Return the signs of the hidden layers."""
        return self.layers[:-1]

    @cached_property
    def flat_layers(self) -> list[LayerSigns]:
        """Return the hidden layers that are saturated, where they keep the cost up."""
        if self.level < 0.4 * self.reference:
            return []
        return [r for r in self.hidden_layers if r.saturated > SATURATED and r.gain > WIDE]

    @property
    def with_rate(self) -> str:
        """Return ' of 0.01' where the learning rate is known."""
        return "" if self.learning_rate is None else f" of {self.learning_rate:g}"

    def rate_times(self, factor: float) -> str:
        """Return the learning rate times a factor, in numbers where it is known."""
        if self.learning_rate is None:
            return f"{factor:g} times this one"
        return f"{self.learning_rate * factor:.3g}"


def entropy_of(output: str, rates: Array) -> str:
    """Return how the entropy of these label rates is written: H(0.344).

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.doctor.evidence import entropy_of
    >>> entropy_of("sigmoid", np.array([72 / 209]))
    'H(0.344)'
    """
    if output == "sigmoid" and rates.size > 1:
        return f"the sum of H over the {rates.size} label rates"
    shown = ", ".join(f"{rate:.3f}" for rate in rates[:4])
    return f"H({shown}{', ...' if rates.size > 4 else ''})"


def digits(x: float) -> str:
    """Return a cost as text: 0.6440, 12.3, 1.2e-05.

    Examples
    --------
    >>> from dnn.doctor.evidence import digits
    >>> digits(0.64396), digits(12.345), digits(1e-5)
    ('0.6440', '12.35', '1e-05')
    """
    return f"{x:.4f}" if 1e-3 <= abs(x) < 10 else f"{x:.4g}"


def _x_log_x(p: Array) -> Array:
    """Return p log p, 0 where p is 0."""
    return np.asarray(p * np.log(np.where(p > 0, p, 1)))
