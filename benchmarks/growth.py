"""Time and memory of an iteration against the examples, the pixels, the width and the depth."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter, NullLocator

from benchmarks.children import call
from benchmarks.comparison import tell
from benchmarks.report import megabytes, seconds, table
from dnn.plots.common import BLUE, VERMILION, on_paper

PICTURE = Path(__file__).with_name("growth.png")
BASE = {"n_0": 2048, "width": 64, "depth": 3, "examples": 256}


class Axis(NamedTuple):
    """What is varied: its name, and the sizes it takes on each road."""

    label: str
    sizes: Mapping[str, tuple[int, ...]]


AXES = {
    "examples": Axis(
        "examples m",
        {"dnn-plain": (256, 512, 1024, 2048, 4096), "dnn-coordinates": (64, 128, 256, 512, 1024)},
    ),
    "n_0": Axis(
        "pixels $n_0$",
        {
            "dnn-plain": (1024, 2048, 4096, 8192, 16384),
            "dnn-coordinates": (1024, 2048, 4096, 8192, 16384),
        },
    ),
    "width": Axis(
        "width of the hidden layers",
        {"dnn-plain": (32, 64, 128, 256, 512), "dnn-coordinates": (32, 64, 128, 256, 512)},
    ),
    "depth": Axis(
        "layers L",
        {"dnn-plain": (4, 8, 16, 32, 64), "dnn-coordinates": (4, 8, 16, 32, 64)},
    ),
}
ROADS = {
    "dnn-plain": ("plain road", BLUE, "o", "-"),
    "dnn-coordinates": ("in coordinates", VERMILION, "s", "--"),
}
TAIL = 3  # the slope is fitted to the largest sizes, where the calls no longer count


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--iterations", type=int, default=30)
    parser.add_argument("--axes", nargs="+", choices=AXES, default=list(AXES))
    parser.add_argument("--picture", type=Path, default=PICTURE)


def main(args: argparse.Namespace) -> bool:
    found = {
        (name, road): [_point(road, BASE | {name: size}, args) for size in AXES[name].sizes[road]]
        for name in args.axes
        for road in ROADS
    }
    print(f"\n{args.threads} thread(s); {BASE} but for what is varied\n")
    for name in args.axes:
        print(_table(name, found, args.markdown), "\n")
    draw(args.axes, found).savefig(args.picture, dpi=80)
    print(f"drawn: {args.picture.name}")
    return True


def _point(road: str, sizes: Mapping[str, int], args: argparse.Namespace) -> dict[str, float]:
    """Measure one size: the time of an iteration, and what a whole training asks for."""
    tell(f"{road}: {sizes}")
    options = {**sizes, "iterations": args.iterations}
    whole = {"side": road, "job": "made", "options": options}
    runs = [call("benchmarks.measure.measure", args.threads, **whole) for _ in range(args.repeats)]
    traced = call("benchmarks.measure.measure", args.threads, trace=True, **whole)
    return {
        "seconds": median(run["loop"] for run in runs) / args.iterations,
        "bytes": traced["peak"],
    }


def slope(sizes: tuple[int, ...], values: list[float]) -> float:
    """Return the exponent k of the law value ~ size^k at the largest sizes."""
    return float(np.polyfit(np.log(sizes[-TAIL:]), np.log(values[-TAIL:]), 1)[0])


def _table(name: str, found: Mapping[tuple[str, str], Any], markdown: bool) -> str:
    """Return the numbers of one axis."""
    rows = []
    for road, (title, *_) in ROADS.items():
        sizes, points = AXES[name].sizes[road], found[name, road]
        for what, written in (("seconds", seconds), ("bytes", megabytes)):
            values = [point[what] for point in points]
            cells = [f"{size}: {written(value)}" for size, value in zip(sizes, values, strict=True)]
            rows.append([f"{title}, {what}", *cells, f"{slope(sizes, values):.2f}"])
    return table([name, *[""] * (len(rows[0]) - 2), "slope"], rows, markdown)


def draw(names: list[str], found: Mapping[tuple[str, str], Any]) -> Figure:
    """Draw time above and memory below, one column per axis; the slopes stand in the legends."""
    figure = Figure(figsize=(3.1 * len(names), 6), layout="constrained")
    axes = figure.subplots(2, len(names), squeeze=False, sharex="col")
    for column, name in enumerate(names):
        for row, (what, unit) in enumerate((("seconds", 1e-3), ("bytes", 1e6))):
            ax = axes[row][column]
            for road in ROADS:
                values = [point[what] / unit for point in found[name, road]]
                _line(ax, road, AXES[name].sizes[road], values)
            _label(ax, sorted({size for road in ROADS for size in AXES[name].sizes[road]}))
            ax.legend(fontsize=8, loc="upper left")
            on_paper(ax)
        axes[1][column].set_xlabel(AXES[name].label)
    axes[0][0].set_ylabel("an iteration, ms")
    axes[1][0].set_ylabel("memory above X, Y and W, MB")
    return figure


def _line(ax: Axes, road: str, sizes: tuple[int, ...], values: list[float]) -> None:
    title, colour, marker, dashes = ROADS[road]
    ax.loglog(
        sizes,
        values,
        color=colour,
        marker=marker,
        linestyle=dashes,
        label=f"{title}: slope {slope(sizes, values):.1f}",
    )


def _label(ax: Axes, sizes: list[int]) -> None:
    """Write the sizes as they are, and leave room for the legend."""
    ax.set_xticks(sizes, [f"{size:,}" for size in sizes], fontsize=7, rotation=45)
    ax.yaxis.set_major_formatter("{x:g}")
    ax.xaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_minor_formatter(NullFormatter())
    low, high = ax.get_ylim()
    ax.set_ylim(10 ** np.floor(np.log10(low)), 6 * high)
