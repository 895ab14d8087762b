"""Parameters at several moments of a training, in any of the forms that they are kept in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from dnn.checks.networks import network_dims
from dnn.checks.values import check_whole_number
from dnn.shapes import Array, ShapeError

__all__ = ["Snapshot", "as_snapshots"]


class Snapshot(NamedTuple):
    """The parameters that there were after so many iterations; 0 are those of the start."""

    iteration: int
    parameters: Mapping[str, Array]


def as_snapshots(parameters: Any) -> list[Snapshot]:
    """Return the moments of a training in their order, after checking that they are of one network.

    Parameters
    ----------
    parameters : mapping, or iterable
        The parameters of one moment; a mapping iteration -> parameters; or an iterable of pairs
        (iteration, parameters), of the steps of `train`, or of parameters, numbered from 0.

    Returns
    -------
    list of Snapshot

    Raises
    ------
    ValueError
        When there is none, one is no parameters, or they are of different networks.

    Examples
    --------
    >>> from dnn import initialize_parameters_deep
    >>> from dnn.plots.snapshots import as_snapshots
    >>> early, late = (initialize_parameters_deep([2, 1], seed=seed) for seed in (1, 2))
    >>> [snapshot.iteration for snapshot in as_snapshots({100: late, 0: early})]
    [0, 100]
    """
    if isinstance(parameters, Mapping):
        is_one = not parameters or any(isinstance(name, str) for name in parameters)
        moments: Iterable[Any] = [parameters] if is_one else parameters.items()
    elif isinstance(parameters, Iterable) and not isinstance(parameters, str | bytes):
        moments = parameters
    else:
        moments = [parameters]  # refused below, by what parameters must be
    found = (_snapshot(k, moment) for k, moment in enumerate(moments))
    snapshots = sorted(found, key=attrgetter("iteration"))
    if not snapshots:
        raise ValueError("there are no parameters to draw: the list of snapshots is empty")
    _check_one_network(snapshots)
    return snapshots


def _snapshot(k: int, moment: Any) -> Snapshot:
    """Return the k-th moment: a step of training, a pair, or bare parameters."""
    if hasattr(moment, "parameters") and hasattr(moment, "iteration"):
        # the parameters of a step are those after iteration i, the (i + 1)-th
        is_step = hasattr(moment, "state")
        return Snapshot(moment.iteration + is_step, moment.parameters)
    if isinstance(moment, tuple) and len(moment) == 2:
        return Snapshot(check_whole_number("the iteration of a snapshot", moment[0], 0), moment[1])
    return Snapshot(k, moment)


def _check_one_network(snapshots: list[Snapshot]) -> None:
    """Check that all snapshots are parameters, and of the same layers."""
    first = network_dims(snapshots[0].parameters)
    for iteration, parameters in snapshots[1:]:
        if network_dims(parameters) != first:
            raise ShapeError(
                f"the snapshots are of different networks: {list(first)} at iteration "
                f"{snapshots[0].iteration}, {list(network_dims(parameters))} at {iteration}"
            )
