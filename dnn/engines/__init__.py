"""The same loop on other engines: another array library, many machines."""

from dnn.engines.chunks import ChunkError
from dnn.engines.cluster import train_on_cluster
from dnn.engines.loop import train
from dnn.engines.table import ENGINES

__all__ = ["ENGINES", "ChunkError", "train", "train_on_cluster"]
