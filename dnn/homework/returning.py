"""A right result in the wrong wrapping: another order, other keys, in part, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations, permutations
from operator import itemgetter
from typing import Any, NamedTuple

from dnn.homework.asking import ask, problems_of, right_answers, wrong_leaves
from dnn.homework.tasks import Task
from dnn.homework.trials import Trial

MOST_KEYS = 12


class Wrapping(NamedTuple):
    """The key of the sentence that says what is wrong, and what is put into it."""

    key: str
    places: dict[str, str]


def wrapped_wrongly(trial: Trial) -> Wrapping | None:
    """Return how a right result is wrapped wrongly; None where that is not what is wrong."""
    raws = {k: trial.answers[k].raw for k in trial.order if trial.answers[k].error is None}
    if not raws:
        return None
    if all(raw is None for raw in raws.values()) and len(raws) == len(trial.order):
        return Wrapping("no return", {})
    first = trial.order[0]
    if first not in raws or trial.task.ask.__name__ in DRAWN:
        return None
    right = right_answers(trial.task)[first].raw
    for wrapping, unwrapped in _unwrappings(raws[first], right, trial.task):
        if all(_is_right(trial.task, k, unwrapped, raw) for k, raw in raws.items()):
            return wrapping
    return None


DRAWN = ("initialized", "initialized_deep", "batched")  # described by several calls


def _is_right(task: Task, k: int, unwrapped: Callable[[Any], Any], raw: Any) -> bool:
    """Tell whether a result is right once it is unwrapped."""
    try:
        result = unwrapped(raw)
    except Exception:  # of another form than in the first problem
        return False
    answer = ask(task, lambda *_: result, problems_of(task)[k])
    right = right_answers(task)[k].leaves
    return answer.error is None and not wrong_leaves(task, answer.leaves, right, False)


Unwrapping = tuple[Wrapping, Callable[[Any], Any]]


def _unwrappings(raw: Any, right: Any, task: Task) -> Iterator[Unwrapping]:
    """Yield the ways in which the right result may have been wrapped wrongly."""
    if isinstance(right, tuple) and isinstance(raw, tuple | list):
        yield from _orders(raw, right)
        for k, part in enumerate(raw):
            inside = isinstance(right[min(k, len(right) - 1)], tuple)
            if isinstance(part, tuple | list) and inside:
                yield from _orders_inside(raw, k, len(part))
            elif isinstance(part, dict) and inside:
                yield Wrapping("dict for a tuple", {"layout": task.returns}), partial(_values, k)
    elif isinstance(right, dict) and isinstance(raw, dict):
        yield from _keys(raw, right)
    elif isinstance(right, dict) and isinstance(raw, tuple | list) and len(raw) == len(right):
        keys = tuple(right)
        yield Wrapping("tuple for a dict", {}), lambda r: dict(zip(keys, r, strict=True))
    if isinstance(raw, tuple | list) and not isinstance(right, tuple | list):
        for k in range(min(len(raw), 4)):
            yield Wrapping("more returned", {"layout": task.returns}), itemgetter(k)
    if isinstance(raw, dict) and isinstance(right, tuple) and len(raw) == len(right):
        yield Wrapping("dict for a tuple", {"layout": task.returns}), lambda r: tuple(r.values())


def _values(k: int, raw: Any) -> Any:
    """Return a result whose k-th part is a dict with the values of that dict alone."""
    return (*raw[:k], tuple(raw[k].values()), *raw[k + 1 :])


def _orders(raw: Any, right: tuple[Any, ...]) -> Iterator[Unwrapping]:
    """Yield the other orders of what is returned."""
    if not 1 < len(raw) <= len(right) or len(raw) > 5:
        return
    for order in [*permutations(range(len(raw)))][1:]:
        yield Wrapping("order returned", {}), itemgetter(*order)


def _orders_inside(raw: Any, k: int, size: int) -> Iterator[Unwrapping]:
    """Yield two things swapped in a tuple that is part of what is returned, such as a cache."""
    for i, j in combinations(range(size), 2):

        def unwrapped(r: Any, k: int = k, i: int = i, j: int = j) -> Any:
            part = [*r[k]]
            part[i], part[j] = part[j], part[i]
            return (*r[:k], tuple(part), *r[k + 1 :])

        yield Wrapping("order in the cache", {}), unwrapped


def _keys(raw: dict[Any, Any], right: dict[str, Any]) -> Iterator[Unwrapping]:
    """Yield a key by another name, two keys that hold each other's value, all keys a layer off."""
    missing = [key for key in right if key not in raw]
    others = [key for key in raw if key not in right]
    for key in missing:
        for other in others:
            places = {"wrong": str(other), "right": key}
            yield Wrapping("key for key", places), partial(_under, {key: other})
    if len(missing) == len(others) > 1:
        pairs = dict(zip(missing, others, strict=True))
        places = {"wrong": ", ".join(map(str, others)), "right": ", ".join(missing)}
        yield Wrapping("key for key", places), partial(_under, pairs)
    if len(raw) <= MOST_KEYS:
        for one, other in combinations(raw, 2):
            places = {"wrong": str(one), "right": str(other)}
            yield Wrapping("values swapped", places), partial(_under, {one: other, other: one})


def _under(others: dict[Any, Any], raw: dict[Any, Any]) -> dict[Any, Any]:
    """Return a dict with values that stand under other keys under their own."""
    return {**raw, **{key: raw[other] for key, other in others.items() if other in raw}}


def missing_parts(trial: Trial) -> Wrapping | None:
    """Return which parts of a result are missing; what is there need not be right."""
    task, k = trial.task, trial.order[0]
    raw, right = trial.answers[k].raw, right_answers(task)[k].raw
    lacking = any(d.kind in ("missing", "none") for d in trial.wrong[k])
    if trial.answers[k].error is not None or not lacking:
        return None
    if isinstance(right, dict) and isinstance(raw, dict):
        missing = [key for key in right if key not in raw]
        return Wrapping("keys missing", {"keys": ", ".join(missing)}) if missing else None
    if isinstance(right, dict) and raw is not None and task.returns in ("parameters", "grads"):
        return Wrapping("no dict returned", {"layout": task.returns, "keys": ", ".join(right)})
    if isinstance(right, list):
        return Wrapping("no list of pairs", {"layout": task.returns})
    if task.starts:  # models of older editions return parameters alone
        return None
    if isinstance(right, tuple) and not (isinstance(raw, tuple | list) and len(raw) == len(right)):
        return Wrapping("parts missing", {"layout": task.returns})
    if task.returns == "AL, caches" and isinstance(raw[1], tuple | list):
        return Wrapping("list length", {"leaf": "caches", "got": str(len(raw[1]))})
    for part, want in zip(raw, right, strict=True) if isinstance(right, tuple) else ():
        if isinstance(want, dict) and isinstance(part, dict):
            missing = [key for key in want if key not in part]
            if missing:
                return Wrapping("keys missing", {"keys": ", ".join(missing)})
    return None
