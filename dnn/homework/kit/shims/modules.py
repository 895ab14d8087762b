"""Modules beside a homework, missing helpers, and packages that are named by their folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location, spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from dnn.homework.cells import decoded, read_code
from dnn.homework.kit.beside import found_beside, supply_of
from dnn.homework.kit.faults import not_what_it_seems
from dnn.homework.kit.filling import LOADERS
from dnn.homework.kit.magics import as_python
from dnn.homework.kit.shims.rewriting import OWN, rewritten
from dnn.homework.kit.shims.world import World
from dnn.homework.kit.supplies import MARK

NOTEBOOK_IMPORTERS = ("import_ipynb", "nbimporter", "ipynb_importer")

__all__ = ["compiled", "lost_modules"]


def lost_modules(world: World) -> None:
    """Find modules beside the homework first, and supply missing ones last."""
    meta_path = list(sys.meta_path)
    world.patch(sys, "meta_path", [_Beside(world), *meta_path, _Missing(world)])


def compiled(text: str, name: str, world: World) -> CodeType:
    """Compile a source of a homework; what was supplied is compiled as it is."""
    return compile(text if MARK in text else rewritten(text, name, world), name, "exec")


class _Source(SourceLoader):
    """Load a source of a homework, or one that stands in; no byte code is kept."""

    def __init__(self, world: World, path: Path, text: str | None = None) -> None:
        self._world, self._path, self._text = world, path, text

    def get_filename(self, fullname: str) -> str:
        """Return where the source lies."""
        return str(self._path)

    def get_data(self, path: Any) -> bytes:
        """Return the source."""
        return self._path.read_bytes() if self._text is None else self._text.encode()

    def source_to_code(self, data: Any, path: Any = "<string>") -> CodeType:  # type: ignore[override]
        """Compile the source."""
        return compiled(decoded(bytes(data)), str(path), self._world)


class _Empty(Loader):
    """Load an empty module, or a package that stands for the homework's folder."""

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing: there is no code."""


class _Beside(MetaPathFinder):
    """Find modules that lie beside the homework, before all others."""

    def __init__(self, world: World) -> None:
        self._world = world

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a source exactly where its name says; a broken one is replaced."""
        top = fullname.split(".")[0]
        if top in sys.stdlib_module_names or top == "dnn":
            return None
        parts = ["dnn" if part == OWN else part for part in fullname.split(".")]
        place = self._world.folder.joinpath(*parts)
        for source in (place.with_name(f"{place.name}.py"), place / "__init__.py"):
            if source.is_file():
                fault = not_what_it_seems(source) if source.stat().st_size else None
                if fault is not None:
                    return supplied(fullname, self._world, f"{source.name} is {fault}")
                return spec_of(fullname, source, self._world)
        return None


class _Missing(MetaPathFinder):
    """Find modules that nobody else finds."""

    def __init__(self, world: World) -> None:
        self._world = world

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return a module of this last name beside the homework, a supply, or the folder."""
        world = self._world
        beside = found_beside(fullname, world.folder)
        if beside is not None and not not_what_it_seems(beside):
            world.note(f"{fullname}: {beside.name} beside the homework is imported")
            return spec_of(fullname, beside, world)
        notebook = world.folder / f"{fullname.split('.')[-1]}.ipynb"
        if notebook.is_file() and notebook.resolve() != world.path:
            world.note(f"{fullname}: the notebook {notebook.name} beside the homework is imported")
            world.keep_module(fullname)
            cells = map(as_python, read_code(notebook).cells)
            text = "\n".join(cell.text for cell in cells)
            return spec_from_loader(fullname, _Source(world, notebook, text))
        if fullname in NOTEBOOK_IMPORTERS:
            world.note(f"{fullname}: notebooks beside the homework can be imported anyway")
            world.keep_module(fullname)
            return ModuleSpec(fullname, _Empty())
        if any(module.startswith(f"{fullname}.") for module in world.wants.modules):
            world.note(f"the package {fullname}: the homework's folder")
            world.keep_module(fullname)
            return ModuleSpec(fullname, _Empty(), is_package=True)
        return supplied(fullname, world, f"{fullname} is not there")


def spec_of(fullname: str, source: Path, world: World) -> ModuleSpec | None:
    """Return the spec of a source of a homework."""
    world.keep_module(fullname)
    inner = [str(source.parent)] if source.name == "__init__.py" else None
    loader = _Source(world, source)
    return spec_from_file_location(
        fullname, source, loader=loader, submodule_search_locations=inner
    )


def supplied(fullname: str, world: World, why: str) -> ModuleSpec | None:
    """Return the spec of a helper module that stands in."""
    if fullname not in world.wants.modules:
        return None
    supply = supply_of(fullname, world.wants, world.edition.name)
    if supply is None:
        return None
    world.note(f"{why}: {supply.template} of edition {world.edition.name} stands in")
    world.keep_module(fullname)
    folder = world.course_folder() if supply.template in LOADERS else world.folder
    path = folder / f"{fullname.split('.')[-1]}.py"
    if supply.template in LOADERS:
        world.note(f"{path.name} loads datasets/ where it is there, else {world.data.said}")
    return spec_from_loader(fullname, _Source(world, path, supply.source))
