"""The cost of a training while it runs: a live bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tqdm import tqdm

    from dnn.training.descent import Step
    from dnn.training.fit import Training

Item = TypeVar("Item")

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
    """Write the costs that are recorded, and the last, as the course does."""
    for step in steps:
        if step.iteration % every == 0 or step.iteration == n - 1:
            print(f"Cost after iteration {step.iteration}: {step.cost}", flush=True)
        yield step
