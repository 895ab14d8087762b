"""For teachers: `check_class` checks a whole class, `new_exercise` makes an exercise."""

from __future__ import annotations

from dnn.homework.teaching.classes import ClassReport, check_class, write_report
from dnn.homework.teaching.making import ADAPTERS, new_exercise

__all__ = ["ADAPTERS", "ClassReport", "check_class", "new_exercise", "write_report"]
