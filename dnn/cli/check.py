"""`dnn check`: the exercises of a homework, each with its verdict and hint."""

from __future__ import annotations

import argparse
import json

from dnn.cli import check_class
from dnn.cli.console import say
from dnn.homework.file_checks import FileCheck, check_file
from dnn.homework.tasks import TASKS
from dnn.homework.words import say as sentence

FAILED, NOTHING = 1, 2


def obey(options: argparse.Namespace) -> int:
    """Check a homework and tell: 0 when all passed, 1 when something did not, 2 without any."""
    if options.of_class is not None:
        return check_class.obey(options)
    if options.file is None:
        raise ValueError("give a homework to check, or --class with a folder of them")
    found = check_file(options.file, only=options.only, lang=options.lang)
    lines = _as_json(options.file, found) if options.json else _as_table(options, found)
    say(lines)
    if len(found.results) == 0:
        return NOTHING
    return 0 if found.results else FAILED


def _as_json(file: str, found: FileCheck) -> list[str]:
    """Return the results as one JSON object."""
    told = {
        "file": file,
        "edition": found.edition,
        "results": [result.as_dict() for result in found.results.values()],
        "left_out": list(found.left_out),
        "misnamed": found.misnamed,
    }
    return [json.dumps(told, ensure_ascii=False, indent=2)]


def _as_table(options: argparse.Namespace, found: FileCheck) -> list[str]:
    """Return the table, which names are probably misspelt, and what of the file is no Python."""
    meant = [
        sentence("misnamed", options.lang, wrong=wrong, nearest=nearest)
        for wrong, nearest in found.misnamed.items()
    ]
    left_out = [sentence("could not load", options.lang, what=w) for w in found.left_out]
    none = sentence("none found", options.lang, file=options.file, names=", ".join(TASKS))
    return [none if len(found.results) == 0 else str(found.results), *meant, *left_out]
