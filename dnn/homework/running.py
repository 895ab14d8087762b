"""A learner's function is called: quietly, in time, apart from all else, whatever it does."""

from __future__ import annotations

import contextlib
import ctypes
import io
import signal
import threading
import types
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np


class TimeIsUp(BaseException):
    """Raised inside a function that does not end; no ``except Exception`` holds it up."""


def in_time(work: Callable[[], Any], seconds: float) -> tuple[Any, bool]:
    """Return what work returns and True, or None and False where it does not end in time.

    It runs in a thread of its own, so a limit holds wherever it is called from: in a script, a
    notebook, a thread, on every platform. A loop in Python is then ended by an exception raised
    inside it. A single call into C, which no exception reaches, is left behind in its thread,
    which ends with the process; the caller goes on.
    """
    done: list[Any] = []

    def run() -> None:
        with contextlib.suppress(TimeIsUp):
            done.append(work())

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    worker.join(seconds)
    for _ in range(20):  # a bare `except:` in the loop may swallow the first
        if not worker.is_alive():
            break
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(worker.ident or 0), ctypes.py_object(TimeIsUp)
        )
        worker.join(0.05)
    return (done[0], True) if done else (None, False)


MEMORY = 4 << 30  # bytes that a check may take beside what the process has


@contextlib.contextmanager
def limited_memory(most: int = MEMORY) -> Iterator[None]:
    """Let what runs inside take only so much more memory; beyond that it raises MemoryError.

    That takes Linux and the main thread, as in a notebook there. Elsewhere nothing is limited:
    `dnn check` runs a homework in a process of its own, which is.
    """
    try:
        import resource

        with open("/proc/self/statm") as file:
            taken = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        taken = 0
    if not taken or threading.current_thread() is not threading.main_thread():
        yield
        return
    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = taken + most
    ends = [end for end in (before, hard) if end != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([wanted, *ends]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, hard))


@contextlib.contextmanager
def ending_after(seconds: float | None) -> Iterator[None]:
    """Raise TimeIsUp in what runs inside once so many seconds have passed; None is no limit.

    In the main thread of a system with signals this ends even a call that waits, such as input().
    Elsewhere it is raised between two lines of Python.
    """
    said = f"it was ended after {seconds:g} seconds" if seconds is not None else ""
    is_main = threading.current_thread() is threading.main_thread()
    if seconds is None:
        yield
    elif is_main and hasattr(signal, "setitimer"):

        def end(*_: Any) -> None:
            raise TimeIsUp(said)

        before = signal.signal(signal.SIGALRM, end)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
    else:
        thread = ctypes.c_ulong(threading.get_ident())
        raised = ctypes.py_object(TimeIsUp)
        timer = threading.Timer(
            seconds, ctypes.pythonapi.PyThreadState_SetAsyncExc, (thread, raised)
        )
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Let nothing out, neither prints nor warnings; the stream of numpy stays where it was."""
    stream = np.random.get_state()
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            np.random.set_state(stream)


class Stub:
    """Stands for a library that draws or loads: every name is there and does nothing."""

    def __getattr__(self, name: str) -> Stub:
        """Return the stub for every name but Python's own."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: Any, **__: Any) -> Stub:
        """Do nothing."""
        return self

    def __getitem__(self, key: Any) -> Stub:
        """Return the stub."""
        return self

    def __setitem__(self, key: Any, value: Any) -> None:
        """Do nothing."""

    def __iter__(self) -> Iterator[Stub]:
        """Return a pair, as plt.subplots() does."""
        return iter((self, self))


DRAWING = ("matplotlib", "pylab", "seaborn", "IPython", "tqdm")


def isolated(
    function: Callable[..., Any],
    helpers: Mapping[str, Any],
    replaced: Mapping[str, Any] | None = None,
) -> Callable[..., Any]:
    """Return the function in a copy of its world.

    In that copy print and drawing do nothing, a name that is missing is taken from the helpers
    (the course hands them out), and some names are replaced. The learner's own world stays.
    """
    if not isinstance(function, types.FunctionType):
        return function
    home = function.__globals__
    world = {name: _tamed(value) for name, value in home.items()}
    for name, value in home.items():
        if isinstance(value, types.FunctionType) and value.__globals__ is home:
            world[name] = _moved(value, world)
    for name, value in {"print": _silent, "input": _refuse, **helpers}.items():
        if name not in world:
            world[name] = value
    world |= replaced or {}
    return _moved(function, world)


def _moved(function: types.FunctionType, world: dict[str, Any]) -> types.FunctionType:
    """Return a function that looks its names up in another world."""
    moved = types.FunctionType(
        function.__code__, world, function.__name__, function.__defaults__, function.__closure__
    )
    moved.__kwdefaults__ = function.__kwdefaults__
    moved.__dict__.update(function.__dict__)
    return moved


def _tamed(value: Any) -> Any:
    """Return a stub for a library that draws, anything else as it is."""
    if isinstance(value, types.ModuleType) and value.__name__.split(".")[0] in DRAWING:
        return Stub()
    return value


def _silent(*_: Any, **__: Any) -> None:
    """Print nothing."""


def _refuse(*_: Any, **__: Any) -> str:
    """Ask nobody."""
    raise EOFError("a function that is checked cannot ask for input")
