"""Which mistake it is: each way to know is asked in order, and the first that knows tells."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from dnn.homework import blaming
from dnn.homework.asking import problems_of, right_answers
from dnn.homework.findings import Case, Finding
from dnn.homework.hurting import failing, hurt
from dnn.homework.kinds import told
from dnn.homework.lacking import lacking_keys
from dnn.homework.leading import equations_of
from dnn.homework.naming import leaf_name, spoken
from dnn.homework.reading import failing_step, globals_read, misspelt
from dnn.homework.recognising import explained_in_parts, listed, recognised, supposed
from dnn.homework.repairing import repaired
from dnn.homework.returning import Wrapping, missing_parts, wrapped_wrongly
from dnn.homework.running import in_time
from dnn.homework.suspects import Suspect
from dnn.homework.trials import START, Trial
from dnn.homework.trying import Turn, turned
from dnn.homework.words import equation_text, joined, numbers_of, say

# seconds of computing that a way may take to know what no row of the table knows
KNOWN, IN_PARTS, MENDED, SEVERAL = 0.12, 0.04, 0.18, 0.15
LONGEST = 2.0  # seconds; a change may make a loop that never ends


def identified(case: Case) -> Finding:
    """Return what is known of a wrong trial; where that is nothing, the equations that are hurt."""
    findings = (way(case) for way in WAYS)
    nothing = Finding(None, equation_text(hurt(case.trial)), "")
    return next((finding for finding in findings if finding is not None), nothing)


def _misspelt(case: Case) -> Finding | None:
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


def _undefined(case: Case) -> Finding | None:
    """Know a name that has no value."""
    trial, lang = case.trial, case.lang
    name = re.search(r"name '(\w+)' is not defined", str(trial.error))
    if name is None or trial.error is None:
        return None
    hint = say("undefined", lang, wrong=name[1])
    return Finding(f"undefined {name[1]}", equation_text(failing(trial, trial.error)), hint)


def _wrapped(case: Case) -> Finding | None:
    """Know a right result that is returned in another order, under other keys, or not at all."""
    trial, lang = case.trial, case.lang
    return _rewrapped(trial, wrapped_wrongly(trial), lang)


def _incomplete(case: Case) -> Finding | None:
    """Know parts or keys that are missing."""
    trial, lang = case.trial, case.lang
    return _rewrapped(trial, missing_parts(trial), lang)


def _rewrapped(trial: Trial, wrapping: Wrapping | None, lang: str) -> Finding | None:
    """Return a wrong wrapping as a finding."""
    if wrapping is None:
        return None
    names = " for ".join(wrapping.places[k] for k in ("wrong", "right") if k in wrapping.places)
    name = f"{wrapping.key}: {names}" if names else wrapping.key
    return Finding(name, None, say(wrapping.key, lang, **wrapping.places))


def _listed(case: Case) -> Finding | None:
    """Know a mistake of the table."""
    trial, lang = case.trial, case.lang
    return _suspected(trial, listed(trial), lang)


def _known(case: Case) -> Finding | None:
    """Know a mistake in a called function, written out in this one, or a small change."""
    trial, function, lang = case.trial, case.function, case.lang
    return _suspected(trial, recognised(trial, function, case.allowance.until(KNOWN)), lang)


def _in_parts(case: Case) -> Finding | None:
    """Know mistakes of the table each of which explains a part of what is wrong."""
    trial, function, lang = case.trial, case.function, case.lang
    until = case.allowance.until(IN_PARTS)
    return _suspected(trial, explained_in_parts(trial, function, until), lang)


def _several(case: Case) -> Finding | None:
    """Know two mistakes of the table together, or a thing put around a value."""
    trial, function, lang = case.trial, case.function, case.lang
    until = case.allowance.until(SEVERAL)
    return _suspected(trial, supposed(trial, function, until), lang)


def _suspected(trial: Trial, suspects: Sequence[Suspect], lang: str) -> Finding | None:
    """Return suspects as a finding."""
    if not suspects:
        return None
    numbers = {n for suspect in suspects for n in numbers_of(suspect.equation)}
    unsure = len(numbers) != 1 and not all(suspect.listed for suspect in suspects)
    if unsure or not all(suspect.whole for suspect in suspects):
        numbers = hurt(trial) or numbers
    names = " + ".join(suspect.name for suspect in suspects)
    hints = joined((getattr(suspect.hint, lang) for suspect in suspects), lang)
    return Finding(names, equation_text(numbers), hints)


def _mended(case: Case) -> Finding | None:
    """Know the small changes to the learner's own lines that make the function right."""
    trial, function, lang = case.trial, case.function, case.lang
    seconds = case.allowance.left(MENDED)
    found, ended = in_time(
        lambda: (repaired(trial, function, seconds), time.thread_time()), LONGEST
    )
    case.allowance.spend(found[1] if ended else LONGEST)
    if not ended or not found[0]:
        return None
    repairs = found[0]
    words = dict(told(repair.kind, repair.target) for repair in repairs)
    of_the_exercise = set(numbers_of(equations_of(trial.task)))
    numbers = {n for repair in repairs for n in repair.numbers} & of_the_exercise
    sure = all(repair.numbers & of_the_exercise for repair in repairs)
    if trial.task.blame is blaming.none:
        numbers = set()
    elif not sure and trial.error is None:
        numbers |= hurt(trial)
    hints = joined((getattr(hint, lang) for hint in words.values()), lang)
    return Finding(" + ".join(words), equation_text(numbers), hints)


