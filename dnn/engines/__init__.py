"""The same loop on other engines: another array library, many machines."""

from dnn.engines.loop import train
from dnn.engines.table import ENGINES

__all__ = ["ENGINES", "train"]
