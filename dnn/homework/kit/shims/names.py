"""Names that numpy, Pillow and Python had in earlier years."""

from __future__ import annotations

import builtins
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import numpy as np
from PIL import Image

from dnn.homework.kit.shims.world import World

__all__ = ["OLD_PILLOW", "old_numpy", "old_pillow", "old_python"]

OLD_NUMPY: Mapping[str, Any] = MappingProxyType(
    {
        "int": int, "float": float, "bool": bool, "object": object, "str": str, "long": int,
        "complex": complex, "float_": np.float64, "int_": np.int64, "Inf": np.inf,
        "Infinity": np.inf, "infty": np.inf, "NaN": np.nan, "product": np.prod,
        "cumproduct": np.cumprod, "sometrue": np.any, "alltrue": np.all, "round_": np.round,
        "in1d": np.isin, "row_stack": np.vstack, "asscalar": lambda a: np.asarray(a).item(),
        "trapz": np.trapezoid, "unicode_": np.str_, "string_": np.bytes_,
    }
)  # fmt: skip
OLD_PILLOW: Mapping[str, str] = MappingProxyType(
    {
        "ANTIALIAS": "LANCZOS", "LINEAR": "BILINEAR", "CUBIC": "BICUBIC", "NEAREST": "NEAREST",
        "BILINEAR": "BILINEAR", "BICUBIC": "BICUBIC", "LANCZOS": "LANCZOS",
    }
)  # fmt: skip
PYTHON_2: Mapping[str, Any] = MappingProxyType(
    {"xrange": range, "raw_input": lambda *said: builtins.input(*said), "unicode": str}
)


def old_numpy(world: World) -> None:
    """Give numpy the old names that the homework uses."""
    for name, value in OLD_NUMPY.items():
        if world.uses(rf"\b(?:np|numpy)\.{name}\b") and name not in vars(np):
            world.patch(np, name, value)
            world.note(f"np.{name}, which numpy has no longer: {getattr(value, '__name__', value)}")


def old_pillow(world: World) -> None:
    """Give Pillow the old names that the homework uses."""
    for name, value in OLD_PILLOW.items():
        if world.uses(rf"\b(?:Image\.|import .*){name}\b") and not hasattr(Image, name):
            world.patch(Image, name, Image.Resampling[value])
            world.note(f"Image.{name}, which Pillow has no longer: Image.Resampling.{value}")


def old_python(world: World) -> None:
    """Give a homework for an older Python the names that it uses, and input() an answer."""

    def answer(*_: Any) -> str:
        world.note("input(): nobody answers")
        return ""

    if world.imports("cPickle"):
        world.note("cPickle, which Python 3 has not: pickle")
        world.module("cPickle", vars(import_module("pickle")))
    if world.uses(r"\bclock\b") and not hasattr(time, "clock"):
        world.patch(time, "clock", time.perf_counter)
        world.note("time.clock, which Python has no longer: time.perf_counter")
    if not (sys.stdin and sys.stdin.isatty()):
        world.patch(builtins, "input", answer)
    for name, value in PYTHON_2.items():
        if world.uses(rf"\b{name}\b"):
            world.patch(builtins, name, value)
            world.note(f"{name}, which Python 3 has not: its successor")
