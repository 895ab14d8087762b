"""The house in one picture: the floors of the import contract, drawn from setup.cfg."""

from __future__ import annotations

from configparser import ConfigParser
from html import escape
from importlib import import_module

from docs.staging import ROOT

ARROWS = {"parameters", "forward", "cost", "backward", "update"}


def floors() -> list[list[str]]:
    """Return the floors of the house from the roof down, the rooms of each."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = config["importlinter:contract:floors"]["layers"].split("\n")
    return [[name.strip() for name in line.split("|")] for line in lines if line.strip()]


def about(room: str) -> str:
    """Return the first line of what a room says of itself."""
    said = (import_module(room).__doc__ or "").strip().split("\n\n")[0]
    return " ".join(said.replace("`", "").split()).rstrip(".")


def drawn() -> str:
    """Return the house as HTML: a row per floor, a box per room; the five arrows are marked."""
    rows = "".join(f'<div class="floor">{"".join(map(box, row))}</div>' for row in floors())
    return f'<div class="house" role="img" aria-label="The floors of the house">{rows}</div>'


def box(room: str) -> str:
    """Return one room as a box with its name and what it is for."""
    name = room.removeprefix("dnn.")
    kind = "room arrow" if name in ARROWS else "room"
    return f'<div class="{kind}"><b>{escape(name)}</b><span>{escape(about(room))}</span></div>'
