"""All that the doctor knows of a training: what was given, what came of it, and its steps."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from dnn.doctor.answers import Answers
from dnn.doctor.rates import is_scale_free, mean_rate, suitable_rate

FEW_STEPS = 30  # of a suitable rate
TOO_HIGH = 4.0  # times the learning rate that suits


class Evidence(Answers):
    """All that the examinations look at."""

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
    def steps(self) -> float | None:
        """Return how many steps of a suitable rate the run is worth; None where it is not known."""
        if self.rate_share is None or self.settings.optimizer is None:
            return None
        return self.rate_share * self.mean_rate * self.iterations

    @property
    def is_early(self) -> bool:
        """Tell whether there were fewer steps than a network needs."""
        return (self.iterations if self.steps is None else self.steps) < FEW_STEPS

    @property
    def further(self) -> int:
        """Return how many iterations would show more."""
        return (10 if self.is_early else 3) * max(self.iterations, self.curve.every)

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
    def batch_noise(self) -> float:
        """Return the standard error of the cost of a mini-batch; 0 where it is not known."""
        if self.AL is None or self.Y is None or not self.is_batched:
            return 0.0
        losses = self.row.losses(self.AL, self.Y.astype(self.AL.dtype)).sum(axis=0)
        size = self.settings.mini_batch_size or 1
        return float(losses.std() / np.sqrt(size))

    @property
    def rate_is_high(self) -> bool:
        """Tell whether the learning rate is known to be far above what suits."""
        return self.settings.optimizer is not None and (self.rate_share or 0.0) > TOO_HIGH


def _told_rate(rate: float) -> tuple[str, dict[str, float]]:
    return f"{rate:.3g}", {"learning_rate": float(f"{rate:.3g}")}
