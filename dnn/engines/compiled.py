"""JAX: many iterations compiled into one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from dnn.engines.iteration import Examples, Plan, Point, iteration, taken
from dnn.engines.opening import needed, no_such_device
from dnn.shapes import Array

MOST = 128  # iterations of one call: then the call itself no longer counts


class Compiled:
    """An engine that makes up to so many iterations in one call.

    JAX computes in float32 unless 64 bits are switched on. They are switched on while it works here
    and nowhere else.
    """

    most = MOST

    def __init__(self, jax: Any, device: Any) -> None:
        self.jax = jax
        self.device = device

    def place(self, A: Array) -> Any:
        """Take an array of numpy's to the device."""
        with _wide(self.jax):
            return self.jax.device_put(A, self.device)

    def bring(self, A: Any) -> Array:
        """Take an array back, as one that cannot be written to."""
        return np.asarray(A)

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
        """Make as many iterations as there are rates, see `dnn.engines.table.Engine`."""
        count, dtype = len(rates), examples.X.dtype
        with _wide(self.jax):
            costs, left = _iterations()(
                plan,
                dict(numbers),
                examples,
                None if columns is None else _filled_up(columns),
                point,
                first,
                count,
                _filled_up(np.array(rates, dtype)),
            )
            return np.asarray(costs)[:count], left


def jax_engine(device: Any) -> Compiled:
    """Return the engine of JAX on one of its devices."""
    jax = needed("jax", "pip install jax, for an NVIDIA GPU pip install 'jax[cuda12]'")
    if not isinstance(device, str):
        return Compiled(jax, device)
    platform, _, number = device.partition(":")
    try:
        return Compiled(jax, jax.devices(platform)[int(number or 0)])
    except (RuntimeError, ValueError, IndexError):
        found = [*jax.devices("cpu"), *jax.devices()]
        there = dict.fromkeys(f"{one.platform}:{one.id}" for one in found)
        raise no_such_device("JAX", device, list(there)) from None


def _wide(jax: Any) -> Any:
    """Return a context in which JAX has 64 bits; before 0.8 it was found elsewhere."""
    if hasattr(jax, "enable_x64"):
        return jax.enable_x64(True)
    return import_module("jax.experimental").enable_x64()


def _filled_up(A: Array) -> Array:
    """Return an array with MOST rows, so that JAX compiles for one size only."""
    return np.concatenate([A, np.zeros((MOST - len(A), *A.shape[1:]), A.dtype)])


@cache
def _iterations() -> Any:
    """Return the function that JAX compiles, once for every plan and all sizes."""
    import jax

    def iterations(
        plan: Plan,
        numbers: Any,
        examples: Examples,
        columns: Any,
        point: Point,
        first: Any,
        count: Any,
        rates: Any,
    ) -> Any:
        def one(standing: Any) -> Any:
            k, costs, point = standing
            seen = examples if columns is None else taken(examples, columns[k])
            cost, point = iteration(plan, numbers, seen, point, first + k + 1, rates[k])
            return k + 1, costs.at[k].set(cost), point

        begin = 0, jax.numpy.zeros_like(rates), point
        _, costs, point = jax.lax.while_loop(lambda standing: standing[0] < count, one, begin)
        return costs, point

    return jax.jit(iterations, static_argnums=0)
