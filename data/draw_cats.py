"""Draw the library's own pictures: seeded cats and non-cats, in the format of the course's files.

    python data/draw_cats.py                                     # the two files in data/cats
    python data/draw_cats.py --train 20000 --out /tmp/many-cats  # as many as wanted

Picture k of a set is drawn from a random stream of its own, made of (seed, set, k). So it is the
same picture whatever the size of the set, and no picture of one set lends its stream to the other.
"""

from __future__ import annotations

import argparse
import colorsys
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, NoReturn

import h5py
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Point = tuple[float, float]
Pixels = npt.NDArray[np.uint8]

SIDE = 64  # pixels of a finished picture
OVERSAMPLING = 4  # drawn this many times larger, then averaged
CHUNK = 16  # pictures in one chunk of the file, and in memory

CAT_SHARE = 0.4
LIGHTER_SHARE = 0.5  # figures lighter than their ground; the others are darker
DARK, LIGHT = (0.14, 0.30), (0.58, 0.76)  # lightness of the one and the other
PLACE = 0.085  # the centre lies within this part of the picture's side from the middle
SIZE = (0.28, 0.42)  # half a figure's extent, as a part of the picture's side
TILT = 12.0  # degrees, to either side
GRAIN = 3  # the noise's largest step, of 255
GRAIN_SHARE = 0.06  # pixels that carry noise

SETS = MappingProxyType({"train": 0, "test": 1})  # set name -> its part of every stream's key
CLASSES = (b"non-cat", b"cat")
LEFT_RIGHT = (-1, 1)

WHITE: Colour = (248, 248, 244)
INK: Colour = (22, 20, 24)
PINK: Colour = (232, 138, 148)
SKINS: tuple[Colour, ...] = ((246, 214, 186), (224, 172, 128), (164, 108, 70), (98, 62, 42))


# --- what one draws with -----------------------------------------------------------------------


class Palette(NamedTuple):
    """The colours of one picture."""

    ground: Colour
    shade: Colour  # the ground's other end
    coat: Colour
    dim: Colour  # the coat, darker
    pale: Colour  # the coat, lighter
    line: Colour  # seen on the coat: dark on light coats, light on dark ones
    iris: Colour  # likewise
    accent: Colour
    coat_is_light: bool


@dataclass(frozen=True)
class Pen:
    """Draw in the figure's own frame: x to the right, y down, about -1 to 1 both ways."""

    canvas: ImageDraw.ImageDraw
    centre: Point
    size: float  # pixels from the figure's middle to its edge
    tilt: float  # radians

    def place(self, points: Sequence[Point]) -> list[Point]:
        """Turn the figure's coordinates into the canvas's."""
        c, s = self.size * np.cos(self.tilt), self.size * np.sin(self.tilt)
        x0, y0 = self.centre
        return [(float(x0 + c * x - s * y), float(y0 + s * x + c * y)) for x, y in points]

    def polygon(self, points: Sequence[Point], fill: Colour, edge: Colour | None = None) -> None:
        """Fill a polygon and, if an edge colour is given, line it."""
        placed = self.place(points)
        self.canvas.polygon(placed, fill=fill)
        if edge is not None:
            self.canvas.line([*placed, *placed[:2]], fill=edge, width=OVERSAMPLING, joint="curve")

    def blob(self, points: Sequence[Point], fill: Colour, edge: Colour | None = None) -> None:
        """Fill a polygon whose corners are rounded off."""
        self.polygon(rounded(points), fill, edge)

    def ellipse(
        self,
        at: Point,
        rx: float,
        ry: float,
        fill: Colour,
        edge: Colour | None = None,
        turn: float = 0.0,
    ) -> None:
        """Fill an ellipse, turned by an angle in radians."""
        self.polygon(arc(at, rx, ry, 0, 2 * np.pi, turn), fill, edge)

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """Draw a line whose width is given in the figure's unit."""
        pixels = max(2, round(width * self.size))
        self.canvas.line(self.place(points), fill=fill, width=pixels, joint="curve")


