"""What a training records on its way: costs, validation, and the best parameters so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dnn.cost import OUTPUTS, mean_loss, score
from dnn.forward import L_model_forward
from dnn.shapes import Array, Parameters
from dnn.training.class_weights import example_weights
from dnn.training.task import Task, check_and_cast


@dataclass
class History:
    """The records of one training; lists of one entry per recorded iteration.

    Attributes
    ----------
    costs : list of arrays of shape ()
        Training costs at i = 0, every, 2 every, ...
    validation_costs : list of float
        The costs of the same parameters on the validation set; empty without one.
    validation_scores : list of float
        Their accuracy, or R2 where the output is linear.
    best_iteration : int or None
        The iteration that the parameters of the lowest validation cost entered.
    best_parameters : dict or None
    """

    costs: list[Array] = field(default_factory=list)
    validation_costs: list[float] = field(default_factory=list)
    validation_scores: list[float] = field(default_factory=list)
    best_iteration: int | None = None
    best_parameters: Parameters | None = None

    def record(
        self, iteration: int, cost: Array, parameters: Mapping[str, Array], validation: Task | None
    ) -> None:
        """Add the records of the parameters that entered an iteration."""
        self.costs.append(cost)
        if validation is not None:
            found, share = self.judge(iteration, parameters, validation)
            self.validation_costs.append(found)
            self.validation_scores.append(share)

    def judge(
        self, iteration: int, parameters: Mapping[str, Array], validation: Task
    ) -> tuple[float, float]:
        """Return validation cost and score, and keep the parameters if they are the best."""
        found, share = _judged(parameters, validation)
        if found < min(self.validation_costs, default=np.inf):
            self.best_iteration, self.best_parameters = iteration, dict(parameters)
        return found, share

    def is_stale(self, patience: int | None) -> bool:
        """Tell whether the last `patience` validation costs are all above the best one."""
        costs = self.validation_costs
        if patience is None or not costs:
            return False
        return len(costs) - 1 - int(np.argmin(costs)) >= patience


def _judged(parameters: Mapping[str, Array], validation: Task) -> tuple[float, float]:
    """Return the cost and the score of these parameters; nothing is dropped."""
    hidden, output = validation.chosen["hidden"], validation.chosen["output"]
    with np.errstate(over="ignore", invalid="ignore"):  # too large is told as infinite
        AL, _ = L_model_forward(validation.X, parameters, hidden=hidden, output=output)
        cost = float(mean_loss(AL, validation.Y, output, validation.weights))
        share = score(AL, validation.Y, output=output)
    return (cost if np.isfinite(cost) else np.inf), share


def check_validation(validation: Any, task: Task) -> Task | None:
    """Return the validation set, after checking that it fits the network; None where there is none.

    Raises
    ------
    ValueError
        When it is not a pair (X, Y) of the shapes of the network, or patience has none to watch.
    """
    if validation is None:
        if task.chosen["patience"] is not None:
            raise ValueError("patience watches the validation cost, so give validation=(X, Y)")
        return None
    if not isinstance(validation, Sequence) or len(validation) != 2:
        raise ValueError(f"validation must be a pair (X, Y); got {type(validation).__name__}")
    X, Y = validation
    try:
        if hasattr(X, "epoch"):
            raise ValueError("X must be in memory here: take its columns, X[:, :1000]")
        X, Y = check_and_cast(X, Y, task.dims, task.dtype)
        OUTPUTS[task.chosen["output"]].check(Y, "Y")
    except ValueError as error:
        raise type(error)(f"validation: {error}") from None
    weights = example_weights(task.chosen["class_weight"], Y, task.chosen["output"])
    return task._replace(X=X, Y=Y, weights=weights)
