"""The mistakes that are known: exercise, name, a function that makes it, its hint, its equation."""

from __future__ import annotations

from dnn.homework.mistakes.row import Mistake

MISTAKES: tuple[Mistake, ...] = ()

__all__ = ["MISTAKES", "Mistake"]
