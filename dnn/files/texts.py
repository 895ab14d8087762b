"""Files of text from anywhere: bytes -> text, whatever its encoding; what is not UTF-8 is said."""

from __future__ import annotations

import os
import re
from itertools import islice
from typing import NamedTuple

from dnn.checks.arguments import Argument
from dnn.files.h5files import DataError
from dnn.files.memory import available_memory
from dnn.files.ordinary import what_else_it_is

__all__ = ["Text", "read_text"]

NOT_TEXT = {
    b"PK\x03\x04": "a zip archive or an Excel workbook; unpack the one, and let the other end in "
    ".xlsx",
    b"\x1f\x8b": "a gzip archive; unpack it",
    b"\x89HDF": "an HDF5 file; let it end in .h5",
    b"PAR1": "a Parquet file; let it end in .parquet",
}
MARKS = {  # what a file begins with -> its encoding; the longer first
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
WEST = "cp1252"  # what Windows writes in the west of Europe and in America; Latin-1 is part of it
ELSEWHERE = ("gb18030", "big5", "shift_jis", "euc_kr", "cp1251", "cp1250", WEST)  # never guessed
LETTERS = frozenset(map(chr, range(0xC0, 0x100))) - {"×", "÷"} | set("ŠšŽžŒœŸ")
SIGNS = frozenset("€£°§µ²³½¼«»\u2013\u2014\u2018\u2019\u201c\u201d\u2026\xa0")
ALONE = (
    0.75  # share of the bytes beyond ASCII that stand alone; elsewhere letters follow each other
)
SAMPLE = 4096


class Text(NamedTuple):
    """A file as text, and what is to be said of how it was read; None where it is UTF-8."""

    text: str
    remark: str | None = None


def read_text(name: str, encoding: str | None = None) -> Text:
    """Read a file of text.

    Parameters
    ----------
    name : str
        Path of the file.
    encoding : str, optional
        Its encoding, where it is not UTF-8. Left out, UTF-16 is known by its mark or its zeros,
        and what Windows writes in the West by its letters, which is said; anything else is asked
        for.

    Returns
    -------
    Text

    Raises
    ------
    DataError
        When there is no such file, or it is no text in this encoding.

    Examples
    --------
    >>> import os, tempfile
    >>> from dnn.files.texts import read_text
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "towns.csv")
    ...     with open(path, "wb") as file:
    ...         _ = file.write("town, Köln, Lyon, Málaga".encode("cp1252"))
    ...     read_text(path).remark.split(path)
    ['the file ', ' is not UTF-8 and is read as cp1252: Köln, Málaga']
    """
    content = _read(name)
    for beginning, kind in NOT_TEXT.items():
        if content.startswith(beginning):
            raise DataError(f"{name}: is {kind}, or save the table as CSV in UTF-8")
    marked = next((e for mark, e in MARKS.items() if content.startswith(mark)), None)
    if marked or (encoding is None and (marked := _by_zeros(content))):
        return Text(_as(name, content, marked))
    try:
        return Text(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    if encoding is not None:
        return Text(_as(name, content, encoding))
    if _is_western(content):
        text = content.decode(WEST)
        words = ", ".join(dict.fromkeys(_strange_words(text, 3)))
        return Text(text, f"the file {name} is not UTF-8 and is read as {WEST}: {words}")
    raise _asked_for(name, content, line)


def _read(name: str) -> bytes:
    """Return the bytes of an ordinary file: a pipe or a device would keep us waiting."""
    try:
        if other := what_else_it_is(name):
            raise DataError(f"{name}: is {other}, where a CSV file was expected")
        if os.path.getsize(name) > available_memory():
            raise DataError(f"{name}: does not fit in memory")
        with open(name, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        raise DataError(f"{name}: there is no such file") from None
    except PermissionError:
        raise DataError(f"{name}: may not be read, permission is denied") from None
    except MemoryError:
        raise DataError(f"{name}: does not fit in memory") from None
    except (OSError, ValueError) as error:
        raise DataError(f"{name}: cannot be read ({error})") from error


def _as(name: str, content: bytes, encoding: str) -> str:
    """Return bytes as text in this encoding."""
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise DataError(f"{name}: is no {encoding} text ({error})") from None


def _by_zeros(content: bytes) -> str | None:
    """Return the encoding in which every other byte of what Western keyboards write is zero."""
    first, second = content[:SAMPLE:2], content[1:SAMPLE:2]
    if 2 * second.count(0) > len(second) and not first.count(0):
        return "utf-16-le"
    return "utf-16-be" if 2 * first.count(0) > len(first) and not second.count(0) else None


def _is_western(content: bytes) -> bool:
    """Say whether what is not ASCII are the letters and signs of Western languages.

    These stand alone among others; the letters of other scripts follow each other, and those that
    other encodings have in their place would be signs between letters, as in Wroc³aw.
    """
    try:
        text = content.decode(WEST)
    except UnicodeDecodeError:
        return False
    runs = re.findall(rb"[\x80-\xff]+", content)
    beyond = {sign for sign in set(text) if not sign.isascii()}
    are_alone = sum(len(run) == 1 for run in runs) >= ALONE * len(runs)
    between = re.search(f"[A-Za-z][{''.join(SIGNS - set(chr(0x2019)))}][A-Za-z]", text)
    return are_alone and beyond <= LETTERS | SIGNS and between is None


def _asked_for(name: str, content: bytes, line: int) -> DataError:
    """Return the question how a file is to be read, with what each answer makes of it."""
    readings: dict[str, str] = {}
    for encoding in ELSEWHERE if b"\0" not in content else ():
        try:
            words = " ".join(_strange_words(content.decode(encoding), 3))
        except UnicodeDecodeError:
            continue
        if words.isprintable():
            readings[encoding] = words
    if not readings:
        return DataError(f"{name}, line {line}: is no text; save the table as CSV in UTF-8")
    parts: list[str | Argument] = [f"{name}, line {line}: is not UTF-8 text; pass its encoding: "]
    for k, (encoding, words) in enumerate(readings.items()):
        parts += [" or " if k else "", Argument("encoding", repr(encoding)), f" ({words})"]
    return DataError(*parts)


def _strange_words(text: str, most: int) -> list[str]:
    """Return the first words that are not ASCII."""
    found = re.finditer(r"[^\W\d_]*(?![\xa0\u202f])[^\x00-\x7f][^\W\d_]*", text)
    return [match.group()[:12] for match in islice(found, most)]
