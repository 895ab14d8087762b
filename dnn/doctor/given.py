"""What the doctor is given of a training: curves, examples, a network, hyperparameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from dnn.cost import OUTPUTS, Output
from dnn.doctor.cost_curve import CostCurve
from dnn.doctor.vital_signs import LayerSigns, VitalSigns
from dnn.shapes import Array


class Chosen(NamedTuple):
    """How the network was trained, as far as it is known; None where it is not."""

    learning_rate: float | None = None
    num_iterations: int | None = None
    schedule: str | None = None
    decay_rate: float = 1.0
    time_interval: int = 1000
    optimizer: str | None = None
    lambd: float = 0.0
    keep_prob: float = 1.0
    mini_batch_size: int | None = None
    is_whole: bool = False  # all of them are known: a Run was given


@dataclass(frozen=True, eq=False)
class Given:
    """All that was given to the doctor; None where nothing was given.

    X and Y, and valid_X and valid_Y, are samples of the examples; ``inputs`` and ``labels`` are all
    of them. Where ``is_best``, the parameters are those of the lowest validation cost, and the
    curves end there.
    """

    curve: CostCurve
    validation: CostCurve | None
    parameters: Mapping[str, Array] | None
    X: Array | None
    Y: Array | None
    inputs: Array | None
    labels: Array | None
    valid_X: Array | None
    valid_Y: Array | None
    m: int
    hidden: str | Sequence[str]
    output: str
    settings: Chosen
    recorded: int
    is_best: bool
    signs: VitalSigns | None

    @property
    def row(self) -> Output:
        """Return the row of OUTPUTS that tells all of this output."""
        return OUTPUTS[self.output]

    @property
    def layers(self) -> tuple[LayerSigns, ...]:
        """Return the signs of all layers, none where the network or X is not known."""
        return () if self.signs is None else self.signs.layers

    @property
    def hidden_layers(self) -> tuple[LayerSigns, ...]:
        """Return the signs of the hidden layers."""
        return self.layers[:-1]

    @cached_property
    def weights(self) -> list[Array]:
        """Return W1, W2, ..., none where the network is not known."""
        L = len(self.parameters or {}) // 2
        return [self.parameters[f"W{l}"] for l in range(1, L + 1)] if self.parameters else []
