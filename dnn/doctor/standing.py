"""Where the cost of a training stands, beside that of having learnt nothing."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from dnn.cost import mean_loss
from dnn.doctor.given import Given
from dnn.shapes import Array


class Standing(Given):
    """What was given, and where its cost stands."""

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
    def ends(self) -> float:
        """Return where the cost ends by all that is known: a single spike does not raise it."""
        return min(self.curve.level, self.curve.late, self.level)

    @property
    def is_learning_little(self) -> bool:
        """Tell whether the cost is still near that of having learnt nothing."""
        return self.level > 0.7 * self.reference

    @property
    def is_settled(self) -> bool:
        """Tell whether the cost has come to rest."""
        recent = self.curve.at(0.8) - self.curve.at(1.0)
        return not self.curve.is_falling or recent < 0.03 * self.level


def cost_of_one_answer(Y: Array, output: str) -> float:
    """Return the mean loss where every answer is the mean of Y: none that is the same costs less.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.doctor.standing import cost_of_one_answer
    >>> print(round(cost_of_one_answer(np.array([[1, 0]]), "sigmoid"), 4))
    0.6931
    """
    mean = np.asarray(Y, dtype=np.float64).mean(axis=1, keepdims=True)
    return float(mean_loss(mean + np.zeros(Y.shape), Y, output))
