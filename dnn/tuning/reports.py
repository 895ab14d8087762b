"""A search as one page: rows, space -> HTML with its pictures inside, nothing from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from dnn.text import counted
from dnn.tuning.outcomes import Row
from dnn.tuning.polynomials import polynomial
from dnn.tuning.rows import ranked
from dnn.tuning.spaces import check_space, is_range, range_of

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --faint: #667; --line: #d8d8de; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eee; --paper: #17181c; --faint: #a5a8b4; --line: #3a3c45; }
}
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
       max-width: 72rem; margin: 0 auto; padding: 1rem clamp(1rem, 4vw, 3rem) 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 1rem 0 .3rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .5rem; }
p { max-width: 46rem; margin: .4rem 0; }
.faint, figcaption { color: var(--faint); font-size: .9rem; }
.big { font-size: 1.25rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line);
         vertical-align: top; }
th, td:nth-child(2) { white-space: nowrap; }
th { font-weight: 600; }
code, pre { font: .88rem ui-monospace, monospace; }
pre { overflow-x: auto; white-space: pre-wrap; padding: .7rem .9rem; border-radius: 6px;
      border: 1px solid var(--line); }
figure { margin: .6rem 0; }
figure img { display: block; width: 100%; max-width: 46rem; height: auto; border-radius: 6px; }
.many { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: .8rem; }
"""
BEST = 10  # rows in the table


def report(
    rows: Iterable[Row], space: Mapping[str, Any], *, title: str = "A search", command: str = ""
) -> str:
    """Return a search as one HTML page: the best, what matters, the pictures, the doctor.

    Parameters
    ----------
    rows : iterable of dict
        As `search` yields them.
    space : mapping
        The space that was searched.
    title : str
    command : str
        What trains the best on the command line.

    Returns
    -------
    str
        The page holds its pictures, and takes nothing from elsewhere.

    Raises
    ------
    ValueError
        When there are no rows.

    Examples
    --------
    >>> from dnn.tuning import report
    >>> row = {
    ...     "number": 0, "hyperparameters": {"lambd": 0.5}, "error": 0.1, "spread": 0.02,
    ...     "cost": 0.3, "every": 10, "validation_costs": [0.7, 0.4], "seconds": 1.0,
    ...     "doctor": {"verdict": "healthy"},
    ... }
    >>> "10.0 %" in report([row], {"lambd": {"uniform": [0, 1]}})
    True
    """
    found, checked = ranked(rows), check_space(space)
    if not found:
        raise ValueError("there are no rows of a search to report")
    sections = [
        _summary(found, title, command),
        _section("The best", _table(found[:BEST], checked)),
        _section("What matters", _what_matters(found, checked)),
        _section("Error against each hyperparameter", _pictures_of_values(found, checked)),
        _section("All trials at once", _pictures_of_trials(found, checked)),
        _section("What the doctor says", _what_the_doctor_says(found)),
        _section("The space", _space_table(checked)),
        _section("Made with", _made_with(found)),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(sections)
        + "\n</body>\n</html>\n"
    )


# --- sections -----------------------------------------------------------------------------------


def _section(heading: str, content: str) -> str:
    """Return a section under its heading."""
    return f"<section>\n<h2>{escape(heading)}</h2>\n{content}\n</section>"


def _summary(rows: Sequence[Row], title: str, command: str) -> str:
    """Return what one wants to know first."""
    best, lost = rows[0], sum(row["error"] is None for row in rows)
    method = rows[0].get("search", {}).get("method", "a search")
    folds = rows[0].get("search", {}).get("folds")
    how = f"{counted(len(rows), 'trial')} by {method}" + (f", {folds} folds" if folds else "")
    trouble = f"; {counted(lost, 'training')} diverged" if lost else ""
    seconds = sum(row["seconds"] for row in rows)
    lines = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="faint">{escape(how + trouble)}; {seconds:.0f} s of training</p>',
        f'<p class="big">Best validation error: <strong>{_error(best)}</strong></p>',
        f"<p>{escape(_options(best))}</p>",
    ]
    if command:
        lines.append(f"<pre>{escape(command)}</pre>")
    lines.append(
        '<p class="faint">The best of many trials is partly lucky: its error on examples that the '
        "search has not seen will be somewhat higher. Ask the test set once, at the end.</p>"
    )
    return "\n".join(lines)


def _table(rows: Sequence[Row], space: Mapping[str, Any]) -> str:
    """Return rows as a table."""
    head = ["trial", "error", *space, "the doctor says"]
    body = [
        [
            str(row["number"]),
            _error(row),
            *(_shown(row["hyperparameters"].get(name)) for name in space),
            row["doctor"]["verdict"],
        ]
        for row in rows
    ]
    return _html(head, body)


