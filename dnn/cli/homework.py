"""`dnn check`: the exercises of a homework, each with its verdict and hint."""

from __future__ import annotations

import argparse
import json
from typing import Any

from dnn.cli.console import say

FAILED = 1

CHECK: dict[str, dict[str, Any]] = {
    "file": {"metavar": "FILE", "help": "a homework, .py or .ipynb; only its definitions are run"},
    "--only": {"metavar": "NAME", "help": "check one exercise, such as linear_backward"},
    "--json": {"action": "store_true", "help": "print the results as JSON"},
    "--lang": {
        "choices": ("en", "zh"),
        "default": "en",
        "help": "language of the hints (default: %(default)s)",
    },
}


def check(options: argparse.Namespace) -> int:
    """Check a homework; return 0 when all passed, 1 when something did not."""
    from dnn.homework.file_checks import check_file
    from dnn.homework.words import say as sentence

    found = check_file(options.file, only=options.only, lang=options.lang)
    if options.json:
        rows = [result.as_dict() for result in found.results.values()]
        told = {"file": options.file, "edition": found.edition, "results": rows}
        told |= {"left_out": list(found.left_out)}
        say([json.dumps(told, ensure_ascii=False, indent=2)])
    elif len(found.results) == 0:
        say([sentence("none found", options.lang, file=options.file)])
    else:
        lines = [str(found.results)]
        lines += [sentence("could not load", options.lang, what=w) for w in found.left_out]
        say(lines)
    return 0 if found.results and len(found.results) > 0 else FAILED
