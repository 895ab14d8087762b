"""A small search that several tests stand on; as a program it runs one to a file."""

import sys

import numpy as np

from dnn.tuning import log_uniform, search, uniform

SPACE = {
    "learning_rate": log_uniform(1e-3, 30),
    "layers": [[4], [6, 3], []],
    "optimizer": ["gd", "momentum", "adam"],
    "lambd": uniform(0, 1),
    "mini_batch_size": [None, 32],
}


def crossed(m=90, seed=0):
    """Return points of the plane, and whether both their coordinates have one sign."""
    X = np.random.RandomState(seed).randn(2, m)
    return X, (X[:1] * X[1:] > 0).astype(int)


def wide(m=40, n_0=300):
    """Return examples with more features than twice their number."""
    rng = np.random.RandomState(1)
    X = rng.randn(n_0, m)
    return X, (rng.randn(1, n_0) @ X > 0).astype(int)


def rows_of(X, Y, budget=12, **options):
    """Return the rows of a short search."""
    return list(search(X, Y, SPACE, budget=budget, folds=3, num_iterations=60, **options))


if __name__ == "__main__":
    file, method, budget, n_jobs = sys.argv[1:]
    found = search(
        *crossed(),
        SPACE,
        method=method,
        budget=int(budget),
        folds=3,
        num_iterations=60,
        n_jobs=int(n_jobs),
        file=file,
    )
    for row in found:
        print(row["number"], flush=True)  # noqa: T201
