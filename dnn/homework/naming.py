"""What a leaf of a result is called: its place -> the name that the course gives it."""

from __future__ import annotations

import ast
import re

from dnn.homework.words import say

CACHE = {"[0][0]": "A_prev", "[0][1]": "W", "[0][2]": "b", "[1]": "Z"}


def leaf_name(path: str, layout: str) -> str:
    """Return the name of a leaf of a result that is laid out so; "" for the result as a whole.

    Examples
    --------
    >>> from dnn.homework.naming import leaf_name
    >>> leaf_name("[1]", "dA_prev, dW, db"), leaf_name(".dW1", "grads")
    ('dW', 'dW1')
    >>> leaf_name("[1][0][0][1]", "AL, caches"), leaf_name("[1][2]", "Z, (A, W, b)")
    ('caches[0].W', 'cache.b')
    """
    node, rest, deep = ast.parse(layout, mode="eval").body, path, 0
    while isinstance(node, ast.Tuple):
        step = re.match(r"\[(\d+)\]", rest)
        if step is None or int(step[1]) >= len(node.elts):
            return ""
        node, rest, deep = node.elts[int(step[1])], rest[step.end() :], deep + 1
    name = ast.unparse(node)
    caches = re.match(r"\[(\d+)\](.*)", rest)
    if name == "caches" and caches:
        return f"caches[{caches[1]}].{CACHE.get(caches[2], caches[2].lstrip('.'))}"
    name = rest.lstrip(".").replace(".shape", "").replace(".values", "") if rest else name
    return f"cache.{name}" if deep > 1 else name


def spoken(name: str, lang: str) -> str:
    """Return a name as it is said: which layer, and whether it stands in a cache.

    Examples
    --------
    >>> from dnn.homework.naming import spoken
    >>> spoken("caches[0].W", "en"), spoken("cache.b", "en"), spoken("dW2", "en")
    ('W of layer 1 in the cache', 'b in the cache', 'dW2')
    """
    inside = re.match(r"caches\[(\d+)\]\.(.*)", name)
    if inside:
        leaf = say("layer", lang, leaf=inside[2], l=int(inside[1]) + 1)
        return say("cached", lang, leaf=leaf)
    if name.startswith("cache."):
        return say("cached", lang, leaf=name.removeprefix("cache."))
    return name
