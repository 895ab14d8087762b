"""The index of errors as a directive: rooms, doors, and what is said at each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from docs.errors import Fault, about, faults
from docs.remedies import REMEDIES

ROOMS = {  # in the order in which a learner meets them
    "dnn": "The five arrows",
    "dnn.checks": "What every function asks of its arguments",
    "dnn.training": "Training",
    "dnn.datasets": "Loading data",
    "dnn.files": "Reading and writing files",
    "dnn.lesson": "Stepping through and checking",
    "dnn.doctor": "The doctor",
    "dnn.plots": "Pictures",
    "dnn.run": "Runs and their folders",
    "dnn.cli": "The command line",
    "dnn.homework": "Homework",
    "dnn.tuning": "Searching hyperparameters",
    "dnn.export": "Taking the model elsewhere",
    "dnn.engines": "Other arrays, many machines",
}
PART = re.compile(r"(‹[^›]*›|[⟦∣⟧⟨⟩])")
OPEN = {"⟦": "⟧", "⟨": "⟩"}


def room_of(module: str) -> str:
    """Return the room of a module: its folder, or the house itself."""
    parts = module.split(".")
    return ".".join(parts[:2]) if ".".join(parts[:2]) in ROOMS else "dnn"


class ErrorIndex(SphinxDirective):
    """``{error-index}``: a section per room, a section per door, a line per error."""

    def run(self) -> list[nodes.Node]:
        """Return the sections."""
        return [room(name, title) for name, title in ROOMS.items() if list(in_room(name))]


def in_room(name: str) -> Iterator[Fault]:
    """Yield the errors of a room, in the order of the code."""
    yield from (fault for fault in faults() if room_of(fault.module) == name)


def room(name: str, title: str) -> nodes.section:
    """Return the section of a room."""
    section = titled(title, name)
    for module, found in groupby(in_room(name), key=lambda fault: fault.module):
        section += door(module, list(found))
    return section


def door(module: str, found: list[Fault]) -> nodes.section:
    """Return the section of a module: what its errors have in common, then each of them."""
    section = titled(module.removeprefix("dnn."), module)
    section += nodes.paragraph("", plain(about(module)), classes=["door"])
    for word, text in zip(("Why", "What helps"), REMEDIES.get(module, ()), strict=False):
        line = nodes.paragraph("", "", nodes.strong(word, word), nodes.Text(" "), *code(text))
        line["classes"].append(word.split()[0].lower())
        section += line
    section += nodes.bullet_list("", *map(entry, found), classes=["faults"])
    return section


def titled(title: str, name: str) -> nodes.section:
    """Return an empty section with a title."""
    section = nodes.section("", nodes.title(title, title), ids=[f"of-{name.replace('.', '-')}"])
    section["names"].append(name)
    return section


def plain(text: str) -> str:
    """Return a line of a docstring without its marks."""
    return re.sub(r"`+", "", text)


def code(text: str) -> list[nodes.Node]:
    """Return a text, what stands in backticks as code."""
    parts = text.split("`")
    return [nodes.literal(p, p) if k % 2 else nodes.Text(p) for k, p in enumerate(parts)]


def entry(fault: Fault) -> nodes.list_item:
    """Return one error: its kind, what it says, and the function that says it."""
    has_words = re.sub(r"‹[^›]*›|\W", "", fault.message)
    said = spoken(fault.message) if has_words else [nodes.Text(plain(fault.purpose))]
    message = nodes.paragraph("", "", *said, classes=["message"])
    kind = nodes.literal(fault.kind, fault.kind)
    place = f"{fault.module}.{fault.function}".removeprefix("dnn.")
    where = nodes.paragraph("", "", kind, nodes.Text(f" from {place}"), classes=["source"])
    return nodes.list_item("", message, where)


def spoken(message: str) -> list[nodes.Node]:
    """Return a message: what is filled in is slanted, what is there at times is marked."""
    stack: list[list[nodes.Node]] = [[]]
    for part in filter(None, PART.split(message)):
        if part in OPEN:
            stack.append([])
        elif part in OPEN.values():
            style = "perhaps" if part == "⟧" else "either"
            inner = nodes.inline("", "", *stack.pop(), classes=[style])
            stack[-1].append(inner)
        elif part == "∣":
            stack[-1].append(nodes.inline(" or ", " or ", classes=["or"]))
        elif part.startswith("‹"):
            stack[-1].append(nodes.emphasis(part, part.strip("‹›").strip() or "..."))
        else:
            stack[-1].append(nodes.Text(part))
    return [node for level in stack for node in level]


def setup(app: Any) -> None:
    """Add the directive."""
    app.add_directive("error-index", ErrorIndex)
