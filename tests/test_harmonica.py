"""Harmonica: the monomials are found, dummies are ignored, the means of the stages fall."""

import sys
from itertools import pairwise

import numpy as np
import pytest

optuna = pytest.importorskip("optuna")

from dnn.tuning import PAPER, HarmonicaSampler, fit_parities  # noqa: E402
from dnn.tuning.bits import bit_count, codes, nearest  # noqa: E402
from dnn.tuning.harmonica import STAGE  # noqa: E402
from dnn.tuning.lasso import duality_gap, lasso  # noqa: E402
from dnn.tuning.options import count_of, drawn, option_of  # noqa: E402
from dnn.tuning.parities import all_parities, minimisers, parity_matrix  # noqa: E402

pytestmark = pytest.mark.long

optuna.logging.set_verbosity(optuna.logging.WARNING)


def bits(T, n, seed):
    return np.random.RandomState(seed).choice([-1, 1], (T, n))


# --- the polynomial -----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(10))
def test_the_authors_example_is_recovered_from_100_samples(seed):
    Z = bits(100, 60, seed)
    y = 10 * (Z[:, 2] * Z[:, 8] + Z[:, 15] + Z[:, 46] + Z[:, 38] + Z[:, 3] * Z[:, 6])
    found = fit_parities(Z, y, degree=3)
    assert found.keys() == {(), (2, 8), (15,), (46,), (38,), (3, 6)}
    assert all(6 < weight < 10 for parity, weight in found.items() if parity)


def test_zeros_are_dropped_and_the_largest_kept_in_order():
    Z = bits(400, 6, 0)
    y = 1 + 4 * Z[:, 0] - 3 * Z[:, 1] * Z[:, 2] + 2 * Z[:, 5]
    assert list(fit_parities(Z, y)) == [(), (0,), (1, 2), (5,)]
    assert list(fit_parities(Z, y, sparsity=2)) == [(), (0,), (1, 2)]
    assert list(fit_parities(Z, y, degree=1)) == [(), (0,), (5,)]
    exact = fit_parities(Z, y, penalty=0.0, sparsity=3)
    assert exact == pytest.approx({(): 1, (0,): 4, (1, 2): -3, (5,): 2}, abs=1e-6)


def test_values_that_are_all_the_same_have_no_parities():
    assert fit_parities(bits(20, 5, 0), np.full(20, 3.0)) == {(): 3.0}


@pytest.mark.parametrize("seed", range(5))
def test_the_lasso_is_that_of_scikit_learn(seed):
    linear_model = pytest.importorskip("sklearn.linear_model")
    rng = np.random.RandomState(seed)
    A, y = parity_matrix(bits(60, 12, seed).astype(float), 3), rng.randn(60)
    penalty = 0.1 * y.std()
    model = linear_model.Lasso(alpha=penalty, tol=1e-10, max_iter=10**6).fit(A, y)
    np.testing.assert_allclose(lasso(A, y, penalty), model.coef_, atol=1e-6)


def test_no_duality_gap_is_left_at_the_lassos_minimum():
    A, y = parity_matrix(bits(50, 10, 1).astype(float), 2), np.random.RandomState(1).randn(50)
    A, y = A - A.mean(axis=0), y - y.mean()
    assert duality_gap(A, y, 0.05, lasso(A, y, 0.05)) < 1e-9 * (y @ y)


def test_the_matrix_holds_each_parity_in_its_column():
    Z = bits(8, 5, 0).astype(float)
    for column, parity in zip(parity_matrix(Z, 3).T, all_parities(5, 3), strict=True):
        np.testing.assert_array_equal(column, Z[:, list(parity)].prod(axis=1))


def test_the_minimisers_are_the_lowest_of_all_settings():
    polynomial = {(): 5.0, (0,): -8.0, (2,): 1.0, (0, 3): 2.5}
    found = minimisers(polynomial, 3)
    value = [
        sum(w * np.prod([at[i] for i in parity]) for parity, w in polynomial.items())
        for at in found
    ]
    assert found[0] == {0: 1, 2: -1, 3: -1}
    assert value == [-6.5, -4.5, -1.5]


