"""Checkpoints of a training: read at its start, written on its way."""

from __future__ import annotations

import os
from functools import cached_property
from typing import Any

from dnn.checks.warning import warn_user
from dnn.files.atomic import remove_leftovers
from dnn.shapes import Array
from dnn.training import checkpoint
from dnn.training.descent import State
from dnn.training.history import History
from dnn.training.task import Task


class FurtherError(ValueError):
    """A checkpoint has more iterations behind it than are asked for, ``iterations``."""

    def __init__(self, message: str, iterations: int) -> None:
        super().__init__(message)
        self.iterations = iterations

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it be copied and pickled whole: it is made by two arguments."""
        return type(self), (*self.args, self.iterations), self.__dict__


class Keeper:
    """Reads and writes the checkpoint of one training; a failure to write is warned of once."""

    def __init__(
        self, path: str | os.PathLike[str], every: int, task: Task, arrays: tuple[Array, ...]
    ) -> None:
        self.path = os.fspath(path)
        self.every = every
        self.task = task
        self.arrays = arrays  # as they were given
        self.has_failed = False

    @cached_property
    def data(self) -> str:
        """Return what tells these arrays from others."""
        return checkpoint.fingerprint(*self.arrays)

    def read(self) -> tuple[State, History] | None:
        """Return where the checkpoint stands, None where there is none; nothing is written.

        Raises
        ------
        ValueError
            When it is damaged, of another training, or beyond the number of iterations.
        """
        if not os.path.exists(self.path):
            return None
        chosen = self.task.chosen
        found = checkpoint.resume_checkpoint(self.path, self.task.dims, chosen, self.data)
        if found.state.iteration > chosen["num_iterations"]:
            raise FurtherError(
                f"{self.path}: stands at iteration {found.state.iteration} already, beyond "
                f"num_iterations = {chosen['num_iterations']}",
                found.state.iteration,
            )
        return found.state, found.history

    def write(self, state: State, history: History) -> None:
        """Write a checkpoint; the old one stays whole until the new one is."""
        if state.iteration == 0:
            return
        chosen, m = dict(self.task.chosen), self.task.Y.shape[1]
        try:
            checkpoint.save_checkpoint(
                self.path, checkpoint.Checkpoint(state, history, chosen, self.data, m)
            )
        except OSError as error:
            if not self.has_failed:
                warn_user(
                    f"the checkpoint {self.path} could not be written after iteration "
                    f"{state.iteration - 1} ({error}); training goes on"
                )
            self.has_failed = True

    def remove_leftovers(self) -> None:
        """Remove what a training that was killed while it wrote has left."""
        remove_leftovers(self.path)
