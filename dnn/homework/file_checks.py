"""A homework file -> the results of its exercises, each checked in a process of its own kind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import dnn
from dnn.checks.values import look_up
from dnn.homework.bilingual import LANGUAGES
from dnn.homework.checker import missing
from dnn.homework.files import Homework, helpers_beside, read_homework
from dnn.homework.misnaming import misnamed
from dnn.homework.parts import Unreadable
from dnn.homework.results import Result, Results
from dnn.homework.tasks import TASKS
from dnn.homework.unreadable import stopped_told, unreadable
from dnn.homework.words import say

SECONDS = 150  # of a whole homework, waiting included
KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


class FileCheck(NamedTuple):
    """What was found in a file: its edition, its results, and what is no exercise.

    ``left_out`` says what else is no Python; ``misnamed`` holds the functions that nearly have
    the name of an exercise, with that name.
    """

    results: Results
    edition: str | None
    left_out: tuple[str, ...]
    misnamed: dict[str, str]


def check_file(
    path: str | Path, *, only: str | None = None, lang: str = "en", seconds: float = SECONDS
) -> FileCheck:
    """Return the results of the exercises that a .py or .ipynb file defines.

    Only definitions, imports and constants are taken from it. They run in another process, in an
    empty folder, with limits of time and memory and without network, see `dnn.homework.sandbox`.

    Parameters
    ----------
    path : path
    only : str, optional
        The one exercise to check.
    lang : str
        ``"en"`` or ``"zh"``.
    seconds : float
        After so long the process is ended; what was not checked by then counts as raised.

    Raises
    ------
    ValueError
        When the file cannot be read as Python, or an exercise or a language is unknown.
    OSError
        When it is not there.
    """
    look_up(dict.fromkeys(LANGUAGES), lang, "language")
    if only is not None:
        look_up(TASKS, only, "exercise")
    homework = read_homework(path)
    file, lost = homework.name, _lost(homework)
    if not homework.cells and not lost and homework.left_out:
        said = stopped_told(file, homework.left_out[0], lang)
        raise ValueError(f"{path}: cannot be read as Python. It stops at {said}")
    results = _checked(_job(path, homework, only, lang), lang, seconds)
    results |= {n: unreadable(file, part, lang) for n, part in lost.items() if only in (None, n)}
    near = misnamed(homework.functions(), results)
    if only is not None and only not in results:
        results = {only: missing(only, lang)}
    left_out = [part for part in homework.left_out if part not in lost.values()]
    return FileCheck(
        Results({name: results[name] for name in TASKS if name in results}, lang),
        homework.edition,
        tuple(stopped_told(file, part, lang) for part in left_out),
        {wrong: meant for wrong, meant in near.items() if only in (None, meant)},
    )


def _lost(homework: Homework) -> dict[str, Unreadable]:
    """Return the exercises that stand in a homework only where Python cannot read it."""
    parts = {part.name: part for part in homework.left_out if part.name in TASKS}
    read = homework.functions(and_unreadable=False)
    return {name: part for name, part in parts.items() if name not in read}


def _job(path: str | Path, homework: Homework, only: str | None, lang: str) -> dict[str, Any]:
    """Return what the process of the check is given."""
    return {
        "cells": [*helpers_beside(path, homework), *homework.cells],
        "edition": homework.edition,
        "only": only,
        "lang": lang,
    }


def _checked(job: dict[str, Any], lang: str, seconds: float) -> dict[str, Result]:
    """Run the job; where the process dies at an exercise, go on with the next one."""
    results: dict[str, Result] = {}
    for _ in range(len(TASKS) + 1):
        names, new = _run({**job, "done": list(results)}, seconds)
        results |= {row["name"]: Result(**row, lang=lang) for row in new}
        left = [name for name in names if name not in results]
        if not left:
            break
        text = say("died", lang, name=left[0])
        results[left[0]] = Result(left[0], TASKS[left[0]][0].week, "raised", text, lang=lang)
    return results


def _run(job: dict[str, Any], seconds: float) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the names of the exercises and the results that one process came to."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "dnn.homework.sandbox"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_environment(folder),
        )
        try:
            said, trouble = process.communicate(json.dumps(job).encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            said, trouble = process.communicate()
    lines = [json.loads(line) for line in said.decode().splitlines() if line.endswith(("]", "}"))]
    if not lines:
        raise ValueError(f"the process of the check did not start: {trouble.decode().strip()}")
    return lines[0], lines[1:]


def _environment(folder: str) -> dict[str, str]:
    """Return the variables of the process: where dnn is, and little else."""
    here = str(Path(dnn.__file__).resolve().parents[1])
    paths = [here, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        "HOME": folder,
        "PYTHONPATH": os.pathsep.join(os.path.abspath(path) for path in paths),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
    }
