"""What is checked of a training on a cluster before anything is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from dnn.activations import layer_activations
from dnn.checks.networks import network_dims
from dnn.dropout import layer_keep_probs
from dnn.engines.chunks import Network
from dnn.shapes import Array, parameter_names
from dnn.text import in_short
from dnn.training.layout import Layout


def check_client(client: Any) -> None:
    """Check that the client is one of a Dask cluster, which answers when it is asked."""
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ImportError(
            f"{error.name} is missing; training on a cluster comes with the extra 'cluster': "
            "pip install 'dnn-course[cluster]'"
        ) from None
    if not isinstance(client, Client) or client.asynchronous:
        what = "an asynchronous Client" if isinstance(client, Client) else in_short(client)
        raise ValueError(
            "client must be a distributed.Client, such as Client('tcp://scheduler:8786') or "
            f"Client(n_workers=2) for this machine; got {what}"
        )


def checked_chunks(load: Any, chunks: Any) -> list[Any]:
    """Return the chunks as a list, after checking that there are some, and what loads them."""
    if not callable(load):
        raise ValueError(f"load must be a function, chunk -> (X, Y); got {in_short(load)}")
    if isinstance(chunks, str | bytes) or not isinstance(chunks, Iterable):
        raise ValueError(
            f"chunks must be a list of what load is called with; got {in_short(chunks)}: pass "
            f"[{in_short(chunks)}] for one chunk"
        )
    listed = list(chunks)
    if not listed:
        raise ValueError("chunks is empty: there is no example to learn from")
    return listed


def checked_network(parameters: Mapping[str, Array], chosen: dict[str, Any]) -> Network:
    """Return what workers know of the network, after checking that they can train it."""
    dims = network_dims(parameters)
    _check_supported(chosen, len(dims) - 1)
    activations = layer_activations(len(dims) - 1, chosen["hidden"], chosen["output"])
    arrays = [parameters[name] for name in parameter_names(len(dims) - 1)]
    return Network(dims, tuple(activations), Layout.of([*arrays, np.zeros(0)]), chosen)


def _check_supported(chosen: Mapping[str, Any], L: int) -> None:
    """Refuse the hyperparameters that need to see all examples at once, where they are used."""
    refused = {
        "keep_prob": (
            any(keep < 1 for keep in layer_keep_probs(chosen["keep_prob"], L)),
            "dropout draws its masks for all examples from one stream, which no worker has; lambd "
            "works against overfitting here too",
        ),
        "class_weight": (
            chosen["class_weight"] is not None,
            "how many times an example counts depends on the labels of all chunks; let load repeat "
            "the examples of a rare class",
        ),
        "patience": (
            chosen["patience"] is not None,
            "it watches a validation set: watch one at the steps, and stop iterating",
        ),
    }
    for name, (is_used, why) in refused.items():
        if is_used:
            raise ValueError(f"{name} is {chosen[name]!r}, but a cluster trains without it: {why}")
