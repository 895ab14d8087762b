"""What notebooks have and scripts have not: get_ipython(), display(), the lines with % and !."""

from __future__ import annotations

import builtins
import os
import re
import shlex
import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from dnn.homework.cells import read_code
from dnn.homework.kit.shims.rewriting import rewritten
from dnn.homework.kit.shims.world import World

__all__ = ["Shell", "colab", "shell"]

QUIET = ("events", "enable_gui", "active_eventloop", "kernel")  # libraries ask for them


class Shell:
    """What get_ipython() returns."""

    def __init__(self, world: World) -> None:
        self._world = world

    def run_line_magic(self, name: str, line: str = "", *_: Any) -> Any:
        """Do what a % line does, as far as that means anything here."""
        does = LINE_MAGICS.get(name)
        if does is None:
            self._world.note(f"%{f'{name} {line}'.strip()}: not done")
            return None
        return does(self, line.strip())

    def magic(self, line: str) -> Any:
        """Do the same, with the name in the line."""
        name, _, rest = line.strip().lstrip("%").partition(" ")
        return self.run_line_magic(name, rest)

    run_magic = line_magic = magic

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Run the cell of a %% line, write it to a file, or leave it."""
        if name in ("time", "timeit", "capture", "prun"):
            self.run(cell)
        elif name == "writefile" and not os.path.exists(line.split()[-1]):
            with open(line.split()[-1], "w", encoding="utf-8") as file:
                file.write(cell)
        else:
            self._world.note(f"%%{name} {line}".rstrip() + ": not done")

    def run_cell(self, cell: str, *_: Any, **__: Any) -> None:
        """Run a cell."""
        self.run(cell)

    def system(self, command: str) -> None:
        """Run no command."""
        self._world.note(f"!{command.strip()}: not run")

    def getoutput(self, command: str) -> list[str]:
        """Run no command; it printed nothing."""
        self.system(command)
        return []

    def run(self, text: str, name: str = "<cell>") -> None:
        """Run code among the homework's names."""
        code = compile(rewritten(text, name, self._world), name, "exec")
        exec(code, self._world.namespace)

    def run_file(self, line: str) -> None:
        """Do %run: the script or notebook of this name, wherever it lies beside the homework."""
        words = [w for w in shlex.split(line, posix=False) if not w.startswith("-")]
        name = re.split(r"[\\/]", (words or [""])[0].strip("'\""))[-1]
        for spot in (name, f"{name}.py", f"{name}.ipynb"):
            path = self._world.folder / spot
            if path.is_file():
                if not os.path.isfile(words[0].strip("'\"")):
                    self._world.note(f"%run {line}: {spot} beside the homework is run")
                for cell in read_code(path).cells:
                    self.run(cell, str(path))
                return
        self._world.note(f"%run {line}: there is no such file, it is not run")

    def change_folder(self, line: str) -> None:
        """Do %cd."""
        os.chdir(os.path.expanduser(line.strip("'\"") or "."))

    def pylab(self, line: str) -> None:
        """Do %pylab: take np, plt and all names of pylab."""
        exec("from pylab import *\nimport numpy as np", self._world.namespace)

    def __getattr__(self, name: str) -> Any:
        """Return what does nothing, for all else that a shell can do."""
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in QUIET:
            self._world.note(f"get_ipython().{name}: does nothing")
        return _Nothing()


class _Nothing:
    """What does nothing, whatever it is asked for."""

    def __call__(self, *_: Any, **__: Any) -> None:
        """Do nothing."""

    def __getattr__(self, name: str) -> _Nothing:
        """Return the same."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self


# name of a % line -> what is done; what is not here is noted and left out
LINE_MAGICS: dict[str, Callable[[Shell, str], Any]] = {
    "run": Shell.run_file,
    "cd": Shell.change_folder,
    "pylab": Shell.pylab,
    "pwd": lambda shell, line: os.getcwd(),
    "time": lambda shell, line: shell.run(line),
    "timeit": lambda shell, line: shell.run(re.sub(r"^(-\w+\s*\d*\s+)*", "", line)),
}


def shell(world: World) -> None:
    """Give scripts and modules get_ipython() and display()."""
    ours = Shell(world)

    def get_ipython() -> Shell:
        return ours

    def display(*things: Any, **_: Any) -> None:
        world.note("display(): what is to be shown is printed as text")
        sys.stdout.writelines(f"{thing!r}\n" for thing in things)

    world.patch(builtins, "get_ipython", get_ipython)
    world.patch(builtins, "display", display)
    if not world.imports("IPython"):
        return
    if find_spec("IPython") is not None:
        import IPython

        world.patch(IPython, "get_ipython", get_ipython)
        world.patch(IPython.core.getipython, "get_ipython", get_ipython)
        world.patch(IPython.display, "display", display)
        for name in ("display", "HTML", "Image"):  # where they were until IPython 8
            if not hasattr(IPython.core.display, name):
                world.patch(IPython.core.display, name, getattr(IPython.display, name))
                if world.uses(rf"IPython\.core\.display import .*\b{name}\b"):
                    world.note(f"IPython.core.display.{name}: IPython.display.{name}")
        return
    world.note("IPython is not installed: get_ipython() and display() stand in")
    names = ("Image", "HTML", "SVG", "Markdown", "Latex", "Math", "YouTubeVideo", "IFrame", "Audio")
    world.module("IPython", {"get_ipython": get_ipython, "__path__": []})
    world.module(
        "IPython.display",
        {"display": display, "clear_output": _nothing, **dict.fromkeys(names, _nothing)},
    )


def colab(world: World) -> None:
    """Give homework from Colab its drive, which is empty, and its uploads, which are none."""
    if not world.imports("google") or "google.colab" in sys.modules:
        return
    world.note("google.colab: no drive is mounted, no file is fetched")
    drive, files = {"mount": _nothing}, {"upload": dict, "download": _nothing}
    for name, members in (("google.colab.drive", drive), ("google.colab.files", files)):
        if "google" not in sys.modules:
            world.module("google", {"__path__": []})
        if "google.colab" not in sys.modules:
            world.module("google.colab", {"__path__": []})
        world.module(name, members)


def _nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""
