"""The mistakes that are known: exercise, name, a function that makes it, its hint, its equation."""

from __future__ import annotations

from dnn.homework.mistakes import (
    activations,
    backward,
    cost,
    deep,
    forward,
    initializing,
    models,
    optimizing,
    regularizing,
    updating,
    week2,
    week3,
)
from dnn.homework.mistakes.row import Mistake

MISTAKES: tuple[Mistake, ...] = (
    *activations.ROWS,
    *forward.ROWS,
    *backward.ROWS,
    *deep.ROWS,
    *cost.ROWS,
    *updating.ROWS,
    *initializing.ROWS,
    *models.ROWS,
    *week2.ROWS,
    *week3.ROWS,
    *optimizing.ROWS,
    *regularizing.ROWS,
)

__all__ = ["MISTAKES", "Mistake"]
