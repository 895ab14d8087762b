"""A small network as a class."""
import argparse
import logging
import os

import h5py
import numpy as np

log = logging.getLogger(__name__)


class Network:
    def __init__(self, sizes, rate=0.0075):
        rng = np.random.RandomState(1)
        self.rate = rate
        self.W = [rng.randn(n, p) / np.sqrt(p) for p, n in zip(sizes, sizes[1:])]
        self.b = [np.zeros((n, 1)) for n in sizes[1:]]

    def forward(self, X):
        self.A = [X]
        for k, (W, b) in enumerate(zip(self.W, self.b)):
            Z = W @ self.A[-1] + b
            self.A.append(np.maximum(Z, 0) if k < len(self.W) - 1 else 1 / (1 + np.exp(-Z)))
        return self.A[-1]

    def step(self, X, Y):
        dZ = self.forward(X) - Y
        for k in reversed(range(len(self.W))):
            dW, db = dZ @ self.A[k].T / X.shape[1], dZ.mean(axis=1, keepdims=True)
            dZ = (self.W[k].T @ dZ) * (self.A[k] > 0)
            self.W[k] -= self.rate * dW
            self.b[k] -= self.rate * db


def load(folder, part):
    path = os.path.join(folder, "train_catvnoncat.h5") if part == "train" else os.path.join(folder, "test_catvnoncat.h5")
    with h5py.File(path, "r") as file:
        x, y = file[part + "_set_x"][:], file[part + "_set_y"][:]
    return x.reshape(len(x), -1).T / 255.0, y.reshape(1, -1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=5)
    options = parser.parse_args()
    X, Y = load("dataset", "train")
    network = Network([X.shape[0], 4, 1])
    for _ in range(options.steps):
        network.step(X, Y)
    Xt, Yt = load("dataset", "test")
    print("test accuracy", np.mean((network.forward(Xt) > 0.5) == Yt))


if __name__ == "__main__":
    main()
