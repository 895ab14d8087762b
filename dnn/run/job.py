"""A run from what was asked for to its folder; what it comes to is told at three points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from dnn.doctor.findings import Diagnosis
from dnn.run.commands import next_command, resume_command, train_command
from dnn.run.examples import Examples, prepare
from dnn.run.folder import (
    CHECKPOINT,
    RECORD,
    begin,
    claimed,
    default_folder,
    resumable,
    write_run,
)
from dnn.run.records import Made, RunError, in_full, made_of, read_record
from dnn.run.results import Result, diverged_result, result_of
from dnn.run.settings import Settings, new_settings, resumed_settings
from dnn.run.verdict import diagnosis_of
from dnn.training.class_weights import named_weights
from dnn.training.descent import Step
from dnn.training.divergence import DivergenceError
from dnn.training.fit import Training
from dnn.training.keeper import FurtherError


class Loaded(NamedTuple):
    """The examples are there, and with them the output that they ask for."""

    settings: Settings
    examples: Examples


class Trained(NamedTuple):
    """Training has ended, and its network was judged."""

    examples: Examples
    result: Result


class Written(NamedTuple):
    """The files of these names are in the folder.

    ``diagnosis`` is what the doctor found, None where a signal ended the training; ``advice`` the
    command that does what the doctor says, None where no option does it.
    """

    folder: Path
    names: list[str]
    result: Result
    diagnosis: Diagnosis | None
    advice: str | None


Tell = Callable[[Loaded | Trained | Written], object]
Show = Callable[[Iterator[Step], Training], Iterable[Step]]


def new_run(given: Mapping[str, Any], tell: Tell, show: Show) -> Written:
    """Train a new network and write its folder.

    Parameters
    ----------
    given : mapping
        As for `new_settings`, besides ``out``, the folder, and ``force``, to write over a run.
    tell : callable
        Is called three times: with Loaded, Trained and Written.
    show : callable (steps, training) -> steps
        Wraps the iterator over the steps, when all is checked and the first is about to be made.

    Raises
    ------
    ValueError, OSError
        Before anything is written over, when something is wrong with what was asked for or with
        the data; after training, when it diverged.
    """
    settings = new_settings(given)
    folder = Path(given.get("out") or default_folder(settings.layers, settings.source["data"]))
    with claimed(folder, force=given.get("force", False)):
        return _run(folder, settings, tell, show, None)


def resumed_run(given: Mapping[str, Any], tell: Tell, show: Show) -> Written:
    """Go on with a run where its checkpoint is, or from the start where there is none yet.

    Parameters
    ----------
    given : mapping
        As for `resumed_settings`, besides ``resume``, the folder.
    tell, show : callables
        As for `new_run`.

    Raises
    ------
    ValueError, OSError
        As for `new_run`.
    """
    place = Path(given["resume"]) / RECORD
    record = read_record(place)
    settings = resumed_settings(place, record, given)
    return _run(place.parent, settings, tell, show, made_of(record))


def _run(folder: Path, asked: Settings, tell: Tell, show: Show, before: Made | None) -> Written:
    """Load, check, train and write, in this order."""
    examples = prepare(asked.source)
    chosen = {**asked.hyperparameters, "output": examples.output.name}
    settings = replace(asked, hyperparameters=chosen)
    tell(Loaded(settings, examples))
    is_resumed = before is not None
    training = _checked(folder, settings, examples, is_resumed)
    clock = _Clock(asked, before or Made(datetime.now().astimezone().isoformat("T", "seconds")))
    begin(folder, settings, examples, clock.made(), resumed=is_resumed)
    with resumable(resume_command(folder)):
        result = _trained(folder, settings, examples, training, show, clock)
        tell(Trained(examples, result))
        diagnosis = diagnosis_of(result, examples)
        made = clock.made(result.iterations > training.state.iteration)
        names = write_run(folder, settings, examples, made, result, diagnosis)
        advice = next_command(folder, settings, diagnosis.remedy) if diagnosis else None
        written = Written(folder, names, result, diagnosis, advice)
        tell(written)
    return written


def _checked(folder: Path, settings: Settings, examples: Examples, is_resumed: bool) -> Training:
    """Return the training, ready to run."""
    X, Y = examples.parts["train"]
    try:
        return Training(
            X,
            Y,
            (len(X), *settings.layers, examples.output.units),
            validation=examples.parts.get("validation"),
            checkpoint=folder / CHECKPOINT,
            checkpoint_every=settings.checkpoint_every,
            goes_on=is_resumed,
            **numbered(settings.hyperparameters, examples),
        )
    except FurtherError as error:
        raise RunError(
            f"{folder} has {error.iterations} iterations already; --iterations must be as many or "
            "more"
        ) from None


def numbered(chosen: Mapping[str, Any], examples: Examples) -> dict[str, Any]:
    """Return hyperparameters as training takes them: the weights of classes by number."""
    weights = named_weights(chosen["class_weight"], examples.about.classes)
    return {**chosen, "class_weight": weights}


def _trained(
    folder: Path,
    settings: Settings,
    examples: Examples,
    training: Training,
    show: Show,
    clock: _Clock,
) -> Result:
    """Train and judge what came of it; of a training that diverged write what was reached."""
    try:
        return result_of(training.run(lambda steps: show(steps, training)), examples)
    except DivergenceError as error:
        left = diverged_result(error, numbered(settings.hyperparameters, examples))
        diagnosis = diagnosis_of(left, examples)
        write_run(folder, settings, examples, clock.made(has_gone_on=True), left, diagnosis)
        advice = next_command(folder, settings, diagnosis.remedy) if diagnosis else None
        raise ValueError(
            f"{error.cause_told}; what was reached is in {folder}"
            + (f"; to try next: {advice}" if advice else "")
        ) from error


class _Clock:
    """Measures how long a run is trained; what was made before counts too."""

    def __init__(self, asked: Settings, before: Made) -> None:
        self.before, self.begun = before, perf_counter()
        source = {**asked.source, "data": in_full(asked.source["data"])}
        self.command = train_command(replace(asked, source=source))

    def made(self, has_gone_on: bool = False) -> Made:
        """Return how the run came about up to now; one that has not gone on took no time."""
        seconds = round(perf_counter() - self.begun, 3) if has_gone_on else 0.0
        return Made(self.before.date, self.before.seconds + seconds, self.command)
