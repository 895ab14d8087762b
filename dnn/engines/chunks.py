"""One chunk of the examples, on a worker: loaded there, kept there, turned into slopes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from dnn.cost import OUTPUTS, mean_loss
from dnn.shapes import Array
from dnn.text import in_short
from dnn.training.divergence import DivergenceError, diverged
from dnn.training.first_layer import Direct, named
from dnn.training.layout import Layout
from dnn.training.lean import Sheet, lean_slopes
from dnn.training.task import check_and_cast

Load = Callable[[Any], tuple[Array, Array]]


class ChunkError(ValueError):
    """A chunk could not be trained on; the error that a worker met is its ``__cause__``.

    Attributes
    ----------
    chunk : anything
        The chunk, as it was given.
    """

    def __init__(self, message: str, chunk: Any) -> None:
        super().__init__(f"chunk {in_short(chunk)}: {message}")
        self.message = message
        self.chunk = chunk

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it be copied and pickled whole: it is made by two arguments."""
        return type(self), (self.message, self.chunk), self.__dict__


class Network(NamedTuple):
    """What a worker knows of the network that is trained.

    Attributes
    ----------
    dims : tuple of int, (n_0, n_1, ..., n_L)
    activations : tuple of str
        That of layer 1, 2, ..., L.
    layout : Layout
        Where each parameter lies in the vector of all.
    chosen : dict
        The hyperparameters.
    """

    dims: tuple[int, ...]
    activations: tuple[str, ...]
    layout: Layout
    chosen: dict[str, Any]


class Facts(NamedTuple):
    """What the driver is told of a chunk: how many examples, their dtype, what is odd of them."""

    m: int
    dtype: str
    remark: str | None
    digest: str


class Share(NamedTuple):
    """What some examples add to the mean slopes and the mean loss of the batch they belong to."""

    slope: Array
    cost: Array


