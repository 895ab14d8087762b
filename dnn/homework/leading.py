"""Where to look: the equations of an exercise, or its formula in words; never the answer."""

from __future__ import annotations

import re

from dnn.homework.mistakes.row import source_of
from dnn.homework.tasks import Task
from dnn.homework.words import cited, equation_text, formulas, say


def equations_of(task: Task) -> str | None:
    """Return the equations that a solution computes, by the numbers at the edge of its lines.

    Examples
    --------
    >>> from dnn.homework.leading import equations_of
    >>> from dnn.homework.tasks import TASKS
    >>> equations_of(TASKS["linear_backward"][0]), equations_of(TASKS["compute_cost"][0])
    ('(7), (8), (9)', None)
    """
    comments = "".join(line.partition("# ")[2] for line in source_of(task).splitlines())
    return equation_text({int(number) for number in re.findall(r"\((\d)\)", comments)})


def leading_on(task: Task, equation: str | None, lang: str) -> str:
    """Return where to look: at an equation that is hurt, else at all of the exercise."""
    formula = task.formula if lang == "en" else task.formula_zh
    equation = equation or (None if formula else equations_of(task))
    if equation:
        return cited("look at equation", equation, lang, formula=formulas(equation, lang))
    return say("look at formula", lang, formula=formula)


def returned(task: Task, lang: str) -> str:
    """Return what the function returns, by the names that the course gives it."""
    return say("returns", lang, name=task.name, layout=task.returns)
