"""At which factor on a figure a difference changes its sign."""

import math
from collections.abc import Callable

__all__ = ["find_break_even"]

_HALVINGS = 8
"""Of a tenfold: the factor found is less than 1% off."""


def find_break_even(
    difference: Callable[[float], float | None], stated: float, least: float, greatest: float
) -> float | None:
    """Return the factor nearest to 1 (in ratio) at which a difference turns, or None where it does not.

    It is looked for by bisection on the logarithm, once on each side of 1, on which the difference is taken to change
    its sign at most once.

    Args:
        difference: Gives the difference for a factor, infinite where one side has no figure but a sign; None where
            there is neither.
        stated: The difference for the factor 1.
        least: The least factor.
        greatest: The greatest.

    >>> round(find_break_even(lambda factor: factor - 3, -2, 0.1, 10), 1)
    3.0
    """
    found = [
        factor
        for end in (least, greatest)
        if stated != 0 and end != 1 and (factor := _turning(difference, stated, end)) is not None
    ]
    return min(found, key=lambda factor: abs(math.log(factor)), default=None)


def _turning(difference: Callable[[float], float | None], stated: float, end: float) -> float | None:
    at_end = difference(end)
    if at_end is None or at_end == 0 or (at_end > 0) == (stated > 0):
        return None
    same, turned = 0.0, math.log(end)
    for _ in range(_HALVINGS):
        middle = (same + turned) / 2
        value = difference(math.exp(middle))
        if value is None:
            return None
        if (value > 0) == (stated > 0):
            same = middle
        else:
            turned = middle
    return math.exp((same + turned) / 2)
