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
from dnn.lesson.words import Words
from dnn.shapes import EQUATIONS, Array
from dnn.text import shape_text

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
    "db": Form(8, 5, "", "{dZ}", lecture=3),  # of m examples in words, see dnn.lesson.words
    "dA_prev": Form(9, 9, "{W_T} . {dZ}", "{W_T} . {dZ}", lecture=4),
}


class Pass(NamedTuple):
    """All that one pass through the network computes, by name, and what its layers wear.

    ``at_once`` holds dZ{l} of the hidden layers once more, by the lecture's recursion (5).
    """

    values: Mapping[str, Array]
    activations: tuple[str, ...]
    single: bool
    words: Words
    at_once: Mapping[str, Array] = MappingProxyType({})


def pass_steps(seen: Pass) -> list[TraceStep]:
    """Return the steps of a pass in order: forward, cost, back."""
    L, values = len(seen.activations), seen.values
    X, shapes = values["A0"], f"{_shown('A0', values['A0'])} = X"
    said = seen.words["input"]
    steps = [TraceStep("A0", 0, "forward", None, "A0 = X", shapes, X, said, ("X",))]
    for l in range(1, L + 1):
        steps += [_step(seen, kind, l, "forward") for kind in ("Z", "A")]
    steps[-1] = replace(steps[-1], note=seen.words["output"], aliases=("AL",))
    if "cost" in values:
        steps.append(_cost_step(seen))
        for l in range(L, 0, -1):
            steps += [_step(seen, kind, l, "backward") for kind in ("dZ", "dW", "db", "dA_prev")]
    return [_in_lower_case(step) for step in steps] if seen.single else steps


def _cost_step(seen: Pass) -> TraceStep:
    """Return the step from AL and Y to the cost."""
    values, L = seen.values, len(seen.activations)
    losses = seen.words["the loss" if seen.single else "mean loss"]
    AL, Y = _shown("AL", values[f"A{L}"]), _shown("Y", values["Y"])
    shapes = f"cost () = {losses.format(AL=AL, Y=Y)}"
    formula = f"{seen.words['loss']} = {OUTPUTS[seen.activations[-1]].loss}"
    return TraceStep("cost", None, "cost", None, formula, shapes, values["cost"])


def _step(seen: Pass, kind: str, l: int, direction: str) -> TraceStep:
    """Return the step of one kind in one layer."""
    form, at_output = FORMS[kind], kind == "dZ" and l == len(seen.activations)
    number = form.single if seen.single else form.equation
    name = f"dA{l - 1}" if kind == "dA_prev" else f"{kind}{l}"
    value, formula = seen.values[name], seen.words.get(f"({number})", EQUATIONS[number])
    right = form.single_right if seen.single else form.right or seen.words[kind]
    if at_output:
        short = OUTPUTS[seen.activations[-1]].short_form
        right = short or seen.words["by the chain rule"]
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
    above = {kind: _operands(seen, l + 1)[kind] for kind in ("W_T", "dZ")}
    note = seen.words["at once"].format(**{**_operands(seen, l), **above}, apart=apart)
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
    words, steps = vectorised.words, []
    for l, kind in ((l, kind) for l in range(L, 0, -1) for kind in ("dW", "db")):
        name, number = f"{kind}{l}", FORMS[kind].equation
        of_one = f"dz{l} . a{l - 1}.T" if kind == "dW" else f"dz{l}"
        apart = float(np.abs(means[name] - vectorised.values[name]).max())
        examples = words["one example" if m == 1 else "examples"].format(m=m)
        right = words["mean"].format(of_one=of_one, examples=examples)
        shapes, formula = f"{_shown(name, means[name])} = {right}", words.get(f"({number})")
        note = words["vectorised"].format(name=name, number=number, apart=apart)
        step = TraceStep(
            *(f"mean {name}", l, "mean", number, formula or EQUATIONS[number]),
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
    words = seen.words
    return words["title"].format(
        way=words["forward and back" if "cost" in seen.values else "forward"],
        dims=dims,
        layers=words["one layer" if L == 1 else "layers"].format(L=L),
        hidden=L - 1,
        examples=words["example"].format(place=place, m=m) if seen.single else f"m = {m}",
    )