def _raised(case: Case) -> Finding | None:
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


def _shape(case: Case) -> Finding | None:
    """Know what has another shape, is one number in place of many, or holds whole numbers."""
    trial, lang = case.trial, case.lang
    if trial.error is not None:
        return None
    wrong = trial.wrong[trial.order[0]]
    difference = next((d for d in wrong if d.kind in ("shape", "integer")), None)
    if difference is None or difference.path.endswith((".shape", ".values")):
        return None
    leaf = leaf_name(difference.path, trial.task.returns)
    if difference.kind == "integer":
        text = say("look at leaf", lang, leaf=spoken(leaf, lang))
        return Finding(f"whole numbers: {leaf}", equation_text(hurt(trial)), text)
    key = "single" if difference.got.shape == () else "another shape"
    text = say(key, lang, leaf=spoken(leaf, lang), got=difference.got.shape)
    return Finding(f"{key}: {leaf}", equation_text(hurt(trial)), text)


ERRORS: dict[type[BaseException], str] = {
    ValueError: "shapes do not fit",
    UnboundLocalError: "no value",
    IndexError: "index",
    TypeError: "call",
    AttributeError: "call",
}


def _lacking(case: Case) -> Finding | None:
    """Know keys that are missing."""
    trial, lang = case.trial, case.lang
    told = lacking_keys(trial, lang)
    return None if told is None else Finding(told[0], None, told[1])


def _global(case: Case) -> Finding | None:
    """Know values from outside that stand for arguments."""
    trial, function, lang = case.trial, case.function, case.lang
    outside = globals_read(function)
    if not outside:
        return None
    hint = say("global", lang, name=trial.task.name, names=", ".join(outside))
    return Finding("globals for arguments", equation_text(hurt(trial)), hint)


def _simple(case: Case) -> Finding | None:
    """Know what simple thing each wrong leaf lacks, where one does for all problems."""
    trial, lang = case.trial, case.lang
    task = trial.task
    turns: dict[str, list[Turn | None]] = {}
    for k in trial.order:
        for difference in trial.wrong[k]:
            leaves, right = trial.answers[k].leaves, right_answers(task)[k].leaves
            turn = turned(difference.path, leaves, right, problems_of(task)[k])
            if turn is not None or _is_large(right.get(difference.path)):
                turns.setdefault(leaf_name(difference.path, task.returns), []).append(turn)
    common = {name: _common(found) for name, found in turns.items()}
    told = [_turn_told(name, turn, lang) for name, turn in common.items() if turn is not None]
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


def _turn_told(name: str, turn: Turn, lang: str) -> tuple[str, str]:
    """Return the name of what a leaf lacks, and the sentence that says it."""
    if turn.key == "rank" and turn.places["got"] == ():
        return f"scalar {name}", say("scalar", lang)
    return f"{turn.key}: {name}", say(turn.key, lang, leaf=spoken(name, lang), **turn.places)


def _start(case: Case) -> Finding | None:
    """Know a model that draws its own start on another scale."""
    trial = case.trial
    if not any(d.path == START for k in trial.order for d in trial.wrong[k]):
        return None
    return Finding("scale of the start", None, say("start scale", case.lang))


WAYS = (
    _start,
    *(_misspelt, _undefined, _listed, _wrapped, _known, _in_parts, _lacking, _mended, _several),
    *(_global, _incomplete, _simple, _raised, _shape),
)
