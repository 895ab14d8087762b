"""A run as one page for a browser: record and pictures -> HTML that needs nothing else."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from dnn.run.commands import next_command, resume_command, written
from dnn.run.records import Record, made_of
from dnn.run.report_style import STYLE
from dnn.run.settings import COMMAND_LINE, SettingsError, resumed_settings
from dnn.run.verdict import WELL
from dnn.text import counted, number_told

__all__ = ["HEADINGS", "report_html"]

PARTS = ("train", "validation", "test")
HEADINGS = {  # score -> what heads its column, where that is not its name
    "balanced": "balanced accuracy",
    "auc": "area under ROC",
    "majority": "majority rate",
    "r2": "R2",
    "error": "root mean square error",
    "spread": "standard deviation",
}
PICTURES = {  # file -> its heading and what it shows
    "costs.png": ("Costs", "the cost over the iterations"),
    "residuals.png": ("Predicted against true", "predicted numbers over true ones"),
    "mislabeled.png": ("Mistakes", "test pictures that the network takes for something else"),
}


def report_html(folder: Path, record: Record) -> str:
    """Return the report of a run.

    Parameters
    ----------
    folder : pathlib.Path
        Of the run; its pictures are put into the page.
    record : dict
        What its run.json holds.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.run.report import report_html
    >>> page = report_html(Path("mine"), {"layer_dims": [2, 1], "stopped": "early"})
    >>> page.startswith("<!DOCTYPE html>"), "<h1>mine</h1>" in page, "http" in page
    (True, True, False)
    """
    sections = [
        _head(folder, record),
        _doctor(folder, record),
        _scores(record),
        _picture(folder, "costs.png"),
        _classes(record),
        _picture(folder, "residuals.png"),
        _picture(folder, "mislabeled.png"),
        _shapes(record),
        _settings(record),
        _going_on(folder, record),
    ]
    body = "\n".join(section for section in sections if section)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(folder.name)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{body}\n</body>\n</html>\n"
    )


# --- what was found -----------------------------------------------------------------------------


def _head(folder: Path, record: Record) -> str:
    """Return the name of the run, and what it is."""
    data, dims = record.get("data") or {}, record.get("layer_dims") or []
    counts = [f"{data[f'm_{part}']} to {part}" for part in PARTS if f"m_{part}" in data]
    of = (record.get("source") or {}).get("data") or "the pictures that come with dnn"
    iterations = counted(record.get("iterations", 0), "iteration")
    ended = record.get("stopped")
    return (
        f"<h1>{escape(folder.resolve().name)}</h1>\n"
        f'<p class="faint">{"-".join(map(str, dims))}, {iterations}'
        f"{f', ended: {escape(ended)}' if ended else ''}; examples: {', '.join(counts)}, from "
        f"{escape(of)}</p>"
    )


def _doctor(folder: Path, record: Record) -> str:
    """Return the doctor's verdict, and the command to try next."""
    found = record.get("diagnosis")
    if not found:
        return ""
    command = _advice(folder, record, found.get("remedy") or {})
    look = "doctor well" if found["verdict"] in WELL else "doctor"
    following = "" if command is None else f"<p>Next:</p><pre>{escape(command)}</pre>"
    return (
        f'<div class="{look}"><p>The doctor says: <strong>{escape(found["verdict"])}</strong>.</p>'
        + "".join(f"<p>{escape(found[name])}</p>" for name in ("evidence", "cause", "action"))
        + f"{following}</div>"
    )


def _advice(folder: Path, record: Record, remedy: Mapping[str, Any]) -> str | None:
    """Return the command that does what the doctor says."""
    try:
        return next_command(folder, resumed_settings(folder / "run.json", record, {}), remedy)
    except SettingsError:
        return None


def _scores(record: Record) -> str:
    """Return the scores of every part, and what to think of them."""
    parts = {part: record[part] for part in PARTS if record.get(part)}
    if not parts:
        return ""
    names = list(dict.fromkeys(name for scores in parts.values() for name in scores))
    rows = [
        [part, *(_number(scores.get(name)) for name in names)] for part, scores in parts.items()
    ]
    remark = (record.get("judged") or {}).get("remark")
    told = "" if remark is None else f"<p><strong>{escape(remark)}</strong></p>"
    header = ["", *(HEADINGS.get(name, name) for name in names)]
    return f"<h2>Scores</h2>{_table(header, rows)}{told}"


def _classes(record: Record) -> str:
    """Return what was taken for what on the test set, and how every class fared."""
    judged, classes = record.get("judged") or {}, (record.get("data") or {}).get("classes")
    counts, report = judged.get("confusion"), judged.get("classes")
    if not classes or not report:
        return ""
    header = ["class", "precision", "recall", "f1", "support"]
    rows = [[name, *map(_number, scores)] for name, *scores in report]
    told = f"<h2>Classes of the test set</h2>{_table(header, rows)}"
    return told + (_confusion(counts, classes) if counts else "")


