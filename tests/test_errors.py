"""Every error of the package survives what errors go through: copies, pickles, other processes."""

import copy
import importlib
import inspect
import multiprocessing
import pickle
import pkgutil

import numpy as np
import pytest

import dnn
from dnn.checks.arguments import Argument, ArgumentError
from dnn.engines import ChunkError
from dnn.training.divergence import DivergenceError
from dnn.training.keeper import FurtherError


def errors():
    """Return every class of exception that a module of the package defines."""
    found = set()
    for module in pkgutil.walk_packages(dnn.__path__, "dnn."):
        if not module.name.endswith("__main__"):
            names = vars(importlib.import_module(module.name)).values()
            found |= {n for n in names if inspect.isclass(n) and issubclass(n, BaseException)}
    return sorted((e for e in found if e.__module__.startswith("dnn.")), key=str)


def made(kind):
    """Return an error as the package makes it, with something noted on it."""
    if kind is DivergenceError:
        error = DivergenceError("it diverged", 7, 2, {"W1": np.eye(2), "b1": np.ones((2, 1))})
        error.costs = [np.array(0.5), np.array(0.25)]
    elif kind is FurtherError:
        error = FurtherError("it stands at iteration 7 already", 7)
    elif kind is ChunkError:
        error = ChunkError("X is (4, 0): there is no example (column) to learn from", "part-2.npy")
    elif issubclass(kind, ArgumentError):
        error = kind("leave it out with ", Argument("skip_broken", True))
    else:
        error = kind("what was expected, and what came")
    error.add_note("to go on: dnn train --resume run")
    return error


def as_told(error):
    """Return all that an error says."""
    attributes = {
        name: {k: v.tolist() for k, v in value.items()} if name == "parameters" else value
        for name, value in vars(error).items()
    }
    return type(error), str(error), error.args, attributes


def test_the_errors_are_found():
    names = {error.__name__ for error in errors()}
    assert {"DataError", "DivergenceError", "PictureError", "RunError", "ShapeError"} <= names


@pytest.mark.parametrize("kind", errors(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(
    "again",
    [copy.copy, copy.deepcopy]
    + [lambda e, p=p: pickle.loads(pickle.dumps(e, p)) for p in range(pickle.HIGHEST_PROTOCOL + 1)],
)
def test_an_error_comes_back_whole(kind, again):
    error = made(kind)
    assert as_told(again(error)) == as_told(error)


def diverge(rate):
    X, Y = np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0.0, 5.0, 1.0, 9.0]])
    dnn.fit(X, Y, [1, 1], output="linear", learning_rate=rate, num_iterations=3000, every=1)


def test_an_error_arrives_from_another_process():
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        result = pool.map_async(diverge, [1e3])
        with pytest.raises(DivergenceError, match="training diverged") as caught:
            result.get(timeout=120)
    assert caught.value.parameters["W1"].shape == (1, 1)
    assert len(caught.value.costs) > 1
