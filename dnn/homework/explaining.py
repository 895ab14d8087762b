"""A wrong answer -> what is said of it: the mistake, the equation, where to look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from dnn.homework import blaming
from dnn.homework.asking import Answer, problems_of, right_answers
from dnn.homework.comparing import Difference
from dnn.homework.lacking import lacking_keys
from dnn.homework.leading import leading_on
from dnn.homework.mistakes.row import source_of
from dnn.homework.naming import leaf_name, spoken
from dnn.homework.problems import Problem
from dnn.homework.reading import failing_equation, failing_step, globals_read, misspelt
from dnn.homework.recognising import recognised
from dnn.homework.results import Result
from dnn.homework.tasks import Task
from dnn.homework.trying import Turn, turned
from dnn.homework.words import equation_text, numbers_of, say

MOST = 4  # arguments that a message names


def explained(
    task: Task,
    function: Callable[..., Any],
    answers: Sequence[Answer],
    wrong: Sequence[Sequence[Difference]],
    order: Sequence[int],
    lang: str,
) -> Result:
    """Return the result of a function that is wrong."""
    first = order[0]
    error = answers[first].error
    outcome = "raised" if error is not None else "failed"
    seen = (
        _raised(task, function, error, problems_of(task)[first], lang)
        if error is not None
        else _differs(task, wrong[first][0], answers[first], problems_of(task)[first], lang)
    )
    mistake, equation, hint = _known(task, function, answers, wrong, order, lang)
    if equation is None and mistake is None:
        equation = _hurt(task, function, answers, wrong, order)
    said = hint or seen
    message = f"{say('equation', lang, equation=equation)}{said}" if equation else said
    if hint and "scalar" not in said:
        message = f"{message} {seen}" if error is None else message
    where = leading_on(task, equation, lang)
    return Result(
        *(task.name, task.week, outcome, message, mistake, equation),
        lang=lang,
        hints=(where, hint or f"{where} {seen}"),
        answer=source_of(task),
    )


def sibling_told(task: Task, called: Mapping[str, Result], lang: str) -> Result:
    """Return the result of a function that is right, and calls one that is not."""
    name, result = next(iter(called.items()))
    text = say("sibling", lang, name=task.name, sibling=name, message=result.message)
    return Result(
        *(task.name, task.week, result.outcome, text, result.mistake, result.equation),
        lang=lang,
        hints=(text, result.hint(2)),
        answer=source_of(task),
    )


# --- what is known of it ------------------------------------------------------------------------


def _known(
    task: Task,
    function: Callable[..., Any],
    answers: Sequence[Answer],
    wrong: Sequence[Sequence[Difference]],
    order: Sequence[int],
    lang: str,
) -> tuple[str | None, str | None, str]:
    """Return mistake, equation and hint, each empty where nothing is recognised."""
    error = answers[order[0]].error
    if error is not None:
        name = _misspelt(task, function, error)
        if name is not None:
            numbers = failing_equation(error) if _has_equations(task) else set()
            hint = say("misspelt", lang, wrong=name[0], nearest=name[1])
            return f"misspelt {name[0]}", equation_text(numbers), hint
    suspects = recognised(task, answers, order)
    if suspects:
        numbers = {n for suspect in suspects for n in numbers_of(suspect.equation)}
        hints = " ".join(getattr(suspect.hint, lang) for suspect in suspects)
        equation = equation_text(numbers)
        unsure = len(numbers) != 1 and not all(suspect.listed for suspect in suspects)
        if unsure or not all(suspect.whole for suspect in suspects):
            equation = _hurt(task, function, answers, wrong, order) or equation
        return " + ".join(suspect.name for suspect in suspects), equation, hints
    lacking = lacking_keys(task, answers, wrong, order, lang)
    if lacking is not None:
        return lacking[0], None, lacking[1]
    outside = globals_read(function)
    if outside:
        hint = say("global", lang, name=task.name, names=", ".join(outside))
        return "globals for arguments", _hurt(task, function, answers, wrong, order), hint
    return _turned(task, answers, wrong, order, lang)


def _misspelt(
    task: Task, function: Callable[..., Any], error: BaseException
) -> tuple[str, str] | None:
    """Return a name that does not exist, and the nearest that does."""
    args = problems_of(task)[0].args
    keys = {key for part in args if isinstance(part, dict) for key in part}
    right = {leaf_name(path, task.returns) for path in right_answers(task)[0].leaves}
    return misspelt(error, function, [*task.helpers, *sorted(keys | right)])


def _turned(
    task: Task,
    answers: Sequence[Answer],
    wrong: Sequence[Sequence[Difference]],
    order: Sequence[int],
    lang: str,
) -> tuple[str | None, str | None, str]:
    """Return what simple thing each wrong leaf lacks, where one does for all problems."""
    turns: dict[str, list[Turn]] = {}
    for k in order:
        for path in (difference.path for difference in wrong[k]):
            leaves, right = answers[k].leaves, right_answers(task)[k].leaves
            turn = turned(path, leaves, right, problems_of(task)[k])
            if turn is not None:
                turns.setdefault(leaf_name(path, task.returns), []).append(turn)
    common = {name: _common(seen) for name, seen in turns.items()}
    found = {name: _told(name, turn, lang) for name, turn in common.items() if turn is not None}
    if not found:
        return None, None, ""
    mistake = " + ".join(sorted({mistake for mistake, _ in found.values()}))
    texts = " ".join(dict.fromkeys(text for _, text in found.values()))
    numbers = _blamed(task, answers, wrong, order)
    return mistake, equation_text(numbers), texts


def _common(turns: Sequence[Turn]) -> Turn | None:
    """Return what all problems show alike; a factor may change with the sizes."""
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


# --- which equations ----------------------------------------------------------------------------


def _has_equations(task: Task) -> bool:
    """Tell whether the equations of the README speak of a task."""
    return task.blame is not blaming.none


def _hurt(
    task: Task,
    function: Callable[..., Any],
    answers: Sequence[Answer],
    wrong: Sequence[Sequence[Difference]],
    order: Sequence[int],
) -> str | None:
    """Return the equations that are hurt: by the values, or by the line that raised."""
    if not _has_equations(task):
        return None
    numbers = _blamed(task, answers, wrong, order)
    errors = (answers[k].error for k in order)
    error = next((e for e in errors if e is not None), None)
    if not numbers and error is not None and not isinstance(error, KeyError):
        numbers = failing_equation(error)
    return equation_text(numbers)


def _blamed(
    task: Task,
    answers: Sequence[Answer],
    wrong: Sequence[Sequence[Difference]],
    order: Sequence[int],
) -> set[int]:
    """Return the equations by the problem in which most is wrong."""
    found: set[int] = set()
    for k in sorted(order, key=lambda k: -len(wrong[k])):
        if found or not wrong[k]:
            break
        if any(d.kind == "missing" and d.path.endswith("]") for d in wrong[k]):
            continue  # another container: what stands where is not known
        names = [
            {leaf_name(path, task.returns): leaf for path, leaf in leaves.items()}
            for leaves in (answers[k].leaves, right_answers(task)[k].leaves)
        ]
        bad = {leaf_name(d.path, task.returns) for d in wrong[k] if d.kind not in ("missing",)}
        try:
            found = task.blame(bad, names[0], names[1], problems_of(task)[k])
        except Exception:  # what was returned may be of any kind
            found = set()
    return found


# --- what is said -------------------------------------------------------------------------------


def _differs(
    task: Task, difference: Difference, answer: Answer, problem: Problem, lang: str
) -> str:
    """Say the first difference: key, layer, index, what stands there; not what should."""
    name = leaf_name(difference.path, task.returns)
    leaf, got = spoken(name, lang) or task.returns, difference.got
    if answer.leaves.get("", "") is None:
        return say("none", lang, leaf=task.name)
    kind = difference.kind
    if kind == "missing" and answer.leaves and all(p.startswith(".") for p in answer.leaves):
        there = ", ".join(path.lstrip(".") for path in answer.leaves)
        return say("missing beside", lang, leaf=leaf, there=there)
    if kind == "value" and isinstance(got, str):
        kind = "description"
    if kind == "shape":
        got = got.shape
    elif isinstance(got, np.generic):
        got = f"{got:.6g}"
    index = f"[{', '.join(map(str, difference.place))}]" if difference.place else ""
    return say(
        kind,
        lang,
        leaf=leaf,
        name=task.name,
        layout=task.returns,
        got=got,
        index=index,
        shapes=shapes_of(task, problem),
    )


def _raised(
    task: Task, function: Callable[..., Any], error: BaseException, problem: Problem, lang: str
) -> str:
    """Say what was raised, in which line, for which arguments."""
    code, _ = failing_step(error, function)
    line = say("line", lang, code=code) if code else ""
    told = f"{type(error).__name__}: {error}".rstrip(": ")
    return say(
        "raised", lang, name=task.name, error=told, line=line, shapes=shapes_of(task, problem)
    )


def shapes_of(task: Task, problem: Problem) -> str:
    """Return the shapes and numbers of the arguments: ``A (3, 4), W (2, 3), b (2, 1)``."""
    named = zip(task.arguments, problem.args, strict=False)
    parts = [part for name, value in named for part in _shapes(name, value)]
    return ", ".join([*parts[:MOST], *(["..."] if len(parts) > MOST else [])])


def _shapes(name: str, value: Any) -> list[str]:
    """Return an argument in short: its shape, or the shapes in it, or its value."""
    if isinstance(value, np.ndarray):
        return [f"{name} {value.shape}"]
    if isinstance(value, dict):
        return [f"{key} {part.shape}" for key, part in value.items()]
    if isinstance(value, int | float | str):
        return [f"{name} = {value:.4g}" if isinstance(value, float) else f"{name} = {value!r}"]
    if isinstance(value, list) and all(isinstance(part, int) for part in value):
        return [f"{name} = {value}"]
    if isinstance(value, list | tuple) and isinstance(value[0], np.ndarray):
        return [f"{name} of {', '.join(str(part.shape) for part in value[:3])}"]
    return [f"L = {len(value)}"] if name == "caches" else []
