"""The name of an encoding of text, checked."""

from __future__ import annotations


def check_encoding(name: str, value: object) -> str:
    """Return the name of an encoding, after checking that Python knows it.

    Examples
    --------
    >>> from dnn.files.encodings import check_encoding
    >>> check_encoding("encoding", "gbk")
    'gbk'
    >>> check_encoding("encoding", "ansi-ish")
    Traceback (most recent call last):
      ...
    ValueError: encoding must be one that Python knows, such as cp1252 or gb18030; got 'ansi-ish'
    """
    try:
        if isinstance(value, str) and "a".encode(value, "replace"):
            return value
    except (LookupError, ValueError):
        pass
    raise ValueError(
        f"{name} must be one that Python knows, such as cp1252 or gb18030; got {value!r}"
    )
