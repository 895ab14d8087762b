"""An extension of IPython: the library's tables and pictures in a notebook, in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dnn.chinese.translation import in_chinese

TABLES = (  # what shows itself as a table or a report: module, class
    ("dnn.doctor.findings", "Diagnosis"),
    ("dnn.doctor.learning_rates", "RateComparison"),
    ("dnn.doctor.vital_signs", "VitalSigns"),
    ("dnn.lesson.gradient_report", "GradientCheck"),
    ("dnn.lesson.shape_table", "ShapeTable"),
    ("dnn.lesson.steps", "Trace"),
    ("dnn.lesson.steps", "TraceStep"),
    ("dnn.metrics", "ClassReport"),
)
WAYS = {"text/html": "_repr_html_", "text/markdown": "_repr_markdown_"}


def load_ipython_extension(shell: Any) -> None:
    """Show all tables and pictures of this library in Chinese from now on: ``%load_ext``.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        IPython hands it over. Nothing outside of this shell is changed.
    """
    formatters = shell.display_formatter.formatters
    for module, name in TABLES:
        for kind, method in WAYS.items():
            formatters[kind].for_type_by_name(module, name, _shower(method))
        formatters["text/plain"].for_type_by_name(module, name, _print)
    shell.run_line_magic("matplotlib", "inline")  # sets how a figure becomes a picture
    from matplotlib.figure import Figure

    draw = formatters["image/png"].lookup_by_type(Figure)
    formatters["image/png"].for_type(Figure, lambda figure: draw(in_chinese(figure)))


def _shower(method: str) -> Callable[[Any], str | None]:
    """Return what shows a table in one way; a table that has no such way is left to the others."""

    def show(table: Any) -> str | None:
        found = getattr(table, method, None)
        return None if found is None else str(in_chinese(found()))

    return show


def _print(table: Any, printer: Any, cycle: bool) -> None:
    """Print a table as text."""
    printer.text(in_chinese(str(table)))
