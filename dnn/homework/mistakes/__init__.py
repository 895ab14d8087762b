"""The mistakes that are known: exercise, name, a function that makes it, its hint, its equation."""

from __future__ import annotations

from dnn.homework.mistakes import (
    activations,
    backward,
    batching,
    common,
    cost,
    deep_backward,
    deep_forward,
    dropping,
    forward,
    initializing,
    initializing_deep,
    models,
    optimizing,
    propagating,
    regularizing,
    updating,
    week2,
    week3,
    week3_backward,
)
from dnn.homework.mistakes.row import Mistake

_TABLES = (
    activations.ROWS,
    forward.ROWS,
    deep_forward.ROWS,
    backward.ROWS,
    deep_backward.ROWS,
    cost.ROWS,
    updating.ROWS,
    initializing.ROWS,
    initializing_deep.ROWS,
    models.ROWS,
    propagating.ROWS,
    week2.ROWS,
    week3.ROWS,
    week3_backward.ROWS,
    optimizing.ROWS,
    batching.ROWS,
    regularizing.ROWS,
    dropping.ROWS,
    common.ROWS,
)
MISTAKES: tuple[Mistake, ...] = tuple(row for rows in _TABLES for row in rows)

__all__ = ["MISTAKES", "Mistake"]
