"""A sentence of the library, or the texts of a picture -> the same in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape, unescape
from importlib.resources import files
from types import MappingProxyType
from typing import Any

FILES = ("doctor.txt", "tables.txt", "pictures.txt")

# What stands between the sentences of a table or a report: tags, lines, bars, stars, columns.
BETWEEN = re.compile(r"(?m)(<[^>]*>|\n|\*\*|^\| | \| | \|$| {2,}| · )")
NUMBER = r"[-+]?(?:[\d.,]*\d(?:e[-+]?\d+)?|inf|nan)"
SLOTS = {"n": NUMBER, "k": NUMBER, "symbol": r"\S+"}  # in any other slot stands whatever fits
SLOT = re.compile(r"\{(\w+)\}")


def in_chinese(thing: Any) -> Any:
    """Return a text of this library in Chinese, or a picture with its texts in Chinese.

    Parameters
    ----------
    thing : str, or a matplotlib Figure or Axes
        What a table, report or diagnosis says (``str(report)``, its HTML or its Markdown), or
        what a plot of this library returned.

    Returns
    -------
    str, Figure or Axes
        A new text; or the same picture, whose titles, labels and legends are Chinese now, in an
        installed font that has the characters. Where none is installed it stays as it was.
        What this library does not say, as the names of your classes, stays as it is too.

    Notes
    -----
    In a notebook ``%load_ext dnn.chinese`` does this to all that is shown.

    Examples
    --------
    >>> import dnn
    >>> from dnn import in_chinese
    >>> found = dnn.diagnose([0.73, 0.725, 0.72, 0.715, 0.71, 0.705], learning_rate=1e-5)
    >>> in_chinese(found.action)
    '试试学习率 0.000146。'
    """
    if isinstance(thing, str):
        pieces = BETWEEN.split(thing)
        pieces[::2] = map(_piece, pieces[::2])
        return re.sub("： +", "：", "".join(pieces))  # no column is aligned by a Chinese colon
    for text in _texts(thing):
        _translate(text)
    return thing


# language -> what says a text of this library in it
LANGUAGES: Mapping[str, Callable[[str], str]] = MappingProxyType({"en": str, "zh": in_chinese})


def _piece(piece: str) -> str:
    """Return what stands between two tags or lines in Chinese; its margins stay."""
    plain = unescape(piece).replace(r"\|", "|")
    core = plain.strip(" ")
    said = _sentence(core)
    if said == core:
        return piece
    said = plain.replace(core, said)
    if "&" in piece:
        said = escape(said)
    return said.replace("|", r"\|") if r"\|" in piece else said


def _sentence(english: str) -> str:
    """Return a whole sentence in Chinese, by the first phrase that it is; else as it is."""
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(english)
        if found:
            return chinese.format(**{k: _sentence(v) for k, v in found.groupdict().items()})
    return english


def phrases() -> list[tuple[str, str]]:
    """Return all that is known in both languages: pairs of lines, English and Chinese.

    Examples
    --------
    >>> from dnn.chinese.translation import phrases
    >>> dict(phrases())["cost"]
    '代价'
    """
    told: list[tuple[str, str]] = []
    for name in FILES:
        text = (files("dnn.chinese") / name).read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        told += zip(lines[::2], lines[1::2], strict=True)
    return told


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return the phrases as patterns: first those that begin with words, the fullest before."""
    fullest = sorted(phrases(), key=lambda phrase: (phrase[0][0] == "{", -_fullness(phrase[0])))
    return [(_pattern(english), chinese) for english, chinese in fullest]


def _fullness(english: str) -> int:
    """Return how much of a phrase does not stand in its slots."""
    return len(SLOT.sub("", english))


def _pattern(english: str) -> re.Pattern[str]:
    """Return the pattern of one phrase, in whose braces stands what the slot is called."""
    parts = SLOT.split(english)
    for k in range(0, len(parts), 2):
        parts[k] = re.escape(parts[k])
    for k in range(1, len(parts), 2):
        what = SLOTS.get(parts[k].split("_")[0], ".*?")
        parts[k] = f"(?P<{parts[k]}>{what})"
    return re.compile("".join(parts))


def _texts(picture: Any) -> list[Any]:
    """Return the texts that a picture shows and that can be set."""
    from matplotlib.text import Text

    return [text for text in picture.findobj(Text) if text.get_text()]


def _translate(text: Any) -> None:
    """Set a text of a picture to its Chinese, in a font that has it; leave it where none has."""
    from dnn.chinese.fonts import font_for

    said = "\n".join(map(_sentence, text.get_text().split("\n")))
    family = font_for(said)
    if said != text.get_text() and family is not None:
        text.set_text(said)
        text.set_fontfamily(["DejaVu Sans", family])
