"""What a network answers, what it leaves unsaid, and what its weights are like."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from dnn.backward import L_model_backward
from dnn.doctor.probe import share_explained
from dnn.doctor.standing import Standing
from dnn.doctor.vital_signs import LayerSigns
from dnn.forward import L_model_forward
from dnn.shapes import Array, Cache

SATURATED = 0.5  # share of Z in a layer
WIDE = 4.0  # gain of a layer, above which its weights are large
GROWS = 3.0  # gain of a layer, as a geometric mean, above which the weights are large
TINY = 0.3  # the same, below which the weights are tiny
LITTLE = 0.9  # of the cost of one answer for all: above it, little was learnt
NO_SIGNAL = 0.05  # share of Y: below it, X foretells nothing


class Answers(Standing):
    """What was given, and what the network makes of it."""

    @cached_property
    def AL(self) -> Array | None:
        """Return what the network answers to X, if both are there."""
        return None if self.passed is None else self.passed[0]

    @cached_property
    def passed(self) -> tuple[Array, list[Cache]] | None:
        """Return AL and the caches of one way forward, if the network and X are there."""
        if self.X is None or self.parameters is None:
            return None
        return L_model_forward(self.X, self.parameters, **self.wear)

    @property
    def wear(self) -> dict[str, Any]:
        """Return the activations as the arrows take them."""
        return {"hidden": self.hidden, "output": self.output}

    @cached_property
    def is_classifying(self) -> bool:
        """Tell whether the output decides between classes."""
        return self.row.answers == "classes"

    @cached_property
    def decisions(self) -> Array | None:
        """Return the class that the network decides on, one per example; None of a regression."""
        if self.AL is None or not self.is_classifying or not np.isfinite(self.AL).all():
            return None
        decided = self.row.decide(self.AL)
        return decided[0] if len(decided) == 1 else None

    @cached_property
    def classes(self) -> Array | None:
        """Return the class of every example, where each belongs to one."""
        if self.Y is None or not self.is_classifying:
            return None
        labels = self.row.labels(self.Y)
        return labels[0] if len(labels) == 1 else None

    @cached_property
    def unexplained(self) -> float | None:
        """Return the share of the network's errors that X foretells, see `share_explained`."""
        if self.AL is None or self.X is None or self.Y is None or not np.isfinite(self.AL).all():
            return None
        return share_explained(self.X, self.Y - self.AL)

    @cached_property
    def signal(self) -> float | None:
        """Return the share of Y, about its mean, that X foretells."""
        if self.X is None or self.Y is None:
            return None
        return share_explained(self.X, self.Y - self.Y.mean(axis=1, keepdims=True))

    @property
    def could_learn_more(self) -> bool:
        """Tell whether the errors that are left follow from X; True where it is not known."""
        if self.unexplained is None or self.unexplained > 0.15:
            return True
        return self.share > LITTLE and (self.could_learn_by_heart or not self.has_no_signal)

    @property
    def could_learn_by_heart(self) -> bool:
        """Tell whether there are so many features that any labels could be learnt."""
        return self.X is not None and 2 * self.X.shape[0] >= self.m and self.share > 0.3

    @cached_property
    def slopes(self) -> Mapping[str, Array] | None:
        """Return dW1, db1, ... of the cost without its penalty, where all is known."""
        if self.passed is None or self.Y is None:
            return None
        AL, caches = self.passed
        grads = L_model_backward(AL, self.Y, caches, **self.wear)
        return {name: grads[f"d{name}"] for name in self.parameters or ()}

    @cached_property
    def is_tiny(self) -> bool:
        """Tell whether the weights are so small that a signal fades on its way forward."""
        gains = [float(np.sqrt(np.mean(np.square(W)) * W.shape[1])) for W in self.weights]
        return len(gains) > 1 and float(np.prod(gains) ** (1 / len(gains))) < TINY

    @cached_property
    def is_wide(self) -> bool:
        """Tell whether the weights are so large that a signal grows on its way forward."""
        gains = [row.gain for row in self.layers]
        return bool(gains) and float(np.exp(np.mean(np.log(np.maximum(gains, 1e-300))))) > GROWS

    @cached_property
    def flat_layers(self) -> list[LayerSigns]:
        """Return the hidden layers that are saturated, where they keep the cost up."""
        if self.level < 0.4 * self.reference:
            return []
        return [r for r in self.hidden_layers if r.saturated > SATURATED and r.gain > WIDE]

    @property
    def has_no_signal(self) -> bool:
        """Tell whether it is known that X foretells nothing of Y."""
        return self.signal is not None and self.signal < NO_SIGNAL