def arc(
    at: Point, rx: float, ry: float, start: float, stop: float, turn: float = 0.0
) -> list[Point]:
    """Return points along an ellipse, angles in radians, clockwise from the right."""
    angles = np.linspace(start, stop, 33)
    x, y = rx * np.cos(angles), ry * np.sin(angles)
    c, s = np.cos(turn), np.sin(turn)
    return list(
        zip((at[0] + c * x - s * y).tolist(), (at[1] + s * x + c * y).tolist(), strict=True)
    )


def rounded(points: Sequence[Point], times: int = 3) -> list[Point]:
    """Cut the corners of a closed polygon, several times over (Chaikin's curve)."""
    p = np.array(points, dtype=float)
    for _ in range(times):
        after = np.roll(p, -1, axis=0)
        p = np.stack([0.75 * p + 0.25 * after, 0.25 * p + 0.75 * after], axis=1).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in p]


def hls(hue: float, lightness: float, saturation: float) -> Colour:
    """Return the colour of a hue (in turns), a lightness and a saturation (0 to 1)."""
    r, g, b = colorsys.hls_to_rgb(hue % 1.0, min(max(lightness, 0.0), 1.0), saturation)
    return round(255 * r), round(255 * g), round(255 * b)


def darker(colour: Colour) -> Colour:
    """Return the colour at two thirds of its brightness."""
    r, g, b = colour
    return 2 * r // 3, 2 * g // 3, 2 * b // 3


def pick_palette(rng: np.random.RandomState) -> Palette:
    """Pick the colours of one picture: a light figure on a dark ground, or the other way round."""
    dark, light = rng.uniform(*DARK), rng.uniform(*LIGHT)
    coat_is_light = bool(rng.rand() < LIGHTER_SHARE)
    coat, ground = (light, dark) if coat_is_light else (dark, light)
    hue, saturation = rng.rand(), rng.uniform(0.25, 0.8)
    ground_hue, ground_saturation = rng.rand(), rng.uniform(0.15, 0.6)
    shift = rng.uniform(0.05, 0.14)
    return Palette(
        ground=hls(ground_hue, ground + shift / 2, ground_saturation),
        shade=hls(ground_hue + rng.uniform(-0.05, 0.05), ground - shift / 2, ground_saturation),
        coat=hls(hue, coat, saturation),
        dim=hls(hue, coat - 0.13, saturation),
        pale=hls(hue, coat + 0.13, saturation),
        line=INK if coat_is_light else WHITE,
        iris=hls(rng.uniform(0.08, 0.6), 0.38 if coat_is_light else 0.62, 0.8),
        accent=hls(hue + rng.uniform(0.3, 0.7), 0.5, 0.75),
        coat_is_light=coat_is_light,
    )


# --- parts of faces ----------------------------------------------------------------------------


def draw_round_eyes(pen: Pen, at: Point, r: float, skin_is_light: bool) -> None:
    """Draw two round eyes with a glint in each: buttons on light skin, ringed on dark skin."""
    x, y = at
    for side in LEFT_RIGHT:
        pen.ellipse((side * x, y), r, r * 1.1, INK if skin_is_light else WHITE)
        pen.ellipse((side * x, y + 0.1 * r), r * 0.7, r * 0.8, INK)
        pen.ellipse((side * x + 0.25 * r, y - 0.3 * r), r * 0.3, r * 0.3, WHITE)


def draw_slit_eyes(pen: Pen, iris: Colour) -> None:
    """Draw a cat's eyes: slanting almonds with upright slits."""
    for side in LEFT_RIGHT:
        almond = [
            (0.12, 0.10),
            (0.24, -0.17),
            (0.46, -0.25),
            (0.66, -0.08),
            (0.54, 0.12),
            (0.34, 0.20),
        ]
        pen.blob([(side * x, y) for x, y in almond], iris, INK)
        pen.ellipse((side * 0.39, -0.03), 0.06, 0.17, INK)


def draw_mouth(pen: Pen, y: float, width: float, colour: Colour) -> None:
    """Draw an animal's mouth: two small arcs that meet under the nose."""
    for side in LEFT_RIGHT:
        at = (side * width / 2, y)
        pen.line(arc(at, width / 2, width * 0.55, 0.0, np.pi), 0.05, colour)


