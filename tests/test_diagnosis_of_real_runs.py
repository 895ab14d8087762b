"""The doctor on real data: the healthy left in peace, the sick named, and remedies that help."""

import warnings

import numpy as np
import pytest
from real_patients import SICK, healthy, narrow_but_wide_enough, obeyed

import dnn
from dnn.doctor.diagnosis import VERDICTS

WELL = {"healthy", "still falling"}
EACH = 3  # of every sickness


@pytest.fixture(scope="module")
def well():
    return [healthy(seed) for seed in range(60)]


@pytest.fixture(scope="module")
def sick():
    """Return for every sickness some patients that are worth a diagnosis, with the diagnosis."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd labels warn
        return {make: [(patient, patient.diagnosis()) for patient in some(make)] for make in SICK}


def some(make):
    return [make(np.random.RandomState([seed, 5])) for seed in range(EACH)]


def is_named(make, found):
    return ("stuck at ..." if found.verdict.startswith("stuck") else found.verdict) in SICK[make]


def test_healthy_runs_on_real_data_raise_no_false_alarm(well):
    found = [patient.diagnosis() for patient in well]
    assert [str(diagnosis) for diagnosis in found if diagnosis.verdict not in WELL] == []


@pytest.mark.parametrize("seed", range(12))
def test_a_narrow_network_is_not_blamed_where_X_tells_no_more(seed):
    found = narrow_but_wide_enough(seed).diagnosis()
    assert found.verdict != "underfitting", found


def test_at_least_nine_of_ten_real_sicknesses_are_named(sick):
    cases = [(make, found) for make, rows in sick.items() for _, found in rows]
    missed = [(make.__name__, found.verdict) for make, found in cases if not is_named(make, found)]
    assert len(missed) <= 0.1 * len(cases), missed


def test_no_run_above_nine_tenths_of_one_answer_is_called_well(sick):
    for rows in sick.values():
        for patient, found in rows:
            if not patient.cost <= 0.9 * patient.constant:
                assert found.verdict not in WELL, found


def test_a_remedy_that_is_obeyed_lowers_the_cost_by_a_fifth(sick):
    shares = [
        (make.__name__, found.verdict, obeyed(patient, found.remedy))
        for make, rows in sick.items()
        for patient, found in rows
        if found.remedy and found.verdict not in WELL
    ]
    failed = [row for row in shares if not row[-1] <= 0.8]
    assert len(shares) > 30
    assert len(failed) <= 0.15 * len(shares), failed


def test_every_verdict_is_one_of_the_table(well, sick):
    found = [patient.diagnosis() for patient in well[:10]]
    found += [diagnosis for rows in sick.values() for _, diagnosis in rows]
    for diagnosis in found:
        name = diagnosis.verdict
        assert ("stuck at ..." if name.startswith("stuck") else name) in VERDICTS


@pytest.mark.parametrize("n", [200, 300, 700])
def test_the_drawn_cats_at_the_usual_rate_are_told_to_go_on(n):
    images, Y, *_ = dnn.load_data()
    X = dnn.flatten_images(images)
    run = dnn.fit(X, Y, [12288, 20, 7, 5, 1], num_iterations=n)
    assert dnn.diagnose(run, X, Y).verdict in ("too short", "still falling", "has learnt little")
