"""What is said of the parts of a homework that Python cannot read: where, the line, the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from dnn.homework.checker import missing
from dnn.homework.parts import Unreadable
from dnn.homework.results import Result
from dnn.homework.words import Words

SENTENCES: Mapping[str, Words] = MappingProxyType(
    {
        "line": Words("line {line} of {file}", "{file} 第 {line} 行"),
        "line of a cell": Words(
            "line {line} of cell {cell} of {file}", "{file} 第 {cell} 个代码单元第 {line} 行"
        ),
        "stopped": Words("{place}, `{text}`: {reason}", "{place} `{text}`：{reason}"),
        "unreadable": Words(
            "{name} cannot be read as Python. It stops at {stopped}.",
            "{name} 不是合法的 Python，出错处：{stopped}。",
        ),
        "unfinished": Words(
            "{name} still holds a placeholder: fill it in. Python stops at {stopped}.",
            "{name} 里还有没写完的地方：请补全。出错处：{stopped}。",
        ),
    }
)


def stopped_told(file: str, part: Unreadable, lang: str) -> str:
    """Say where Python stops reading, the text of the line and the reason.

    Examples
    --------
    >>> from dnn.homework.parts import Unreadable
    >>> from dnn.homework.unreadable import stopped_told
    >>> stopped_told("a.py", Unreadable(3, "def relu(Z)", "expected ':'"), "en")
    "line 3 of a.py, `def relu(Z)`: expected ':'"
    """
    place = _say(
        "line of a cell" if part.cell else "line", lang, line=part.line, cell=part.cell, file=file
    )
    return _say("stopped", lang, place=place, text=part.text, reason=part.reason)


def unreadable(file: str, part: Unreadable, lang: str) -> Result:
    """Return the result of an exercise that Python cannot read."""
    key = "unfinished" if part.is_unfinished else "unreadable"
    text = _say(key, lang, name=part.name, stopped=stopped_told(file, part, lang))
    outcome = "unattempted" if part.is_unfinished else "raised"
    return replace(missing(part.name, lang), outcome=outcome, message=text, hints=(text, text))


def _say(key: str, lang: str, **places: Any) -> str:
    """Return a sentence of the table in a language."""
    sentence: str = getattr(SENTENCES[key], lang)
    return sentence.format(**places)