def _what_matters(rows: Sequence[Row], space: Mapping[str, Any]) -> str:
    """Return the polynomial, in sentences."""
    try:
        found = polynomial(rows, space)
    except ValueError as error:
        return f"<p>{escape(str(error))}</p>"
    lines = [f"<pre>error in % = {escape(found.formula)}</pre>"]
    if found.irrelevant:
        lines.append(f"<p>No influence found: {escape(', '.join(found.irrelevant))}.</p>")
    lines.append(
        '<p class="faint">A sparse polynomial, fitted to the errors. A bracket is 1 where it is '
        "true, else -1, so a negative weight lowers the error where the bracket is true; in a "
        "product of brackets an even number of false ones is 1.</p>"
    )
    if len(found.stages) > 1:
        body = [[name, str(n), f"{mean:.1f} %"] for name, n, mean in found.stages]
        lines.append(_html(["stage", "trials", "mean error"], body))
    return "\n".join(lines)


def _pictures_of_values(rows: Sequence[Row], space: Mapping[str, Any]) -> str:
    """Return one picture for each hyperparameter."""
    from dnn.plots.tuning import plot_search_values

    pictures = [
        _picture(
            plot_search_values, rows, name, domain, size=(4.2, 3.2), about=f"error against {name}"
        )
        for name, domain in space.items()
    ]
    return f'<div class="many">{"".join(pictures)}</div>'


def _pictures_of_trials(rows: Sequence[Row], space: Mapping[str, Any]) -> str:
    """Return the pictures that show all trials."""
    from dnn.plots.trials import plot_search_costs, plot_search_lines
    from dnn.plots.tuning import plot_search_stages

    across = max(6.4, 1.25 * (len(space) + 1))
    return (
        _picture(plot_search_lines, rows, space, size=(across, 4.0), about="every trial as a line")
        + _picture(plot_search_costs, rows, size=(6.4, 4.0), about="the validation costs")
        + _picture(plot_search_stages, rows, size=(6.4, 3.6), about="the error from trial to trial")
    )


def _what_the_doctor_says(rows: Sequence[Row]) -> str:
    """Return how often the doctor said what, with one case of each."""
    verdicts: dict[str, list[Row]] = {}
    for row in rows:
        verdicts.setdefault(row["doctor"]["verdict"], []).append(row)
    body = [
        [verdict, str(len(of)), f"trial {of[-1]['number']}: {of[-1]['doctor'].get('action', '')}"]
        for verdict, of in sorted(verdicts.items(), key=lambda item: -len(item[1]))
    ]
    return _html(["verdict", "trials", "advice for the worst of them"], body)


def _space_table(space: Mapping[str, Any]) -> str:
    """Return the space as a table."""
    body = []
    for name, domain in space.items():
        if is_range(domain):
            scale, low, high = range_of(domain)
            body.append([name, f"{low:g} to {high:g}, {scale.replace('_', '-')}"])
        else:
            body.append([name, "; ".join(map(_shown, domain))])
    return _html(["hyperparameter", "tried"], body)


def _made_with(rows: Sequence[Row]) -> str:
    """Return versions, machines and days."""
    versions = rows[0].get("versions", {})
    machines = sorted({row["machine"] for row in rows if "machine" in row})
    dates = sorted(row["date"][:10] for row in rows if "date" in row)
    parts = [f"{name} {version}" for name, version in versions.items()] + machines
    days = [" to ".join(dict.fromkeys([dates[0], dates[-1]]))] if dates else []
    return f'<p class="faint">{escape("; ".join(parts + days))}</p>'


# --- pieces -------------------------------------------------------------------------------------


def _picture(draw: Any, *args: Any, size: tuple[float, float], about: str) -> str:
    """Return a picture as an image that stands in the page itself."""
    from dnn.plots.common import png_of

    data = b64encode(png_of(lambda ax: draw(*args, ax=ax), size)).decode("ascii")
    return f'<figure><img alt="{escape(about)}" src="data:image/png;base64,{data}"></figure>'


def _html(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Return a table that scrolls sideways where the page is narrow."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>\n" for row in body)
    table = f"<table><thead><tr>{top}</tr></thead>\n<tbody>{rows}</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _error(row: Row) -> str:
    """Return the error of a row in percent, with its spread."""
    if row["error"] is None:
        return "diverged"
    return f"{100 * row['error']:.1f} % ± {100 * row['spread']:.1f}"


def _options(row: Row) -> str:
    """Return the hyperparameters of a row in one line."""
    return ", ".join(
        f"{name.replace('_', ' ')} {_shown(value)}"
        for name, value in row["hyperparameters"].items()
    )


def _shown(value: Any) -> str:
    """Return a value as a person writes it."""
    from dnn.plots.tuning import shown

    return shown(value)
