"""What a search says of its space: rows -> the polynomial in the names of the hyperparameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dnn.text import counted
from dnn.tuning.bits import CELLS, Bit, bits_of, codes, encoded
from dnn.tuning.outcomes import Row
from dnn.tuning.parities import fit_parities
from dnn.tuning.rows import SearchError
from dnn.tuning.spaces import Space, at, check_space, is_range, share_of

PERCENT = 100  # weights are told in points of a hundred


@dataclass(frozen=True, repr=False)
class ErrorPolynomial:
    """What moves the validation error; print it.

    Attributes
    ----------
    constant : float
        The mean error, in percent.
    terms : tuple of (text, weight)
        The largest first: ``("[scale = he]", -8.4)``. A bracket is 1 where it is true, else -1; a
        product of brackets is 1 where an even number of them is false.
    irrelevant : tuple of str
        The hyperparameters that no term speaks of.
    stages : tuple of (name, trials, mean)
        For each stage of Harmonica its trials and their mean error in percent; else one for all.
    """

    constant: float
    terms: tuple[tuple[str, float], ...]
    irrelevant: tuple[str, ...]
    stages: tuple[tuple[str, int, float], ...]

    @property
    def formula(self) -> str:
        """Return the polynomial in one line."""
        signed = (f"{'-' if w < 0 else '+'} {abs(w):.1f} {text}" for text, w in self.terms)
        return " ".join([f"{self.constant:.1f}", *signed])

    def __repr__(self) -> str:
        settled = ", ".join(self.irrelevant) or "none"
        lines = [
            "validation error in %",
            f"= {self.constant:6.1f}",
            *(f"{'-' if w < 0 else '+'} {abs(w):6.1f} {text}" for text, w in self.terms),
            f"no influence found: {settled}",
            *(f"{name}: {counted(n, 'trial')}, mean {mean:.1f} %" for name, n, mean in self.stages),
        ]
        return "\n".join(lines)


def polynomial(
    rows: Iterable[Row],
    space: Mapping[str, Any],
    *,
    degree: int = 2,
    sparsity: int = 5,
    penalty: float | None = None,
) -> ErrorPolynomial:
    """Fit a sparse polynomial of the hyperparameters to the validation errors of a search.

    Parameters
    ----------
    rows : iterable of dict
        As `search` yields them. Of a search by Harmonica the first stage is taken, whose trials
        were drawn evenly; any other's rows are all taken.
    space : mapping
        The space that was searched.
    degree, sparsity, penalty
        See `fit_parities`.

    Returns
    -------
    ErrorPolynomial

    Raises
    ------
    ValueError
        When there is no row with an error, or a row is of another space.

    Notes
    -----
    Choices become bits as `HarmonicaSampler` says, ranges are cut into 8 parts. Trials that
    diverged count as the worst of the others. A method that keeps to the good region, such as
    TPE, shows less of the rest; rows of a random search tell most.

    Examples
    --------
    >>> from dnn.tuning import polynomial
    >>> space = {"scale": ["lecun", "he"], "seed": [1, 2]}
    >>> rows = [
    ...     {"hyperparameters": {"scale": scale, "seed": seed}, "error": error}
    ...     for scale, error in [("lecun", 0.4), ("he", 0.2)] * 5
    ...     for seed in (1, 2)
    ... ]
    >>> polynomial(rows, space)
    validation error in %
    =   30.0
    -    9.0 [scale = he]
    no influence found: seed
    all: 20 trials, mean 30.0 %
    """
    found, checked = list(rows), check_space(space)
    looked_at = [row for row in found if row.get("stage", 1) == 1]
    errors = PERCENT * _errors(looked_at)
    counts = {name: CELLS if is_range(d) else len(d) for name, d in checked.items()}
    bits, Z = bits_of(counts), encoded(counts, [options_of(checked, row) for row in looked_at])
    weights = fit_parities(Z, errors, degree=degree, sparsity=sparsity, penalty=penalty)
    constant = weights.pop(())
    terms = [(brackets(checked, [bits[i] for i in S]), w) for S, w in weights.items()]
    spoken = {bits[i].name for S in weights for i in S}
    return ErrorPolynomial(
        constant,
        tuple(terms),
        tuple(name for name in checked if name not in spoken),
        _stages(found),
    )


def _errors(rows: Sequence[Row]) -> Any:
    """Return the errors; a training that diverged counts as the worst of the others."""
    finite = [row["error"] for row in rows if row["error"] is not None]
    if not finite:
        raise ValueError("there is no row with a finite error to look at")
    return np.array([max(finite) if row["error"] is None else row["error"] for row in rows])


def _stages(rows: Sequence[Row]) -> tuple[tuple[str, int, float], ...]:
    """Return the mean error in percent of each stage, in order."""
    numbers = sorted({row.get("stage", 0) for row in rows})
    members = [[row for row in rows if row.get("stage", 0) == k] for k in numbers]
    return tuple(
        (f"stage {k}" if k else "all", len(part), PERCENT * float(_errors(part).mean()))
        for k, part in zip(numbers, members, strict=True)
        if any(row["error"] is not None for row in part)
    )


def options_of(space: Space, row: Row) -> dict[str, int]:
    """Return which option of each hyperparameter a row took, from 0.

    Raises
    ------
    SearchError
        When it took one that the space does not hold.
    """
    taken = {}
    for name, domain in space.items():
        value = row["hyperparameters"].get(name)
        try:
            taken[name] = _cell(domain, value) if is_range(domain) else domain.index(value)
        except (ValueError, TypeError):
            raise SearchError(
                f"trial {row.get('number')} has {name} = {value!r}, which is not in the space; "
                "give the space that was searched"
            ) from None
    return taken


def _cell(domain: Mapping[str, Any], value: float) -> int:
    """Return in which part of a range a number lies."""
    share = share_of(domain, value)
    if not -1e-9 <= share <= 1 + 1e-9:
        raise ValueError
    return min(int(max(share, 0.0) * CELLS), CELLS - 1)


def brackets(space: Space, bits: Sequence[Bit]) -> str:
    """Return when a product of bits is 1, a bracket for each hyperparameter: ``[scale = he]``.

    Examples
    --------
    >>> from dnn.tuning.bits import Bit
    >>> from dnn.tuning.polynomials import brackets
    >>> space = {"scale": ["lecun", "he"], "lambd": {"uniform": [0, 1]}}
    >>> brackets(space, [Bit("scale", 0), Bit("lambd", 0)])
    '[scale = he] [lambd >= 0.5]'
    >>> brackets(space, [Bit("lambd", 1)])
    '[0.25 <= lambd < 0.75]'
    """
    names = dict.fromkeys(bit.name for bit in bits)
    of_name = {name: [bit.k for bit in bits if bit.name == name] for name in names}
    return " ".join(f"[{_when(name, space[name], ks)}]" for name, ks in of_name.items())


def _when(name: str, domain: Any, ks: Sequence[int]) -> str:
    """Return for which values of a hyperparameter the product of some of its bits is 1."""
    n = CELLS if is_range(domain) else len(domain)
    true = np.flatnonzero(codes(n)[:, ks].prod(axis=1) == 1)
    if is_range(domain):
        return " or ".join(_part(domain, name, run) for run in _runs(true))
    return f"{name} = {' or '.join(_shown(domain[k]) for k in true)}"


def _runs(cells: Any) -> list[tuple[int, int]]:
    """Return the first cell and the one after the last of every unbroken run."""
    parts = np.split(cells, np.flatnonzero(np.diff(cells) > 1) + 1)
    return [(int(part[0]), int(part[-1]) + 1) for part in parts]


def _part(domain: Mapping[str, Any], name: str, run: tuple[int, int]) -> str:
    """Return a run of cells as an inequality."""
    low, high = (f"{at(domain, k / CELLS):.2g}" for k in run)
    if run[1] == CELLS:
        return f"{name} >= {low}"
    if run[0] == 0:
        return f"{name} < {high}"
    return f"{low} <= {name} < {high}"


def _shown(value: Any) -> str:
    """Return a choice as a person writes it."""
    return "-".join(map(str, value)) or "none" if isinstance(value, list) else str(value)
