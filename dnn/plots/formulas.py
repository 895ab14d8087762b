"""The equations of one layer as pictures write them: formulas for matplotlib, and their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dnn.cost import OUTPUTS
from dnn.lesson.forms import FORMS

__all__ = ["NUMBERS", "formulas", "symbol"]

# what an equation makes -> its number in EQUATIONS
NUMBERS: Mapping[str, int] = MappingProxyType({kind: form.equation for kind, form in FORMS.items()})


def symbol(name: str) -> str:
    """Return a name as the lecture writes it, without dollars: ``W1`` is ``W^{[1]}``.

    Examples
    --------
    >>> from dnn.plots.formulas import symbol
    >>> symbol("dW1"), symbol("A0.T"), symbol("Y")
    ('dW^{[1]}', 'A^{[0]T}', 'Y')
    """
    bare = name.removesuffix(".T")
    letters = bare.rstrip("0123456789")
    layer, turned = bare[len(letters) :], "T" if bare != name else ""
    above = (f"[{layer}]" if layer else "") + turned
    return f"{letters}^{{{above}}}" if above else letters


def formulas(l: int, g: str, output: str | None = None) -> dict[str, str]:
    r"""Return the equations of layer l by what they make: Z, A, dZ, dW, db, dA_prev.

    Parameters
    ----------
    l : int
    g : str
        Its activation.
    output : str, optional
        Where it is the last layer, its activation once more: dZ then starts at the loss.

    Examples
    --------
    >>> from dnn.plots.formulas import formulas
    >>> formulas(2, "relu")["A"]
    '$A^{[2]} = \\mathrm{relu}(Z^{[2]})$'
    >>> formulas(2, "sigmoid", "sigmoid")["dZ"]
    '$dZ^{[2]} = A^{[2]} - Y$'
    """
    named = {kind: symbol(f"{kind}{l}") for kind in ("Z", "A", "W", "b", "dZ", "dA", "dW", "db")}
    A_prev, dA_prev = symbol(f"A{l - 1}"), symbol(f"dA{l - 1}")
    A_prev_T, W_T = symbol(f"A{l - 1}.T"), symbol(f"W{l}.T")
    short = OUTPUTS[output].short_form.format(AL=named["A"], Y="Y") if output else ""
    bend = rf"\mathrm{{{g}}}".replace("_", r"\_")
    Z, dZ = named["Z"], named["dZ"]
    right = {
        "Z": f"{named['W']} {A_prev} + {named['b']}",
        "A": f"{bend}({Z})",
        "dZ": short or f"{named['dA']} * {bend}'({Z})",
        "dW": rf"\frac{{1}}{{m}}\, {dZ} {A_prev_T}",
        "db": rf"\frac{{1}}{{m}} \sum_i {dZ[:-1]}(i)}}",
        "dA_prev": f"{W_T} {dZ}",
    }
    left = {**named, "dA_prev": dA_prev}
    return {kind: f"${left[kind]} = {right[kind]}$" for kind in right}
