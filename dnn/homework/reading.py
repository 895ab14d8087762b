"""What a function's own code tells: placeholders, globals, the line that failed, misspelt names."""

from __future__ import annotations

import builtins
import difflib
import dis
import linecache
import re
import sys
import types
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

KEYWORDS = ("axis", "keepdims", "dtype", "shape", "copy", "out", "where", "order", "size", "ndmin")


def is_placeholder(value: Any) -> bool:
    """Tell what stands for a function that is still to be written."""
    return value is None or value is Ellipsis or (isinstance(value, str) and not value.strip("_ "))


def is_empty(function: Callable[..., Any]) -> bool:
    """Tell a body that is ``pass``, ``...``, a docstring or ``return None``."""
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    steps = [step for step in dis.get_instructions(code) if step.opname not in ("RESUME", "NOP")]
    return steps[0].argval in (None, Ellipsis) and all(
        step.opname.startswith(("LOAD_CONST", "RETURN_")) for step in steps
    )


def has_blanks(function: Callable[..., Any]) -> bool:
    """Tell whether the code still has a ``= None``, an ``...`` or a ``____`` to be filled in."""
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    steps = list(dis.get_instructions(code))
    if any(_loads(step, Ellipsis) for step in steps):
        return True
    if any(not name.strip("_") or "YOUR_CODE" in name.upper() for name in code.co_names):
        return True
    return any(
        _loads(step, None) and after.opname.startswith(("STORE_", "UNPACK_SEQUENCE"))
        for step, after in pairwise(steps)
    )


def _loads(step: dis.Instruction, value: Any) -> bool:
    """Tell whether a step loads a constant."""
    return step.opname.startswith("LOAD_CONST") and step.argval is value


def globals_read(function: Callable[..., Any]) -> list[str]:
    """Return the names of values outside, no functions or modules, that a function reads."""
    if not isinstance(function, types.FunctionType):
        return []
    names = {
        step.argval
        for step in dis.get_instructions(function.__code__)
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }
    values = function.__globals__
    kinds = (np.ndarray, dict, list, int, float, np.generic)
    return sorted(
        n for n in names if n in values and isinstance(values[n], kinds) and not n.isupper()
    )


# --- where an error came up ---------------------------------------------------------------------


class Step(NamedTuple):
    """A line of a function: its text, the variable that it was to compute, its number."""

    text: str = ""
    target: str = ""
    number: int = 0


def failing_step(error: BaseException, function: Callable[..., Any]) -> Step:
    """Return the line of the function that raised."""
    code, step, found = getattr(function, "__code__", None), error.__traceback__, Step()
    while step is not None:
        if step.tb_frame.f_code is code:
            text = linecache.getline(step.tb_frame.f_code.co_filename, step.tb_lineno).strip()
            target = _target(step.tb_frame.f_code, step.tb_lasti)
            found = Step(text, target, step.tb_lineno)
        step = step.tb_next
    return found


def failing_equation(error: BaseException) -> set[int]:
    """Return the equation that was being computed, as deep in the calls as one is known."""
    step, numbers = error.__traceback__, set[int]()
    while step is not None:
        code = step.tb_frame.f_code
        if "numpy" not in code.co_filename:
            numbers = equation_of(_target(code, step.tb_lasti)) or numbers
        step = step.tb_next
    return numbers


def _target(code: types.CodeType, place: int) -> str:
    """Return the variable that is stored to next, from a place in the code on."""
    steps = list(dis.get_instructions(code))
    for step in steps:
        if step.offset < place:
            continue
        if step.opname.startswith(("STORE_FAST", "STORE_DEREF")):
            return step.argval if isinstance(step.argval, str) else str(step.argval[0])
        if step.opname == "STORE_SUBSCR":  # Z[i, j] = ...: what is loaded where the target begins
            return next((s.argval for s in steps if _begins(s, step)), "")
        if step.opname.startswith("RETURN_"):
            return ""
    return ""


def _begins(step: dis.Instruction, target: dis.Instruction) -> bool:
    """Tell whether a step loads the variable with which a target begins."""
    if not step.opname.startswith("LOAD_FAST") or not isinstance(step.argval, str):
        return False
    one, other = step.positions, target.positions
    return (
        one is not None
        and other is not None
        and (one.lineno, one.col_offset) == (other.lineno, other.col_offset)
    )


TARGETS = (
    (r"dZ\d*", 6),
    (r"d[Ww]\d*", 7),
    (r"db\d*", 8),
    (r"dA_prev\w*|dA\d+", 9),
    (r"[Zz]\d*", 1),
    (r"A\d*|AL|s", 2),
)


def equation_of(target: str) -> set[int]:
    """Return the equation that computes a variable of this name.

    Examples
    --------
    >>> from dnn.homework.reading import equation_of
    >>> equation_of("dW2"), equation_of("cost")
    ({7}, set())
    """
    return {number for pattern, number in TARGETS if re.fullmatch(pattern, target)}


# --- misspelt names -----------------------------------------------------------------------------


def misspelt(
    error: BaseException, function: Callable[..., Any], known: Iterable[str]
) -> tuple[str, str] | None:
    """Return the name that does not exist and the nearest one that does; None if there is none."""
    text = str(error)
    if isinstance(error, UnboundLocalError):
        return None
    if isinstance(error, NameError):
        wrong = re.search(r"name '(\w+)'|variable '(\w+)'", text)
        names = [*_names_of(function), *known, *dir(builtins)]
    elif isinstance(error, AttributeError):
        wrong = re.search(r"no attribute '(\w+)'", text)
        names = _attributes(error, text)
    elif isinstance(error, TypeError):
        wrong = re.search(r"unexpected keyword argument '(\w+)'|'(\w+)' is an invalid", text)
        names = list(KEYWORDS)
    elif isinstance(error, KeyError) and error.args and isinstance(error.args[0], str):
        wrong = re.fullmatch(r"(\w+)", error.args[0])
        names = list(known)
        key = error.args[0]
        if key in names or not any(name.lower() == key.lower() for name in names):
            return None
    else:
        return None
    if wrong is None:
        return None
    name = next(part for part in wrong.groups() if part)
    nearest = _nearest(name, names)
    return (name, nearest) if nearest else None


def _nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the nearest other name; capitals count less than letters."""
    others = [other for other in dict.fromkeys(names) if other != name]
    same = [other for other in others if other.lower() == name.lower()]
    close = difflib.get_close_matches(name, others, n=1, cutoff=0.6)
    if len(name) == 1:  # every short name is near a letter
        return next(iter(same), None)
    start = [other for other in others if other.startswith(name) or name.startswith(other)]
    return next(iter([*same, *close, *start]), None)


def _names_of(function: Callable[..., Any]) -> list[str]:
    """Return the names that a function can see, its own first."""
    code = getattr(function, "__code__", None)
    if code is None:
        return []
    world: Mapping[str, Any] = getattr(function, "__globals__", {})
    return [*code.co_varnames, *(name for name in world if not name.startswith("_"))]


def _attributes(error: AttributeError, text: str) -> list[str]:
    """Return the names that the object or the module has."""
    module = re.search(r"module '([\w.]+)'", text)
    if module and module[1] in sys.modules:
        return dir(sys.modules[module[1]])
    if "ndarray" in text:
        return dir(np.ndarray)
    obj = getattr(error, "obj", None)
    return dir(obj) if obj is not None else []
