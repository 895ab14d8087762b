"""A film: frames, the moments that they show, and the GIF or page made of them."""

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

from matplotlib.animation import HTMLWriter
from matplotlib.figure import Figure

from dnn.checks.values import look_up
from dnn.files.atomic import atomic_path
from dnn.plots.gif import gif_of
from dnn.shapes import Array

__all__ = ["TICK", "Film", "film_writer"]

TICK = 0.08  # seconds, of a frame that moves


class Film(NamedTuple):
    """A training or a pass in pictures; a notebook plays it, ``save`` writes it.

    Attributes
    ----------
    frames : tuple of arrays of uint8, (height, width, 3)
    moments : tuple of int or str
        What each frame shows: so many iterations, or a step.
    seconds : float
        That each frame stands.
    leading : tuple of tuples of arrays
        The frames that lead up to each frame, ``TICK`` seconds each: a GIF moves through them, a
        page leaves them out.
    unit : str
        What the moments are.
    title : str
        Of the page.
    lang : str
        The language of its pictures.
    """

    frames: tuple[Array, ...]
    moments: tuple[int | str, ...]
    seconds: float
    leading: tuple[tuple[Array, ...], ...] = ()
    unit: str = "iterations"
    title: str = "A training, iteration by iteration"
    lang: str = "en"

    @property
    def iterations(self) -> tuple[int | str, ...]:
        """The iterations that the frames of a training show."""
        return self.moments

    def __repr__(self) -> str:
        """Say how many frames there are, of which moments."""
        first, *_, last = (*self.moments, self.moments[-1])
        return f"Film(frames={len(self.frames)}, {self.unit}={first} to {last})"

    def _repr_html_(self) -> str:
        """Return the film as a GIF inside a page, as notebooks show it."""
        content = base64.b64encode(self.gif()).decode()
        return f'<img alt="{self!r}" src="data:image/gif;base64,{content}">'

    def gif(self) -> bytes:
        """Return the film as a GIF that starts again at its end."""
        leading = self.leading or ((),) * len(self.frames)
        shown = [
            (frame, _milliseconds(seconds))
            for before, still in zip(leading, self.frames, strict=True)
            for frame, seconds in [*((frame, TICK) for frame in before), (still, self.seconds)]
        ]
        return gif_of(*zip(*shown, strict=True))

    def html(self) -> str:
        """Return the film as a page with a slider and buttons, which needs nothing from elsewhere.

        The player is matplotlib's; its buttons get signs in place of a font from the network.
        """
        speed: Any = Fraction(1000, _milliseconds(self.seconds))  # so that these stay whole
        endless: Any = float("inf")
        writer: Any = HTMLWriter(speed, embed_frames=True, embed_limit=endless)
        height, width, _ = self.frames[0].shape
        figure = Figure((width, height), dpi=1)  # an inch is a pixel
        with TemporaryDirectory() as folder:
            path = Path(folder, "film.html")
            with writer.saving(figure, path, dpi=1):
                for frame in self.frames:
                    figure.clear()
                    figure.figimage(frame)
                    writer.grab_frame()
            player = re.sub("<link[^>]*>", "", path.read_text())
        head = HEAD.replace("LANG", self.lang).replace("TITLE", self.title)
        return head + player.replace("<img ", f'<img alt="{self!r}" ', 1)

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


def _milliseconds(seconds: float) -> int:
    """Return whole milliseconds, no fewer than players keep to."""
    return max(20, round(1000 * seconds))


HEAD = """<!DOCTYPE html>
<html lang="LANG">
<meta charset="utf-8">
<title>TITLE</title>
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