@pytest.mark.parametrize(
    ("Z", "y", "message"),
    [
        ([[0, 1]], [1.0], "Z must hold bits, -1 and 1 alone; write 2"),
        ([[1, -1]], [1.0, 2.0], "Z must be .T, n., a row per sample, and y"),
        ([[1, -1], [1, 1]], [1.0, np.nan], r"y\[1\] is not a finite number"),
    ],
)
def test_samples_that_are_none_are_refused(Z, y, message):
    with pytest.raises(ValueError, match=message):
        fit_parities(np.array(Z), np.array(y))


def test_too_many_parities_are_refused_before_the_memory_is_full():
    with pytest.raises(ValueError, match="choose a lower degree"):
        fit_parities(bits(300, 100, 0), np.zeros(300), degree=4)


# --- options as bits ----------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 2, 3, 4, 6, 8, 13])
def test_every_option_has_its_bits_and_neighbours_differ_in_one(n):
    table = codes(n)
    assert table.shape == (n, bit_count(n))
    assert len({tuple(code) for code in table}) == n
    assert all((a != b).sum() == 1 for a, b in pairwise(table))


def test_bits_that_no_option_has_lead_to_the_nearest_that_one_has():
    assert nearest(3, {0: 1}).tolist() == [2]
    assert nearest(4, {}).tolist() == [0, 1, 2, 3]
    assert nearest(3, {0: 1, 1: -1}).tolist() == [0, 2]


DOMAINS = [
    optuna.distributions.CategoricalDistribution(("a", "b", "c")),
    optuna.distributions.FloatDistribution(-2.0, 3.0),
    optuna.distributions.FloatDistribution(1e-5, 10.0, log=True),
    optuna.distributions.FloatDistribution(0.0, 1.0, step=0.25),
    optuna.distributions.IntDistribution(3, 7),
    optuna.distributions.IntDistribution(1, 1000, log=True),
    optuna.distributions.IntDistribution(0, 1000, step=5),
]


@pytest.mark.parametrize("domain", DOMAINS, ids=str)
def test_what_is_drawn_lies_in_the_domain_and_mostly_in_its_option(domain):
    rng, hits = np.random.default_rng(0), []
    for option in range(count_of(domain)):
        for _ in range(20):
            value = drawn(domain, option, rng)
            assert domain._contains(domain.to_internal_repr(value))
            hits.append(option_of(domain, value) == option)
    assert np.mean(hits) > 0.8  # whole numbers are rounded over the border now and then


# --- the sampler --------------------------------------------------------------------------------


def spiky(trial, n=20):
    """Return a sum of three parities of 20 bits, of which 14 are dummies, with a little noise."""
    x = [trial.suggest_categorical(f"x{i:02}", (-1, 1)) for i in range(n)]
    noise = np.random.default_rng(trial.number).normal()
    return 10 * x[3] + 6 * x[7] * x[11] - 8 * x[14] + 0.5 * noise


def searched(objective, trials=180, **options):
    study = optuna.create_study(sampler=HarmonicaSampler(samples=60, **options))
    study.optimize(objective, n_trials=trials)
    return study


@pytest.mark.parametrize("seed", range(5))
def test_dummies_are_ignored_and_the_means_of_the_stages_fall(seed):
    study = searched(spiky, seed=seed)
    first, second = study.sampler.found(study)
    parities = {tuple(name for name, _ in bits) for bits, _ in first["terms"]}
    assert {(), ("x03",), ("x07", "x11"), ("x14",)} <= parities
    assert {name for name, *_ in first["minimisers"][0]} >= {"x03", "x07", "x11", "x14"}
    stages = np.array([trial.user_attrs[STAGE] for trial in study.trials])
    values = np.array([trial.value for trial in study.trials])
    means = [values[stages == k].mean() for k in (1, 2, 3)]
    assert stages.tolist() == [1] * 60 + [2] * 60 + [3] * 60
    assert means[0] - 5 > means[1]
    assert first["mean"] == pytest.approx(means[0])
    assert second["mean"] == pytest.approx(means[1])
    assert study.best_value < -22


