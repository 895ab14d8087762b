"""A run as a file for other programs: the ending tells which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dnn.export.forms import needed
from dnn.export.onnx_model import to_onnx
from dnn.export.python_source import to_python
from dnn.export.torch_model import to_torch
from dnn.files.atomic import atomic_path
from dnn.run.folder import SavedRun
from dnn.text import listed

__all__ = ["EXPORTS", "export_run"]


def export_run(run: SavedRun, path: Path) -> None:
    """Write the network of a run, with its scaling inside, whole or not at all.

    Raises
    ------
    ValueError
        When the ending is that of no format.
    ImportError
        When the format needs a library that is not installed.
    OSError
        When the file cannot be written.
    """
    if path.suffix.lower() not in EXPORTS:
        raise ValueError(
            f"{path}: networks are written as {listed(EXPORTS)}; give the file one of these endings"
        )
    facts, scaling = run.facts, run.scaling
    options = {"hidden": facts.hidden, "output": facts.output}
    options |= {"transform": scaling.X, "target": scaling.Y}
    write = EXPORTS[path.suffix.lower()]
    with atomic_path(path) as temporary:
        write(run, options, temporary)


def _write_onnx(run: SavedRun, options: Mapping[str, Any], path: Path) -> None:
    """Write a model that ONNX Runtime and others load."""
    model = to_onnx(run.parameters, **options, classes=run.facts.classes)
    path.write_bytes(model.SerializeToString())


def _write_torch(run: SavedRun, options: Mapping[str, Any], path: Path) -> None:
    """Write a state dict, which torch.load reads with its safe default."""
    with open(path, "wb") as file:
        needed("torch").save(to_torch(run.parameters, **options).state_dict(), file)


def _write_python(run: SavedRun, options: Mapping[str, Any], path: Path) -> None:
    """Write a module that needs numpy alone."""
    source = to_python(run.parameters, **options, classes=run.facts.classes)
    path.write_text(source, encoding="utf-8")


EXPORTS: Mapping[str, Callable[[SavedRun, Mapping[str, Any], Path], None]] = MappingProxyType(
    {".onnx": _write_onnx, ".pt": _write_torch, ".py": _write_python}
)
