"""Which mistake it is: each way to know is asked in order, and the first that knows tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.homework.asking import problems_of, right_answers
from dnn.homework.hurting import failing, hurt
from dnn.homework.lacking import lacking_keys
from dnn.homework.naming import leaf_name, spoken
from dnn.homework.reading import globals_read, misspelt
from dnn.homework.recognising import recognised
from dnn.homework.trials import Trial
from dnn.homework.trying import Turn, turned
from dnn.homework.words import equation_text, joined, numbers_of, say


class Finding(NamedTuple):
    """A mistake by its name, the equations that it hurts, and its hint."""

    mistake: str | None
    equation: str | None
    hint: str


def identified(trial: Trial, function: Callable[..., Any], lang: str) -> Finding:
    """Return what is known of a wrong trial; where that is nothing, the equations that are hurt."""
    findings = (way(trial, function, lang) for way in WAYS)
    nothing = Finding(None, equation_text(hurt(trial)), "")
    return next((finding for finding in findings if finding is not None), nothing)


def _misspelt(trial: Trial, function: Callable[..., Any], lang: str) -> Finding | None:
    """Know a name that does not exist by the nearest that does."""
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


def _undefined(trial: Trial, function: Callable[..., Any], lang: str) -> Finding | None:
    """Know a name that has no value."""
    name = re.search(r"name '(\w+)' is not defined", str(trial.error))
    if name is None or trial.error is None:
        return None
    hint = say("undefined", lang, wrong=name[1])
    return Finding(f"undefined {name[1]}", equation_text(failing(trial, trial.error)), hint)


def _known(trial: Trial, function: Callable[..., Any], lang: str) -> Finding | None:
    """Know a mistake of the table, two of them, or a small change."""
    suspects = recognised(trial)
    if not suspects:
        return None
    numbers = {n for suspect in suspects for n in numbers_of(suspect.equation)}
    unsure = len(numbers) != 1 and not all(suspect.listed for suspect in suspects)
    if unsure or not all(suspect.whole for suspect in suspects):
        numbers = hurt(trial) or numbers
    names = " + ".join(suspect.name for suspect in suspects)
    hints = joined((getattr(suspect.hint, lang) for suspect in suspects), lang)
    return Finding(names, equation_text(numbers), hints)


def _lacking(trial: Trial, function: Callable[..., Any], lang: str) -> Finding | None:
    """Know keys that are missing."""
    told = lacking_keys(trial, lang)
    return None if told is None else Finding(told[0], None, told[1])


def _global(trial: Trial, function: Callable[..., Any], lang: str) -> Finding | None:
    """Know values from outside that stand for arguments."""
    outside = globals_read(function)
    if not outside:
        return None
    hint = say("global", lang, name=trial.task.name, names=", ".join(outside))
    return Finding("globals for arguments", equation_text(hurt(trial)), hint)


def _simple(trial: Trial, function: Callable[..., Any], lang: str) -> Finding | None:
    """Know what simple thing each wrong leaf lacks, where one does for all problems."""
    task = trial.task
    turns: dict[str, list[Turn | None]] = {}
    for k in trial.order:
        for difference in trial.wrong[k]:
            leaves, right = trial.answers[k].leaves, right_answers(task)[k].leaves
            turn = turned(difference.path, leaves, right, problems_of(task)[k])
            if turn is not None or _is_large(right.get(difference.path)):
                turns.setdefault(leaf_name(difference.path, task.returns), []).append(turn)
    common = {name: _common(found) for name, found in turns.items()}
    told = [_told(name, turn, lang) for name, turn in common.items() if turn is not None]
    if not told:
        return None
    mistakes = " + ".join(sorted({mistake for mistake, _ in told}))
    texts = joined(dict.fromkeys(text for _, text in told), lang)
    return Finding(mistakes, equation_text(hurt(trial)), texts)


def _is_large(leaf: Any) -> bool:
    """Tell an array of several entries: where nothing simple turns it right, nothing does."""
    return isinstance(leaf, np.ndarray) and leaf.size > 1


def _common(found: Sequence[Turn | None]) -> Turn | None:
    """Return what all problems show alike; a factor may change with the sizes."""
    turns = [turn for turn in found if turn is not None]
    if len(turns) < len(found) or not turns:
        return None
    first = turns[0]
    if all(turn == first for turn in turns):
        return first
    if all(turn.key.startswith("factor") for turn in turns):
        factors = [turn.places.get("factor", 0.0) for turn in turns]
        steady = 0.0 not in factors and np.allclose(factors, factors[0], 1e-4)
        return first if steady else Turn("factor of the sizes", {})
    return first if all(turn.key == first.key for turn in turns) else None


def _told(name: str, turn: Turn, lang: str) -> tuple[str, str]:
    """Return the name of what a leaf lacks, and the sentence that says it."""
    if turn.key == "rank" and turn.places["got"] == ():
        return f"scalar {name}", say("scalar", lang)
    return f"{turn.key}: {name}", say(turn.key, lang, leaf=spoken(name, lang), **turn.places)


WAYS = (_misspelt, _undefined, _known, _lacking, _global, _simple)