class Held:
    """The examples of one chunk, as a worker keeps them; it travels as its recipe, without them.

    For Dask it is a result as large as its examples: tasks come to the worker that has it, and
    where memory runs short it is put on disk. But what is put on disk, or is sent to another
    worker, is the recipe alone: who asks for the examples there loads them again.

    Parameters
    ----------
    load : callable, chunk -> (X, Y)
    chunk : anything
        What ``load`` takes.
    network : Network
    size : int
        Bytes of the examples; known once they were loaded.

    Examples
    --------
    >>> import cloudpickle
    >>> import numpy as np
    >>> from dnn import hyperparameters
    >>> from dnn.engines.chunks import Held, Network
    >>> from dnn.training.layout import Layout
    >>> def load(seed):
    ...     return np.random.RandomState(seed).rand(1000, 50), np.ones((1, 50))
    >>> held = Held(load, 7, Network((1000, 1), ("sigmoid",), Layout(()), hyperparameters()))
    >>> first, Y = held.examples()
    >>> first.X.shape, held.size, len(cloudpickle.dumps(held)) < 4000
    ((1000, 50), 400400, True)
    """

    def __init__(self, load: Load, chunk: Any, network: Network, size: int = 0) -> None:
        self.load, self.chunk, self.network, self.size = load, chunk, network, size
        self._examples: tuple[Direct, Array] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel as the recipe."""
        return Held, (self.load, self.chunk, self.network, self.size)

    def __sizeof__(self) -> int:
        """Return the bytes that Dask counts: those of the examples, loaded or not."""
        return self.size

    def examples(self) -> tuple[Direct, Array]:
        """Return the first layer on X, and Y; load them where they are not here.

        Raises
        ------
        ValueError
            When what was loaded is no pair (X, Y) that the network can be trained on, or is of
            another size than it was before.
        """
        if self._examples is None:
            X, Y = _checked(self.load(self.chunk), self.network)
            size = X.nbytes + Y.nbytes
            if self.size not in (0, size):
                raise ValueError(
                    f"it held {self.size} bytes when training began and holds {size} now; was it "
                    "changed?"
                )
            self.size, self._examples = size, (Direct(X), Y)
        return self._examples


def _checked(loaded: Any, network: Network) -> tuple[Array, Array]:
    """Return X and Y as they are trained on, after the checks that every door to training makes."""
    if not isinstance(loaded, Sequence) or len(loaded) != 2:
        raise ValueError(f"load must return a pair (X, Y), but it returned {_described(loaded)}")
    X, Y = loaded
    if hasattr(X, "epoch"):
        raise ValueError(
            "load must return X in memory, but it returned all of a file: return some of its "
            "columns, such as X[:, :1000], and let the chunk say which"
        )
    chosen = network.chosen
    X, Y = check_and_cast(X, Y, network.dims, chosen["dtype"])
    row = OUTPUTS[chosen["output"]]
    row.check(Y, "Y")
    row.check_start(Y, "Y")
    if chosen["mini_batch_size"] is not None:
        X = np.asfortranarray(X)  # an example's numbers side by side: batches are picked from it
    return X, Y


def _described(value: Any) -> str:
    """Return what a value is, in a few words."""
    kind = type(value).__name__
    return f"a {kind} of {len(value)}" if isinstance(value, Sequence) else f"a {kind}"


# --- what a worker is asked to do ---------------------------------------------------------------


def hold(load: Load, chunk: Any, network: Network) -> Held:
    """Load a chunk and keep it."""
    held = Held(load, chunk, network)
    held.examples()
    return held


def facts_of(held: Held, has_digest: bool) -> Facts:
    """Return what the driver has to know of a chunk; its digest only where that is asked for."""
    from dnn.training.checkpoint import fingerprint  # late: it loads h5py

    first, Y = held.examples()
    remark = OUTPUTS[held.network.chosen["output"]].remark(Y, "Y")
    digest = fingerprint(first.X, Y) if has_digest else ""
    return Facts(Y.shape[1], str(first.X.dtype), remark, digest)


def share_of(held: Held, p: Array, columns: Array | None, m: int) -> Share:
    """Return what some columns of a chunk add to the mean slopes and the mean loss of a batch.

    Parameters
    ----------
    held : Held
    p : array
        All parameters, in one vector.
    columns : array of int, or None
        Which examples of the chunk; None for all.
    m : int
        Number of examples in the whole batch, of which these are some.
    """
    first, Y = held.examples()
    dims, activations, layout, chosen = held.network
    batch, Y = first.batch(columns), Y if columns is None else Y[:, columns]
    slope = np.empty_like(p)
    kept = [False] * (len(dims) - 2)
    sheet = Sheet.of(dims[1:], activations, Y.shape[1], p.dtype, kept)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        AL = lean_slopes(first, sheet, layout.point(p), batch, Y, {}, layout.point(slope))
        slope *= Y.shape[1] / m
        return Share(slope, mean_loss(AL, Y, chosen["output"]) * (Y.shape[1] / m))


def sum_of(shares: Sequence[Share]) -> Share:
    """Return the sum of some shares, added in their order; floats tell orders apart.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.engines.chunks import Share, sum_of
    >>> sum_of([Share(np.array([1.0, 2.0]), np.array(0.5)), Share(np.ones(2), np.array(0.25))])
    Share(slope=array([2., 3.]), cost=np.float64(0.75))
    """
    first, *others = shares
    slope, cost = first.slope.copy(), first.cost
    with np.errstate(over="ignore", invalid="ignore"):
        for share in others:
            slope += share.slope
            cost = cost + share.cost
    return Share(slope, cost)


def is_lost(held: Held, p: Array, columns: Array | None, m: int) -> bool:
    """Tell whether the slopes or the cost of these examples are not finite."""
    slope, cost = share_of(held, p, columns, m)
    return not (np.isfinite(slope).all() and np.isfinite(cost))


def divergence_at(held: Held, p: Array, columns: Array | None, iteration: int) -> DivergenceError:
    """Return the error for parameters at which the slopes of these examples are not finite."""
    first, Y = held.examples()
    X, Y = first.batch(columns), Y if columns is None else Y[:, columns]
    *arrays, _ = held.network.layout.arrays(p)
    return diverged(named(arrays), iteration, X, Y, held.network.chosen)


def itself(p: Array) -> Array:
    """Return p: as the result of a task, Dask can make it again where a worker that had it died."""
    return p
