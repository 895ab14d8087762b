"""The folder of a run: what it holds, when it may be made, how it is written and read again."""

from __future__ import annotations

import json
import math
import os
import platform
import re
import stat
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from dnn.atomic import atomic_path
from dnn.checkpoint import load_parameters, save_parameters
from dnn.datasets import flatten_images
from dnn.plots import bare_figure, plot_costs, print_mislabeled_images, save_figure
from dnn.shapes import Array, Parameters, listed, network_dims

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [  # noqa: RUF022  in the order of a run's life
    "Data",
    "Settings",
    "Score",
    "Result",
    "Run",
    "RunError",
    "default_folder",
    "claimed",
    "scores",
    "write_run",
    "read_run",
    "seen_paths",
    "Picture",
    "PictureError",
    "read_picture",
    "save_picture",
]

PARAMETERS, COSTS, MISLABELED, RECORD = FILES = (
    "parameters.h5",
    "costs.png",
    "mislabeled.png",
    "run.json",
)
PREDICTIONS = "predictions"  # its folder of what the network saw
FORMAT, VERSION = "dnn-run", 1
MODES = {1: "L", 3: "RGB"}  # channels of a picture -> Pillow's name
DEEP = 65535  # white, in pictures of 16 bits a channel
EVERY = 100  # iterations from one recorded cost to the next, as in the course


class RunError(ValueError):
    """A run's folder is taken, or does not hold a run."""


class Data(NamedTuple):
    """What `load_data` returns, by name, and where it was."""

    train_x: Array
    train_y: Array
    test_x: Array
    test_y: Array
    classes: Array
    directory: str | None = None

    @property
    def class_names(self) -> list[str]:
        """Return the names of the classes as text."""
        return [bytes(name).decode(errors="replace") for name in self.classes]


@dataclass(frozen=True)
class Settings:
    """Every hyperparameter of a run."""

    layer_dims: tuple[int, ...]
    learning_rate: float = 0.0075
    num_iterations: int = 2500
    seed: int = 1
    scale: str = "lecun"


@dataclass(frozen=True)
class Score:
    """The share of right answers, beside the share of the class that is the more frequent."""

    accuracy: float
    majority: float


@dataclass(frozen=True)
class Result:
    """What a training came to: parameters, costs, and the predictions on both sets."""

    parameters: Parameters
    costs: Sequence[float]
    last_cost: float
    train_p: Array
    test_p: Array


@dataclass(frozen=True)
class Run:
    """A run that was read back: what it takes to use its network."""

    folder: Path
    parameters: Parameters
    image_shape: tuple[int, int, int]
    classes: tuple[str, ...]


# --- the folder ---------------------------------------------------------------------------------


def default_folder(hidden: Sequence[int], data: str | None = None) -> Path:
    """Return where a run goes that was given no name: runs/cats-20-7-5-1.

    Examples
    --------
    >>> from dnn.runs import default_folder
    >>> default_folder([20, 7, 5]).as_posix(), default_folder([], "my/own pictures").as_posix()
    ('runs/cats-20-7-5-1', 'runs/own-pictures-1')
    """
    name = re.sub(r"[^\w.]+", "-", Path(data).resolve().name).strip(".-")[:60] if data else "cats"
    dims = "-".join(str(n) for n in (*hidden, 1))
    return Path("runs") / f"{name or 'data'}-{dims[:80]}"


@contextmanager
def claimed(folder: Path, *, force: bool = False) -> Iterator[None]:
    """Make the folder of a run, before the work of training; take it away when that fails.

    Raises
    ------
    RunError
        When the folder holds a run already, unless forced, or is a file.
    OSError
        When the folder cannot be made or written.
    """
    if folder.exists() and not folder.is_dir():
        raise RunError(f"{folder}: is a file, but a run is a folder; give another name with --out")
    taken = [name for name in FILES if os.path.lexists(folder / name)]
    if taken and not force:
        raise RunError(
            f"{folder} holds a run already ({listed(taken)}); give this one another name with "
            "--out DIR, or overwrite that one with --force"
        )
    made = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):  # may it be written? better asked now than later
            pass
        yield
    except BaseException:
        with suppress(OSError):  # folders that hold something stay
            for place in made:
                place.rmdir()
        raise


# --- writing ------------------------------------------------------------------------------------


