"""What lies beside a homework, and what it and its own modules ask for together."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib.machinery import PathFinder
from pathlib import Path

from dnn.homework.cells import Code, decoded, read_code
from dnn.homework.kit.faults import not_what_it_seems
from dnn.homework.kit.supplies import MARK, Supply, names_of, supply_for, template_of
from dnn.homework.kit.wants import Wants, wants_of

__all__ = ["found_beside", "is_installed", "is_package", "read_wants", "supply_of"]

LIBRARIES = ("keras", "pandas", "sklearn", "tensorflow", "tflearn", "theano", "torch")


def read_wants(homeworks: Iterable[Code], folder: Path) -> Wants:
    """Return what homeworks ask for, and what the modules beside them ask for in turn."""
    wants, seen, made = Wants(), set(), set()
    queue = list(homeworks)
    while queue:
        one = queue.pop()
        if one.path.resolve() in seen:
            continue
        seen.add(one.path.resolve())
        asked = wants_of(one)
        for module, names in asked.modules.items():
            wants.modules.setdefault(module, set()).update(names)
        wants.starred |= asked.starred
        wants.unbound |= asked.unbound
        made |= asked.made
        wants.files |= asked.files
        wants.folders |= asked.folders
        wants.text += f"\n{asked.text}"
        queue += [read_code(path) for path in _siblings(asked, folder)]
    wants.unbound -= made
    return wants


def _siblings(wants: Wants, folder: Path) -> Iterator[Path]:
    """Yield the sources beside a homework that it imports or runs."""
    for module in wants.modules:
        path = found_beside(module, folder)
        if path is None or not_what_it_seems(path) or MARK in decoded(path.read_bytes()):
            continue
        yield path
    for module in wants.modules:
        path = folder / f"{module.split('.')[-1]}.ipynb"
        if path.is_file() and found_beside(module, folder) is None:
            yield path
    for name in wants.runs:
        path = folder / (name.replace("\\", "/").split("/")[-1].removesuffix(".py") + ".py")
        if path.is_file():
            yield path


def found_beside(module: str, folder: Path) -> Path | None:
    """Return the source of a module that lies in a folder, or where its packages say."""
    parts = module.split(".")
    tried = [folder.joinpath(*parts), folder / parts[-1]]
    if parts[0] == folder.resolve().name:
        tried.append(folder.joinpath(*parts[1:]))
    for place in tried:
        for path in (place.with_name(place.name + ".py"), place / "__init__.py"):
            if path.is_file():
                return path
    return None


def is_installed(module: str) -> bool:
    """Tell whether a module comes with Python, or is installed."""
    top = module.split(".")[0]
    if top in sys.stdlib_module_names or top in sys.builtin_module_names:
        return True
    elsewhere = [place for place in sys.path if place and "site-packages" in place]
    return top == "dnn" or PathFinder.find_spec(top, elsewhere or None) is not None


def supply_of(module: str, wants: Wants, edition: str) -> Supply | None:
    """Return the supply for a module that is not installed; None where there is none."""
    if is_installed(module) or module.split(".")[0] in LIBRARIES:
        return None
    others = wants.modules.keys() - {module}
    templates = {template_of(m.split(".")[-1], wants.unbound, edition) for m in others} - {None}
    elsewhere = {name for template in templates for name in names_of(str(template))}
    explicit = wants.modules[module]
    names = explicit | (wants.names_of(module) - elsewhere)
    return supply_for(module.split(".")[-1], names, edition, explicit)


def is_package(module: str, wants: Wants) -> bool:
    """Tell whether other modules are asked for inside of one, as in `from DNN.dnn_utils import`."""
    return any(other.startswith(f"{module}.") for other in wants.modules)
