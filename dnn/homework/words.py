"""How the checker says a sentence of its tables, and cites equations, in a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from dnn.checks.values import look_up
from dnn.homework.bilingual import LANGUAGES, Words
from dnn.homework.sentences import SAID
from dnn.homework.sentences_of_files import OF_FILES
from dnn.homework.sentences_of_mistakes import UNLISTED
from dnn.shapes import EQUATIONS

SENTENCES: Mapping[str, Words] = MappingProxyType({**SAID, **UNLISTED, **OF_FILES})


def say(key: str, lang: str = "en", **places: Any) -> str:
    """Return a sentence of the table in a language.

    Raises
    ------
    ValueError
        When the language is not ``"en"`` or ``"zh"``.

    Examples
    --------
    >>> from dnn.homework.words import say
    >>> say("week", "zh", week=4)
    '第 4 周'
    """
    look_up(dict.fromkeys(LANGUAGES), lang, "language")
    sentence: str = getattr(SENTENCES[key], lang)
    return sentence.format(**places)


def numbers_of(equation: str | None) -> list[int]:
    """Return the numbers of ``"(7), (8)"``.

    Examples
    --------
    >>> from dnn.homework.words import numbers_of
    >>> numbers_of("(7), (8)"), numbers_of(None)
    ([7, 8], [])
    """
    return [int(part.strip("() ")) for part in (equation or "").split(",") if part]


def equation_text(numbers: set[int]) -> str | None:
    """Return numbers as ``"(7), (8)"``, None for none.

    Examples
    --------
    >>> from dnn.homework.words import equation_text
    >>> equation_text({8, 7}), equation_text(set())
    ('(7), (8)', None)
    """
    return ", ".join(f"({n})" for n in sorted(numbers)) or None


def cited(key: str, equation: str, lang: str, **places: Any) -> str:
    """Return a sentence that cites one equation, or several.

    Examples
    --------
    >>> from dnn.homework.words import cited
    >>> cited("equation", "(7), (8)", "en")
    'Equations (7), (8): '
    """
    many = "s" if len(numbers_of(equation)) > 1 else ""
    return say(key + many, lang, equation=equation, **places)


IN_CHINESE = {8: "db = dZ 对样本求和 / m"}  # the others are all symbols


def formulas(equation: str, lang: str) -> str:
    """Return the formulas of ``"(7), (8)"``.

    Examples
    --------
    >>> from dnn.homework.words import formulas
    >>> formulas("(7), (9)", "en")
    'dW = dZ A_prev^T / m; dA_prev = W^T dZ'
    """
    words = IN_CHINESE if lang == "zh" else {}
    return "; ".join(words.get(n, EQUATIONS[n]) for n in numbers_of(equation))


def joined(sentences: Iterable[str], lang: str) -> str:
    """Return sentences as one text: in Chinese nothing stands between them."""
    return ("" if lang == "zh" else " ").join(filter(None, sentences))
