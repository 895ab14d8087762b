"""What a run was asked for: its layers, where its examples come from, its hyperparameters."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from dnn.checks.values import check_number, check_whole_number, look_up
from dnn.datasets.columns import KINDS
from dnn.datasets.missing import check_policy
from dnn.files.encodings import check_encoding
from dnn.files.ordinary import what_else_it_is
from dnn.training.hyperparameters import (
    HYPERPARAMETERS,
    Check,
    Hyperparameter,
    hyperparameters,
    or_none,
)

HIDDEN = (20, 7, 5)  # the course's hidden layers
GIVEN_AGAIN = ("resume", "data", "num_iterations", "patience", "checkpoint_every")  # by --resume


class SettingsError(ValueError):
    """The settings of a run contradict each other, or are not to be read."""


class SourceRow(NamedTuple):
    """One row of SOURCE."""

    default: Any
    check: Check


@dataclass(frozen=True)
class Settings:
    """All that was asked for, as plain values that JSON can hold.

    Attributes
    ----------
    layers : tuple of int
        Sizes of the hidden layers.
    source : mapping
        A value for every row of SOURCE.
    hyperparameters : mapping
        A value for every row of ``dnn.HYPERPARAMETERS``; ``"output"`` is that of the labels as
        soon as they are known.
    checkpoint_every : int
    """

    layers: tuple[int, ...]
    source: Mapping[str, Any]
    hyperparameters: Mapping[str, Any]
    checkpoint_every: int


# --- checks -------------------------------------------------------------------------------------


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(f"{name} must be a text; got {value!r}")


def _yes_or_no(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(f"{name} must be true or false; got {value!r}")


def _fraction(name: str, value: Any) -> float:
    return check_number(name, value, "(0, 1)")


def _columns(name: str, value: Any) -> list[str]:
    if isinstance(value, Sequence) and not isinstance(value, str) and all(map(_is_text, value)):
        return list(value)
    raise ValueError(f"{name} must be names of columns; got {value!r}")


def _kinds(name: str, value: Any) -> dict[str, str]:
    if isinstance(value, Mapping) and all(map(_is_text, (*value, *value.values()))):
        return {column: kind for column, kind in value.items() if look_up(KINDS, kind, "kind")}
    raise ValueError(f"{name} must be a kind for each column, such as age=number; got {value!r}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def check_layers(name: str, value: Any) -> tuple[int, ...]:
    """Return the sizes of hidden layers, after checking that they are."""
    try:
        return tuple(check_whole_number(name, size) for size in value)
    except (TypeError, ValueError):
        shown = ",".join(map(str, value)) if isinstance(value, Sequence) else repr(value)
        raise ValueError(
            f"{name} must be sizes of hidden layers such as 20,7,5 (none for logistic "
            f"regression): {shown}"
        ) from None


SOURCE: Mapping[str, SourceRow] = MappingProxyType(
    {
        "data": SourceRow(None, or_none(_text)),
        "label": SourceRow(None, or_none(_text)),
        "header": SourceRow(None, or_none(_yes_or_no)),
        "encoding": SourceRow(None, or_none(check_encoding)),
        "columns": SourceRow(None, or_none(_columns)),
        "drop": SourceRow(None, or_none(_columns)),
        "kinds": SourceRow(None, or_none(_kinds)),
        "missing": SourceRow(None, or_none(check_policy)),
        "x": SourceRow(None, or_none(_text)),
        "y": SourceRow(None, or_none(_text)),
        "size": SourceRow(None, or_none(check_whole_number)),
        "skip_broken": SourceRow(False, _yes_or_no),
        "output": SourceRow(None, or_none(HYPERPARAMETERS["output"].check)),
        "standardize": SourceRow(None, or_none(_yes_or_no)),
        "validation": SourceRow(None, or_none(_fraction)),
        "test_fraction": SourceRow(0.2, _fraction),
        "split_seed": SourceRow(1, HYPERPARAMETERS["seed"].check),
    }
)
LATER = ("encoding", "columns", "drop", "kinds", "missing")  # rows that the first runs have not
# The command line trains for 2,500 iterations, as the course does, and for one at least.
COMMAND_LINE: Mapping[str, Hyperparameter] = MappingProxyType(
    {
        **HYPERPARAMETERS,
        "num_iterations": HYPERPARAMETERS["num_iterations"]._replace(
            default=2500, interval="1, 2, ...", check=check_whole_number
        ),
    }
)


# --- settings of the command line ----------------------------------------------------------------


def new_settings(given: Mapping[str, Any]) -> Settings:
    """Return the settings of a new run: what was given, else what the file says, else defaults.

    Parameters
    ----------
    given : mapping
        Rows of SOURCE and of ``dnn.HYPERPARAMETERS``, ``layers``, ``checkpoint_every``, and
        ``mapping``, the path of a file to read hyperparameters from.

    Examples
    --------
    >>> from dnn.run.settings import new_settings
    >>> settings = new_settings({"layers": (3,), "learning_rate": 0.1, "data": "iris.csv"})
    >>> settings.layers, settings.hyperparameters["num_iterations"], settings.checkpoint_every
    ((3,), 2500, 250)
    """
    chosen = {**_read_mapping(given["mapping"]), **given} if "mapping" in given else dict(given)
    source = {name: chosen.get(name, row.default) for name, row in SOURCE.items()}
    source["data"] = where_data_are(source["data"])
    defaults = {name: row.default for name, row in COMMAND_LINE.items()}
    wanted = {**defaults, **{name: chosen[name] for name in HYPERPARAMETERS if name in chosen}}
    _check_patience(wanted, source)
    every = chosen.get("checkpoint_every") or max(100, wanted["num_iterations"] // 10)
    return Settings(check_layers("layers", chosen.get("layers", HIDDEN)), source, wanted, every)


def _check_patience(wanted: Mapping[str, Any], source: Mapping[str, Any]) -> None:
    """Refuse to watch a validation cost that there is not."""
    if wanted["patience"] is None or source["validation"] is not None:
        return
    from dnn.datasets.image_folders import part_folders  # late: --help need not wait for it

    data = Path(source["data"] or "")
    if not (source["data"] and data.is_dir() and "validation" in part_folders(data)):
        raise SettingsError(
            "--patience watches the validation cost; hold some examples out for it from the start, "
            "such as --validation 0.2"
        )


def where_data_are(data: str | None) -> str | None:
    """Return the path of the data as it was given, None for those that come with dnn."""
    return data or os.environ.get("DNN_DATA") or None


def _read_mapping(path: str) -> dict[str, Any]:
    """Return the hyperparameters and layers in a run.json or in a file of just these."""
    if other := what_else_it_is(path):
        raise SettingsError(f"{path}: is {other}, where a file of JSON was expected")
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise SettingsError(f"{path}: is not JSON") from None
    if isinstance(found, dict) and "hyperparameters" in found:
        found = _of_a_run(path, found)
    if not isinstance(found, dict):
        raise SettingsError(f"{path}: must be a JSON object such as {{'learning_rate': 0.01}}")
    try:
        layers = (
            {"layers": check_layers("layers", found.pop("layers"))} if "layers" in found else {}
        )
        checked = hyperparameters(**found)
        COMMAND_LINE["num_iterations"].check("num_iterations", checked["num_iterations"])
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{path}: {error}") from None
    return {**layers, **{name: checked[name] for name in found}}


def _of_a_run(path: str, record: dict[str, Any]) -> Any:
    """Return the hyperparameters of a run as a file of just these; the output is for the labels."""
    found, dims, source = (record.get(k) for k in ("hyperparameters", "layer_dims", "source"))
    if not (isinstance(found, dict) and isinstance(dims, list) and isinstance(source, dict)):
        raise SettingsError(f"{path}: is not a whole run.json")
    rest = {name: value for name, value in found.items() if name not in ("output", "patience")}
    asked = {"output": source["output"]} if source.get("output") else {}
    return {**rest, **asked, "layers": dims[1:-1]}


# --- settings of a run that goes on --------------------------------------------------------------


def resumed_settings(path: Path, record: Mapping[str, Any], given: Mapping[str, Any]) -> Settings:
    """Return the settings of a run with what may be given anew.

    Parameters
    ----------
    path : pathlib.Path
        Of the record.
    record : mapping
        What it holds.
    given : mapping
        As for `new_settings`; only the data's place, the number of iterations, the patience and
        the checkpoints may change.
    """
    refused = [name for name in given if name not in GIVEN_AGAIN]
    if refused:
        option = "--" + {"mapping": "hyperparameters"}.get(refused[0], refused[0])
        raise SettingsError(
            f"--resume takes everything from the run, so {option.replace('_', '-')} cannot be "
            "given; --data, --iterations, --patience and --checkpoint-every can"
        )
    settings = _recorded(path, record)
    source = {**settings.source}
    if "data" in given:
        source["data"] = where_data_are(given["data"])
    changed = {name: given[name] for name in ("num_iterations", "patience") if name in given}
    wanted = {**settings.hyperparameters, **changed}
    _check_patience(wanted, source)
    every = given.get("checkpoint_every", settings.checkpoint_every)
    return Settings(settings.layers, source, wanted, every)


def _recorded(path: Path, record: Mapping[str, Any]) -> Settings:
    """Return the settings that a record holds, after checking that they are whole."""
    try:
        found = record["source"]
        found = {**{name: SOURCE[name].default for name in LATER}, **found}
        source = {name: row.check(name, found[name]) for name, row in SOURCE.items()}
        every = check_whole_number("checkpoint_every", record["checkpoint_every"])
        wanted = hyperparameters(**record["hyperparameters"])
        return Settings(check_layers("layers", record["layer_dims"][1:-1]), source, wanted, every)
    except KeyError as error:
        raise SettingsError(f"{path}: {error} is missing") from None
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{path}: {error}") from None