def draw_whiskers(pen: Pen, y: float, length: float, colour: Colour) -> None:
    """Draw three whiskers on each cheek."""
    for side in LEFT_RIGHT:
        for slope in (-0.2, 0.0, 0.2):
            start, end = (side * 0.32, y + 0.3 * slope), (side * length, y + slope)
            pen.line([start, end], 0.035, colour)


def draw_stripes(pen: Pen, colour: Colour) -> None:
    """Draw a tabby's stripes on the forehead and the cheeks."""
    for x in (-0.2, 0.0, 0.2):
        pen.polygon([(x - 0.06, -0.62), (x + 0.06, -0.62), (x * 0.7, -0.26)], colour)
    for side in LEFT_RIGHT:
        for y in (0.12, 0.34):
            pen.polygon([(side * 0.9, y - 0.06), (side * 0.9, y + 0.06), (side * 0.62, y)], colour)


# --- the subjects ------------------------------------------------------------------------------


def draw_cat(pen: Pen, rng: np.random.RandomState, palette: Palette) -> None:
    """Draw a cat's face: pointed ears, slit eyes, a triangular nose, whiskers, some stripes."""
    ear = rng.uniform(0.95, 1.08)
    ear_lining = (PINK, palette.pale, palette.dim)[rng.randint(3)]
    for side in LEFT_RIGHT:
        outer = [(side * 0.90, 0.0), (side * 0.86, -ear), (side * 0.12, -0.55)]
        inner = [(side * 0.76, -0.35), (side * 0.76, -ear + 0.2), (side * 0.36, -0.56)]
        pen.polygon(outer, palette.coat, palette.dim)
        pen.polygon(inner, ear_lining)
    head = [
        (-0.5, -0.72),
        (0.5, -0.72),
        (1.0, -0.3),
        (1.0, 0.45),
        (0.55, 0.92),
        (-0.55, 0.92),
        (-1.0, 0.45),
        (-1.0, -0.3),
    ]
    pen.blob(head, palette.coat)
    if rng.rand() < 0.4:
        draw_stripes(pen, palette.dim)
    pen.ellipse((0, 0.48), 0.4, 0.27, palette.pale)
    draw_slit_eyes(pen, palette.iris)
    draw_whiskers(pen, 0.42, 1.1, palette.line)
    draw_mouth(pen, 0.5, 0.22, INK)
    pen.polygon([(-0.14, 0.27), (0.14, 0.27), (0.0, 0.45)], PINK, INK)


def draw_dog(pen: Pen, rng: np.random.RandomState, palette: Palette) -> None:
    """Draw a dog's face: hanging ears, a long muzzle, a big nose, often a tongue."""
    head = [
        (-0.45, -0.85),
        (0.45, -0.85),
        (0.75, -0.35),
        (0.62, 0.75),
        (0.3, 0.98),
        (-0.3, 0.98),
        (-0.62, 0.75),
        (-0.75, -0.35),
    ]
    pen.blob(head, palette.coat)
    if rng.rand() < 0.4:
        pen.ellipse((0.3, -0.2), 0.25, 0.28, palette.dim)
    edge = darker(palette.dim)
    for side in LEFT_RIGHT:
        ear = [(0.38, -0.86), (0.85, -0.75), (1.05, 0.1), (0.88, 0.52), (0.66, 0.3), (0.6, -0.3)]
        pen.blob([(side * x, y) for x, y in ear], palette.dim, edge)
    if rng.rand() < 0.6:
        pen.blob([(-0.16, 0.6), (0.16, 0.6), (0.16, 1.08), (-0.16, 1.08)], PINK, INK)
    pen.ellipse((0, 0.42), 0.4, 0.34, palette.pale)
    draw_round_eyes(pen, (0.3, -0.2), 0.13, palette.coat_is_light)
    draw_mouth(pen, 0.5, 0.26, INK)
    pen.ellipse((0, 0.27), 0.19, 0.14, INK)


