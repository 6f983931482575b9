"""Numbers as people say them: a fitting unit, and as many digits as there is something to tell.

English and Mongolian write numbers alike (1,234.5; CLDR), so a number is the same string in both; only units are
translated.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bpmn.language import Text

__all__ = ["WORKING_DAY_H", "Quantity", "Scale", "fitting_scale"]

Quantity = Literal["elapsed", "work", "money", "share", "count"]
"""What a number counts: time on the calendar (s), working time (s), money, a share of 1, or things."""

WORKING_DAY_H = 8.0
"""Hours of a working day. Source: Labour Law of Mongolia (2021), forty hours in a week of five days."""

_MINUTE_S = 60.0
_HOUR_S = 3600.0
_DAY_S = 86400.0
_WORKING_DAY_S = WORKING_DAY_H * _HOUR_S
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How the numbers of one row or axis are shown.

    Attributes:
        factor: What a value is multiplied with to be in the shown unit.
        unit: The shown unit, empty for plain counts.
        digits: Digits after the point.
    """

    factor: float
    unit: Text
    digits: int

    def number(self, value: float, *, signed: bool = False) -> str:
        """Return the value in the shown unit, without the unit; `signed` shows a plus as well."""
        shown = f"{value * self.factor:+,.{self.digits}f}"
        if not any(digit in shown for digit in "123456789"):
            return f"{0:.{self.digits}f}"
        if shown.startswith("+") and not signed:
            return shown[1:]
        return shown.replace("-", _MINUS)

    def quantity(self, value: float, *, signed: bool = False) -> Text:
        """Return the value with its unit."""
        number = self.number(value, signed=signed)
        if not self.unit.template:
            return Text("{number}", number=number)
        return Text("{number} {unit}", number=number, unit=self.unit)


def fitting_scale(quantity: Quantity, values: Iterable[float], *, currency: str = "MNT") -> Scale:
    """Return the scale in which all of these values can be read and compared.

    Args:
        quantity: What they count.
        values: In seconds, in the currency, in shares of 1, or things.
        currency: The ISO code of the currency; tögrög are written with their sign.

    >>> str(fitting_scale("elapsed", [3 * 86400.0, 7200.0]).quantity(3 * 86400.0))
    '3.00 days'
    """
    sizes = [abs(value) for value in values if math.isfinite(value) and value]
    largest = max(sizes, default=0.0)
    factor, unit = _unit(quantity, largest, currency)
    return Scale(factor=factor, unit=unit, digits=_digits(quantity, [size * factor for size in sizes]))


def _unit(quantity: Quantity, largest: float, currency: str) -> tuple[float, Text]:
    if quantity == "elapsed":
        return _time_unit(largest, _DAY_S, Text("days"))
    if quantity == "work":
        return _time_unit(largest, _WORKING_DAY_S, Text("working days"))
    if quantity == "money":
        return _money_unit(largest, currency)
    return (100.0, Text("%")) if quantity == "share" else (1.0, Text(""))


def _time_unit(largest_s: float, day_s: float, day: Text) -> tuple[float, Text]:
    if largest_s == 0:
        return 1.0, Text("")  # no time is none in any unit
    if largest_s >= 2 * day_s:
        return 1 / day_s, day
    if largest_s >= 2 * _HOUR_S:
        return 1 / _HOUR_S, Text("hours")
    if largest_s >= 2 * _MINUTE_S:
        return 1 / _MINUTE_S, Text("minutes")
    return 1.0, Text("seconds")


def _money_unit(largest: float, currency: str) -> tuple[float, Text]:
    name = Text("MNT") if currency == "MNT" else Text("{currency}", currency=currency)
    if largest >= 1e9:
        return 1e-9, Text("billion {currency}", currency=name)
    if largest >= 2e6:
        return 1e-6, Text("million {currency}", currency=name)
    return 1.0, name


def _digits(quantity: Quantity, shown: list[float]) -> int:
    if not shown or (quantity == "count" and all(value == round(value) for value in shown)):
        return 0
    largest = max(shown, default=0.0)
    digits = 2 if largest < 10 else 1 if largest < 100 else 0
    smallest = min(shown, default=1.0)
    while digits < 3 and smallest * 10**digits < 0.5:
        digits += 1
    return digits
