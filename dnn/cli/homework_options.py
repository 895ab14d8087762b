"""The options of the commands for homework, as argparse is told of them."""

from __future__ import annotations

from typing import Any

SECONDS = 4 * 3600.0
Options = dict[str, dict[str, Any]]

COMMON: Options = {
    "--edition": {
        "metavar": "NAME",
        "help": "edition of the course: 2017-08, 2017, 2018, 2018-v4a or 2021 (default: told from "
        "the homework's text)",
    },
    "--data": {
        "metavar": "DIR",
        "help": "folder of your own train_catvnoncat.h5 and test_catvnoncat.h5 (default: "
        "$DNN_DATA, else those beside the homework, else the pictures that come with dnn)",
    },
}
KIT: Options = {
    "folder": {"metavar": "DIR", "help": "folder of the homework; nothing else is written to"},
    "--for": {
        "dest": "homework",
        "metavar": "FILE",
        "help": "the notebook or script to fill for (default: all in the folder)",
    },
    "--replace": {
        "action": "store_true",
        "help": "replace helpers that are there; else only what is missing is filled",
    },
    "--shims": {
        "action": "store_true",
        "help": "put dnn_shims.py there too: a homework that says `import dnn_shims` gets what "
        "libraries and notebooks have no longer",
    },
    **COMMON,
}
HOMEWORK: Options = {
    "file": {"metavar": "FILE", "help": "the notebook (.ipynb) or script (.py) to run"},
    "--seconds": {
        "type": float,
        "metavar": "S",
        "default": SECONDS,
        "help": "end it after so long, wherever it is (default: %(default)g, four hours)",
    },
    **COMMON,
}
EXERCISE: Options = {
    "action": {"choices": ("new",), "help": "new: make the notebooks"},
    "folder": {
        "metavar": "DIR",
        "help": "folder of the exercise; its exercise.py is the source, and is put there first "
        "where there is none",
    },
    "--for": {
        "dest": "grader",
        "metavar": "GRADER",
        "default": "plain",
        "help": "who grades: plain, nbgrader, otter or pytest (default: %(default)s)",
    },
}
CLASS: Options = {
    "--class": {
        "dest": "of_class",
        "metavar": "FOLDER",
        "help": "check all homework in a folder: a file, or a folder, per student",
    },
    "--out": {
        "metavar": "FILE",
        "default": "report.csv",
        "help": "with --class: the table to write; a page (.html) comes beside it (default: "
        "%(default)s)",
    },
}