def draw_bear(pen: Pen, rng: np.random.RandomState, palette: Palette) -> None:
    """Draw a bear's face: round ears on a round head, a round muzzle, small eyes."""
    for side in LEFT_RIGHT:
        pen.ellipse((side * 0.64, -0.62), 0.31, 0.31, palette.coat, palette.dim)
        pen.ellipse((side * 0.64, -0.62), 0.17, 0.17, palette.pale)
    pen.ellipse((0, 0.1), 0.92, 0.84, palette.coat)
    pen.ellipse((0, 0.42), 0.4, 0.35, palette.pale)
    draw_round_eyes(pen, (0.36, -0.08), rng.uniform(0.09, 0.12), palette.coat_is_light)
    draw_mouth(pen, 0.48, 0.2, INK)
    pen.ellipse((0, 0.28), 0.16, 0.11, INK)


def draw_rabbit(pen: Pen, rng: np.random.RandomState, palette: Palette) -> None:
    """Draw a rabbit's face: two long ears, round cheeks, two teeth."""
    for side in LEFT_RIGHT:
        turn = side * rng.uniform(0.05, 0.3)
        at = (side * 0.3, -0.5)
        pen.ellipse(at, 0.2, 0.6, palette.coat, palette.dim, turn)
        pen.ellipse(at, 0.1, 0.44, PINK, None, turn)
    pen.ellipse((0, 0.35), 0.66, 0.62, palette.coat)
    for side in LEFT_RIGHT:
        pen.ellipse((side * 0.18, 0.58), 0.24, 0.19, palette.pale)
    pen.polygon([(-0.11, 0.66), (0.11, 0.66), (0.11, 0.88), (-0.11, 0.88)], WHITE, INK)
    draw_round_eyes(pen, (0.3, 0.18), 0.13, palette.coat_is_light)
    pen.ellipse((0, 0.45), 0.1, 0.07, PINK, INK)
    draw_mouth(pen, 0.56, 0.2, INK)


def draw_mouse(pen: Pen, rng: np.random.RandomState, palette: Palette) -> None:
    """Draw a mouse's face: very large round ears, a narrow chin, a small round nose."""
    r = rng.uniform(0.44, 0.5)
    for side in LEFT_RIGHT:
        pen.ellipse((side * 0.62, -0.46), r, r, palette.coat, palette.dim)
        pen.ellipse((side * 0.62, -0.46), 0.7 * r, 0.7 * r, PINK)
    pen.blob(
        [(-0.6, -0.45), (0.6, -0.45), (0.7, 0.15), (0.2, 1.0), (-0.2, 1.0), (-0.7, 0.15)],
        palette.coat,
    )
    draw_round_eyes(pen, (0.26, 0.08), 0.13, palette.coat_is_light)
    draw_whiskers(pen, 0.6, 0.85, palette.line)
    pen.ellipse((0, 0.72), 0.14, 0.12, PINK, INK)


def draw_person(pen: Pen, rng: np.random.RandomState, palette: Palette) -> None:
    """Draw a person: hair, a face that smiles, shoulders in a shirt."""
    skin = SKINS[rng.randint(len(SKINS))]
    long = 0.55 if rng.rand() < 0.5 else -0.1
    pen.blob([(-0.6, -0.95), (0.6, -0.95), (0.72, long), (-0.72, long)], palette.coat)
    pen.blob(
        [(-0.95, 1.3), (-0.85, 0.62), (-0.2, 0.5), (0.2, 0.5), (0.85, 0.62), (0.95, 1.3)],
        palette.accent,
    )
    pen.polygon([(-0.16, 0.3), (0.16, 0.3), (0.16, 0.66), (-0.16, 0.66)], skin)
    pen.ellipse((0, -0.12), 0.48, 0.58, skin)
    pen.blob([(-0.6, -0.85), (0.6, -0.85), (0.6, -0.45), (0.1, -0.5), (-0.6, -0.2)], palette.coat)
    draw_round_eyes(pen, (0.2, -0.14), 0.1, sum(skin) > 380)
    pen.line(arc((0, 0.1), 0.22, 0.18, 0.3, np.pi - 0.3), 0.06, (176, 52, 60))


