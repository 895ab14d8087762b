"""The roles and the picture of these pages, and what docstrings are given beside their words."""

from __future__ import annotations

from functools import cache
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

from docs import house
from docs.contents import GROUPS, Entry
from docs.reference import remarks
from docs.staging import lessons, titles


@cache
def homes() -> dict[str, str]:
    """Return the whole name of every public name."""
    found: dict[str, str] = {}
    for room, entry in ((group.room, entry) for group in GROUPS for entry in group.entries):
        for name in (entry.name, f"{room}.{entry.name}"):
            found.setdefault(name, f"{room}.{entry.name}")  # `train` is that of the house itself
    return found


class Known(SphinxRole):
    """Text in single backticks: a link where it is a public name, code where it is not."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a reference, or the text as code."""
        text = nodes.literal(self.text, self.text, classes=["xref", "py"])
        head = self.text.removesuffix("()").removeprefix("dnn.")
        target = homes().get(head)
        if target is None:
            return [nodes.literal(self.text, self.text)], []
        options = {"refdomain": "py", "reftype": "obj", "reftarget": target, "refwarn": True}
        return [pending_xref("", text, refdoc=self.env.docname, refexplicit=True, **options)], []


class Lesson(SphinxRole):
    """A notebook of the lesson: `04-cats` becomes a link with its title."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the sentence with the link."""
        title = titles("en")[self.text]
        options = {"refdomain": "std", "reftype": "doc", "reftarget": f"/lesson/{self.text}"}
        text = nodes.inline(title, title)
        link = pending_xref(
            "", text, refdoc=self.env.docname, refexplicit=True, refwarn=True, **options
        )
        words = nodes.inline("", "", nodes.Text("In the lesson: "), link, classes=["lesson"])
        return [words], []


class House(SphinxDirective):
    """``{house}``: the floors of the house as a picture."""

    def run(self) -> list[nodes.Node]:
        """Return the picture as it is."""
        return [nodes.raw("", house.drawn(), format="html")]


class Names(SphinxPostTransform):
    """A public name in code, on a page or in a notebook, leads to its entry in the reference."""

    default_priority = 5  # before references are resolved
    PLAIN = frozenset({"diagnose", "trace", "predict"})  # words that are names wherever they stand

    def run(self, **options: Any) -> None:
        """Put a reference around each."""
        if self.env.docname.startswith(("api/", "errors/")):
            return
        for literal in list(self.document.findall(nodes.literal)):
            name = literal.astext().removesuffix("()").removeprefix("dnn.")
            is_name = "_" in name or name in self.PLAIN
            if is_name and name in homes() and not isinstance(literal.parent, nodes.reference):
                target = {"refdomain": "py", "reftype": "obj", "reftarget": homes()[name]}
                link = pending_xref("", refdoc=self.env.docname, refexplicit=True, **target)
                literal.replace_self(link)
                link += nodes.literal("", literal.astext(), classes=["xref", "py"])


@cache
def entries() -> dict[str, tuple[str, Entry]]:
    """Return the entry of the reference of every whole name, and of its home."""
    return {
        f"{group.room}.{entry.name}": (group.room, entry)
        for group in GROUPS
        for entry in group.entries
    }


def enrich(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Put the equation and the lesson below the first sentence of a docstring."""
    if name not in entries():
        return
    room, entry = entries()[name]
    first = next((k for k, line in enumerate(lines) if line.strip()), len(lines))
    end = next((k for k in range(first, len(lines)) if not lines[k].strip()), len(lines))
    lines[end:end] = remarks(room, entry, lessons("en"))


def skip(app: Any, what: str, name: str, obj: Any, skipped: bool, options: Any) -> bool | None:
    """Leave out the methods that a class has from elsewhere."""
    return None if (getattr(obj, "__module__", None) or "dnn").startswith("dnn") else True


def setup(app: Any) -> None:
    """Add the roles, and enrich docstrings once numpydoc has read them."""
    app.connect("autodoc-skip-member", skip)
    app.add_directive("house", House)
    app.add_post_transform(Names)
    app.add_role("known", Known())
    app.add_role("lesson", Lesson())
    app.connect("autodoc-process-docstring", enrich, priority=900)
