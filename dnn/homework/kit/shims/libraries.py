"""What libraries did in earlier years: the pictures of scipy, windows, old styles, fonts."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from PIL import Image

from dnn.homework.kit.shims.files import finding, place_of
from dnn.homework.kit.shims.names import OLD_PILLOW
from dnn.homework.kit.shims.world import World
from dnn.homework.running import Stub
from dnn.shapes import Array

__all__ = [
    "old_fonts",
    "old_matplotlib",
    "old_scipy",
    "ornaments",
    "picture_libraries",
]

WINDOWS = ("imshow", "waitKey", "destroyAllWindows", "namedWindow", "destroyWindow")
PICTURE_LIBRARIES = ("imageio", "cv2", "skimage")


def old_matplotlib(world: World) -> None:
    """Draw without windows, and take the names of backends and styles as they come."""
    import matplotlib
    from matplotlib import pyplot as plt

    world.enter(matplotlib.rc_context())
    backend = matplotlib.get_backend()
    world.on_exit(plt.uninstall_repl_displayhook)
    world.on_exit(plt.switch_backend, backend)
    world.on_exit(plt.close, "all")
    plt.switch_backend("agg")

    def use(name: str, *_: Any, **__: Any) -> None:
        if name.lower() != "agg":
            world.note(f"matplotlib.use({name!r}): pictures are drawn without a window")

    def show(*_: Any, **__: Any) -> None:
        world.note("plt.show(): pictures are drawn and not shown")
        plt.close("all")

    def use_style(style: Any) -> None:
        if (
            isinstance(style, str)
            and style.startswith("seaborn")
            and style not in plt.style.available
        ):
            world.note(f"the style {style!r}: seaborn-v0_8{style.removeprefix('seaborn')}")
            style = f"seaborn-v0_8{style.removeprefix('seaborn')}"
        before(style)

    before = plt.style.use
    world.patch(matplotlib, "use", use)
    world.patch(plt, "switch_backend", use)
    world.patch(plt, "show", show)
    world.patch(plt.style, "use", use_style)
    if world.uses(r"\bhold\(") and not hasattr(plt, "hold"):
        world.note("plt.hold, which matplotlib has no longer: it holds anyway")
        world.patch(plt, "hold", lambda *_: None)
    if world.uses(r"\bcm\.get_cmap\b") and not hasattr(matplotlib.cm, "get_cmap"):
        world.note("matplotlib.cm.get_cmap, which is no more: plt.get_cmap")
        world.patch(matplotlib.cm, "get_cmap", plt.get_cmap)


def old_fonts(world: World) -> None:
    """Take matplotlib's own font where a homework names a font file of another machine."""
    from matplotlib.font_manager import FontProperties

    def set_file(font: Any, file: Any) -> None:
        if file is not None and not os.path.isfile(file):
            world.note(f"the font {file} is not there: matplotlib's own is taken")
            file = None
        before(font, file)

    before = FontProperties.set_file
    world.patch(FontProperties, "set_file", set_file)


def ornaments(world: World) -> None:
    """Stand in for libraries that only adorn: seaborn's styles, tqdm's bars."""
    for name in ("seaborn", "tqdm"):
        if world.imports(name) and find_spec(name) is None:
            world.note(f"{name} is not installed: it does nothing")
            members: dict[str, Any] = {"__path__": [], "__getattr__": lambda _: Stub()}
            plain = dict.fromkeys(("tqdm", "trange", "tqdm_notebook"), _as_it_is)
            world.module(name, members | (plain if name == "tqdm" else {}))


def _as_it_is(steps: Any, *_: Any, **__: Any) -> Any:
    """Return what is gone through, or a range of so many steps."""
    return range(steps) if isinstance(steps, int) else steps


# --- pictures -----------------------------------------------------------------------------------


class Pictures:
    """Reading, scaling and writing pictures by Pillow, in the ways of several libraries."""

    def __init__(self, world: World) -> None:
        self._world = world

    def read(self, path: Any, flatten: bool = False, mode: str | None = None, **_: Any) -> Array:
        """Return the pixels of a picture, (height, width, 3)."""
        is_path = isinstance(path, str | os.PathLike)
        with Image.open(place_of(path, self._world) if is_path else path) as picture:
            grey = flatten or mode in ("L", "F")
            return np.asarray(picture.convert("L" if grey else mode or "RGB"))

    def resize(self, pixels: Any, size: Any, interp: str = "bilinear", **_: Any) -> Array:
        """Return a picture scaled to (height, width), to a fraction, or to so many per cent."""
        picture = Image.fromarray(as_bytes(pixels))
        if isinstance(size, int | float | np.number):
            factor = size / 100 if isinstance(size, int | np.integer) else float(size)
            height, width = round(picture.height * factor), round(picture.width * factor)
        else:
            height, width = (int(side) for side in tuple(size)[:2])
        return np.asarray(
            picture.resize(
                (width, height), Image.Resampling[OLD_PILLOW.get(interp.upper(), "BILINEAR")]
            )
        )

    def write(self, path: Any, pixels: Any, **_: Any) -> None:
        """Write a picture."""
        Image.fromarray(as_bytes(pixels)).save(path)