def draw_house(pen: Pen, rng: np.random.RandomState, palette: Palette) -> None:
    """Draw a house: walls, a roof, a chimney, a door and windows."""
    pen.polygon([(0.4, -0.9), (0.62, -0.9), (0.62, -0.3), (0.4, -0.3)], palette.dim)
    pen.polygon([(-0.8, -0.2), (0.8, -0.2), (0.8, 0.9), (-0.8, 0.9)], palette.coat)
    pen.polygon([(-1.02, -0.15), (0.0, -0.95), (1.02, -0.15)], palette.accent, INK)
    door = rng.choice([-0.35, 0.0, 0.35])
    pen.polygon(
        [(door - 0.17, 0.3), (door + 0.17, 0.3), (door + 0.17, 0.9), (door - 0.17, 0.9)],
        palette.dim,
        INK,
    )
    for x in (-0.5, 0.5) if door == 0 else (-np.sign(door) * 0.4,):
        pen.polygon(
            [(x - 0.19, 0.08), (x + 0.19, 0.08), (x + 0.19, 0.46), (x - 0.19, 0.46)], WHITE, INK
        )
        pen.line([(x, 0.08), (x, 0.46)], 0.04, INK)
        pen.line([(x - 0.19, 0.27), (x + 0.19, 0.27)], 0.04, INK)


def draw_flower(pen: Pen, rng: np.random.RandomState, palette: Palette) -> None:
    """Draw a flower: petals around a middle, on a stem with two leaves."""
    green = hls(0.33, rng.uniform(0.25, 0.4), 0.6)
    pen.line([(0, -0.2), (0.04, 0.4), (0, 1.0)], 0.11, green)
    for side in LEFT_RIGHT:
        pen.ellipse((side * 0.28, 0.72), 0.29, 0.12, green, None, -side * 0.5)
    petals = rng.randint(5, 9)
    for angle in np.arange(petals) * 2 * np.pi / petals:
        at = (0.42 * np.sin(angle), -0.3 - 0.42 * np.cos(angle))
        pen.ellipse(at, 1.2 / petals, 0.34, palette.coat, palette.dim, angle)
    pen.ellipse((0, -0.3), 0.24, 0.24, palette.accent)


def draw_ball(pen: Pen, rng: np.random.RandomState, palette: Palette) -> None:
    """Draw a beach ball: coloured wedges from a pole, and a glint."""
    pen.ellipse((0, 0), 0.92, 0.92, palette.coat)
    pole = (rng.uniform(-0.3, 0.3), rng.uniform(-0.4, -0.1))
    start = rng.uniform(0, 2 * np.pi)
    for k in range(3):
        angle = start + k * 2 * np.pi / 3
        pen.polygon([pole, *arc((0, 0), 0.92, 0.92, angle, angle + np.pi / 3)], palette.accent)
    pen.ellipse(pole, 0.13, 0.13, WHITE)


def draw_tree(pen: Pen, rng: np.random.RandomState, palette: Palette) -> None:
    """Draw a tree: a fir, or a round crown with fruit."""
    pen.polygon([(-0.13, 0.3), (0.13, 0.3), (0.17, 1.0), (-0.17, 1.0)], (104, 70, 44))
    if rng.rand() < 0.5:
        for y, half in ((0.6, 0.75), (0.15, 0.6), (-0.28, 0.44)):
            pen.polygon([(-half, y), (half, y), (0, y - 0.72)], palette.coat, palette.dim)
        return
    for x, y in ((-0.42, 0.05), (0.42, 0.05), (-0.28, -0.45), (0.28, -0.45), (0, -0.2)):
        pen.ellipse((x, y), 0.45, 0.42, palette.coat)
    for x, y in ((-0.45, 0.1), (0.3, -0.5), (0.5, 0.1), (-0.2, -0.35), (0.08, 0.02)):
        pen.ellipse((x, y), 0.09, 0.09, palette.accent)


