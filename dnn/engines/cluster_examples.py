"""All chunks of the examples, seen from the driver: who holds what, and the slopes of a batch."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from typing import Any

import dask
import numpy as np
from distributed import Client, Future, KilledWorker
from distributed.client import FutureCancelledError

from dnn.checks.labels import LabelWarning
from dnn.engines import chunks as on_worker
from dnn.engines.chunks import ChunkError, Facts, Load, Network, Share
from dnn.shapes import Array
from dnn.text import in_short
from dnn.training.divergence import DivergenceError

Part = tuple[int, Array | None]  # number of a chunk, and which of its columns; None for all
SMALL = 100_000  # bytes of parameters that are sooner sent with every task than once to all


class ClusterExamples:
    """X and Y in chunks, one after the other: column 0 is the first of the first chunk.

    Parameters
    ----------
    client : distributed.Client
    load : callable, chunk -> (X, Y)
    chunks : sequence
    network : Network
    fan_in : int or None
        How many shares one task adds up; None where the driver adds them all.
    has_digest : bool
        Whether `fingerprint` will be asked for.

    Attributes
    ----------
    m : int
        Number of examples.
    dtype : numpy.dtype
        That of X, in every chunk.

    Raises
    ------
    ChunkError
        When a chunk cannot be loaded or trained on.
    """

    def __init__(
        self,
        client: Client,
        load: Load,
        chunks: Sequence[Any],
        network: Network,
        fan_in: int | None,
        has_digest: bool,
    ) -> None:
        self.client, self.load, self.chunks = client, load, chunks
        self.network, self.fan_in = network, fan_in
        self.directions = cycle([-1, 1])  # they were loaded from the first to the last
        self._hold()
        facts = self._facts(has_digest)
        self.digests = [fact.digest for fact in facts]
        self.ends = np.cumsum([fact.m for fact in facts])
        self.m, self.dtype = int(self.ends[-1]), np.dtype(facts[0].dtype)
        self._check(facts)

    def _hold(self) -> None:
        """Let the workers load the chunks; what was held before is forgotten."""
        n = len(self.chunks)
        self.held = self._map(on_worker.hold, [self.load] * n, self.chunks, [self.network] * n)

    def _facts(self, has_digest: bool) -> list[Facts]:
        """Ask what there is in every chunk, which waits until all are loaded."""
        futures = self._map(on_worker.facts_of, self.held, [has_digest] * len(self.held))
        with self._told_of_the_chunk(futures, self.parts(None)):
            return self.client.gather(futures)

    def _check(self, facts: Sequence[Facts]) -> None:
        """Check that all chunks are of one dtype, and warn of odd labels once."""
        for chunk, fact in zip(self.chunks, facts, strict=True):
            if fact.dtype != facts[0].dtype:
                raise ChunkError(
                    f"its X is {fact.dtype}, but that of chunk {in_short(self.chunks[0])} is "
                    f"{facts[0].dtype}: give dtype='float32' or dtype='float64'",
                    chunk,
                )
        for chunk, fact in zip(self.chunks, facts, strict=True):
            if fact.remark is not None:
                warnings.warn(f"chunk {in_short(chunk)}: {fact.remark}", LabelWarning, stacklevel=4)
                return

    def fingerprint(self) -> str:
        """Return a digest of the examples and of how they are cut into chunks."""
        return hashlib.blake2b(" ".join(self.digests).encode(), digest_size=16).hexdigest()

    def slopes(self, p: Array, columns: Array | None) -> Share:
        """Return the mean slopes of these examples, and their mean loss.

        The shares of the chunks are added in the order of the chunks, however they arrive: the sum
        is the same to the last bit, whoever computed them, and whether or not a worker died.
        """
        try:
            return self._slopes(p, columns)
        except FutureCancelledError:  # the workers were restarted: they know of nothing any more
            self._hold()
            return self._slopes(p, columns)

    def _slopes(self, p: Array, columns: Array | None) -> Share:
        """Map and reduce: a share from every chunk of the batch, and their sum."""
        parts = self.parts(columns)
        m = self.m if columns is None else len(columns)
        shares = sums = self._of_parts(on_worker.share_of, p, parts, m)
        while self.fan_in and len(sums) > self.fan_in:
            starts = range(0, len(sums), self.fan_in)
            sums = self._map(on_worker.sum_of, [sums[i : i + self.fan_in] for i in starts])
        with self._told_of_the_chunk(shares, parts):
            return on_worker.sum_of(self.client.gather(sums))

    def parts(self, columns: Array | None) -> list[Part]:
        """Return in which chunks these columns lie, and where in each."""
        if columns is None:
            return [(k, None) for k in range(len(self.chunks))]
        owner, starts = np.searchsorted(self.ends, columns, side="right"), [0, *self.ends.tolist()]
        return [(k, columns[owner == k] - starts[k]) for k in np.unique(owner).tolist()]

    def error(self, p: Array, columns: Array | None, iteration: int) -> DivergenceError:
        """Return the error for slopes or a cost that are not finite, of the first such chunk."""
        parts = self.parts(columns)
        lost = self.client.gather(self._of_parts(on_worker.is_lost, p, parts, self.m))
        part = next((part for part, is_lost in zip(parts, lost, strict=True) if is_lost), parts[0])
        (found,) = self.client.gather(self._of_parts(on_worker.divergence_at, p, [part], iteration))
        return found

    def release(self) -> None:
        """Let the workers forget the examples."""
        for held in self.held:
            held.release()

    # --- how the workers are asked ----------------------------------------------------------------

    def _of_parts(
        self, function: Callable[..., Any], p: Array, parts: Sequence[Part], number: int
    ) -> list[Future]:
        """Ask for something of every part, at these parameters.

        Every second time the last chunk comes first: it was used last, so it is still in memory
        where not all are.
        """
        point, n = p if p.nbytes < SMALL else self._sent(p), len(parts)
        order = slice(None, None, next(self.directions))
        held, columns = zip(*((self.held[k], columns) for k, columns in parts[order]), strict=True)
        return self._map(function, held, [point] * n, columns, [number] * n)[order]

    def _sent(self, p: Array) -> Future:
        """Send the parameters once; workers pass them on, and Dask has them where one dies."""
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 PB"}):
            return self.client.submit(on_worker.itself, p, pure=False)

    def _map(self, function: Callable[..., Any], *arguments: Sequence[Any]) -> list[Future]:
        """Submit a task for each; none is taken for one that was done before."""
        return self.client.map(function, *arguments, pure=False)

    @contextmanager
    def _told_of_the_chunk(
        self, futures: Sequence[Future], parts: Sequence[Part]
    ) -> Iterator[None]:
        """Let an error of a worker name the chunk that it worked on."""
        try:
            yield
        except FutureCancelledError:
            raise
        except Exception as error:
            failed = (
                k for future, (k, _) in zip(futures, parts, strict=True) if future.status == "error"
            )
            k = next(failed, None)
            if k is None:
                raise
            raise ChunkError(_told(error), self.chunks[k]) from error


def _told(error: Exception) -> str:
    """Return the error of a worker in words."""
    if isinstance(error, KilledWorker):
        return (
            f"{error.allowed_failures + 1} workers died while they worked on it, one after the "
            "other: make chunks smaller, or give workers more memory"
        )
    return str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
