"""The fields of a run's record: what each must be, so that none is believed that was edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from dnn.checks.networks import check_layer_dims
from dnn.checks.values import check_number, check_whole_number
from dnn.datasets.encoding import Encoding
from dnn.datasets.plain_columns import from_plain
from dnn.run.settings import LATER, SOURCE
from dnn.training.hyperparameters import hyperparameters

__all__ = ["checked_fields"]

Check = Callable[[str, Any], Any]
Record = dict[str, Any]

STOPPED = (None, "unfinished", "early", "SIGINT", "SIGTERM", "diverged")
PARTS = ("train", "validation", "test")


def checked_fields(record: Mapping[str, Any]) -> Record:
    """Return the fields of a record, each of the type and in the range that it must have.

    Parameters
    ----------
    record : mapping
        As it stands in the file.

    Returns
    -------
    dict
        The fields that are known, lists of names and sizes as tuples.

    Raises
    ------
    ValueError
        Names the field that is missing or another kind of thing.

    Examples
    --------
    >>> from dnn.run.record_fields import checked_fields
    >>> checked_fields({"versions": 3})
    Traceback (most recent call last):
    ValueError: 'versions' must be a mapping; got 3
    """
    known = {name: check for name, check in FIELDS.items() if name in record or name in NEEDED}
    return _all_checked("", record, known)


def _all_checked(where: str, found: Any, checks: Mapping[str, Check]) -> Record:
    """Return these fields of a mapping, each checked."""
    keys, checked = _keys(f"'{where}'", found), {}
    for name, check in checks.items():
        full = f"{where}.{name}" if where else name
        if name not in keys:
            raise ValueError(f"'{full}' is missing")
        checked[name] = check(f"'{full}'", found[name])
    return checked


# --- checks of one value ------------------------------------------------------------------------


def _count(least: int) -> Check:
    return lambda name, value: check_whole_number(name, value, least)


def _or_none(check: Check) -> Check:
    return lambda name, value: None if value is None else check(name, value)


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false; got {value!r}")
    return value


def _one_of(known: Iterable[Any]) -> Check:
    def check(name: str, value: Any) -> Any:
        if not (value is None or isinstance(value, str)) or value not in known:
            raise ValueError(f"{name} must be one of {[*known]}; got {value!r}")
        return value

    return check


def _names(least: int) -> Check:
    def check(name: str, value: Any) -> tuple[str, ...]:
        if not _is_list_of(str, value) or len(value) < least:
            raise ValueError(f"{name} must be {least} names or more; got {value!r}")
        return tuple(value)

    return check


def _sizes(name: str, value: Any) -> tuple[int, ...]:
    if not _is_list_of(int, value):
        raise ValueError(f"{name} must be sizes of layers; got {value!r}")
    return check_layer_dims(value)


def _image_shape(name: str, value: Any) -> tuple[int, int, int]:
    if not _is_list_of(int, value) or len(value) != 3 or min(value) < 1:
        raise ValueError(f"{name} must be [height, width, channels]; got {value!r}")
    h, w, c = value
    return h, w, c


def _is_list_of(kind: type, value: Any) -> bool:
    """Tell whether a value is a list of just this type: true is no whole number."""
    return isinstance(value, list) and all(type(entry) is kind for entry in value)


def _numbers(name: str, value: Any) -> list[float | None]:
    if not isinstance(value, list):
        raise ValueError(f"{name} must be a list of numbers; got {value!r}")
    return [_or_none(check_number)(f"{name}[{i}]", entry) for i, entry in enumerate(value)]


def _texts(name: str, value: Any) -> Record:
    return _all_checked(name.strip("'"), value, dict.fromkeys(_keys(name, value), _text))


def _keys(name: str, value: Any) -> list[str]:
    """Return the keys of a mapping."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} must be a mapping; got {value!r}")
    return list(value)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text; got {value!r}")
    return value


# --- parts of the record ------------------------------------------------------------------------


def _chosen(name: str, value: Any) -> Record:
    given = {key: value[key] for key in _keys(name, value)}
    try:
        return hyperparameters(**given)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {error}") from None


def _source(name: str, value: Any) -> Record:
    checks = {key: row.check for key, row in SOURCE.items()}
    return _all_checked(name.strip("'"), _with(LATER, name, value), checks)


