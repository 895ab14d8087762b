"""What homework of other years expects of its surroundings, and what stands in for it: SHIMS.

Nothing here is silent: what is used is noted, and `dnn homework` says it at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dnn.homework.kit.shims import files, ipython, libraries, modules, names, rewriting
from dnn.homework.kit.shims.world import World

__all__ = ["SHIMS", "Shim", "World", "install"]

Shim = Callable[[World], None]

# what is expected -> what puts a stand-in there
SHIMS: Mapping[str, Shim] = MappingProxyType(
    {
        "get_ipython(), display(), the lines with % and !": ipython.shell,
        "google.colab": ipython.colab,
        "scipy.misc.imread, imresize, imsave, scipy.ndimage.imread": libraries.old_scipy,
        "imageio, cv2, skimage, where they are not installed": libraries.picture_libraries,
        "Image.ANTIALIAS and other old names of Pillow": names.old_pillow,
        "np.int, np.float and other old names of numpy": names.old_numpy,
        "matplotlib.use('TkAgg'), plt.show(), old styles": libraries.old_matplotlib,
        "font files of other machines, such as simsun.ttc": libraries.old_fonts,
        "seaborn and tqdm, where they are not installed": libraries.ornaments,
        "float(), int() and % of an array (1, 1), which numpy took for a number": (
            rewriting.as_numbers
        ),
        "xrange, raw_input, time.clock, an answer to input()": names.old_python,
        "files that are not there, among them dead absolute paths": files.lost_files,
        "files that np.save, savefig and open write where no folder is": files.lost_folders,
        "helper modules, packages named by their folder": modules.lost_modules,
    }
)


def install(world: World) -> World:
    """Put all stand-ins in place, until the world is closed; return the world."""
    for put in SHIMS.values():
        put(world)
    return world