def scores(data: Data, result: Result) -> dict[str, Score]:
    """Compare the predictions on both sets with the labels, and with always the same answer.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.runs import Data, Result, scores
    >>> y, pictures = np.array([[0, 1, 0, 0]]), np.zeros((4, 1, 1, 3))
    >>> data = Data(pictures, y, pictures, y, np.array([b"non-cat", b"cat"]))
    >>> scores(data, Result({}, [], 0.7, y, 1 - y))["test"]
    Score(accuracy=0.0, majority=0.75)
    """
    return {
        "train": _score(data.train_y, result.train_p),
        "test": _score(data.test_y, result.test_p),
    }


def _score(y: Array, p: Array) -> Score:
    """Return the share of right answers, and the share of the more frequent class."""
    ones = float(np.mean(y))
    return Score(float(np.mean(p == y)), max(ones, 1 - ones))


def write_run(folder: Path, data: Data, settings: Settings, result: Result) -> None:
    """Write all files of a run, each whole or not at all; the record comes last.

    Parameters
    ----------
    folder : pathlib.Path
        As claimed.
    data : Data
    settings : Settings
    result : Result

    Raises
    ------
    OSError
        When a file cannot be written. Without its record, the folder is no run.
    """
    (folder / RECORD).unlink(missing_ok=True)
    save_parameters(folder / PARAMETERS, result.parameters)
    save_figure(folder / COSTS, _costs_figure(settings, result))
    save_figure(folder / MISLABELED, _mislabeled_figure(data, result))
    record = json.dumps(_record(data, settings, result), indent=2, allow_nan=False)
    with atomic_path(folder / RECORD) as temporary:
        temporary.write_text(record + "\n", encoding="ascii")


def _costs_figure(settings: Settings, result: Result) -> Figure:
    """Draw the costs."""
    figure = bare_figure()
    plot_costs(result.costs, settings.learning_rate, every=EVERY, ax=figure.add_subplot())
    return figure


def _mislabeled_figure(data: Data, result: Result) -> Figure:
    """Draw the test pictures that the network got wrong."""
    figure, X, shape = bare_figure(9.6, 8.0), flatten_images(data.test_x), data.test_x.shape[1:]
    y, p = data.test_y, result.test_p
    print_mislabeled_images(data.classes, X, y, p, image_shape=shape, figure=figure)
    return figure


def _record(data: Data, settings: Settings, result: Result) -> dict[str, Any]:
    """Return all that there is to know of a run besides its parameters."""
    from dnn import __version__

    python, numpy = platform.python_version(), np.__version__
    return {
        "format": FORMAT,
        "version": VERSION,
        "versions": {"dnn": __version__, "python": python, "numpy": numpy},
        "hyperparameters": asdict(settings),
        "data": {
            "directory": data.directory,
            "m_train": len(data.train_x),
            "m_test": len(data.test_x),
            "image_shape": data.train_x.shape[1:],
            "classes": data.class_names,
        },
        "costs": {"every": EVERY, "values": result.costs, "last": result.last_cost},
        **{part: asdict(score) for part, score in scores(data, result).items()},
    }


# --- reading ------------------------------------------------------------------------------------


def read_run(folder: Path) -> Run:
    """Read what it takes to use the network of a run.

    Raises
    ------
    RunError, DataError
        ValueErrors that name the folder or the file: when it is not a run, or is damaged.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dnn.runs import read_run
    >>> read_run(Path("nowhere"))
    Traceback (most recent call last):
    dnn.runs.RunError: nowhere: there is no such folder; `dnn train --out nowhere` makes it
    """
    if not folder.is_dir():
        what = (
            "is a file, not the folder of a run" if folder.exists() else "there is no such folder"
        )
        raise RunError(f"{folder}: {what}; `dnn train --out {folder}` makes it")
    shape, classes = _read_record(folder / RECORD)
    parameters = load_parameters(folder / PARAMETERS)
    dims = network_dims(parameters)
    if dims[0] != math.prod(shape) or dims[-1] != 1:
        raise RunError(
            f"{folder}: {RECORD} and {PARAMETERS} are not of one run: pictures of {shape} do not "
            f"enter a network {list(dims)} with one output"
        )
    return Run(folder, parameters, shape, classes)


