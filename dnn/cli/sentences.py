"""What the commands say of a run and of its answers: news -> sentences and tables."""

from __future__ import annotations

from collections.abc import Mapping

from dnn.cli.table_sentences import of_table
from dnn.cost import OUTPUTS
from dnn.datasets.labelled import Dataset
from dnn.files.cells import number
from dnn.run.answers import Answer, Answered
from dnn.run.commands import resume_command, written
from dnn.run.comparison import Comparison
from dnn.run.evaluate import Evaluation
from dnn.run.examples import Examples, Part
from dnn.run.folder import SavedRun
from dnn.run.job import Loaded, Trained, Written
from dnn.run.judgement import ERROR_BAR, Judgement, Score
from dnn.run.report import HEADINGS
from dnn.run.results import Result, labels_of
from dnn.run.settings import Settings
from dnn.text import aligned, counted, number_told, some
from dnn.training.fit import Training
from dnn.training.hyperparameters import HYPERPARAMETERS

USES = {"train": "to train on", "validation": "to validate on", "test": "to test on"}
HELD_OUT = "held out to test on"
ALWAYS_SAID = (
    "learning_rate",
    "num_iterations",
    "seed",
    "output",
    "class_weight",
)  # or said elsewhere
LARGE = 10_000  # from where on digits behind a point tell nothing
WIDEST = 20  # characters of a class over a column
FEW = 10  # classes, up to which the confusion matrix is printed


def of_run(news: Loaded | Trained | Written) -> list[str]:
    """Say what a run tells of."""
    if isinstance(news, Loaded):
        return loaded(news.examples, news.settings.source["data"]) + _counted(news.settings)
    if isinstance(news, Trained):
        return _scored(news.result, news.examples)
    return [f"Wrote {news.folder}: {', '.join(news.names)}"]


# --- before training ----------------------------------------------------------------------------


def loaded(examples: Examples, data: str | None) -> list[str]:
    """Say what was loaded, what was done to it, and which output that asks for."""
    about, shape = examples.about, examples.about.image_shape
    noun = "example" if shape is None else "picture"
    n_0 = len(examples.parts["train"].X)
    size = counted(n_0, "feature") if shape is None else f"{shape[1]}x{shape[0]}"
    uses = {**USES, "test": USES["test"] if examples.held_out is None else HELD_OUT}
    counts = [
        " ".join([_with_noun(part.X.shape[1], noun if name == "train" else ""), uses[name]])
        + _share_of_second(part, examples)
        for name, part in examples.parts.items()
    ]
    lines = [
        f"Loaded {', '.join(counts[:-1])} and {counts[-1]}, {size} each, from "
        f"{data or 'those that come with dnn'}"
    ]
    if about.skipped:
        what = counted(len(about.skipped), "line" if shape is None else "file")
        lines.append(f"Skipped {what}: {some(list(about.skipped))}")
    lines += of_table(about)
    lines.append(examples.output.why + _or_as_numbers(about))
    return lines + _untested(examples) + _scaling(examples)


def _or_as_numbers(about: Dataset) -> str:
    """Say how classes that are called by numbers are predicted as such."""
    names = about.classes or ()
    if about.table is None or len(names) < 3 or any(number(name) is None for name in names):
        return ""
    output = next(name for name, row in OUTPUTS.items() if row.answers == "numbers")
    return f" If they are amounts, --output {output} predicts them as numbers."


def _untested(examples: Examples) -> list[str]:
    """Say which classes have no example to test on: what is said of them means nothing."""
    classes = examples.about.classes
    if classes is None:
        return []
    there = {name: set(labels_of(part, examples)[0]) for name, part in examples.parts.items()}
    lines = []
    for part, what in (("train", "learnt"), ("test", "tested")):
        gone = [name for k, name in enumerate(classes) if k not in there[part]]
        if gone:
            lines.append(f"No example {USES[part]} is {some(gone, 5)}: it is not {what}.")
    return lines


