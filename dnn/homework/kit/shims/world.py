"""The surroundings of a homework while it runs: what was patched and what is to be undone."""

from __future__ import annotations

import gc
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

import numpy as np

from dnn.datasets.course import FILES
from dnn.homework.cells import Code
from dnn.homework.kit.beside import read_wants
from dnn.homework.kit.course_files import CourseData, find_data, write_part
from dnn.homework.kit.editions import told_edition
from dnn.homework.kit.filling import PLACES

__all__ = ["World"]

ABSENT = object()


class World:
    """All that a homework meets; a ``with`` block puts everything back at its end.

    Attributes
    ----------
    path, folder : Path
        The homework, and where it lies.
    text : str
        The code of the homework and of the modules beside it.
    notes : list of str
        What was stood in for, in order.
    namespace : dict
        The homework's names.
    """

    def __init__(
        self,
        homework: Code,
        *,
        edition: str | None = None,
        data: str | os.PathLike[str] | None = None,
    ) -> None:
        self.path = homework.path.resolve()
        self.folder = self.path.parent
        self.edition = told_edition(homework.text, edition)
        self.data: CourseData = find_data(data, [self.folder / place for place in PLACES])
        self.wants = read_wants([homework], self.folder)
        self.text = self.wants.text
        self.namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__}
        self.notes: list[str] = []
        self._stack = ExitStack()
        self._scratch: Path | None = None

    def __enter__(self) -> World:
        """Remember what a homework may change: the folder, the path, the streams, the figures."""
        state = np.random.get_state()
        self._stack.callback(np.random.set_state, state)
        self._stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("default")
        for kind in (DeprecationWarning, PendingDeprecationWarning, SyntaxWarning, ResourceWarning):
            warnings.simplefilter("ignore", kind)
        self._stack.callback(self._forget)
        self._stack.enter_context(np.errstate())
        self._stack.enter_context(np.printoptions())
        self._stack.callback(os.chdir, os.getcwd())
        self.patch(sys, "argv", [str(self.path)])
        self.patch(sys, "path", [str(self.folder), *sys.path])
        os.chdir(self.folder)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Put everything back."""
        self._stack.close()

    def _forget(self) -> None:
        """Let go of the homework's names, and close what it left open."""
        self.namespace.clear()
        gc.collect()

    def on_exit(self, undo: Any, *arguments: Any) -> None:
        """Call something at the end."""
        self._stack.callback(undo, *arguments)

    def enter(self, context: Any) -> Any:
        """Enter a context until the end."""
        return self._stack.enter_context(context)

    def note(self, said: str) -> None:
        """Note what was stood in for, once."""
        if said not in self.notes:
            self.notes.append(said)

    def uses(self, pattern: str) -> bool:
        """Tell whether the homework or a module beside it may use what a pattern says."""
        return re.search(pattern, self.text) is not None

    def imports(self, top: str) -> bool:
        """Tell whether the homework or a module beside it imports a package."""
        return any(module.split(".")[0] == top for module in self.wants.modules)

    def patch(self, owner: Any, name: str, value: Any) -> None:
        """Give an object an attribute until the end."""
        before = getattr(owner, name, ABSENT)
        setattr(owner, name, value)
        undo = (delattr, owner, name) if before is ABSENT else (setattr, owner, name, before)
        self._stack.callback(*undo)

    def module(self, name: str, members: Mapping[str, Any]) -> ModuleType:
        """Put a module in place until the end, also as an attribute of its package."""
        module = ModuleType(name, "A stand-in, see dnn.homework.kit.shims.")
        vars(module).update(members)
        self.keep_module(name)
        sys.modules[name] = module
        parent, _, own = name.rpartition(".")
        if parent in sys.modules:
            self.patch(sys.modules[parent], own, module)
        return module

    def keep_module(self, name: str) -> None:
        """See to it that the entry of a module is at the end what it is now."""
        before = sys.modules.get(name)
        if before is None:
            self._stack.callback(sys.modules.pop, name, None)
        else:
            self._stack.callback(sys.modules.__setitem__, name, before)

    def course_folder(self) -> Path:
        """Return a folder, removed at the end, with the two files under datasets/."""
        for part, name in FILES.items():
            path = self.scratch / "datasets" / name
            if not path.exists():
                write_part(path, part, self.data)
        return self.scratch

    @property
    def scratch(self) -> Path:
        """A folder that is removed at the end."""
        if self._scratch is None:
            self._scratch = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        return self._scratch
