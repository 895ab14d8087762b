"""Wrong values that are known by what they are instead: off by a factor, another value, in part."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from dnn.homework.asking import problems_of, right_answers
from dnn.homework.comparing import leaves_of, same_leaf
from dnn.homework.findings import Case, Finding
from dnn.homework.hurting import hurt
from dnn.homework.naming import leaf_name, spoken
from dnn.homework.reading import equation_of
from dnn.homework.resembling import FEW, Likeness, likenesses
from dnn.homework.trials import Trial
from dnn.homework.trying import Turn, turned
from dnn.homework.watching import first_wrong, right_values, values_of
from dnn.homework.words import equation_text, joined, say
from dnn.shapes import Array


def by_shape(case: Case) -> Finding | None:
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


def by_a_turn(case: Case) -> Finding | None:
    """Know what simple thing each wrong leaf lacks, where one does for all problems."""
    trial, lang = case.trial, case.lang
    task = trial.task
    turns: dict[str, list[tuple[Turn | None, Any]]] = {}
    for k in trial.order:
        for difference in trial.wrong[k]:
            leaves, right = trial.answers[k].leaves, right_answers(task)[k].leaves
            turn = turned(difference.path, leaves, right, problems_of(task)[k])
            name, want = leaf_name(difference.path, task.returns), right.get(difference.path)
            turns.setdefault(name, []).append((turn, want))
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


def _common(found: Sequence[tuple[Turn | None, Any]]) -> Turn | None:
    """Return what all problems show alike; a factor may change with the sizes.

    One number is turned right by little: where there are arrays, these decide.
    """
    single = not any(_is_large(want) for _, want in found)
    kept = [turn for turn, want in found if turn is not None or single or _is_large(want)]
    turns = [turn for turn in kept if turn is not None]
    if len(turns) < len(kept) or not turns:
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


# --- the variable that is wrong first -----------------------------------------------------------

SECONDS = 0.05  # of computing, to find out what every part of a result is instead
Pair = tuple[int, Array, Array]  # the problem, what is there, what should be


def by_the_first_variable(case: Case) -> Finding | None:
    """Know what the first variable is that is wrong, where simple words say it."""
    trial, function, lang = case.trial, case.function, case.lang
    if trial.error is not None:
        return None
    name, _ = first_wrong(trial, function)
    if name is None:
        return None
    pairs: list[Pair] = []
    for k in trial.order:
        right, own = right_values(trial.task, k), values_of(trial, function, k)
        if name in right and name in own and not same_leaf(own[name], right[name]):
            pairs.append((k, own[name], right[name]))
    found = _turned_or_alike(trial, name, pairs, lang)
    if found is None:
        return None
    numbers = _numbers(trial, name, found[0].startswith("factor"))
    return Finding(found[0], equation_text(numbers), found[1])


def _numbers(trial: Trial, name: str, everywhere: bool) -> set[int]:
    """Return the equations that are hurt where a variable is the first that is wrong.

    A factor that the slopes by W and by b both have is not one of dZ.
    """
    numbers, own = hurt(trial), equation_of(name)
    if everywhere and numbers == {6} and own & {7, 8}:
        wrong = (leaf_name(d.path, trial.task.returns) for d in trial.wrong[trial.order[0]])
        return set().union(*map(equation_of, wrong))
    return own if numbers == {1} and own == {2} else numbers


def by_likeness(case: Case) -> Finding | None:
    """Know what each wrong part of the result is, where simple words say it."""
    trial, lang = case.trial, case.lang
    pairs: dict[str, list[Pair]] = {}
    for k in trial.order:
        right = right_answers(trial.task)[k].leaves
        for difference in trial.wrong[k]:
            got, want = trial.answers[k].leaves.get(difference.path), right.get(difference.path)
            if isinstance(got, np.ndarray) and isinstance(want, np.ndarray):
                name = leaf_name(difference.path, trial.task.returns)
                pairs.setdefault(name, []).append((k, got, want))
    end = time.thread_time() + SECONDS
    told = (
        _alike(trial, name, found, lang)
        for name, found in pairs.items()
        if time.thread_time() < end
    )
    known = [pair for pair in told if pair is not None]
    if trial.error is not None or not known:
        return None
    names, texts = zip(*known, strict=True)
    return Finding(" + ".join(names), equation_text(hurt(trial)), joined(texts, lang))


def _turned_or_alike(
    trial: Trial, name: str, pairs: Sequence[Pair], lang: str
) -> tuple[str, str] | None:
    """Return the name of what is wrong with a value, and the sentence that says it."""
    problems = problems_of(trial.task)
    turns = [turned(name, {name: got}, {name: want}, problems[k]) for k, got, want in pairs]
    turn = _common([(t, want) for t, (_, _, want) in zip(turns, pairs, strict=True)])
    return _alike(trial, name, pairs, lang) if turn is None else _turn_told(name, turn, lang)


def _alike(trial: Trial, name: str, pairs: Sequence[Pair], lang: str) -> tuple[str, str] | None:
    """Return the same for what a value is instead, the same in all problems."""
    if not pairs or (len(pairs) == 1 and pairs[0][2].size < 2):
        return None  # one number is like many by chance
    large = [pair for pair in pairs if pair[2].size >= FEW]  # one or two entries tell little
    (k, got, want), *rest = large or pairs
    found = likenesses(name, got, want, right_values(trial.task, k))
    for k, got, want in rest:
        others = set(likenesses(name, got, want, right_values(trial.task, k)))
        found = [likeness for likeness in found if likeness in others]
    return _likeness_told(name, found[0], lang) if found else None


def _likeness_told(name: str, likeness: Likeness, lang: str) -> tuple[str, str]:
    """Return the name of a likeness and the sentence that says it."""
    key, of, function = likeness
    what = " of ".join(part for part in (function, of) if part)
    places = {"leaf": spoken(name, lang), "of": of, "function": function}
    return f"{key}: {what} in {name}" if what else f"{key}: {name}", say(key, lang, **places)


# --- what is seen ---------------------------------------------------------------------------------


def by_description(case: Case) -> Finding | None:
    """Know what was drawn or cut otherwise by its description."""
    trial, lang = case.trial, case.lang
    wrong = trial.wrong[trial.order[0]]
    described = next((d for d in wrong if isinstance(d.got, str) and d.kind == "value"), None)
    if (
        trial.error is not None
        or described is None
        or described.got.startswith(("not ", "another"))
    ):
        return None
    leaf = leaf_name(described.path, trial.task.returns)
    text = say("look at leaf", lang, leaf=spoken(leaf, lang))
    return Finding(f"{leaf}: {described.got}", equation_text(hurt(trial)), text)


def by_place(case: Case) -> Finding | None:
    """Know where the mistake is: the first variable that is wrong, or the only part that is."""
    trial, lang = case.trial, case.lang
    if trial.error is not None:
        return None
    name, known = first_wrong(trial, case.function)
    right = right_values(trial.task, trial.order[0])
    if name is not None and {n for n in known if right[n].size > 1} - _given(trial) - {name}:
        numbers = _numbers(trial, name, False)
        text = say("first wrong", lang, leaf=spoken(name, lang))
        return Finding(f"first wrong: {name}", equation_text(numbers), text)
    wrong, every = _parts(trial)
    for kind in (str, _letters, _layer):
        kinds = {kind(part) for part in wrong}
        if "" not in kinds and kinds < {kind(part) for part in every} and len(kinds) < 3:
            parts = ", ".join(sorted(kinds))
            leaf = say("of layer", lang, l=parts) if kind is _layer else parts
            text = say("alone wrong", lang, leaf=leaf)
            return Finding(f"alone wrong: {leaf}", equation_text(hurt(trial)), text)
    return None


def _parts(trial: Trial) -> tuple[set[str], set[str]]:
    """Return the names of the parts of the result that are wrong, and of all, caches left out."""
    task = trial.task
    wrong = {leaf_name(d.path, task.returns) for k in trial.order for d in trial.wrong[k]}
    paths = {path for k in trial.order for path in right_answers(task)[k].leaves}
    every = {leaf_name(path, task.returns) for path in paths}
    return wrong, {name for name in every if "cache" not in name}


def _letters(name: str) -> str:
    """Return what is in every layer the name of a part."""
    return name.rstrip("0123456789")


def _layer(name: str) -> str:
    """Return the layer of a part."""
    return name[len(_letters(name)) :]


def _given(trial: Trial) -> set[str]:
    """Return the names of what is among the arguments: nobody computes it."""
    k = trial.order[0]
    right = right_values(trial.task, k)
    parts = leaves_of(problems_of(trial.task)[k].args).values()
    given = [part for part in parts if isinstance(part, np.ndarray)]
    return {name for name, value in right.items() if any(same_leaf(value, g) for g in given)}
