"""Which mistake it is: each way to know is asked in order, and the first that knows tells."""

from __future__ import annotations

import time
from collections.abc import Sequence

from dnn.homework import blaming
from dnn.homework.findings import Case, Finding
from dnn.homework.hurting import hurt
from dnn.homework.kinds import told
from dnn.homework.knowing_errors import by_its_error, by_misspelt_name, by_undefined_name
from dnn.homework.knowing_values import (
    by_a_turn,
    by_description,
    by_likeness,
    by_place,
    by_shape,
    by_the_first_variable,
)
from dnn.homework.lacking import lacking_keys
from dnn.homework.leading import equations_of
from dnn.homework.reading import globals_read
from dnn.homework.recognising import explained_in_parts, listed, recognised, supposed
from dnn.homework.repairing import repaired
from dnn.homework.returning import Wrapping, missing_parts, wrapped_wrongly
from dnn.homework.running import in_time
from dnn.homework.suspects import Suspect
from dnn.homework.trials import START, Trial
from dnn.homework.words import equation_text, joined, numbers_of, say

# seconds of computing that a way may take to know what no row of the table knows
KNOWN, IN_PARTS, MENDED, SEVERAL = 0.12, 0.04, 0.18, 0.15
LONGEST = 2.0  # seconds; a change may make a loop that never ends


def identified(case: Case) -> Finding:
    """Return what is known of a wrong trial; where that is nothing, the equations that are hurt."""
    findings = (way(case) for way in WAYS)
    nothing = Finding(None, equation_text(hurt(case.trial)), "")
    return next((finding for finding in findings if finding is not None), nothing)


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


def _start(case: Case) -> Finding | None:
    """Know a model that draws its own start on another scale."""
    trial = case.trial
    if not any(d.path == START for k in trial.order for d in trial.wrong[k]):
        return None
    return Finding("scale of the start", None, say("start scale", case.lang))


WAYS = (
    *(_start, by_misspelt_name, by_undefined_name, _listed, _wrapped, _known, _in_parts, _lacking),
    *(_mended, _several, _global, _incomplete, by_the_first_variable, by_a_turn, by_shape),
    *(by_likeness, by_its_error, by_description, by_place),
)