def _confusion(counts: Sequence[Sequence[int]], classes: Sequence[str]) -> str:
    """Return the confusion matrix, a cell the darker the larger its share of the row."""
    head = "".join(f"<th>as {escape(name)}</th>" for name in classes)
    lines = []
    for name, row in zip(classes, counts, strict=True):
        shares = (count / max(sum(row), 1) for count in row)
        cells = "".join(
            f'<td style="background:rgba(var(--mark),{0.6 * share:.2f})">{count}</td>'
            for count, share in zip(row, shares, strict=True)
        )
        lines.append(f"<tr><th>{escape(name)}</th>{cells}</tr>")
    return (
        "<p>A row per true class; the cells say what it was taken for.</p>"
        f'<div class="scroll"><table class="counts"><tr><th></th>{head}</tr>'
        f"{''.join(lines)}</table></div>"
    )


def _picture(folder: Path, name: str) -> str:
    """Return a picture of the run under its heading, inside of the page."""
    path, (heading, shown) = folder / name, PICTURES[name]
    if not path.exists():
        return ""
    content = base64.b64encode(path.read_bytes()).decode("ascii")
    return f'<h2>{heading}</h2><img alt="{shown}" src="data:image/png;base64,{content}">'


# --- how it was made ----------------------------------------------------------------------------


def _shapes(record: Record) -> str:
    """Return the layers with the shapes of their parameters."""
    dims, chosen = record.get("layer_dims") or [], record.get("hyperparameters") or {}
    hidden, L = chosen.get("hidden", "relu"), len(dims) - 1
    worn = [*([hidden] * (L - 1) if isinstance(hidden, str) else hidden), chosen.get("output", "")]
    rows = [
        [str(l), str(g), f"({n}, {n_prev})", f"({n}, 1)", f"{n * (n_prev + 1):,}"]
        for l, (n_prev, n, g) in enumerate(zip(dims, dims[1:], worn, strict=False), start=1)
    ]
    total = sum(n * (n_prev + 1) for n_prev, n in pairwise(dims))
    return (
        f"<h2>Layers</h2>{_table(['layer', 'activation', 'W', 'b', 'numbers'], rows)}"
        f"<p>{total:,} numbers in all.</p>"
    )


def _settings(record: Record) -> str:
    """Return what was asked for; what is not the default stands out."""
    chosen, source = (record.get(name) or {} for name in ("hyperparameters", "source"))
    rows = []
    for name, value in chosen.items():
        row = COMMAND_LINE.get(name)
        shown = escape(written(value))
        is_usual = row is None or value == row.default
        rows.append([name, shown if is_usual else f'<strong class="changed">{shown}</strong>'])
    asked = [[name, escape(written(value))] for name, value in source.items() if value is not None]
    return (
        f"<h2>Hyperparameters</h2>{_table(['name', 'value'], rows, is_html=True)}"
        f"<h2>Data</h2>{_table(['name', 'value'], asked, is_html=True)}"
    )


def _going_on(folder: Path, record: Record) -> str:
    """Return how the run was made, and the commands that use it."""
    made, versions = made_of(record), record.get("versions") or {}
    commands = [
        f"dnn predict FILE --run {folder}",
        f"dnn evaluate {folder} DATA",
        resume_command(folder, num_iterations=2 * max(1, record.get("iterations", 1))),
        f"dnn export {folder} model.onnx",
    ]
    told = [f"{name} {version}" for name, version in versions.items()]
    if made.date:
        told = [f"begun {made.date}", f"trained for {made.seconds:.1f} s", *told]
    again = f"<p>Made by</p><pre>{escape(made.command)}</pre>" if made.command else ""
    return (
        f"<h2>How to go on</h2><pre>{escape(chr(10).join(commands))}</pre>{again}"
        f'<p class="faint">{escape(", ".join(told))}</p>'
    )


# --- cells --------------------------------------------------------------------------------------


def _number(value: Any) -> str:
    """Return a score as people read it; counts stay whole."""
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else number_told(value, 4)


def _table(header: Iterable[str], rows: Iterable[Sequence[str]], *, is_html: bool = False) -> str:
    """Return a table that scrolls by itself where the page is narrow."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    lines = ("".join(f"<td>{cell}</td>" for cell in _cells(row, is_html)) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    look = ' class="values"' if is_html else ""
    return f'<div class="scroll"><table{look}><tr>{head}</tr>{body}</table></div>'


def _cells(row: Sequence[str], is_html: bool) -> Iterator[str]:
    """Yield cells as they may stand in a page."""
    yield from row if is_html else map(escape, row)
