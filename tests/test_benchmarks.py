"""The benchmarks measure what they say: every side computes the same, and the commands run."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

import dnn

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def found(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)


@pytest.fixture
def without_torch_and_jax(monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "benchmarks.sides.find_spec", lambda name: None if name in ("torch", "jax") else find(name)
    )


@pytest.mark.parametrize("dims", [[30, 4, 3, 1], [30, 5, 1], [30, 1]])
def test_the_textbook_loop_computes_what_dnn_computes(dims):
    from benchmarks import textbook

    rng = np.random.default_rng(0)
    X, Y = rng.random((30, 12)), rng.integers(2, size=(1, 12))
    start = dnn.initialize_parameters_deep(dims)
    ours, costs = dnn.L_layer_model(X, Y, dims, 0.1, 60, parameters=start, every=20)
    theirs, theirs_costs = textbook.train(X, Y, start, 0.1, 60, every=20)
    np.testing.assert_allclose(theirs_costs, costs, rtol=1e-12)
    for name, p in ours.items():
        np.testing.assert_allclose(theirs[name], p, rtol=1e-9, atol=1e-12)


@pytest.mark.usefixtures("without_torch_and_jax")
def test_the_headline_runs_and_names_the_sides_that_are_not_there(capsys):
    from benchmarks.__main__ import main

    sides = ["textbook", "dnn", "dnn-plain", "floor", "floor-plain", "torch", "jax"]
    tiny = ["--iterations", "5", "--examples", "10", "--layers", "12288", "3", "1"]
    assert main(["headline", "--threads", "1", "--repeats", "1", *tiny, "--sides", *sides]) == 0
    told = capsys.readouterr().out
    assert "PyTorch eager: not installed, skipped" in told
    assert "JAX jit: not installed, skipped" in told
    assert "textbook loop / dnn, whole job:" in told
    assert "All sides computed the same costs" in told


@pytest.mark.usefixtures("without_torch_and_jax")
def test_the_mini_batches_run_and_print_a_table_for_the_readme(capsys):
    from benchmarks.__main__ import main

    tiny = ["--examples", "100", "--layers", "6", "5", "4", "3", "--dtypes", "float64"]
    chosen = ["--optimizers", "adam", "--sides", "dnn", "floor-plain"]
    options = ["--threads", "1", "--repeats", "1", "--markdown"]
    assert main(["minibatch", *options, *tiny, *chosen]) == 0
    assert "| dnn " in capsys.readouterr().out


def test_the_engines_compute_what_dnn_computes(capsys):
    from benchmarks.__main__ import main

    tiny = ["--iterations", "3", "--epochs", "1", "--examples", "300"]
    sides = ["--sides", "dnn", "engine-numpy"]
    assert main(["engines", "--threads", "1", "--repeats", "1", *tiny, *sides]) == 0
    assert capsys.readouterr().out.count("All sides computed the same costs") == 3


@pytest.mark.long
def test_the_cluster_runs_and_all_ways_come_to_the_same_cost(capsys):
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    from benchmarks.__main__ import main

    tiny = ["--examples", "64", "--widths", "3", "--workers", "1", "--chunks", "2"]
    options = ["--threads", "1", "--repeats", "1", "--iterations", "2"]
    assert main(["cluster", *options, *tiny]) == 0
    told = capsys.readouterr().out
    assert "workers 1, chunks 2, Dask's arrays" in told
    assert "All ways came to the same cost" in told


def test_a_side_that_computes_something_else_is_told():
    from benchmarks.comparison import disagreements

    right = {"final": 0.5, "costs": [0.7, 0.6]}
    measured = {"dnn": [right], "torch": [right | {"costs": [0.7, 0.66]}]}
    assert disagreements(measured) == pytest.approx({"dnn": 0, "torch": 0.1})


def test_a_slope_is_the_exponent_of_the_largest_sizes():
    from benchmarks.growth import slope

    assert slope((1, 2, 4, 8), [9.0, 4.0, 16.0, 64.0]) == pytest.approx(2)
