"""Errors that are known by their kind: a name that does not exist, shapes that do not fit."""

from __future__ import annotations

import re

from dnn.homework.asking import problems_of, right_answers
from dnn.homework.findings import Case, Finding
from dnn.homework.hurting import failing
from dnn.homework.naming import leaf_name
from dnn.homework.reading import failing_step, misspelt
from dnn.homework.words import equation_text, say

ERRORS: dict[type[BaseException], str] = {
    ValueError: "shapes do not fit",
    UnboundLocalError: "no value",
    IndexError: "index",
    TypeError: "call",
    AttributeError: "call",
}


def by_misspelt_name(case: Case) -> Finding | None:
    """Know a name that does not exist by the nearest that does."""
    trial, function, lang = case.trial, case.function, case.lang
    task, error = trial.task, trial.error
    if error is None:
        return None
    args = problems_of(task)[0].args
    keys = {key for part in args if isinstance(part, dict) for key in part}
    right = {leaf_name(path, task.returns) for path in right_answers(task)[0].leaves}
    name = misspelt(error, function, [*task.helpers, *sorted(keys | right)])
    if name is None:
        return None
    hint = say("misspelt", lang, wrong=name[0], nearest=name[1])
    return Finding(f"misspelt {name[0]}", equation_text(failing(trial, error)), hint)


def by_undefined_name(case: Case) -> Finding | None:
    """Know a name that has no value."""
    trial, lang = case.trial, case.lang
    name = re.search(r"name '(\w+)' is not defined", str(trial.error))
    if name is None or trial.error is None:
        return None
    hint = say("undefined", lang, wrong=name[1])
    return Finding(f"undefined {name[1]}", equation_text(failing(trial, trial.error)), hint)


def by_its_error(case: Case) -> Finding | None:
    """Know an error by its kind and by the variable that was being computed."""
    trial, function, lang = case.trial, case.function, case.lang
    error = trial.error
    if error is None:
        return None
    target = failing_step(error, function).target or trial.task.name
    equation = equation_text(failing(trial, error))
    if isinstance(error, KeyError) and error.args:
        key = str(error.args[0])
        return Finding(f"no key {key}", equation, say("key not there", lang, missing=key))
    said = next((said for kind, said in ERRORS.items() if isinstance(error, kind)), None)
    if said is None:
        return None
    return Finding(f"{said} in {target}", equation, say(said, lang, target=target))
