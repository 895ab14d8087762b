"""The words of a trace: the values of one pass -> its steps, each equation with its shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from dnn.cost import OUTPUTS
from dnn.lesson.steps import TraceStep
from dnn.shapes import EQUATIONS, Array
from dnn.text import counted, shape_text

IN_CAPITALS = re.compile(r"(?<=\bd)[ZA]|\b[ZAXY](?=\b|[0-9_L])")


class Form(NamedTuple):
    """One row of FORMS: its number, for m examples and for one, and what stands on the right.

    ``lecture`` is the number that the lecture gives it for one example; for m it is ``equation``.
    """

    equation: int
    single: int
    right: str
    single_right: str
    lecture: int | None = None


FORMS = {
    "Z": Form(1, 1, "{W} . {A_prev} + {b}", "{W} . {A_prev} + {b}"),
    "A": Form(2, 2, "{g}({Z})", "{g}({Z})"),
    "dZ": Form(6, 3, "{dA} * {g}'({Z})", "{dA} * {g}'({Z})", lecture=1),
    "dW": Form(7, 4, "{dZ} . {A_prev_T} / {m}", "{dZ} . {A_prev_T}", lecture=2),
    "db": Form(8, 5, "sum over the columns of {dZ} / {m}", "{dZ}", lecture=3),
    "dA_prev": Form(9, 9, "{W_T} . {dZ}", "{W_T} . {dZ}", lecture=4),
}


class Pass(NamedTuple):
    """All that one pass through the network computes, by name, and what its layers wear.

    ``at_once`` holds dZ{l} of the hidden layers once more, by the lecture's recursion (5).
    """

    values: Mapping[str, Array]
    activations: tuple[str, ...]
    single: bool
    at_once: Mapping[str, Array] = MappingProxyType({})


def pass_steps(seen: Pass) -> list[TraceStep]:
    """Return the steps of a pass in order: forward, cost, back."""
    L, values = len(seen.activations), seen.values
    X, shapes = values["A0"], f"{_shown('A0', values['A0'])} = X"
    steps = [TraceStep("A0", 0, "forward", None, "A0 = X", shapes, X, "the input", ("X",))]
    for l in range(1, L + 1):
        steps += [_step(seen, kind, l, "forward") for kind in ("Z", "A")]
    steps[-1] = replace(steps[-1], note="AL, the output", aliases=("AL",))
    if "cost" in values:
        steps.append(_cost_step(seen))
        for l in range(L, 0, -1):
            steps += [_step(seen, kind, l, "backward") for kind in ("dZ", "dW", "db", "dA_prev")]
    return [_in_lower_case(step) for step in steps] if seen.single else steps


def _cost_step(seen: Pass) -> TraceStep:
    """Return the step from AL and Y to the cost."""
    values, L = seen.values, len(seen.activations)
    losses = "the loss" if seen.single else "mean of the losses"
    shapes = f"cost () = {losses} of {_shown('AL', values[f'A{L}'])} and {_shown('Y', values['Y'])}"
    formula = f"loss = {OUTPUTS[seen.activations[-1]].loss}"
    return TraceStep("cost", None, "cost", None, formula, shapes, values["cost"])


def _step(seen: Pass, kind: str, l: int, direction: str) -> TraceStep:
    """Return the step of one kind in one layer."""
    form, at_output = FORMS[kind], kind == "dZ" and l == len(seen.activations)
    number = form.single if seen.single else form.equation
    name = f"dA{l - 1}" if kind == "dA_prev" else f"{kind}{l}"
    value, formula = seen.values[name], EQUATIONS[number]
    right = form.single_right if seen.single else form.right
    if at_output:
        short = OUTPUTS[seen.activations[-1]].short_form
        right = short or "dAL * {g}'({Z}), dAL the slope of the loss"
        formula += f" = {short.format(AL='AL', Y='Y')}" if short else ""
    shapes = f"{_shown(name, value)} = {right.format(**_operands(seen, l))}"
    step = TraceStep(name, l, direction, number, formula, shapes, value)
    return replace(step, **_of_the_lecture(seen, form, name, l))


def _of_the_lecture(seen: Pass, form: Form, name: str, l: int) -> dict[str, Any]:
    """Return the numbers that the lecture gives a step, and what its recursion (5) comes to."""
    if form.lecture is None:
        return {}
    if not seen.single:
        return {"lecture": (form.equation,)}
    if name not in seen.at_once:
        return {"lecture": (form.lecture,)}
    apart = float(np.abs(seen.at_once[name] - seen.values[name]).max())
    above, here = _operands(seen, l + 1), _operands(seen, l)
    right = f"{above['W_T']} . {above['dZ']} * {here['g']}'({here['Z']})"
    note = f"the lecture's (5) at once, {right}: within {apart:.1g}"
    return {"lecture": (form.lecture, 5), "note": note}


def _operands(seen: Pass, l: int) -> dict[str, Any]:
    """Return what stands on the right of the equations of one layer, each with its shape."""
    names = {kind: f"{kind}{l}" for kind in ("W", "b", "Z", "dZ", "dA")}
    names |= {"A_prev": f"A{l - 1}", "Y": "Y"}
    values = {kind: seen.values[name] for kind, name in names.items() if name in seen.values}
    shown = {kind: _shown(names[kind], value) for kind, value in values.items()}
    turned = {kind: _shown(f"{names[kind]}.T", values[kind].T) for kind in ("W", "A_prev")}
    return shown | {
        "AL": _shown("AL", seen.values[f"A{len(seen.activations)}"]),
        "W_T": turned["W"],
        "A_prev_T": turned["A_prev"],
        "g": seen.activations[l - 1],
        "m": seen.values["A0"].shape[1],
    }


def mean_steps(vectorised: Pass, means: Mapping[str, Array]) -> list[TraceStep]:
    """Return the steps that hold the mean of every example's slopes against the vectorised ones."""
    m, L = vectorised.values["A0"].shape[1], len(vectorised.activations)
    steps = []
    for l, kind in ((l, kind) for l in range(L, 0, -1) for kind in ("dW", "db")):
        name, number = f"{kind}{l}", FORMS[kind].equation
        of_one = f"dz{l} . a{l - 1}.T" if kind == "dW" else f"dz{l}"
        apart = float(np.abs(means[name] - vectorised.values[name]).max())
        shapes = f"{_shown(name, means[name])} = mean of {of_one} over {counted(m, 'example')}"
        note = f"the vectorised {name}, by ({number}), within {apart:.1g}"
        step = TraceStep(
            *(f"mean {name}", l, "mean", number, EQUATIONS[number]),
            *(shapes, means[name], note),
            lecture=(number,),
        )
        steps.append(step)
    return steps


def _in_lower_case(step: TraceStep) -> TraceStep:
    """Return a step in the letters of a single example: z, a, x, y in place of Z, A, X, Y."""
    words: dict[str, Any] = {
        field: IN_CAPITALS.sub(lambda found: found[0].lower(), getattr(step, field))
        for field in ("name", "formula", "shapes", "note")
    }
    aliases = tuple({"X": "x", "AL": "aL"}[alias] for alias in step.aliases)
    return replace(step, **words, aliases=aliases)


def _shown(name: str, value: Array) -> str:
    """Return ``W1 (20, 12288)``."""
    return f"{name} {shape_text(value.shape)}"


def pass_title(seen: Pass, place: int, m: int) -> str:
    """Say which network, and which examples, the steps are of."""
    L = len(seen.activations)
    dims = [seen.values[f"A{l}"].shape[0] for l in range(L + 1)]
    way = "forward and back" if "cost" in seen.values else "forward"
    examples = f"example {place} of the {m} (counted from 0)" if seen.single else f"m = {m}"
    return f"One pass {way} through {dims}: L = {counted(L, 'layer')}, {L - 1} hidden; {examples}"
