"""The stage of a pass: its steps, and where units and boxes stand on the sheet, in inches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from dnn.cost import OUTPUTS
from dnn.lesson.steps import Trace, TraceStep
from dnn.plots.network import Layer, layer_places
from dnn.plots.shapes import SCALES, suiting_scale
from dnn.shapes import Array

__all__ = ["HEIGHT", "WIDTH", "Part", "Scene", "is_sign", "parts_of", "scene_of", "slot"]

WIDTH, HEIGHT = 9.6, 6.0
MIDDLE = 4.48  # of the network
ROOM = 1.9  # for its units, one above the other
BOARD = 9.1  # the widest that an equation may be
CELL, TALLEST, WIDEST = 0.52, 1.6, 2.6  # the largest side of a cell, of a box
LABEL = 0.62  # of the name above a box
LETTER = 0.095  # of an operator's letter


class Part(NamedTuple):
    """A piece of an equation: an operator, or a matrix by its name."""

    text: str
    value: Array | None = None


class Scene(NamedTuple):
    """All that the frames of one pass share."""

    steps: tuple[TraceStep, ...]
    values: Mapping[str, Array]
    activations: tuple[str, ...]
    say: Callable[[str], str]
    layers: tuple[Layer, ...]
    scale: str
    unit: float = 1.0

    @property
    def L(self) -> int:
        """The number of layers."""
        return len(self.activations)

    @property
    def spacing(self) -> float:
        """How far one unit stands above the next."""
        return min(0.6, ROOM / max(2 * layer.half + 1 for layer in self.layers))

    def place(self, l: int, height: float = 0.0) -> tuple[float, float]:
        """Return where a unit of layer l stands; layer L + 1 is the cost."""
        gap = min(2.3, (WIDTH - 1.6) / (self.L + 1))
        return WIDTH / 2 + gap * (l - (self.L + 1) / 2), MIDDLE + self.spacing * height

    def side(self, n: int) -> float:
        """Return the side of a box that stands for n rows or columns."""
        return self.unit * SCALES[self.scale].side(n)


def scene_of(
    trace: Trace,
    parameters: Mapping[str, Array],
    Y: Array,
    activations: tuple[str, ...],
    say: Callable[[str], str],
    most: int,
) -> Scene:
    """Return the scene of a pass; its boxes are as large as its longest equation allows."""
    values = {**parameters, "Y": Y, **{step.name: step.value for step in trace}}
    sides = [len(values[f"A{l}"]) for l in range(len(activations) + 1)]
    scale = suiting_scale((*sides, Y.shape[1]))
    steps = tuple(step for step in trace if step.name != "dA0")  # nothing is learnt below layer 1
    scene = Scene(steps, values, activations, say, tuple(layer_places(sides, most)), scale)
    equations = [parts_of(scene, step) for step in steps]
    shapes = [part.value.shape for parts in equations for part in parts if part.value is not None]
    tallest, widest = (max(scene.side(shape[axis]) for shape in shapes) for axis in (0, 1))
    scene = scene._replace(unit=min(CELL, TALLEST / tallest, WIDEST / widest))
    while any(sum(slot(scene, part) for part in parts) > BOARD for parts in equations):
        scene = scene._replace(unit=0.95 * scene.unit)
        if scene.unit < CELL / 100:
            break
    return scene


def slot(scene: Scene, part: Part) -> float:
    """Return the width that a piece of an equation takes."""
    if part.value is not None:
        return max(LABEL, scene.side(part.value.shape[1])) + 0.12
    letters = sum(1.8 if sign > "\u2e80" else 1 for sign in part.text)
    return LETTER * letters + (0.25 if is_sign(part.text) else 0.16)


def is_sign(text: str) -> bool:
    """Return whether a piece of an equation is a sign, not words."""
    return len(text) == 1 and text < "\u2e80"


def parts_of(scene: Scene, step: TraceStep) -> list[Part]:
    """Return the equation of a step in pieces."""
    l, m = step.layer or 0, scene.values["Y"].shape[1]
    last, bend = f"A{scene.L}", scene.activations[l - 1]
    starts = (last, "−", "Y") if OUTPUTS[scene.activations[-1]].short_form else ()
    right: Mapping[str, tuple[str, ...]] = {
        "A0": (),
        "cost": (scene.say("mean of the losses of"), last, scene.say("and"), "Y"),
        f"dZ{scene.L}": starts or (scene.say("slope of the loss of"), last, scene.say("and"), "Y"),
        "Z": (f"W{l}", "·", f"A{l - 1}", "+", f"b{l}"),
        "A": (f"{bend} (", f"Z{l}", ")"),
        "dZ": (f"dA{l}", "∗", f"{bend}' (", f"Z{l}", ")"),
        "dW": (f"dZ{l}", "·", f"A{l - 1}.T", f"/ {m}"),
        "db": (scene.say("sum of the columns of"), f"dZ{l}", f"/ {m}"),
        "dA": (f"W{l}.T", "·", f"dZ{l}"),
    }
    texts = right.get(step.name, right.get(step.kind, ()))
    left = "J" if step.name == "cost" else step.name
    return [_part(scene.values, text) for text in (left, *(("=", *texts) if texts else ()))]


def _part(values: Mapping[str, Array], text: str) -> Part:
    """Return a text as a piece: one that names a matrix comes with its values, turned if it is."""
    bare = text.removesuffix(".T")
    if bare not in values:
        return Part(text)
    return Part(text, values[bare] if bare == text else values[bare].T)