def draw_car(pen: Pen, rng: np.random.RandomState, palette: Palette) -> None:
    """Draw a car from the side: body, cabin, windows, wheels, lamps."""
    roof = rng.uniform(-0.55, -0.42)
    pen.polygon([(-0.68, 0.0), (-0.42, roof), (0.32, roof), (0.62, 0.0)], palette.coat)
    pen.polygon([(-0.5, 0.0), (-0.34, roof + 0.12), (-0.06, roof + 0.12), (-0.06, 0.0)], WHITE)
    pen.polygon([(0.04, 0.0), (0.04, roof + 0.12), (0.26, roof + 0.12), (0.46, 0.0)], WHITE)
    pen.blob([(-1.15, -0.06), (1.1, -0.06), (1.2, 0.5), (-1.2, 0.5)], palette.coat)
    pen.line([(-0.95, 0.24), (0.95, 0.24)], 0.05, palette.dim)
    pen.ellipse((0.9, 0.12), 0.1, 0.08, (250, 226, 120))
    for side in LEFT_RIGHT:
        pen.ellipse((side * 0.58, 0.46), 0.27, 0.27, INK)
        pen.ellipse((side * 0.58, 0.46), 0.13, 0.13, (176, 178, 184))


Drawing = Callable[[Pen, np.random.RandomState, Palette], None]

CATS = MappingProxyType[str, Drawing]({"cat": draw_cat})
NON_CATS = MappingProxyType[str, Drawing](
    {
        "dog": draw_dog,
        "bear": draw_bear,
        "rabbit": draw_rabbit,
        "mouse": draw_mouse,
        "person": draw_person,
        "house": draw_house,
        "flower": draw_flower,
        "ball": draw_ball,
        "tree": draw_tree,
        "car": draw_car,
    }
)


# --- a whole picture ---------------------------------------------------------------------------


class Picture(NamedTuple):
    """One finished picture."""

    pixels: Pixels  # (64, 64, 3)
    label: int  # 1 for a cat
    subject: str


def draw_picture(seed: int, split: str, index: int) -> Picture:
    """Draw picture ``index`` of a set.

    Parameters
    ----------
    seed : int, 0 to 2**32 - 1
    split : str, a key of SETS
    index : int, 0 to 2**32 - 1

    Returns
    -------
    Picture
    """
    rng = np.random.RandomState([seed, SETS[split], index])
    label = int(rng.rand() < CAT_SHARE)
    subjects = CATS if label else NON_CATS
    subject = list(subjects)[rng.randint(len(subjects))]
    palette = pick_palette(rng)
    image = shaded_ground(rng, palette)
    subjects[subject](pick_pen(rng, image), rng, palette)
    return Picture(with_grain(np.asarray(image.reduce(OVERSAMPLING)), rng), label, subject)


def shaded_ground(rng: np.random.RandomState, palette: Palette) -> Image.Image:
    """Return a large canvas that runs from one ground colour to the other, in any direction."""
    side = SIDE * OVERSAMPLING
    angle = rng.uniform(0, 2 * np.pi)
    steps = np.linspace(-0.5, 0.5, side)
    along = 0.5 + (np.cos(angle) * steps + np.sin(angle) * steps[:, None]) / np.sqrt(2)
    ground, shade = np.array(palette.ground), np.array(palette.shade)
    return Image.fromarray((ground + along[..., None] * (shade - ground)).astype(np.uint8))


def pick_pen(rng: np.random.RandomState, image: Image.Image) -> Pen:
    """Return a pen for a figure of random place, size and tilt."""
    x, y = image.width * (0.5 + rng.uniform(-PLACE, PLACE, size=2))
    size, tilt = image.width * rng.uniform(*SIZE), np.radians(rng.uniform(-TILT, TILT))
    return Pen(ImageDraw.Draw(image), (float(x), float(y)), float(size), float(tilt))


def with_grain(pixels: Pixels, rng: np.random.RandomState) -> Pixels:
    """Return the picture with a little noise: some pixels a few steps lighter or darker."""
    grain = rng.randint(-GRAIN, GRAIN + 1, size=(SIDE, SIDE, 1))
    grain[rng.rand(SIDE, SIDE) >= GRAIN_SHARE] = 0
    grained: Pixels = np.clip(pixels + grain, 0, 255).astype(np.uint8)
    return grained