def as_bytes(pixels: Any) -> Array:
    """Return pixels as uint8; those of another kind are stretched from 0 to 255."""
    pixels = np.asarray(pixels)
    if pixels.dtype == np.uint8:
        return pixels
    low, high = float(pixels.min()), float(pixels.max())
    return np.asarray((pixels - low) * (255 / ((high - low) or 1)) + 0.5).astype(np.uint8)


def old_scipy(world: World) -> None:
    """Give scipy the pictures that it had; where it is not installed, stand in for these alone."""
    if not world.imports("scipy") and not world.uses(r"\bscipy\b"):
        return
    pictures = Pictures(world)

    def noted(name: str, does: Any) -> Any:
        def call(*args: Any, **options: Any) -> Any:
            world.note(f"{name}, which scipy has no longer: Pillow does it")
            return does(*args, **options)

        return call

    if find_spec("scipy") is None:
        world.note("scipy is not installed: its functions for pictures stand in")
        world.module("scipy", {"__path__": []})
        world.module("scipy.ndimage", {})
    else:
        import_module("scipy.ndimage")
    members = {
        "imread": noted("scipy.misc.imread", pictures.read),
        "imresize": noted("scipy.misc.imresize", pictures.resize),
        "imsave": noted("scipy.misc.imsave", pictures.write),
        "toimage": noted("scipy.misc.toimage", lambda a, **_: Image.fromarray(as_bytes(a))),
    }
    with suppress(ImportError):
        members = vars(import_module("scipy.misc")) | members
    world.module("scipy.misc", members)
    ndimage = sys.modules["scipy.ndimage"]
    world.patch(ndimage, "imread", noted("scipy.ndimage.imread", pictures.read))


def picture_libraries(world: World) -> None:
    """Stand in for imageio, cv2 and skimage, as far as homework uses them for one picture."""
    pictures = Pictures(world)

    def scaled(pixels: Any, size: Any, *_: Any, **__: Any) -> Array:
        return pictures.resize(pixels, size) / 255

    def turned(pixels: Any, size: Any, *_: Any, **__: Any) -> Array:
        return pictures.resize(pixels, (size[1], size[0]))

    def unseen(*_: Any, **__: Any) -> int:
        world.note("windows of cv2: none is opened, no key is waited for")
        return -1

    windows = dict.fromkeys(WINDOWS, unseen)
    members: dict[str, dict[str, Any]] = {
        "imageio": {"imread": pictures.read, "imwrite": pictures.write, "__path__": []},
        "imageio.v2": {"imread": pictures.read, "imwrite": pictures.write},
        "skimage": {"__path__": []},
        "skimage.io": {"imread": pictures.read, "imsave": pictures.write},
        "skimage.transform": {"resize": scaled},
        "cv2": {
            "imread": lambda path, *_: pictures.read(path)[..., ::-1],
            "resize": turned,
            "cvtColor": lambda pixels, *_: pixels[..., ::-1],
            "imwrite": lambda path, pixels: pictures.write(path, pixels[..., ::-1]),
            "COLOR_BGR2RGB": 4,
            "COLOR_RGB2BGR": 4,
            "INTER_CUBIC": 2,
            "INTER_AREA": 3,
            "INTER_LINEAR": 1,
            **windows,
        },
    }
    for name in ("imageio", "imageio.v2", "cv2", "skimage.io"):
        top = name.split(".")[0]
        if world.imports(top) and find_spec(top) is not None:
            library = import_module(name)
            world.patch(library, "imread", finding(library.imread, world))
            for window in windows if top == "cv2" else ():
                world.patch(library, window, unseen)
    absent = {top for top in PICTURE_LIBRARIES if find_spec(top) is None}
    for name, given in members.items():
        top = name.split(".")[0]
        if world.imports(top) and top in absent:
            world.note(f"{top} is not installed: Pillow reads and scales pictures")
            world.module(name, given)
