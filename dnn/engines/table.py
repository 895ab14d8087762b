"""Which library computes the iterations: the table ENGINES."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from dnn.engines.compiled import jax_engine
from dnn.engines.eager import cupy_engine, numpy_engine, torch_engine
from dnn.engines.iteration import Examples, Plan, Point
from dnn.shapes import Array


class Engine(Protocol):
    """A library on one of its devices: what the loop asks of it."""

    most: int
    """How many iterations it makes in one call, at most."""

    def place(self, A: Array) -> Any:
        """Take an array of numpy's to the library, and to its device."""

    def bring(self, A: Any) -> Array:
        """Take an array of the library back, as one that cannot be written to."""

    def run(
        self,
        plan: Plan,
        numbers: Mapping[str, float],
        examples: Examples,
        columns: Array | None,
        point: Point,
        first: int,
        rates: Sequence[float],
    ) -> tuple[Array, Point]:
        """Make consecutive iterations, one per rate, and return their costs and where they led.

        Parameters
        ----------
        plan, numbers
            See `dnn.engines.iteration.iteration`.
        examples : Examples
            Those of every iteration; with ``columns``, all of the training, one in each row of X,
            Y and weights.
        columns : array of int, (iterations, batch), optional
            Which of the examples each iteration sees.
        point : Point
        first : int
            The number i of the first of these iterations, from 0.
        rates : sequence of float
            The learning rates, at most ``most`` of them.
        """


# name of the library -> what opens it: device, or None for its own choice -> Engine
ENGINES: Mapping[str, Callable[[Any], Engine]] = MappingProxyType(
    {
        "numpy": numpy_engine,
        "torch": torch_engine,
        "jax": jax_engine,
        "cupy": cupy_engine,
    }
)