def _read_record(path: Path) -> tuple[tuple[int, int, int], tuple[str, ...]]:
    """Return the picture size and the class names, having seen that the record is one."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RunError(
            f"{path.parent}: is not the folder of a finished run, it has no {path.name}"
        ) from None
    except (ValueError, RecursionError):
        raise RunError(f"{path}: is damaged, it is not JSON") from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise RunError(f"{path}: is not the record of a run: its format is not {FORMAT!r}")
    if record.get("version") != VERSION:
        raise RunError(
            f"{path}: has version {record.get('version')!r}, this dnn reads {VERSION}; update dnn"
        )
    data = record.get("data")
    data = data if isinstance(data, dict) else {}
    return _image_shape(path, data.get("image_shape")), _classes(path, data.get("classes"))


def _image_shape(path: Path, value: object) -> tuple[int, int, int]:
    """Return a picture's (height, width, channels), having seen that it is one."""
    if isinstance(value, list) and len(value) == 3 and all(type(n) is int for n in value):
        h, w, c = value
        if min(value) > 0:
            return h, w, c
    raise RunError(f"{path}: 'image_shape' must be [height, width, channels], it is {value!r}")


def _classes(path: Path, value: object) -> tuple[str, ...]:
    """Return the names of the classes, having seen that there are two."""
    if isinstance(value, list) and len(value) >= 2 and all(type(n) is str for n in value):
        return tuple(value)
    raise RunError(f"{path}: 'classes' must name class 0 and class 1, it is {value!r}")


def seen_paths(run: Run, images: Sequence[str]) -> list[Path]:
    """Return where the pictures that the network saw go: predictions/<name>.png, made if need be.

    Two pictures of one name in different folders are told apart by a number.
    """
    folder = run.folder / PREDICTIONS
    folder.mkdir(exist_ok=True)
    names: list[str] = []
    for image in images:
        stem = Path(image).stem
        tries = (f"{stem}-{k}" if k > 1 else stem for k in range(1, len(images) + 2))
        names.append(next(name for name in tries if name not in names))
    return [folder / f"{name}.png" for name in names]


# --- pictures to be asked about ------------------------------------------------------------------


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
        A ValueError that names the file: when it is missing, not a picture, damaged, or so large
        that it may be a trap (Pillow's limit of 89 million pixels).

    Notes
    -----
    A picture that the camera turned is turned back, what is transparent becomes white, 16 bits
    become 8, and of an animation the first frame counts. The picture is scaled to the wanted size
    whatever its proportions, as in the course.

    Examples
    --------
    >>> from dnn.runs import read_picture
    >>> read_picture("nowhere.png")
    Traceback (most recent call last):
    dnn.runs.PictureError: nowhere.png: there is no such file
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
                turned = ImageOps.exif_transpose(file)
                scaled = _coloured(turned, MODES[c]).resize((w, h), Image.Resampling.BICUBIC)
                kind = file.format or "picture"
    except PictureError:
        raise
    except Exception as error:  # a damaged file makes Pillow's readers raise nearly anything
        raise PictureError(f"{name}: {_cause(error)}") from error
    return Picture(np.asarray(scaled).reshape(h, w, c), turned.width, turned.height, kind)


def save_picture(path: str | os.PathLike[str], pixels: Array) -> None:
    """Write pixels (height, width, channels) uint8 as a PNG of just this size, atomically.

    Examples
    --------
    >>> import os, tempfile
    >>> import numpy as np
    >>> from dnn.runs import read_picture, save_picture
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
    if not stat.S_ISREG(os.stat(name).st_mode):
        raise PictureError(f"{name}: is a directory or a device, where a picture was expected")


def _coloured(image: Image.Image, mode: str) -> Image.Image:
    """Return the picture in 8 bits a channel, white where it is transparent."""
    if image.mode[0] in "IF":
        return _eight_bits(image).convert(mode)
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        image = image.convert("LA") if image.mode == "La" else image
        picture = image.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture).convert(mode)
    return image.convert("RGB").convert(mode)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return a grey picture of 16 or 32 bits in 8: black stays 0, white becomes 255."""
    shades = np.nan_to_num(np.asarray(image, dtype=np.float64))
    brightest = float(shades.max())
    whites = (1, 255) if image.mode == "F" else (DEEP,)
    white = next((white for white in whites if brightest <= white), brightest)
    eight: npt.NDArray[Any] = np.clip(shades / white * 255, 0, 255).round().astype(np.uint8)
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
