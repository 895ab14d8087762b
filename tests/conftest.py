"""What several tests stand on: the course's published numbers, where they are to be had."""

import json
import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

collect_ignore = ["homeworks"]  # homework as it is found, for tests/test_kit.py

# no deadline, for times are not tested; where CI is set, hypothesis draws the same cases each time
settings.register_profile("patient", settings.get_profile("default"), deadline=None)
if not os.environ.get("CI"):
    settings.load_profile("patient")

# a script that starts the suite in the background has it, and all that it starts, ignore Ctrl-C
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def course_data() -> Path:
    """Return the folder of the course's own files and published numbers."""
    folder = os.environ.get("DNN_COURSE_DATA")
    if not folder:
        pytest.skip("DNN_COURSE_DATA does not name the folder of the course's files")
    return Path(folder)


@pytest.fixture(scope="session")
def published(course_data) -> dict:
    """Return the published numbers."""
    return json.loads((course_data / "published.json").read_text())


PATIENT = {  # where a homework's mistake has to be found, on however busy a machine
    "dnn.homework.checker.SECONDS": 0.33,
    "dnn.homework.identifying.KNOWN": 0.12,
    "dnn.homework.identifying.IN_PARTS": 0.04,
    "dnn.homework.identifying.MENDED": 0.18,
    "dnn.homework.identifying.SEVERAL": 0.15,
    "dnn.homework.knowing_values.SECONDS": 0.05,
}


@pytest.fixture(autouse=True)
def patience(request, monkeypatch):
    """Give the search for what no row knows ten times as long: times are not tested."""
    if request.module.__name__ in ("test_homework_unlisted", "test_homework_values"):
        for name, seconds in PATIENT.items():
            monkeypatch.setattr(name, 10 * seconds)
