"""A picture of any kind to the pixels that a network takes, and back to a file."""

from __future__ import annotations

import math
import os
import warnings
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from dnn.files.atomic import atomic_path
from dnn.files.ordinary import what_else_it_is
from dnn.shapes import Array

__all__ = ["Picture", "PictureError", "read_picture", "save_picture"]

MODES = {1: "L", 3: "RGB"}  # channels of a picture -> Pillow's name
DEEP = 65535  # white, in pictures of 16 bits per channel
BYTES = 358_000_000  # that a picture may take: 89 million pixels in colour, half of that if deep


class PictureError(ValueError):
    """A file is not a picture that can be read."""


class Picture(NamedTuple):
    """A picture as the network sees it, and what the file was."""

    pixels: npt.NDArray[np.uint8]
    width: int
    height: int
    kind: str


def read_picture(
    path: str | os.PathLike[str], image_shape: tuple[int, int, int] = (64, 64, 3)
) -> Picture:
    """Read a picture of any kind that Pillow reads, and scale it to the size of a network's.

    Parameters
    ----------
    path : path of the file
    image_shape : (height, width, channels)
        Channels are 3 (red, green, blue) or 1 (grey).

    Returns
    -------
    Picture
        ``pixels`` (height, width, channels) uint8; ``width``, ``height`` and ``kind`` of the file.

    Raises
    ------
    PictureError
        A ValueError that names the file: when it is missing, not a picture, damaged, holds NaN,
        infinity or negative numbers, or is so large that it may be a trap: the header declares
        more than 89 million pixels, or 44 million of more than 8 bits.

    Notes
    -----
    A picture that the camera turned is turned back, what is transparent becomes white, 16 bits
    become 8, and of an animation the first frame counts. The picture is scaled to the wanted size
    whatever its proportions, as in the course.

    Examples
    --------
    >>> from dnn.files.pictures import read_picture
    >>> read_picture("nowhere.png")
    Traceback (most recent call last):
    dnn.files.pictures.PictureError: nowhere.png: there is no such file
    """
    h, w, c = image_shape
    if c not in MODES:
        raise PictureError(f"pictures have 1 or 3 channels, but the network asks for {c}")
    name = os.fsdecode(path)
    try:
        _check_file(name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(name) as file:
                _check_size(name, file)
                turned = ImageOps.exif_transpose(file)
                scaled = _coloured(name, turned, MODES[c]).resize((w, h), Image.Resampling.BICUBIC)
                kind = file.format or "picture"
    except PictureError:
        raise
    except Exception as error:  # a damaged file makes Pillow's readers raise nearly anything
        apple = "; save it as JPEG" if name.lower().endswith((".heic", ".heif")) else ""
        raise PictureError(f"{name}: {_cause(error)}{apple}") from error
    return Picture(np.asarray(scaled).reshape(h, w, c), turned.width, turned.height, kind)


def save_picture(path: str | os.PathLike[str], pixels: Array) -> None:
    """Write pixels (height, width, channels) uint8 as a PNG of just this size, atomically.

    Examples
    --------
    >>> import os, tempfile
    >>> import numpy as np
    >>> from dnn.files.pictures import read_picture, save_picture
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "red.png")
    ...     save_picture(path, np.full((2, 2, 3), [255, 0, 0], dtype=np.uint8))
    ...     read_picture(path, (1, 1, 3)).pixels.tolist()
    [[[255, 0, 0]]]
    """
    image = Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)
    with atomic_path(path) as temporary:
        image.save(temporary, format="PNG")


def _check_file(name: str) -> None:
    """Refuse what is no ordinary file: a pipe or a device would keep us waiting."""
    if other := what_else_it_is(name):
        raise PictureError(f"{name}: is {other}, where a picture was expected")


def _check_size(name: str, image: Image.Image) -> None:
    """Refuse from the header alone what would take too much memory once it is converted."""
    needed = image.width * image.height * (8 if _is_deep(image) else 4)
    if needed > BYTES:
        raise PictureError(
            f"{name}: is {image.width} x {image.height}, which would take {needed / 1e6:.0f} MB "
            f"and more; at most {BYTES / 1e6:.0f} MB are taken, so scale it down first"
        )


def _is_deep(image: Image.Image) -> bool:
    """Tell whether a picture has more than 8 bits per channel."""
    return image.mode[0] in "IF"


def _coloured(name: str, image: Image.Image, mode: str) -> Image.Image:
    """Return the picture in 8 bits per channel, white where it is transparent."""
    if _is_deep(image):
        return _eight_bits(name, image).convert(mode)
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        image = image.convert("LA") if image.mode == "La" else image
        picture = image.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture).convert(mode)
    return image.convert("RGB").convert(mode)


def _eight_bits(name: str, image: Image.Image) -> Image.Image:
    """Return a grey picture of 16 or 32 bits in 8: black stays 0, white becomes 255."""
    shades = np.array(image, dtype=np.float32)  # exact for 16 bits
    darkest, brightest = float(shades.min()), float(shades.max())  # both NaN where one shade is
    if not (darkest >= 0 and math.isfinite(brightest)):
        raise PictureError(
            f"{name}: its shades go from {darkest:g} to {brightest:g}, but they must be numbers "
            "from 0 up"
        )
    whites = (1, 255) if image.mode == "F" else (DEEP,)
    white = next((white for white in whites if brightest <= white), brightest)
    shades *= 255 / white
    eight: npt.NDArray[Any] = np.rint(shades, out=shades).astype(np.uint8)
    return Image.fromarray(eight)


def _cause(error: Exception) -> str:
    """Say in one line why a picture could not be read."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, UnidentifiedImageError):
        return "is not a picture of a kind that can be read"
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        limit = (Image.MAX_IMAGE_PIXELS or 0) // 10**6
        return f"has more than {limit} million pixels, too many to be read; scale it down first"
    if isinstance(error, MemoryError):
        return "does not fit in memory"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read ({error.strerror})"
    reported = (str(error).splitlines() or [type(error).__name__])[0][:160]
    return f"cannot be read, the picture is damaged (reported: {reported})"
