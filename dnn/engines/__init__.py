"""The same loop on other engines: another array library, many machines."""

from dnn.engines.chunks import ChunkError
from dnn.engines.cluster import train_on_cluster

__all__ = ["ChunkError", "train_on_cluster"]
