"""What a network makes of new examples: a run and new files -> answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dnn.cost import OUTPUTS
from dnn.files.pictures import Picture, save_picture
from dnn.run.folder import SavedRun, seen_paths
from dnn.run.new_examples import NewExamples, new_examples
from dnn.run.results import output_of
from dnn.shapes import Array


class Answer(NamedTuple):
    """What the network says of one example.

    Attributes
    ----------
    name : str
        The name of the class, or the number as text.
    probabilities : tuple of float
        Of every class; empty where the answer is a number.
    number : float or None
        The number that was asked for; None where the answer is a class.
    """

    name: str
    probabilities: tuple[float, ...]
    number: float | None = None


class Answered(NamedTuple):
    """An example of a file with the answer to it; ``seen`` is where the picture seen was put."""

    file: str
    row: int
    answer: Answer
    picture: Picture | None = None
    seen: Path | None = None


def ask_files(run: SavedRun, paths: Sequence[str]) -> list[Answered]:
    """Return the answers to all that is in files and folders, see `new_examples`.

    Pictures that came as files are kept in the folder of the run as the network saw them.

    Raises
    ------
    ValueError, OSError
        When a file cannot be read, or holds examples of another kind.
    """
    found = [new_examples(run, path) for path in dict.fromkeys(paths)]
    pictured = [name for examples in found if examples.pictures for name in examples.files]
    seen = iter(seen_paths(run, pictured) if pictured else ())
    return [one for examples in found for one in _answered(run, examples, seen)]


def _answered(run: SavedRun, examples: NewExamples, seen: Iterator[Path]) -> Iterator[Answered]:
    """Yield every example of a file with the answer to it, and keep the pictures."""
    answers = ask(run, examples.X)
    if not examples.pictures:
        for file, row, answer in zip(examples.files, examples.rows, answers, strict=True):
            yield Answered(file, row, answer)
        return
    for file, answer, picture in zip(examples.files, answers, examples.pictures, strict=True):
        place = next(seen)
        save_picture(place, picture.pixels)
        yield Answered(file, 1, answer, picture, place)


def output_for_new(run: SavedRun, X: Array) -> Array:
    """Return AL of the network of a run for examples on the scale of their files."""
    facts, scaling = run.facts, run.scaling
    X = X if scaling.X is None else scaling.X(X)
    return output_of(X, run.parameters, facts.hidden, facts.output, facts.dtype)


def ask(run: SavedRun, X: Array) -> list[Answer]:
    """Return the answers of a network to examples on the scale of their files."""
    facts, scaling, AL = run.facts, run.scaling, output_for_new(run, X)
    row = OUTPUTS[facts.output]
    if row.probabilities is None or facts.classes is None:
        numbers = row.decide(AL) if scaling.Y is None else scaling.Y.inverse(row.decide(AL))
        return [Answer(f"{number:.6g}", (), number) for number in numbers[0].tolist()]
    answers, columns = row.decide(AL)[0].astype(int).tolist(), row.probabilities(AL).T.tolist()
    return [
        Answer(facts.classes[k], tuple(column)) for k, column in zip(answers, columns, strict=True)
    ]
