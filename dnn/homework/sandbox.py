"""The process in which a homework's functions run: limits first, then the definitions, then checks.

``python -m dnn.homework.sandbox`` reads a job as JSON from its input and writes a line of JSON for
each exercise. It runs in an empty folder, see `dnn.homework.file_checks`.
"""

from __future__ import annotations

import ast
import contextlib
import ctypes
import importlib
import json
import linecache
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from dnn.homework.exercises import check_all
from dnn.homework.running import Stub
from dnn.homework.tasks import TASKS

CPU_SECONDS, MEMORY, FILE_SIZE = 120, 4 << 30, 1 << 20
MODULES = {
    *("numpy", "math", "copy", "random", "cmath", "itertools", "functools", "collections"),
    *(
        "typing",
        "operator",
        "time",
        "re",
        "string",
        "__future__",
        "warnings",
        "abc",
        "dataclasses",
        "scipy",
    ),
}
FORBIDDEN = (
    *("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "urllib.Request"),
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"),
    *("os.remove", "os.rename", "os.rmdir", "os.kill", "shutil.rmtree", "webbrowser.open"),
)
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2)


def limit() -> None:
    """Limit time, memory and files where the platform can; take the network away.

    On Linux the process leaves the network where the system allows it. Everywhere a hook of the
    interpreter refuses to connect, to start other programs and to write outside the folder.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        for kind, most in (
            (resource.RLIMIT_CPU, CPU_SECONDS),
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_FSIZE, FILE_SIZE),
        ):
            resource.setrlimit(kind, (most, most))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(NEW_USER | NEW_NETWORK)
    here = os.getcwd()

    def refuse(event: str, args: tuple[Any, ...]) -> None:
        if event in FORBIDDEN:
            raise PermissionError(f"a homework that is checked may not do this: {event}")
        if event == "open" and _writes(args) and not _is_inside(args[0], here):
            raise PermissionError(f"a homework that is checked may not write {args[0]}")

    sys.addaudithook(refuse)


def _writes(args: tuple[Any, ...]) -> bool:
    """Tell whether a file is opened to be written."""
    mode, flags = args[1], args[2]
    if isinstance(mode, str):
        return any(sign in mode for sign in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def _is_inside(path: Any, folder: str) -> bool:
    """Tell whether a path lies in a folder, or goes nowhere."""
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    full = os.path.realpath(os.fsdecode(path))
    return full == os.devnull or full.startswith(folder + os.sep)


def loaded(cells: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the namespace that definitions make; one that raises is left out.

    Examples
    --------
    >>> from dnn.homework.sandbox import loaded
    >>> loaded([("cell 1", "import numpy as np"), ("cell 2", "f = lambda x: np.exp(x)")])["f"](0)
    np.float64(1.0)
    """
    world: dict[str, Any] = {"__name__": "homework"}
    for k, (where, text) in enumerate(cells):
        label = f"<{where} {k}>"
        linecache.cache[label] = (len(text), None, text.splitlines(keepends=True), label)
        with contextlib.suppress(Exception):  # such as a default that only a run cell defines
            statement = ast.parse(text).body[0]
            if isinstance(statement, ast.Import | ast.ImportFrom):
                brought = imported(statement)
                world |= {n: v for n, v in brought.items() if not (_is_stub(v) and n in world)}
            else:
                exec(compile(text, label, "exec"), world)
    return world


def imported(statement: ast.Import | ast.ImportFrom) -> dict[str, Any]:
    """Return the names that an import brings; a library that mathematics does not need is a stub.

    A name that the course hands out stays missing: the checks supply it.
    """
    if isinstance(statement, ast.Import):
        return {
            part.asname or part.name.split(".")[0]: _module(
                part.name if part.asname else part.name.split(".")[0]
            )
            for part in statement.names
        }
    module = _module(statement.module or "")
    names = [part.name for part in statement.names]
    if isinstance(module, Stub):
        wanted = [part for part in statement.names if part.name not in _SUPPLIED]
        return {part.asname or part.name: module for part in wanted if part.name != "*"}
    if names == ["*"]:
        return {name: value for name, value in vars(module).items() if not name.startswith("_")}
    return {part.asname or part.name: getattr(module, part.name) for part in statement.names}


def _is_stub(value: Any) -> bool:
    """Tell what stands for a library that is not loaded; it displaces nothing."""
    return isinstance(value, Stub)


_SUPPLIED = {name for tasks in TASKS.values() for task in tasks for name in task.helpers}


def _module(name: str) -> Any:
    """Return a module of the list, or a stub."""
    if name.split(".")[0] in MODULES:
        with contextlib.suppress(ImportError):
            return importlib.import_module(name)
    return Stub()


def found(world: Mapping[str, Any]) -> list[str]:
    """Return the exercises that a namespace defines."""
    return [name for name in TASKS if name in world and not isinstance(world[name], Stub)]


def main() -> None:
    """Do the job: the names of the exercises first, then a result for each."""
    job = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    limit()
    world = loaded(job["cells"])
    names = [name for name in found(world) if job["only"] in (None, name)]
    print(json.dumps(names), file=answers, flush=True)
    for name in names:
        if name not in job["done"]:
            results = check_all(world, edition=job["edition"], lang=job["lang"], only=name)
            line = json.dumps(results[name].as_dict(), ensure_ascii=False)
            print(line, file=answers, flush=True)
    os._exit(0)  # threads with calls that do not end are left behind


if __name__ == "__main__":
    main()