# --- the files ---------------------------------------------------------------------------------


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary name beside ``path``, renamed to it on success and removed on failure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_set(path: Path, seed: int, split: str, m: int) -> int:
    """Draw a set of m pictures into an h5 file, a chunk at a time, and return its count of cats.

    Parameters
    ----------
    path : Path
    seed : int, 0 to 2**32 - 1
    split : str, a key of SETS
    m : int, at least 1

    Returns
    -------
    int
    """
    cats = 0
    with h5py.File(path, "w") as file:
        x = file.create_dataset(
            f"{split}_set_x",
            (m, SIDE, SIDE, 3),
            "u1",
            chunks=(min(CHUNK, m), SIDE, SIDE, 3),
            compression="gzip",
            compression_opts=9,
            track_times=False,
        )
        y = file.create_dataset(f"{split}_set_y", (m,), "<i8", track_times=False)
        file.create_dataset("list_classes", data=np.array(CLASSES), track_times=False)
        for start in range(0, m, CHUNK):
            stop = min(start + CHUNK, m)
            pictures = [draw_picture(seed, split, k) for k in range(start, stop)]
            x[start:stop] = np.stack([picture.pixels for picture in pictures])
            y[start:stop] = [picture.label for picture in pictures]
            cats += sum(picture.label for picture in pictures)
    return cats


def write_both_sets(folder: Path, seed: int, sizes: Mapping[str, int]) -> Iterator[str]:
    """Write the two files, which take their names when both are complete; yield a line on each."""
    paths = {split: folder / f"{split}_catvnoncat.h5" for split in sizes}
    with ExitStack() as stack:
        for split, m in sizes.items():
            temporary = stack.enter_context(replacing(paths[split]))
            cats = write_set(temporary, seed, split, m)
            size = temporary.stat().st_size
            yield f"{paths[split]}: {m} pictures, {cats} of them cats, {size:,} bytes"


def draw_contact_sheet(seed: int, columns: int = 8, rows: int = 5, scale: int = 2) -> Image.Image:
    """Return the first training pictures side by side, each with its subject's name under it."""
    side, gap, caption = SIDE * scale, 8, 20
    sheet = Image.new("RGB", (columns * (side + gap) + gap, rows * (side + caption) + gap), WHITE)
    canvas, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for k in range(columns * rows):
        picture = draw_picture(seed, "train", k)
        x, y = gap + k % columns * (side + gap), gap + k // columns * (side + caption)
        tile = Image.fromarray(picture.pixels).resize((side, side), Image.Resampling.NEAREST)
        sheet.paste(tile, (x, y))
        canvas.text((x + side // 2, y + side), picture.subject, INK, font, anchor="ma")
    return sheet


# --- the command -------------------------------------------------------------------------------


class OneLineParser(argparse.ArgumentParser):
    """A parser whose errors are one line, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        """End the program with one line on stderr and exit status 2."""
        self.exit(2, f"{self.prog}: error: {' '.join(message.split())}\n")


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """Return an argparse type: a whole number from low to high."""

    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number, {low} to {high}")
        return int(text)

    return parse


def build_parser() -> argparse.ArgumentParser:
    """Return the command's arguments."""
    here = Path(__file__).resolve().parent
    count, seed = whole_number(1, 10_000_000), whole_number(0, 2**32 - 1)
    parser = OneLineParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--train",
        type=count,
        default=800,
        metavar="N",
        help="training pictures (default: %(default)s)",
    )
    parser.add_argument(
        "--test", type=count, default=300, metavar="N", help="test pictures (default: %(default)s)"
    )
    parser.add_argument(
        "--seed",
        type=seed,
        default=1,
        metavar="S",
        help="whole number the random streams start from (default: %(default)s)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=here / "cats",
        metavar="DIR",
        help="folder for the two files (default: cats, beside this program)",
    )
    parser.add_argument(
        "--contact-sheet",
        type=Path,
        metavar="PNG",
        help="also draw the first 40 training pictures on one sheet",
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw the two sets and, if asked for, the contact sheet."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    sizes = {"train": options.train, "test": options.test}
    try:
        if options.contact_sheet:
            with replacing(options.contact_sheet) as temporary:
                draw_contact_sheet(options.seed).save(temporary, "PNG", optimize=True)
            print(options.contact_sheet)
        for line in write_both_sets(options.out, options.seed, sizes):
            print(line)
    except OSError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
