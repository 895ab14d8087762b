"""Homework: whether a function of the course is right, and which mistake it makes."""

from __future__ import annotations

from dnn.homework.exercises import Exercise, check_all, exercises
from dnn.homework.results import Result, Results

__all__ = ["Exercise", "Result", "Results", "check_all", "exercises"]
