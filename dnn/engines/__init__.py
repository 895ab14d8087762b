"""The same loop on other engines: another array library, many machines."""

from dnn.engines.cluster import train_on_cluster as train_on_cluster
