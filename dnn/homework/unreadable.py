"""What is said of the parts of a homework that Python cannot read: where, the line, the reason."""

from __future__ import annotations

from dataclasses import replace

from dnn.homework.checker import missing
from dnn.homework.parts import Unreadable
from dnn.homework.results import Result
from dnn.homework.words import say


def stopped_told(file: str, part: Unreadable, lang: str) -> str:
    """Say where Python stops reading, the text of the line and the reason.

    Examples
    --------
    >>> from dnn.homework.parts import Unreadable
    >>> from dnn.homework.unreadable import stopped_told
    >>> stopped_told("a.py", Unreadable(3, "def relu(Z)", "expected ':'"), "en")
    "line 3 of a.py, `def relu(Z)`: expected ':'"
    """
    place = say(
        "line of a cell" if part.cell else "line of a script",
        lang,
        line=part.line,
        cell=part.cell,
        file=file,
    )
    return say("stopped", lang, place=place, text=part.text, reason=part.reason)


def unreadable(file: str, part: Unreadable, lang: str) -> Result:
    """Return the result of an exercise that Python cannot read."""
    key = "unfinished" if part.is_unfinished else "unreadable"
    text = say(key, lang, name=part.name, stopped=stopped_told(file, part, lang))
    outcome = "unattempted" if part.is_unfinished else "raised"
    return replace(missing(part.name, lang), outcome=outcome, message=text, hints=(text, text))
