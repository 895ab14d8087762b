"""Harmonica, a spectral search: stages of random trials, each of which settles a few bits.

Hazan, Klivans, Yuan: Hyperparameter Optimization: A Spectral Approach (arXiv 1706.00764). A stage
looks at T random trials, fits a sparse polynomial of parities to their values (`fit_parities`), and
keeps the t settings of the bits involved, J, at which it is lowest. From then on J is fixed to one
of these at random, and the next stage looks at the free bits alone. After q stages another sampler
searches what is still free.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from zlib import crc32

import numpy as np
from optuna import Study
from optuna.distributions import BaseDistribution
from optuna.samplers import BaseSampler, TPESampler
from optuna.search_space import intersection_search_space
from optuna.study import StudyDirection
from optuna.trial import FrozenTrial, TrialState

from dnn.checks.values import check_whole_number
from dnn.tuning.bits import Bit, bits_of, codes, encoded, nearest
from dnn.tuning.options import count_of, drawn, option_of
from dnn.tuning.parities import fit_parities, minimisers

__all__ = ["PAPER", "HarmonicaSampler", "fit_parities"]

# What the paper's experiments used: HarmonicaSampler(**PAPER).
PAPER: Mapping[str, int] = MappingProxyType(
    {"samples": 300, "degree": 3, "sparsity": 5, "minimisers": 4, "stages": 3}
)
STAGE = "harmonica:stage"  # the attribute of a trial that says in which stage it was drawn, from 1
FOUND = "harmonica:found"  # the attribute of a study that keeps what a stage found

Stage = dict[str, Any]


class HarmonicaSampler(BaseSampler):
    """Search by stages of sparse polynomials; serves any Optuna study of one objective.

    Parameters
    ----------
    samples : int
        T, the random trials that a stage looks at. A stage is complete when the first T of its
        trials are; trials that are asked for before are drawn in the same stage.
    degree : int
        d, the most bits in a parity.
    sparsity : int
        s, the parities that are kept.
    minimisers : int
        t, the settings of the bits involved that are kept.
    stages : int
        q, their number.
    base : optuna.samplers.BaseSampler, optional
        What proposes the rest after the last stage; what is fixed is put in its place. Left out,
        ``TPESampler``.
    seed : int
        Trial number n draws from the stream of (seed, n).

    Raises
    ------
    ValueError
        When a number is out of its range; when asked, if the study has several objectives.

    Notes
    -----
    *Bits.* A choice among 2^k options takes k bits, those of the Gray code of its place; among
    other numbers it takes as many as the next power of two, and settings that stand for no option
    are passed over for the nearest that does. A range is cut into 8 parts of equal width on its
    scale (a logarithmic one for ``log=True``), which take 3 bits; the number itself is drawn evenly
    from its part. Whole numbers, or steps, up to 8 are choices.

    A trial that failed, or has no finite value, counts as the worst of its stage. The names of the
    paper's own settings: ``HarmonicaSampler(**PAPER)``.

    Examples
    --------
    >>> import optuna
    >>> from dnn.tuning import HarmonicaSampler
    >>> optuna.logging.set_verbosity(optuna.logging.WARNING)
    >>> study = optuna.create_study(sampler=HarmonicaSampler(samples=20))
    >>> def error(trial):
    ...     bits = [trial.suggest_categorical(f"x{i}", (-1, 1)) for i in range(8)]
    ...     return 3 * bits[2] * bits[5] - bits[7]
    >>> study.optimize(error, n_trials=60)
    >>> study.best_value
    -4.0
    """

    def __init__(
        self,
        *,
        samples: int = 100,
        degree: int = 2,
        sparsity: int = 5,
        minimisers: int = 4,
        stages: int = 2,
        base: BaseSampler | None = None,
        seed: int = 0,
    ) -> None:
        self.samples = check_whole_number("samples", samples)
        self.degree = check_whole_number("degree", degree)
        self.sparsity = check_whole_number("sparsity", sparsity)
        self.minimisers = check_whole_number("minimisers", minimisers)
        self.stages = check_whole_number("stages", stages, least=0)
        self.seed = check_whole_number("seed", seed, least=0)
        self.base = base

    # --- what Optuna asks -----------------------------------------------------------------------

    def before_trial(self, study: Study, trial: FrozenTrial) -> None:
        """Note in which stage the trial is drawn."""
        if len(study.directions) > 1:
            raise ValueError("Harmonica serves studies of one objective; this one has several")
        stage = len(self.found(study)) + 1
        study._storage.set_trial_user_attr(trial._trial_id, STAGE, stage)
        if self.base is not None:
            self.base.before_trial(study, trial)

    def infer_relative_search_space(
        self, study: Study, trial: FrozenTrial
    ) -> dict[str, BaseDistribution]:
        """Return what every finished trial was asked for; before the first, nothing is known."""
        known = intersection_search_space(study.get_trials(deepcopy=False))
        return {name: domain for name, domain in known.items() if not domain.single()}

    def sample_relative(
        self, study: Study, trial: FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        """Return what a trial is to try: what is fixed, and the rest by chance or by the base."""
        found = self.found(study)
        if not found or not search_space:
            return {}
        rng = np.random.default_rng([self.seed, trial.number])
        fixed = self._fixed(found, rng)
        base = self._proposed(study, trial, search_space) if len(found) == self.stages else {}
        return {
            name: _settled(domain, fixed.get(name, {}), base.get(name), rng)
            for name, domain in search_space.items()
        }

    def sample_independent(
        self,
        study: Study,
        trial: FrozenTrial,
        param_name: str,
        param_distribution: BaseDistribution,
    ) -> Any:
        """Return an option by chance."""
        rng = np.random.default_rng([self.seed, trial.number, crc32(param_name.encode())])
        return _settled(param_distribution, {}, None, rng)

    def after_trial(
        self,
        study: Study,
        trial: FrozenTrial,
        state: TrialState,
        values: Sequence[float] | None,
    ) -> None:
        """Let the base know."""
        if self.base is not None:
            self.base.after_trial(study, trial, state, values)

    def reseed_rng(self) -> None:
        """Do nothing of its own: every trial has its stream, whichever process asks for it."""
        if self.base is not None:
            self.base.reseed_rng()

    # --- stages ---------------------------------------------------------------------------------

    def found(self, study: Study) -> list[Stage]:
        """Return what the complete stages of a study found, the first one first.

        Returns
        -------
        list of dict
            Each with ``mean``, the mean value of its first T trials; ``terms``, a list of
            ``[[[name, bit], ...], weight]``; and ``minimisers``, lists of ``[name, bit, sign]``.
        """
        kept: list[Stage] = []
        known = study._storage.get_study_system_attrs(study._study_id)
        while len(kept) < self.stages:
            key = f"{FOUND}:{len(kept) + 1}"
            stage = known.get(key)
            if stage is None:
                stage = self._look(study, kept)
                if stage is None:
                    break
                study._storage.set_study_system_attr(study._study_id, key, stage)
            kept.append(stage)
        return kept

    def _look(self, study: Study, before: Sequence[Stage]) -> Stage | None:
        """Return what the next stage finds, or None while it is not complete."""
        trials = study.get_trials(deepcopy=False)
        of_stage = [t for t in trials if t.user_attrs.get(STAGE) == len(before) + 1]
        first = sorted(of_stage, key=lambda trial: trial.number)[: self.samples]
        if len(first) < self.samples or not all(trial.state.is_finished() for trial in first):
            return None
        domains = self.infer_relative_search_space(study, first[0])
        usable = [trial for trial in first if domains.keys() <= trial.params.keys()]
        y = _values(usable, study.direction)
        if not domains or not usable:
            return {"mean": None, "terms": [], "minimisers": [[]]}
        counts = {name: count_of(domain) for name, domain in domains.items()}
        options = [{n: option_of(d, t.params[n]) for n, d in domains.items()} for t in usable]
        bits, Z = bits_of(counts), encoded(counts, options)
        taken = {Bit(name, k) for stage in before for name, k, _ in stage["minimisers"][0]}
        free = [j for j, bit in enumerate(bits) if bit not in taken]
        polynomial = fit_parities(Z[:, free], y, degree=self.degree, sparsity=self.sparsity)
        own = [bits[j] for j in free]
        lowest = minimisers(polynomial, self.minimisers)
        return {
            "mean": float(y.mean()) * (1 if study.direction is StudyDirection.MINIMIZE else -1),
            "terms": [[[list(own[i]) for i in S], w] for S, w in polynomial.items()],
            "minimisers": [[[*own[i], sign] for i, sign in at.items()] for at in lowest],
        }

    def _fixed(self, found: Sequence[Stage], rng: Any) -> dict[str, dict[int, int]]:
        """Return the bits of each name that are fixed: of every stage one minimiser, by chance."""
        fixed: dict[str, dict[int, int]] = {}
        for stage in found:
            for name, k, sign in stage["minimisers"][rng.integers(len(stage["minimisers"]))]:
                fixed.setdefault(name, {})[k] = sign
        return fixed

    def _proposed(
        self, study: Study, trial: FrozenTrial, search_space: Mapping[str, BaseDistribution]
    ) -> dict[str, Any]:
        """Return what the base sampler would try."""
        seed = int(np.random.SeedSequence([self.seed, trial.number]).generate_state(1)[0])
        base = TPESampler(seed=seed) if self.base is None else self.base
        domains = base.infer_relative_search_space(study, trial)
        together = base.sample_relative(study, trial, domains)
        return {
            name: together[name]
            if name in together
            else base.sample_independent(study, trial, name, domain)
            for name, domain in search_space.items()
        }


def _values(trials: Sequence[FrozenTrial], direction: StudyDirection) -> Any:
    """Return the values to be made low; one that is missing or not finite is the worst of all."""
    sign = 1.0 if direction is StudyDirection.MINIMIZE else -1.0
    found = [sign * trial.value if trial.value is not None else math.inf for trial in trials]
    worst = max((value for value in found if math.isfinite(value)), default=0.0)
    return np.array([value if math.isfinite(value) else worst for value in found])


def _settled(domain: BaseDistribution, fixed: Mapping[int, int], proposed: Any, rng: Any) -> Any:
    """Return a value with these bits: the proposed one, else one near it, else one by chance."""
    n = count_of(domain)
    allowed = nearest(n, fixed)
    if proposed is not None:
        option = option_of(domain, proposed)
        if option in allowed:
            return proposed
        changes = (codes(n)[allowed] != codes(n)[option]).sum(axis=1)
        allowed = allowed[changes == changes.min()]
    return drawn(domain, int(rng.choice(allowed)), rng)
