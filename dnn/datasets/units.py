"""Numbers with what people write around them: $1,234.50, 12.5 %, 12 kg, (3.20), 1.2M."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["BESIDE", "GROUPS", "Unit", "bare", "common_unit", "unit_of", "without"]

BESIDE = "|"  # between a notation and the unit around it, as a run keeps them
PERCENT = "%"  # 12 is not 12 %, so each number needs its own
ORDINALS = ("st", "nd", "rd", "th")
POWERS = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "bn": 1e9}  # 1.2M followers
CODES = {  # currencies that are no single sign
    *("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "RMB", "INR", "CAD", "AUD", "NZD", "HKD", "SGD"),
    *("SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RUB", "TRY", "BRL", "MXN", "ZAR", "KRW", "THB"),
    *("US$", "C$", "A$", "R$", "HK$", "NT$", "S$", "Rs", "Rs.", "Fr.", "kr", "zł", "Kč"),
}
GROUPS = frozenset("$£¥₹") | {"USD", "GBP", "US$", "Rs", "Rs."}  # their commas part thousands

_AROUND = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+\u2212])?\s*(?P<before>[^\d\s.,()+\-\u2212]{1,3}\.?)?\s*"
    r"(?P<sign2>[-+\u2212])?(?P<number>[\d.,'’ \u00a0\u202f]*\d\.?(?:[eE][-+]?\d+)?)\s*"
    r"(?P<after>\+|[^\W\d_][^\d|(),;]{0,15}(?:(?<=[mtn])[23])?|[%‰°$€£¥₹][^\W\d_]?)?\s*(?P<close>\))?"
)


class Unit(NamedTuple):
    """What stands before and after the numbers of a column; all of POWERS count as one."""

    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """Return it as a run keeps it."""
        return BESIDE.join(self)

    @property
    def key(self) -> tuple[str, str]:
        """Return what is the same of 1 room, 2 rooms and 3 Rooms, of 1st and 2nd."""
        after = self.after.lower().removesuffix(".")
        return self.before, "th" if after in ORDINALS else after[:2] + after[2:].removesuffix("s")

    def around(self, text: str) -> str:
        """Return a number with its unit, as people write it."""
        space = " " if self.after[:1].isalpha() else ""
        return f"{self.before}{text}{space}{self.after}"


class Bare(NamedTuple):
    """A cell without its unit."""

    number: str
    unit: Unit
    power: float = 1.0


def bare(cell: str) -> Bare | None:
    """Take the unit off a cell; None where it is no number with one.

    Examples
    --------
    >>> from dnn.datasets.units import bare
    >>> bare("$1,234.50").number, bare("(12.5 %)"), bare("1.2M").power
    ('1,234.50', Bare(number='-12.5', unit=Unit(before='', after='%'), power=1.0), 1000000.0)
    >>> bare("PC 17599"), bare("10-19 years")
    (None, None)
    """
    found = _AROUND.fullmatch(cell)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    before, after = found["before"] or "", (found["after"] or "").strip()
    if before and not (before in CODES or all(unicodedata.category(c) == "Sc" for c in before)):
        return None
    signs = [sign for sign in (found["sign"], found["sign2"]) if sign]
    if len(signs) > 1 or (signs and found["open"]):
        return None
    is_negative = bool(found["open"]) or (signs and signs[0] != "+")
    power = POWERS.get(after, 1.0)
    unit = Unit(before, "" if after in POWERS else after)
    return Bare("-" * bool(is_negative) + found["number"].strip(), unit, power)


def common_unit(cells: Sequence[str]) -> Unit | None:
    """Return the unit that at least half of the cells have; None where there is none.

    Examples
    --------
    >>> from dnn.datasets.units import common_unit
    >>> common_unit(["12 kg", "7kg", "9"])
    Unit(before='', after='kg')
    >>> common_unit(["12 kg", "500 g", "3"]), common_unit(["12", "13"])
    (None, None)
    """
    read = [one for one in map(bare, cells) if one is not None]
    signs = Counter(one.unit.key for one in read if one.unit != Unit() or one.power != 1)
    if 2 * len(read) < len(cells) or not read:
        return None
    if signs:
        key, count = signs.most_common(1)[0]
        if 2 * count >= len(cells):
            units = Counter(one.unit for one in read if one.unit.key == key)
            return units.most_common(1)[0][0]
    return Unit() if any(cell.startswith("(") for cell in cells) else None


def without(cell: str, unit: Unit) -> tuple[str, float] | None:
    """Return the number of a cell of this unit as it is written, and the power beside it.

    A number alone may stand among those with a unit, but for percents: 12 is not 12 %.

    Examples
    --------
    >>> from dnn.datasets.units import Unit, without
    >>> without("12 kg", Unit("", "kg")), without("12", Unit("", "kg"))
    (('12', 1.0), ('12', 1.0))
    >>> without("500 g", Unit("", "kg")), without("12", Unit("", "%"))
    (None, None)
    """
    found = bare(cell)
    if found is None:
        return None
    is_alone = found.unit == Unit()
    if not is_alone and found.unit != unit and found.unit.key != unit.key:
        return None
    if is_alone and unit.after == PERCENT and found.number.strip("-0.,"):
        return None
    return found.number, found.power


def unit_of(notation: str) -> Unit | None:
    """Return the unit that a run keeps behind a notation, None where there is none.

    Examples
    --------
    >>> from dnn.datasets.units import unit_of
    >>> unit_of("comma-thousands|$|"), unit_of("number")
    (Unit(before='$', after=''), None)
    """
    _, *unit = notation.split(BESIDE)
    return Unit(*unit) if len(unit) == 2 else None
