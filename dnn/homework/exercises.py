"""The exercises: `exercises.linear_backward.check(my_linear_backward)`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from dnn.checks.values import look_up, meant_by
from dnn.homework.checker import checked, missing
from dnn.homework.leading import leading_on, returned
from dnn.homework.mistakes.row import source_of
from dnn.homework.results import Result, Results
from dnn.homework.tasks import TASKS
from dnn.homework.words import joined

_CALLER = object()


class Exercise:
    """One function of the course's homework.

    Examples
    --------
    >>> import dnn
    >>> from dnn.homework import exercises
    >>> exercises.linear_backward.check(dnn.linear_backward)
    linear_backward (week 4): passed
    >>> def my_linear_backward(dZ, cache):
    ...     A_prev, W, b = cache
    ...     return W.T @ dZ, dZ @ A_prev.T, dZ.sum(axis=1, keepdims=True) / A_prev.shape[1]
    >>> r = exercises.linear_backward.check(my_linear_backward)
    >>> r.outcome, r.mistake, r.equation
    ('failed', 'dW without 1 / m', '(7)')
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def check(
        self,
        function: Any = _CALLER,
        *,
        edition: str | None = None,
        lang: str = "en",
        seconds: float = 5.0,
    ) -> Result:
        """Return what is found of a function; nothing that it does comes out of the check.

        Parameters
        ----------
        function : callable, optional
            Left out, the function of the exercise's name where ``check`` is called.
        edition : str, optional
            ``"2017-08"`` takes a scalar db and b for right.
        lang : str
            ``"en"`` or ``"zh"``.
        seconds : float
            After so long a function that does not end is given up.

        Returns
        -------
        Result
        """
        if function is _CALLER:
            function = _found(self.name, sys._getframe(1))
            if function is _CALLER:
                return missing(self.name, lang)
        return checked(self.name, function, edition=edition, lang=lang, seconds=seconds)

    def hint(self, level: int = 1, *, lang: str = "en") -> str:
        """Return what leads on before anything is written: the formula; with 2 what is returned.

        Raises
        ------
        ValueError
            When the level is not 1 or 2.
        """
        if level not in (1, 2):
            raise ValueError(f"there are two hints, 1 and 2; got {level!r}")
        task = TASKS[self.name][0]
        where = leading_on(task, None, lang)
        return where if level == 1 else joined((where, returned(task, lang)), lang)

    def solution(self) -> str:
        """Return the answer, as Python."""
        return source_of(TASKS[self.name][0])

    def __repr__(self) -> str:
        """Return the name."""
        return f"<exercise {self.name}>"


def _found(name: str, frame: Any) -> Any:
    """Return the value of a name where a check was called."""
    return frame.f_locals.get(name, frame.f_globals.get(name, _CALLER))


class Exercises(Mapping[str, Exercise]):
    """All exercises, by name: ``exercises["sigmoid"]`` or ``exercises.sigmoid``.

    Examples
    --------
    >>> from dnn.homework import exercises
    >>> exercises["sigmoid"], len(exercises) > 30
    (<exercise sigmoid>, True)
    """

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._exercises = {name: Exercise(name) for name in names}

    def __getitem__(self, name: str) -> Exercise:
        """Return an exercise."""
        return look_up(self._exercises, name, "exercise")

    def __getattr__(self, name: str) -> Exercise:
        """Return an exercise.

        Raises
        ------
        AttributeError
            When there is no exercise of this name.
        """
        if name.startswith("_") or name not in self._exercises:
            meant = meant_by(name, self._exercises, {})
            hint = f": did you mean {meant}?" if meant else "."
            raise AttributeError(f"there is no exercise {name}{hint} There are {', '.join(self)}")
        return self._exercises[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._exercises)

    def __len__(self) -> int:
        """Return the number of exercises."""
        return len(self._exercises)

    def __contains__(self, name: object) -> bool:
        """Tell whether there is an exercise of this name."""
        return name in self._exercises

    def __repr__(self) -> str:
        """Return the names."""
        return f"<{len(self)} exercises: {', '.join(self)}>"

    def __dir__(self) -> list[str]:
        """Return the names, for completion."""
        return [*super().__dir__(), *self._exercises]


exercises = Exercises(TASKS)


def check_all(
    homework: ModuleType | Mapping[str, Any],
    *,
    edition: str | None = None,
    lang: str = "en",
    only: str | None = None,
) -> Results:
    """Return what is found of every exercise in a module or a namespace such as ``globals()``.

    Parameters
    ----------
    homework : module or mapping
    edition, lang
        See `Exercise.check`.
    only : str, optional
        The one exercise to check.

    Returns
    -------
    Results
        A mapping, by name, of the exercises that were found; true when all of them passed.

    Examples
    --------
    >>> import dnn
    >>> from dnn.homework import check_all
    >>> check_all(dnn)["compute_cost"].outcome
    'passed'
    """
    is_module = isinstance(homework, ModuleType)
    found: dict[str, Result] = {}
    for name in TASKS:
        value = getattr(homework, name, _CALLER) if is_module else _get(homework, name)
        if value is _CALLER or isinstance(value, ModuleType) or only not in (None, name):
            continue
        found[name] = checked(name, value, edition=edition, lang=lang)
    return Results(found, lang)


def _get(names: Any, name: str) -> Any:
    """Return the value of a name in a namespace."""
    return names.get(name, _CALLER)
