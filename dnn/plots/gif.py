"""Frames -> the bytes of a GIF whose frames share 256 colours, the frequent ones as they are."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from dnn.shapes import Array

__all__ = ["gif_of"]

EXACT = 64  # colours that are kept as they are; the others are means
SAMPLE = 12  # frames that the colours are taken from


def gif_of(frames: Sequence[Array], milliseconds: Sequence[int]) -> bytes:
    """Return a GIF that starts again at its end.

    Each pixel gets the nearest of 256 colours, without dithering: what stays as it is from one
    frame to the next takes no room.

    Parameters
    ----------
    frames : sequence of arrays of uint8, (height, width, 3)
        All of one size.
    milliseconds : sequence of int
        That each frame stands.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.plots.gif import gif_of
    >>> gif_of([np.zeros((4, 4, 3), np.uint8)], [100])[:6]
    b'GIF89a'
    """
    palette = _palette(frames)
    nearest, is_known = np.zeros(2**24, np.uint8), np.zeros(2**24, bool)
    pictures = []
    for frame in frames:
        codes = _codes(frame)
        new = np.unique(codes[~is_known[codes]])
        nearest[new], is_known[new] = _nearest(new, palette), True
        picture = Image.fromarray(nearest[codes])
        picture.putpalette(palette.ravel().tolist())
        pictures.append(picture)
    content, (first, *rest) = io.BytesIO(), pictures
    style = {"save_all": True, "append_images": rest, "duration": list(milliseconds), "loop": 0}
    first.save(content, "GIF", **style)
    return content.getvalue()


def _palette(frames: Sequence[Array]) -> Array:
    """Return at most 256 colours, one per row."""
    sample = np.concatenate(frames[:: -(-len(frames) // SAMPLE)])
    colours, counts = np.unique(_codes(sample), return_counts=True)
    frequent = _colours(colours[np.argsort(-counts, kind="stable")[:EXACT]])
    means = np.reshape(Image.fromarray(sample).quantize(256 - EXACT).getpalette() or [], (-1, 3))
    return np.concatenate([frequent, means])[:256].astype(np.uint8)


def _codes(frame: Array) -> Array:
    """Return each pixel as one number, 24 bits of red, green and blue."""
    red, green, blue = np.moveaxis(frame.astype(np.int32), -1, 0)
    return red << 16 | green << 8 | blue


def _colours(codes: Array) -> Array:
    """Return numbers of 24 bits as red, green and blue, one colour per row."""
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=-1)


def _nearest(codes: Array, palette: Array) -> Array:
    """Return for each colour the place of the nearest one of a palette."""
    apart = _colours(codes)[:, None].astype(np.float32) - palette[None]
    return np.argmin((apart**2).sum(axis=-1), axis=1)
