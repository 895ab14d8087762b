"""PyTorch, eager: nn.Linear, its losses, its optimisers, a plain loop."""

from __future__ import annotations

import torch

from benchmarks.jobs import ADAM, Array, Job
from benchmarks.sides import Outcome, now


def run(job: Job) -> Outcome:
    net = _network(job)
    X = torch.from_numpy(job.X.T)
    if job.output == "sigmoid":
        Y, loss_of = torch.from_numpy(job.Y.T), torch.nn.BCEWithLogitsLoss()
    else:
        Y, loss_of = torch.from_numpy(job.Y.argmax(axis=0)), torch.nn.CrossEntropyLoss()
    optimizer = _optimizer(job, net)
    costs: list[float] = []
    began = now()
    for i, columns in enumerate(job.columns()):
        rows = slice(None) if columns is None else torch.from_numpy(columns)
        optimizer.zero_grad()
        loss = loss_of(net(X[rows]), Y[rows])
        loss.backward()
        optimizer.step()
        if i % job.every == 0:
            costs.append(loss.item())
    return Outcome(costs, _parameters(net), began, now())


def _network(job: Job) -> torch.nn.Sequential:
    modules: list[torch.nn.Module] = []
    for l in range(1, job.L + 1):
        W, b = job.parameters[f"W{l}"], job.parameters[f"b{l}"]
        linear = torch.nn.Linear(W.shape[1], W.shape[0])
        linear.weight = torch.nn.Parameter(torch.tensor(W))
        linear.bias = torch.nn.Parameter(torch.tensor(b[:, 0]))
        modules += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*modules[:-1])


def _optimizer(job: Job, net: torch.nn.Module) -> torch.optim.Optimizer:
    if job.optimizer == "gd":
        return torch.optim.SGD(net.parameters(), lr=job.learning_rate)
    betas = ADAM["beta1"], ADAM["beta2"]
    return torch.optim.Adam(
        net.parameters(), lr=job.learning_rate, betas=betas, eps=ADAM["epsilon"]
    )


def _parameters(net: torch.nn.Sequential) -> dict[str, Array]:
    found = {}
    for l, linear in enumerate(net[0::2], start=1):
        found[f"W{l}"] = linear.weight.detach().numpy()
        found[f"b{l}"] = linear.bias.detach().numpy()[:, None]
    return found
