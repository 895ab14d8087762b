"""What is odd about a folder of pictures, in words, and what helps."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from shlex import quote

from PIL import Image

from dnn.datasets.folders import folders_in, picture_files
from dnn.text import counted, listed

MOST_NAMES = 5  # of classes in a command
FLAT = re.compile(r"[^\W\d_]+(?:[ _-][^\W\d_]+)*")  # the words that a name begins with


def why_empty(folder: Path, files: list[Path]) -> str:
    """Say why a class has no picture."""
    folders = folders_in(folder)
    if files and not folders:
        return f"none of its {len(files)} files can be read as a picture"
    if folders:
        return (
            f"holds no pictures, only folders ({listed(folders[:8])}); if these are the classes, "
            f"give {folder} itself as the folder to load"
        )
    return "this class folder is empty; put its pictures into it, or remove it"


def sorting_command(folder: Path) -> str:
    """Return the command that sorts pictures such as cat.0.jpg and dog.1.jpg into folders."""
    found = (FLAT.match(path.name) for path in picture_files(folder))
    words = Counter(match.group() for match in found if match)
    names = sorted(name for name, n in words.items() if n > 1)
    is_clear = not any(a != b and b.startswith(a) for a in names for b in names)
    if not 2 <= len(names) <= MOST_NAMES or not is_clear or " " in "".join(names):
        return ""
    steps = (f"mkdir {name}; mv {name}?*.* {name}/" for name in names)
    return f". Their names begin with {listed(names)}: cd {quote(str(folder))}; {'; '.join(steps)}"


def deeper_told(folder: Path) -> list[str]:
    """Say which folders inside of a class folder are passed over, with what they hold."""
    counts = {name: len(picture_files(folder / name)) for name in folders_in(folder)}
    return [
        f"the folder {folder / name} lies inside of a class: its {counted(n, 'file')} "
        f"{'is' if n == 1 else 'are'} left out"
        for name, n in counts.items()
        if n
    ]


def may_be_picture(path: Path) -> bool:
    """Say whether a file is called like a picture, or like nothing at all."""
    return not path.suffix or path.suffix.lower() in Image.registered_extensions()
