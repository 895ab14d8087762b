"""What the training doctor knows of a run, and the words that a diagnosis is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from dnn.backward import L_model_backward
from dnn.cost import OUTPUTS, Output, mean_loss
from dnn.doctor.cost_curve import CostCurve
from dnn.doctor.probe import share_explained
from dnn.doctor.rates import is_scale_free, mean_rate, suitable_rate
from dnn.doctor.vital_signs import LayerSigns, VitalSigns
from dnn.forward import L_model_forward
from dnn.shapes import Array

SATURATED = 0.5  # share of Z in a layer
WIDE = 4.0  # gain of a layer, above which its weights are large
TINY = 0.3  # gain of a layer, as a geometric mean, below which the weights are tiny
FEW_STEPS = 30
NO_SIGNAL = 0.05  # share of Y: below it, X foretells nothing
TOO_HIGH = 4.0  # times the learning rate that suits
LITTLE = 0.9  # of the cost of one answer for all: above it, little was learnt


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


class Settings(NamedTuple):
    """How the network was trained, as far as it is known; None where it is not."""

    learning_rate: float | None = None
    num_iterations: int | None = None
    schedule: str | None = None
    decay_rate: float = 1.0
    time_interval: int = 1000
    optimizer: str | None = None
    lambd: float = 0.0
    keep_prob: float = 1.0
    mini_batch_size: int | None = None
    is_whole: bool = False  # all of them are known: a Run was given


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that was given to the doctor; None where nothing was given.

    X and Y, and valid_X and valid_Y, are samples of the examples; ``inputs`` and ``labels`` are all
    of them. Where ``is_best``, the parameters are those of the lowest validation cost, and the
    curves end there.
    """

    curve: CostCurve
    validation: CostCurve | None
    parameters: Mapping[str, Array] | None
    X: Array | None
    Y: Array | None
    inputs: Array | None
    labels: Array | None
    valid_X: Array | None
    valid_Y: Array | None
    m: int
    hidden: str | Sequence[str]
    output: str
    settings: Settings
    recorded: int
    is_best: bool
    signs: VitalSigns | None

    @property
    def row(self) -> Output:
        """Return the row of OUTPUTS that tells all of this output."""
        return OUTPUTS[self.output]

    # --- where the cost stands ------------------------------------------------------------------

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
        return None if self.Y is None else cost_of_one_answer(self.Y, self.output)

    @cached_property
    def undecided(self) -> tuple[str, float] | None:
        """Return the cost of an output that prefers nothing, with its name: ln 2, or ln n."""
        if self.row.undecided is None:
            return None
        n_L = self.weights[-1].shape[0] if self.weights else 1
        name, value = self.row.undecided(n_L if self.rates is None else self.rates.size)
        return (name, value) if value > 0 else None

    @cached_property
    def reference(self) -> float:
        """Return the cost of having learnt nothing."""
        if self.constant_cost is not None:
            return self.constant_cost
        limit = np.inf if self.undecided is None else self.undecided[1]
        return min(self.curve.first, float(limit))

    @property
    def begun(self) -> float:
        """Return the first cost, or that of having learnt nothing where that is higher.

        The first cost of a mini-batch may be low by chance.
        """
        limit = 0.0 if self.undecided is None else self.undecided[1]
        return max(self.curve.first, self.reference, limit)

    @cached_property
    def share(self) -> float:
        """Return the cost at the end by that of having learnt nothing."""
        return self.level / self.reference if self.reference > 0 else np.inf

    @property
    def is_learning_little(self) -> bool:
        """Tell whether the cost is still near that of having learnt nothing."""
        return self.level > 0.7 * self.reference

    # --- what the network says, and what it leaves unsaid -----------------------------------------

    @cached_property
    def AL(self) -> Array | None:
        """Return what the network answers to X, if both are there."""
        if self.X is None or self.parameters is None:
            return None
        return answers_of(self, self.X)

    @cached_property
    def is_classifying(self) -> bool:
        """Tell whether the output decides between classes."""
        return self.row.answers == "classes"

    @cached_property
    def decisions(self) -> Array | None:
        """Return the class that the network decides on, one an example; None of a regression."""
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
        """Tell whether the errors that are left follow from X; True where it is not known.

        Where hardly anything was learnt of examples with many features, any labels could at least
        be learnt by heart.
        """
        if self.unexplained is None:
            return True
        if self.unexplained > 0.15:
            return True
        by_heart = self.X is not None and 2 * self.X.shape[0] >= self.m
        return self.share > LITTLE and (by_heart or (self.signal or 0.0) > NO_SIGNAL)

    @cached_property
    def ahead(self) -> float | None:
        """Return the fall that as many iterations again would bring, by the cost, if nothing bent.

        To first order a step of gradient descent lowers the cost by the rate times the squared
        slope, one that divides the slope by its size by the rate times the sum of the slopes.
        """
        if self.slopes is None or self.rate is None or self.settings.optimizer is None:
            return None
        parts = list(self.slopes.values())
        if is_scale_free(self.settings.optimizer):
            fall = sum(float(np.abs(slope).sum()) for slope in parts)
        else:
            fall = sum(float(np.sum(slope**2)) for slope in parts)
        return self.rate * self.mean_rate * self.iterations * fall / max(self.level, 1e-300)

    @cached_property
    def slopes(self) -> Mapping[str, Array] | None:
        """Return dW1, db1, ... of the cost without its penalty, where all is known."""
        if self.X is None or self.Y is None or self.parameters is None:
            return None
        wear: dict[str, Any] = {"hidden": self.hidden, "output": self.output}
        with np.errstate(all="ignore"):
            AL, caches = L_model_forward(self.X, self.parameters, **wear)
            grads = L_model_backward(AL, self.Y, caches, **wear)
        return {name: grads[f"d{name}"] for name in self.parameters}

    @cached_property
    def batch_noise(self) -> float:
        """Return the standard error of the cost of a mini-batch; 0 where it is not known."""
        if self.AL is None or self.Y is None or not self.is_batched:
            return 0.0
        losses = self.row.losses(self.AL, self.Y.astype(self.AL.dtype)).sum(axis=0)
        size = self.settings.mini_batch_size or 1
        return float(losses.std() / np.sqrt(size))

    # --- layers ---------------------------------------------------------------------------------

    @property
    def layers(self) -> tuple[LayerSigns, ...]:
        """Return the signs of all layers, none where the network or X is not known."""
        return () if self.signs is None else self.signs.layers

    @property
    def hidden_layers(self) -> tuple[LayerSigns, ...]:
        """Return the signs of the hidden layers."""
        return self.layers[:-1]

    @cached_property
    def weights(self) -> list[Array]:
        """Return W1, W2, ..., none where the network is not known."""
        L = len(self.parameters or {}) // 2
        return [self.parameters[f"W{l}"] for l in range(1, L + 1)] if self.parameters else []

    @cached_property
    def is_tiny(self) -> bool:
        """Tell whether the weights are so small that a signal fades on its way forward."""
        gains = [float(np.sqrt(np.mean(np.square(W)) * W.shape[1])) for W in self.weights]
        return len(gains) > 1 and float(np.prod(gains) ** (1 / len(gains))) < TINY

    @cached_property
    def is_wide(self) -> bool:
        """Tell whether the weights are so large that a signal grows on its way forward."""
        gains = [row.gain for row in self.layers]
        return bool(gains) and float(np.exp(np.mean(np.log(np.maximum(gains, 1e-300))))) > 3

    @property
    def is_settled(self) -> bool:
        """Tell whether the cost has come to rest."""
        recent = self.curve.at(0.8) - self.curve.at(1.0)
        return not self.curve.is_falling or recent < 0.03 * self.level

    @property
    def rate_is_high(self) -> bool:
        """Tell whether the learning rate is known to be far above what suits."""
        return self.settings.optimizer is not None and (self.rate_share or 0.0) > TOO_HIGH

    @cached_property
    def flat_layers(self) -> list[LayerSigns]:
        """Return the hidden layers that are saturated, where they keep the cost up."""
        if self.level < 0.4 * self.reference:
            return []
        return [r for r in self.hidden_layers if r.saturated > SATURATED and r.gain > WIDE]

    # --- the steps ------------------------------------------------------------------------------

    @property
    def rate(self) -> float | None:
        """Return the learning rate that training began with."""
        return self.settings.learning_rate

    @cached_property
    def iterations(self) -> int:
        """Return how many iterations there were."""
        return self.settings.num_iterations or self.curve.iterations

    @cached_property
    def is_exact(self) -> bool:
        """Tell whether every cost is known to be of all examples and of the whole network."""
        s = self.settings
        batch = s.mini_batch_size
        full = batch >= self.m > 0 if batch is not None else s.is_whole
        return full and s.keep_prob == 1

    @cached_property
    def is_batched(self) -> bool:
        """Tell whether every step is known to have been made on a part of the examples."""
        return self.settings.mini_batch_size is not None and not (
            self.settings.mini_batch_size >= self.m > 0
        )

    @cached_property
    def suitable_rate(self) -> float | None:
        """Return a learning rate that suits X, the output and the optimiser; None without X."""
        if self.X is None:
            return None
        return suitable_rate(self.X, self.output, self.settings.optimizer)

    @cached_property
    def mean_rate(self) -> float:
        """Return the mean learning rate of the run by its first: 1 where none is scheduled."""
        return mean_rate(self.settings, self.m, self.iterations)

    @property
    def rate_share(self) -> float | None:
        """Return the learning rate by the one that suits; None where either is not known."""
        if self.rate is None or self.suitable_rate is None:
            return None
        return self.rate / self.suitable_rate

    @property
    def is_early(self) -> bool:
        """Tell whether there were fewer steps than a network needs, in steps of a suitable rate."""
        if self.rate_share is None or self.settings.optimizer is None:
            return self.iterations < FEW_STEPS
        return self.rate_share * self.mean_rate * self.iterations < FEW_STEPS

    @property
    def further(self) -> int:
        """Return how many iterations would show more."""
        return (10 if self.is_early else 3) * max(self.iterations, self.curve.every)

    @property
    def has_no_signal(self) -> bool:
        """Tell whether it is known that X foretells nothing of Y."""
        return self.signal is not None and self.signal < NO_SIGNAL

    @property
    def with_rate(self) -> str:
        """Return ' of 0.01' where the learning rate is known."""
        return "" if self.rate is None else f" of {self.rate:g}"

    def lower_rate(self, factor: float) -> tuple[str, dict[str, float]]:
        """Return a learning rate lower than this one, in words and as a remedy."""
        if self.rate is None:
            return f"{factor:g} times this one", {}
        return _told_rate(min(self.rate * factor, self.suitable_rate or np.inf))

    def higher_rate(self, factor: float) -> tuple[str, dict[str, float]]:
        """Return a learning rate higher than this one, in words and as a remedy."""
        if self.rate is None:
            return f"{factor:g} times this one", {}
        return _told_rate(max(3 * self.rate, self.suitable_rate or self.rate * factor))


