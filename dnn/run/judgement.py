"""How good a network is on one part of the data: AL, Y -> scores, remark, confusion, residuals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from dnn.cost import OUTPUTS, mean_loss
from dnn.datasets.preparation import Standardization
from dnn.metrics import (
    ClassReport,
    Residuals,
    balanced_accuracy,
    confusion_matrix,
    per_class_report,
    r2_score,
    residuals,
    roc_auc,
    standard_error,
)
from dnn.shapes import Array

__all__ = ["ERROR_BAR", "Judgement", "Score", "judge"]

Score = dict[str, float]
FINDS = 0.1  # balanced accuracy above that of one answer, from which rare classes are found
ERROR_BAR = "standard error"  # of the score of the output
NO_BETTER = 0.01  # R2 up to which the mean of all would do as well


class _Judged(NamedTuple):
    scores: Score
    p: Array
    y: Array
    classes: tuple[str, ...] | None


class Judgement(_Judged):
    """Predictions beside labels, and how good they are.

    Attributes
    ----------
    scores : dict
        The cost, the score of the output, and what tells more of it.
    p, y : arrays, (1, m)
        Predictions and labels: class numbers, or numbers on the scale of the files.
    classes : tuple of str or None
        None where numbers are predicted.
    """

    @property
    def is_told(self) -> bool:
        """Tell whether the network's output is finite, so that there is something to say."""
        return len(self.scores) > 1

    @property
    def confusion(self) -> Array:
        """Return what was taken for what, see `confusion_matrix`."""
        return confusion_matrix(self.p, self.y, len(self.classes or ()))

    @property
    def report(self) -> ClassReport:
        """Return the scores of every class, see `per_class_report`."""
        return per_class_report(self.p, self.y, self.classes)

    @cached_property
    def residuals(self) -> Residuals:
        """Return how far predicted numbers are from the true ones."""
        return residuals(self.p, self.y)

    @property
    def remark(self) -> str | None:
        """Return what to say where one and the same answer would do as well."""
        if self.classes is None:
            r2 = r2_score(self.p, self.y)
            if r2 > NO_BETTER:
                return None
            return (
                f"R2 is {r2:.3f}: to answer the mean of all every time would do as well, so the "
                "network has learnt nothing that helps here."
            )
        counts = self.confusion.sum(axis=1)
        right, most = int(np.trace(self.confusion)), int(counts.max())
        if right > most:
            return None
        m, name = int(counts.sum()), self.classes[int(counts.argmax())]
        told = (
            f"An accuracy of {right / m:.3f} is no better than to say {name} every time, which is "
            f"right {most / m:.3f} of the time"
        )
        balanced, of_one = balanced_accuracy(self.p, self.y), 1 / np.count_nonzero(counts)
        if balanced < of_one + FINDS:
            return f"{told}."
        return (
            f"{told}; but what is rare is found: the balanced accuracy is {balanced:.3f}, that of "
            f"one answer {of_one:.3f}."
        )


def judge(
    AL: Array,
    Y: Array,
    output: str,
    classes: Sequence[str] | None,
    scaling: Standardization | None = None,
) -> Judgement:
    """Judge the output of a network; where it is not finite, the cost alone tells so.

    Parameters
    ----------
    AL, Y : arrays, (n_L, m)
        Y as it is trained on.
    output : str
    classes : sequence of str, or None
    scaling : Standardization, optional
        What was done to numbers before training; they are judged as the files have them.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.run.judgement import judge
    >>> found = judge(np.array([[0.3, 0.2, 0.4]]), np.array([[0, 0, 1]]), "sigmoid", ("no", "yes"))
    >>> list(found.scores)
    ['cost', 'accuracy', 'standard error', 'balanced', 'auc', 'majority']
    >>> found.scores["balanced"], found.scores["auc"]
    (0.5, 1.0)
    >>> found.remark
    'An accuracy of 0.667 is no better than to say no every time, which is right 0.667 of the time.'
    """
    row = OUTPUTS[output]
    with np.errstate(over="ignore", invalid="ignore"):
        cost = float(mean_loss(AL, Y, output))
    p, y = row.decide(AL), row.labels(Y)
    if scaling is not None:
        p, y = scaling.inverse(p), scaling.inverse(y)
    names = None if classes is None or row.answers == "numbers" else tuple(classes)
    if not math.isfinite(cost):
        return Judgement({"cost": cost}, p, y, names)
    scores = {"cost": cost, row.score_name.lower(): row.score(p, y)}
    error_bar = standard_error(row.score, p, y)
    if error_bar is not None:
        scores[ERROR_BAR] = error_bar
    if names is None:
        spread = float(np.std(y))
        error = float(np.sqrt(np.mean((p - y) ** 2)))
        return Judgement({**scores, "error": error, "spread": spread}, p, y, None)
    scores["balanced"] = balanced_accuracy(p, y)
    if len(names) == 2 and row.probabilities is not None and np.unique(y).size == 2:
        scores["auc"] = roc_auc(row.probabilities(AL)[1], y)
    _, counts = np.unique(y, return_counts=True)
    return Judgement({**scores, "majority": float(counts.max() / y.size)}, p, y, names)
