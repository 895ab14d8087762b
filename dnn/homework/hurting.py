"""Which equations are hurt: those of the values that are wrong, or of the line that raised."""

from __future__ import annotations

from dnn.homework import blaming
from dnn.homework.asking import problems_of, right_answers
from dnn.homework.naming import leaf_name
from dnn.homework.reading import failing_equation
from dnn.homework.trials import Trial


def hurt(trial: Trial) -> set[int]:
    """Return the numbers of the equations that are hurt."""
    numbers = _by_the_values(trial)
    error = next((e for k in trial.order if (e := trial.answers[k].error) is not None), None)
    if not numbers and error is not None and not isinstance(error, KeyError):
        return failing(trial, error)
    return numbers


def failing(trial: Trial, error: BaseException) -> set[int]:
    """Return the equation that was being computed, where the README's speak of the exercise."""
    return set() if trial.task.blame is blaming.none else failing_equation(error)


def _by_the_values(trial: Trial) -> set[int]:
    """Return the equations that the problem in which most is wrong speaks of."""
    task = trial.task
    for k in sorted(trial.order, key=lambda k: -len(trial.wrong[k])):
        wrong = trial.wrong[k]
        if not wrong or any(d.kind == "missing" and d.path.endswith("]") for d in wrong):
            continue  # in another container it is not known what stands where
        got, want = (
            {leaf_name(path, task.returns): leaf for path, leaf in answer.leaves.items()}
            for answer in (trial.answers[k], right_answers(task)[k])
        )
        names = {leaf_name(d.path, task.returns) for d in wrong if d.kind != "missing"}
        try:
            numbers = task.blame(names, got, want, problems_of(task)[k])
        except Exception:  # what was returned may be of any kind
            continue
        if numbers:
            return numbers
    return set()