def _told_rate(rate: float) -> tuple[str, dict[str, float]]:
    return f"{rate:.3g}", {"learning_rate": float(f"{rate:.3g}")}


def answers_of(seen: Evidence, X: Array) -> Array:
    """Return AL of the network for these examples."""
    assert seen.parameters is not None
    with np.errstate(all="ignore"):
        return L_model_forward(X, seen.parameters, hidden=seen.hidden, output=seen.output)[0]


def cost_of_one_answer(Y: Array, output: str) -> float:
    """Return the mean loss where every answer is the mean of Y: none that is the same costs less.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.doctor.evidence import cost_of_one_answer
    >>> print(round(cost_of_one_answer(np.array([[1, 0]]), "sigmoid"), 4))
    0.6931
    """
    mean = np.asarray(Y, dtype=np.float64).mean(axis=1, keepdims=True)
    return float(mean_loss(mean + np.zeros(Y.shape), Y, output))


def digits(x: float) -> str:
    """Return a cost as text: 0.6440, 12.3, 1.2e-05.

    Examples
    --------
    >>> from dnn.doctor.evidence import digits
    >>> digits(0.64396), digits(12.345), digits(1e-5)
    ('0.6440', '12.35', '1e-05')
    """
    return f"{x:.4f}" if 1e-3 <= abs(x) < 10 else f"{x:.4g}"
