"""The sides of a comparison: each file trains one `Job` in its own way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter
from typing import Any, NamedTuple

import numpy.typing as npt

from benchmarks.jobs import Job

Array = npt.NDArray[Any]


class Outcome(NamedTuple):
    """What a side computed, and when its loop began.

    ``costs`` and ``parameters`` are None for bare products, which compute neither; ``compiling``
    is the part of the set-up that a compiler took.
    """

    costs: Sequence[float] | None
    parameters: Mapping[str, Array] | None
    loop_began: float
    loop_ended: float
    compiling: float = 0.0


class Side(NamedTuple):
    """One row of SIDES: what it is called, where it lives, what it must be able to import."""

    title: str
    module: str
    function: str
    needs: str
    options: Mapping[str, Any] = {}

    def is_installed(self) -> bool:
        return find_spec(self.needs) is not None

    def load(self) -> Callable[[Job], Outcome]:
        """Import the side; not part of what is measured."""
        function = getattr(import_module(f"benchmarks.sides.{self.module}"), self.function)
        return lambda job: function(job, **self.options)


SIDES: Mapping[str, Side] = {
    "dnn": Side("dnn", "ours", "run", "numpy"),
    "dnn-plain": Side("dnn, plain road", "ours", "run", "numpy", {"subspace": False}),
    "dnn-coordinates": Side("dnn, in coordinates", "ours", "run", "numpy", {"subspace": True}),
    "floor": Side("bare products of dnn", "products", "coordinates", "numpy"),
    "floor-plain": Side("bare products, plain road", "products", "plain", "numpy"),
    "textbook": Side("textbook loop", "lecture", "run", "numpy"),
    "torch": Side("PyTorch eager", "pytorch", "run", "torch"),
    "jax": Side("JAX jit", "jaxlike", "run", "jax"),
    "engine-numpy": Side("dnn.engines, numpy", "engines", "run", "numpy", {"library": "numpy"}),
    "engine-torch": Side("dnn.engines, PyTorch", "engines", "run", "torch", {"library": "torch"}),
    "engine-jax": Side("dnn.engines, JAX", "engines", "run", "jax", {"library": "jax"}),
    "sklearn": Side("scikit-learn", "scikit", "run", "sklearn"),
}

now = perf_counter