def _with_noun(n: int, noun: str) -> str:
    return counted(n, noun) if noun else str(n)


def _share_of_second(part: Part, examples: Examples) -> str:
    """Say the share of the second class, where there are two."""
    classes = examples.about.classes
    if classes is None or len(classes) != 2:
        return ""
    return f" ({labels_of(part, examples).mean():.1%} {classes[1]})"


def _counted(settings: Settings) -> list[str]:
    """Say how many times the examples of a class count, where not all count alike."""
    weights = settings.hyperparameters["class_weight"]
    if weights is None:
        return []
    if isinstance(weights, str):
        return ["Every class counts the same in all, however many examples it has."]
    times = ", ".join(f"{weight:g} times where it is {name}" for name, weight in weights.items())
    return [f"An example counts {times}."]


def _scaling(examples: Examples) -> list[str]:
    """Say what was standardized."""
    if examples.scaling.X is None:
        return []
    also = "" if examples.scaling.Y is None else ", and so are the labels"
    return [
        f"The features are standardized to mean 0 and standard deviation 1{also} "
        "(--no-standardize leaves them as they are)."
    ]


def announced(training: Training) -> str:
    """Say what is going to be trained: the sizes, and each hyperparameter that is not usual."""
    dims, chosen, start = training.task.dims, training.task.chosen, training.state.iteration
    L = len(dims) - 1
    unusual = [
        f"{name.replace('_', ' ')} "
        + (",".join(map(str, value)) if isinstance(value, list) else str(value).lower())
        for name, value in chosen.items()
        if name not in ALWAYS_SAID and value != HYPERPARAMETERS[name].default
    ]
    iterations = counted(chosen["num_iterations"], "iteration")
    phrases = [
        f"{'Resuming' if start else 'Training'} {list(dims)} ({L - 1} hidden, {L} in all): "
        + (f"after {start} of {iterations}" if start else iterations),
        f"learning rate {chosen['learning_rate']}",
        f"seed {chosen['seed']}",
        *unusual,
    ]
    return ", ".join(phrases)


# --- after training -----------------------------------------------------------------------------


def _scored(result: Result, examples: Examples) -> list[str]:
    """Lay out how good the network is on every part, and on every class of the test set."""
    lines = scores_table(result.scores)
    if result.stopped == "early" or result.hyperparameters["patience"] is not None:
        lines.insert(0, _where_best(result))
    return lines + (
        []
        if result.test is None or not result.test.is_told
        else ["", "on the test set:", *judged(result.test)]
    )


def scores_table(scores: Mapping[str, Score]) -> list[str]:
    """Lay out the scores of every part, a line per part."""
    names = list(dict.fromkeys(name for score in scores.values() for name in score))
    names = [name for name in names if name not in ("cost", ERROR_BAR)]
    cells = [("", *(HEADINGS.get(name, name) for name in names))]
    for part, score in scores.items():
        cells.append((part, *(_digits(score[n]) if n in score else "-" for n in names)))
    return aligned(cells)


def _digits(value: float) -> str:
    """Return a score in four digits behind the point, a large error in whole numbers."""
    return f"{value:.4f}" if abs(value) < LARGE else number_told(value)


def judged(judgement: Judgement) -> list[str]:
    """Say how every class fared, or what is left of numbers, and where that is worth nothing."""
    remark = [] if judgement.remark is None else [judgement.remark]
    if judgement.classes is None:
        found = judgement.residuals
        mean, lowest, highest, low, middle, high = (
            number_told(float(x), 4)
            for x in (found.mean, found.lowest, found.highest, *found.quartiles)
        )
        return [
            f"true - predicted is {mean} on average, from {lowest} to {highest}; half of it lies "
            f"between {low} and {high}, the median is {middle}",
            *remark,
        ]
    lines = str(judgement.report).splitlines()
    if len(judgement.classes) <= FEW:
        head = ("true class", *(f"as {_cut(name)}" for name in judgement.classes))
        rows = zip(judgement.classes, judgement.confusion.astype(str).tolist(), strict=True)
        lines += ["", *aligned([head, *((name, *counts) for name, counts in rows)])]
    return lines + remark


