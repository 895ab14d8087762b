"""A film: frames, the iterations that they show, and the GIF or page made of them."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, NamedTuple

from matplotlib.animation import AbstractMovieWriter, HTMLWriter, PillowWriter
from matplotlib.figure import Figure

from dnn.checks.values import look_up
from dnn.files.atomic import atomic_path
from dnn.shapes import Array

__all__ = ["Film", "film_writer"]


class Film(NamedTuple):
    """A training in pictures; a notebook plays it, ``save`` writes it.

    Attributes
    ----------
    frames : tuple of arrays of uint8, (height, width, 3)
    iterations : tuple of int
        Of each frame.
    seconds : float
        That each frame stands.
    """

    frames: tuple[Array, ...]
    iterations: tuple[int, ...]
    seconds: float

    def __repr__(self) -> str:
        """Say how many frames there are, of which iterations."""
        return (
            f"Film(frames={len(self.frames)}, iterations={self.iterations[0]} to "
            f"{self.iterations[-1]})"
        )

    def _repr_html_(self) -> str:
        """Return the film as a GIF inside a page, as notebooks show it."""
        content = base64.b64encode(self.gif()).decode()
        return f'<img alt="{self!r}" src="data:image/gif;base64,{content}">'

    def gif(self) -> bytes:
        """Return the film as a GIF that starts again at its end."""
        return self._written(PillowWriter(self._speed), "film.gif")

    def html(self) -> str:
        """Return the film as a page with a slider and buttons, which needs nothing from elsewhere.

        The player is matplotlib's; its buttons get signs in place of a font from the network.
        """
        writer = HTMLWriter(self._speed, embed_frames=True, embed_limit=float("inf"))
        player = re.sub("<link[^>]*>", "", self._written(writer, "film.html").decode())
        return HEAD + player.replace("<img ", f'<img alt="{self!r}" ', 1)

    @property
    def _speed(self) -> Any:
        """Return the frames per second, as a fraction: the milliseconds of a frame stay whole."""
        return Fraction(1000, max(20, round(1000 * self.seconds)))

    def _written(self, writer: AbstractMovieWriter, name: str) -> bytes:
        """Return the bytes of the file that a writer makes of the frames, pixel by pixel."""
        height, width, _ = self.frames[0].shape
        figure = Figure((width, height), dpi=1)  # an inch is a pixel
        with TemporaryDirectory() as folder:
            path = Path(folder, name)
            with writer.saving(figure, path, dpi=1):
                for frame in self.frames:
                    figure.clear()
                    figure.figimage(frame)
                    writer.grab_frame()
            return path.read_bytes()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the film as .gif or .html, whole or not at all."""
        content = film_writer(path)(self)
        with atomic_path(path) as temporary:
            temporary.write_bytes(content)


WRITERS: Mapping[str, Callable[[Film], bytes]] = MappingProxyType(
    {".gif": Film.gif, ".html": lambda film: film.html().encode()}
)


def film_writer(path: str | os.PathLike[str]) -> Callable[[Film], bytes]:
    """Return what turns a film into the content of such a file.

    Raises
    ------
    ValueError
        When the name ends neither in .gif nor in .html.

    Examples
    --------
    >>> from dnn.plots.film import film_writer
    >>> film_writer("training.mp4")
    Traceback (most recent call last):
      ...
    ValueError: unknown kind of film '.mp4'. Known: .gif, .html
    """
    return look_up(WRITERS, Path(path).suffix.lower(), "kind of film")


HEAD = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>A training, iteration by iteration</title>
<style>
body {background: white; color: #1a1a1a; font-family: sans-serif; text-align: center}
.fa {font-style: normal}
.fa-minus::before {content: "\\2212"}
.fa-plus::before {content: "+"}
.fa-fast-backward::before {content: "|\\25C0"}
.fa-step-backward::before {content: "<"}
.fa-play::before {content: "\\25B6"}
.fa-flip-horizontal::before {content: "\\25C0"}
.fa-pause::before {content: "||"}
.fa-step-forward::before {content: ">"}
.fa-fast-forward::before {content: "\\25B6|"}
</style>
"""
