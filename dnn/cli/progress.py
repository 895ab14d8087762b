"""The cost of a training while it runs: a live bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tqdm import tqdm

    from dnn.training.descent import Step
    from dnn.training.fit import Training

Item = TypeVar("Item")

SHORT = 10  # seconds that nobody needs to be told of
LIVE = 10  # iterations from one cost in the bar to the next: a cost costs time


def show_progress(steps: Iterable[Step], training: Training) -> Iterator[Step]:
    """Pass steps on and show their cost: in a live bar on a terminal, else in plain lines."""
    n, every = (training.task.chosen[name] for name in ("num_iterations", "every"))
    bar = live_bar(steps, n, training.state.iteration)
    return _in_lines(steps, n, every) if bar is None else _in_a_bar(bar, n)


def live_bar(items: Iterable[Item], n: int, start: int = 0, unit: str = "it") -> tqdm[Item] | None:
    """Return a bar over n items, where there is a terminal to show it and tqdm to draw it."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    try:
        from tqdm import tqdm
    except ImportError:
        return None
    try:
        wide = os.get_terminal_size(sys.stderr.fileno()).columns > 0  # 0: it does not know
    except (OSError, ValueError):
        wide = False
    return tqdm(
        items, total=n, initial=start, unit=unit, dynamic_ncols=wide, ncols=None if wide else 80
    )


def _in_a_bar(bar: tqdm[Step], n: int) -> Iterator[Step]:
    """Show the cost at the end of the bar."""
    with bar:
        for step in bar:
            if step.iteration % LIVE == 0 or step.iteration == n - 1:
                bar.set_postfix_str(f"cost {float(step.cost):.6f}", refresh=False)
            yield step


def _in_lines(steps: Iterable[Step], n: int, every: int) -> Iterator[Step]:
    """Write the costs that are recorded, and the last, as the course does; and what is left."""
    begun, start = perf_counter(), None
    for step in steps:
        start = step.iteration if start is None else start
        if step.iteration % every == 0 or step.iteration == n - 1:
            done = step.iteration - start
            left = time_left(perf_counter() - begun, done, n - 1 - step.iteration)
            print(f"Cost after iteration {step.iteration}: {step.cost}{left}", flush=True)
        yield step


def time_left(elapsed: float, done: int, left: int) -> str:
    """Say how long the iterations that are left will take, where that is long enough to tell.

    Examples
    --------
    >>> from dnn.cli.progress import time_left
    >>> time_left(60.0, 100, 1000), time_left(60.0, 100, 50), time_left(1.0, 100, 200)
    (', about 10 min left', ', about 30 s left', '')
    """
    seconds = elapsed / done * left if done else 0.0
    for size, unit in ((3600, "h"), (60, "min"), (1, "s")):
        if seconds >= 2 * size and seconds >= SHORT:
            return f", about {seconds / size:.0f} {unit} left"
    return ""
