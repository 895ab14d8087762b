"""Libraries that compute an operation when it is called: numpy, PyTorch, CuPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

import numpy as np

from dnn.engines.iteration import Examples, Plan, Point, iteration, taken
from dnn.engines.opening import needed, no_such_device
from dnn.shapes import Array


class Eager:
    """An engine that makes one iteration of a training at a time.

    Attributes
    ----------
    place : callable
        Takes an array of numpy's to the library, and to its device.
    bring : callable
        Takes an array of the library back, as one that cannot be written to.
    """

    most = 1

    def __init__(
        self,
        place: Callable[[Array], Any],
        bring: Callable[[Any], Array],
        computing: Callable[[], AbstractContextManager[Any]] = nullcontext,
    ) -> None:
        self.place = place
        self.bring = bring
        self.computing = computing

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
        """Make one iteration, see `dnn.engines.table.Engine`."""
        with self.computing():
            if columns is not None:
                examples = taken(examples, self.place(columns[0]))
            cost, point = iteration(plan, numbers, examples, point, first + 1, rates[0])
            return np.reshape(self.bring(cost), 1), point


def numpy_engine(device: Any) -> Eager:
    """Return the engine of the textbook functions on numpy's own arrays, in memory."""
    if device not in (None, "cpu"):
        raise no_such_device("numpy", device, ["cpu"])
    quiet = partial(np.errstate, over="ignore", invalid="ignore", divide="ignore")
    return Eager(np.asarray, _locked, quiet)


def torch_engine(device: Any) -> Eager:
    """Return the engine of PyTorch on one of its devices."""
    torch: Any = needed("torch", "pip install torch 'dnn-course[arrays]'")
    needed("array_api_compat", "pip install 'dnn-course[arrays]'")
    try:
        there = torch.empty(0, device=device).device
    except (RuntimeError, AssertionError):  # PyTorch asserts that it was built for a GPU
        gpus = [f"cuda:{k}" for k in range(torch.cuda.device_count())]
        raise no_such_device("PyTorch", device, ["cpu", *gpus]) from None

    def place(A: Array) -> Any:
        writable = A if A.flags.writeable else A.copy()  # PyTorch warns of what is not
        return torch.from_numpy(writable).to(there)

    return Eager(place, lambda A: _locked(A.cpu().numpy()), torch.no_grad)


def cupy_engine(device: Any) -> Eager:
    """Return the engine of CuPy on one of its GPUs: ``"cuda"``, ``"cuda:1"``."""
    cupy: Any = needed("cupy", "pip install cupy-cuda12x, or the wheel for your version of CUDA")
    name, _, number = str(device or "cuda").partition(":")
    gpus = [f"cuda:{k}" for k in range(_count(cupy))]
    if f"{name}:{number or 0}" not in gpus:
        raise no_such_device("CuPy", device or "cuda", gpus)
    there = cupy.cuda.Device(int(number or 0))

    def place(A: Array) -> Any:
        with there:
            return cupy.asarray(A)

    return Eager(place, lambda A: _locked(cupy.asnumpy(A)), lambda: there)


def _count(cupy: Any) -> int:
    """Return how many GPUs CuPy finds; it raises an error where there is no driver."""
    try:
        return int(cupy.cuda.runtime.getDeviceCount())
    except cupy.cuda.runtime.CUDARuntimeError:
        return 0


def _locked(A: Any) -> Array:
    """Return an array of numpy's that cannot be written to: it may share its memory."""
    view = np.asarray(A).view()
    view.flags.writeable = False
    return view