def _cut(name: str) -> str:
    """Return the name of a class as it may stand over a column."""
    return name if len(name) <= WIDEST else f"{name[: WIDEST - 3]}..."


def _where_best(result: Result) -> str:
    """Say where the parameters come from."""
    early = f"Stopped early, after {result.iterations} iterations: the"
    return (
        f"{early if result.stopped == 'early' else 'The'} parameters are those of iteration "
        f"{result.history.best_iteration}, where the validation cost was lowest"
    )


def interrupted(written: Written) -> str:
    """Say where a signal ended training, and how to go on."""
    result = written.result
    return (
        f"dnn: {result.stopped} ended training after {result.iterations} of "
        f"{result.hyperparameters['num_iterations']} iterations; to go on: "
        f"{resume_command(written.folder)}"
    )


def examined(written: Written) -> list[str]:
    """Say what the doctor found, and the command to try next where there is one."""
    found = written.diagnosis
    if found is None:
        return []
    lines = ["", f"The doctor says: {found.verdict}. {found.evidence}"]
    lines.append(f"{found.cause} {found.action}")
    return lines + [f"Next: {written.advice}"] * (written.advice is not None)


def evaluated(found: Evaluation) -> list[str]:
    """Say how a run fares on labelled data, and what was left out of it."""
    lines = scores_table({f"{found.m} examples": found.judgement.scores})
    if found.unlabelled:
        lines.append(f"Left out: {counted(found.unlabelled, 'example')} without a label")
    for name, count in found.unseen.items():
        lines.append(
            f"Left out: {counted(count, 'example')} of {name!r}, which the network never saw"
        )
    return [*lines, "", *judged(found.judgement)]


def compared(comparison: Comparison) -> list[str]:
    """Lay out what differs between runs and how they fared, and say which is best."""
    names = [run.name for run in comparison.runs]
    judged_by = list(dict.fromkeys(HEADINGS.get(run.score, run.score) for run in comparison.runs))
    what = judged_by[0] if len(judged_by) == 1 else " or ".join(judged_by)
    rows = [("", *names)]
    for name, values in comparison.differences.items():
        rows.append((name.removeprefix("num_").replace("_", " "), *map(written, values)))
    for part in ("train", "validation", "test"):
        scores = [getattr(run, part) for run in comparison.runs]
        if any(score is not None for score in scores):
            shown = ("-" if score is None else f"{score:.4f}" for score in scores)
            rows.append((f"{part} {what}", *shown))
    rows.append(("verdict", *(run.verdict or "-" for run in comparison.runs)))
    return [*aligned(rows), "", comparison.best]


# --- answers ------------------------------------------------------------------------------------


def of_answer(run: SavedRun, answered: Answered) -> list[str]:
    """Say an answer to a row of a table, or to a picture: how it was seen, too."""
    file, row, answer, picture, seen = answered
    if picture is None:
        return [f"{file} row {row}: {_said(run, answer)}"]
    height, width, _ = picture.pixels.shape
    size = f"{picture.kind}, {picture.width}x{picture.height}"
    return [
        f"{file}: {_said(run, answer)} ({size})",
        f"  the {width}x{height} picture seen: {seen}",
    ]


def _said(run: SavedRun, answer: Answer) -> str:
    """Say the number, or the class and how sure the network is.

    For two classes and one unit that is the probability of the second, as in the course.
    """
    classes = run.facts.classes
    if classes is None:
        return answer.name
    if OUTPUTS[run.facts.output].units(len(classes)) == 1:
        return f"{answer.name}, probability of {classes[1]} {answer.probabilities[1]:.4f}"
    ranked = sorted(zip(answer.probabilities, classes, strict=True), reverse=True)
    others = ", ".join(f"{name} {share:.4f}" for share, name in ranked[1:FEW] if share)
    return f"{answer.name}, probability {ranked[0][0]:.4f} ({others})"
