"""Stand-ins for what homework of other years expects: import this module first.

`import dnn_shims` gives a script or a notebook get_ipython(), scipy.misc, Image.ANTIALIAS, modules
and files that are not where they are looked for, and the rest of dnn.homework.kit.shims.SHIMS. It
says at the end what was used. A script with lines such as `%matplotlib inline` is no Python: run it
by `dnn homework FILE`.
"""

import atexit
import sys
from pathlib import Path

from dnn.homework.cells import SUFFIXES, read_code
from dnn.homework.kit.shims import World, install


def start() -> None:
    """Put the stand-ins in place, and say at the end of the process what they did."""
    script = Path(sys.argv[0])
    if script.suffix not in SUFFIXES or not script.is_file():
        script = Path(__file__)
    world = install(World(read_code(script)).__enter__())

    @atexit.register
    def say() -> None:
        for note in world.notes:
            print(f"dnn_shims: {note}", file=sys.stderr)
        world.__exit__(None, None, None)


if __name__ == "dnn_shims":
    start()
