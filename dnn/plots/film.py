"""A film: frames, the iterations that they show, and a GIF or a page made of them."""

from __future__ import annotations

import base64
import io
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from PIL import Image

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
        images = [Image.fromarray(f).quantize(128, dither=Image.Dither.NONE) for f in self.frames]
        content, duration = io.BytesIO(), max(20, round(1000 * self.seconds))
        options: dict[str, Any] = {"save_all": True, "append_images": images[1:], "loop": 0}
        images[0].save(content, format="GIF", duration=duration, **options)
        return content.getvalue()

    def html(self) -> str:
        """Return the film as a page with a slider and a button, which needs nothing else."""
        frames = [
            "data:image/png;base64," + base64.b64encode(_png(f)).decode() for f in self.frames
        ]
        values = {
            "FRAMES": json.dumps(frames),
            "ITERATIONS": json.dumps(self.iterations),
            "MILLISECONDS": str(round(1000 * self.seconds)),
            "LAST": str(len(frames) - 1),
        }
        page = PAGE
        for name, value in values.items():
            page = page.replace(name, value)
        return page

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


def _png(frame: Array) -> bytes:
    """Return one frame as the bytes of a PNG."""
    content = io.BytesIO()
    Image.fromarray(frame).save(content, format="PNG")
    return content.getvalue()


PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>A training, iteration by iteration</title>
<style>body {background: white; color: #1a1a1a; font-family: sans-serif; text-align: center}
input {width: 28em; max-width: 80%; vertical-align: middle}</style>
<img id="frame" alt=""><br>
<button id="play">pause</button>
<input id="place" type="range" min="0" max="LAST" value="0" aria-label="iteration">
<output id="said"></output>
<script>
const frames = FRAMES, iterations = ITERATIONS;
const [frame, play, place, said] = ["frame", "play", "place", "said"].map(
  name => document.getElementById(name));
let timer = null;
function show() {
  frame.src = frames[place.value];
  frame.alt = said.value = "after " + iterations[place.value] + " iterations";
}
function next() { place.value = (Number(place.value) + 1) % frames.length; show(); }
function toggle() {
  timer = timer === null ? setInterval(next, MILLISECONDS) : clearInterval(timer) || null;
  play.textContent = timer === null ? "play" : "pause";
}
place.addEventListener("input", () => { if (timer !== null) toggle(); show(); });
play.addEventListener("click", toggle);
show();
toggle();
</script>
</html>
"""