def test_to_maximise_is_to_minimise_the_opposite():
    def tried(direction, sign):
        sampler = HarmonicaSampler(samples=30, seed=1, base=optuna.samplers.RandomSampler(seed=0))
        study = optuna.create_study(sampler=sampler, direction=direction)
        study.optimize(lambda trial: sign * spiky(trial, 16), n_trials=80)
        return [trial.params for trial in study.trials]

    assert tried("minimize", 1) == tried("maximize", -1)


def test_a_stage_is_complete_when_the_first_of_its_trials_are():
    study = optuna.create_study(sampler=HarmonicaSampler(samples=4, stages=1))
    domains = {f"x{i}": optuna.distributions.CategoricalDistribution((-1, 1)) for i in range(4)}
    asked = [study.ask(domains) for _ in range(6)]
    for trial in asked[1:]:
        study.tell(trial, trial.params["x0"])
    assert study.sampler.found(study) == []
    study.tell(asked[0], asked[0].params["x0"])
    assert len(study.sampler.found(study)) == 1
    late = study.ask(domains)
    stages = [trial.user_attrs[STAGE] for trial in study.get_trials()]
    assert stages == [1] * 6 + [2]
    assert late.params.keys() == domains.keys()


def test_a_sampler_of_its_own_for_each_trial_proposes_the_same():
    one = searched(spiky, trials=80, seed=4)
    study = optuna.create_study()
    for _ in range(80):
        study.sampler = HarmonicaSampler(samples=60, seed=4)
        study.optimize(spiky, n_trials=1)
    assert [t.params for t in study.trials] == [t.params for t in one.trials]


def test_it_serves_any_study_with_ranges_whole_numbers_and_failures():
    def error(trial):
        rate = trial.suggest_float("rate", 1e-5, 1, log=True)
        units = trial.suggest_int("units", 1, 64)
        kind = trial.suggest_categorical("kind", ("a", "b", "c"))
        if trial.number % 10 == 3:
            raise ValueError
        if trial.number % 10 == 7:
            return float("inf")
        return abs(np.log10(rate) + 2) + units / 64 + (kind != "b")

    study = optuna.create_study(sampler=HarmonicaSampler(samples=40, seed=0))
    study.optimize(error, n_trials=120, catch=(ValueError,))
    values = np.array([np.nan if t.value is None else t.value for t in study.trials])
    values[np.isinf(values)] = np.nan
    assert np.nanmean(values[80:]) < np.nanmean(values[:40]) - 0.5


def test_a_study_of_several_objectives_is_refused():
    study = optuna.create_study(directions=["minimize"] * 2, sampler=HarmonicaSampler())
    with pytest.raises(ValueError, match="studies of one objective"):
        study.ask()


def test_the_papers_settings_have_a_name():
    sampler = HarmonicaSampler(**PAPER)
    chosen = sampler.samples, sampler.degree, sampler.sparsity, sampler.minimisers, sampler.stages
    assert chosen == (300, 3, 5, 4, 3)
    usual = HarmonicaSampler()
    chosen = usual.samples, usual.degree, usual.sparsity, usual.minimisers, usual.stages
    assert chosen == (100, 2, 5, 4, 2)


def test_on_a_rugged_table_it_is_above_chance_beside_random_and_tpe(capsys):
    rng = np.random.RandomState(0)
    weights = {
        tuple(rng.choice(8, rng.randint(1, 4), replace=False)): rng.randn() for _ in range(12)
    }

    def error(trial):  # eight bits matter, four are dummies
        x = [trial.suggest_categorical(f"x{i}", (-1, 1)) for i in range(12)]
        return sum(w * np.prod([x[i] for i in parity]) for parity, w in weights.items())

    makers = {
        "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
        "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed),
        "harmonica": lambda seed: HarmonicaSampler(samples=30, seed=seed),
    }
    last = {}
    for name, make in makers.items():
        runs = []
        for seed in range(6):
            study = optuna.create_study(sampler=make(seed))
            study.optimize(error, n_trials=90)
            runs.append([trial.value for trial in study.trials])
        last[name] = float(np.mean(np.array(runs)[:, -30:]))
        with capsys.disabled():
            best = float(np.mean(np.min(runs, axis=1)))
            sys.stdout.write(
                f"\n{name:>10}: mean of the last 30 {last[name]:6.2f}, best {best:6.2f}"
            )
    assert last["harmonica"] < last["random"] - 1