def _with(later: Iterable[str], name: str, value: Any) -> Record:
    """Return a mapping with None for what the first runs do not tell of."""
    return dict.fromkeys(later) | {key: value[key] for key in _keys(name, value)}


def _data(name: str, value: Any) -> Record:
    counts = {f"m_{part}" for part in PARTS}.intersection(_keys(name, value))
    found = _with(("columns", "remarks"), name, value)
    return _all_checked(name.strip("'"), found, {**DATA, **dict.fromkeys(counts, _count(1))})


def _columns(name: str, value: Any) -> Encoding:
    try:
        return from_plain(value)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _costs(name: str, value: Any) -> Record:
    known = [key for key in COSTS if key in _keys(name, value)]
    return _all_checked(name.strip("'"), value, {key: COSTS[key] for key in known})


def _scores(name: str, value: Any) -> Record:
    scores = dict.fromkeys(_keys(name, value), _or_none(check_number))
    return _all_checked(name.strip("'"), value, scores)


def _made(name: str, value: Any) -> Record:
    _keys(name, value)
    checks = {"date": _or_none(_text), "seconds": check_number, "command": _or_none(_text)}
    return _all_checked(name.strip("'"), value, checks)


def _judged(name: str, value: Any) -> Record:
    known = [key for key in JUDGED if key in _keys(name, value)]
    return _all_checked(name.strip("'"), value, {key: JUDGED[key] for key in known})


def _diagnosis(name: str, value: Any) -> Record:
    texts = dict.fromkeys(("verdict", "evidence", "cause", "action"), _text)
    return _all_checked(name.strip("'"), value, {**texts, "remedy": _mapping})


def _mapping(name: str, value: Any) -> Record:
    return {key: value[key] for key in _keys(name, value)}


def _counts(name: str, value: Any) -> list[list[int]]:
    rows: list[Any] = value if isinstance(value, list) else [None]
    if not all(_is_list_of(int, row) and len(row) == len(rows) for row in rows):
        raise ValueError(f"{name} must be a square of counts; got {value!r}")
    return rows


def _class_rows(name: str, value: Any) -> list[list[Any]]:
    rows: list[Any] = value if isinstance(value, list) else [None]
    if not all(isinstance(row, list) and len(row) == 5 for row in rows):
        raise ValueError(f"{name} must be five values per class; got {value!r}")
    checks: tuple[Check, ...] = (_text, check_number, check_number, check_number, _count(0))
    return [[check(name, x) for check, x in zip(checks, row, strict=True)] for row in rows]


JUDGED: Mapping[str, Check] = MappingProxyType(
    {
        "remark": _or_none(_text),
        "classes": _class_rows,
        "confusion": _or_none(_counts),
        "residuals": _mapping,
    }
)
DATA: Mapping[str, Check] = MappingProxyType(
    {
        "m_train": _count(1),
        "m_test": _count(1),
        "image_shape": _or_none(_image_shape),
        "classes": _or_none(_names(2)),
        "features": _or_none(_names(1)),
        "standardized": _flag,
        "held_out": _or_none(lambda name, value: check_number(name, value, "(0, 1)")),
        "skipped": _names(0),
        "columns": _or_none(_columns),
        "remarks": _or_none(_names(0)),
    }
)
COSTS: Mapping[str, Check] = MappingProxyType(
    {
        "every": _count(1),
        "values": _numbers,
        "validation": _numbers,
        "validation_scores": _numbers,
        "best_iteration": _or_none(_count(0)),
        "last": _numbers,
    }
)
FIELDS: Mapping[str, Check] = MappingProxyType(
    {
        "versions": _texts,
        "stopped": _one_of(STOPPED),
        "iterations": _count(0),
        "layer_dims": _sizes,
        "hyperparameters": _chosen,
        "checkpoint_every": _count(1),
        "source": _source,
        "data": _data,
        "costs": _costs,
        **dict.fromkeys(PARTS, _scores),
        "made": _made,
        "judged": _or_none(_judged),
        "diagnosis": _or_none(_diagnosis),
    }
)
NEEDED = tuple(FIELDS)[:8]  # costs and scores come when training has ended
