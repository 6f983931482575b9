"""When what a change costs once is saved."""

from analysis.comparison.sureness import OneOff
from analysis.comparison.values import MeasureDifference
from analysis.scenario import Scenario

__all__ = ["find_one_off"]

_PATH = "one_off_cost"
_MONTHS_A_YEAR = 12.0


def find_one_off(scenario: Scenario, yearly: MeasureDifference | None) -> OneOff | None:
    """Return after how many months the office has saved the one-off cost of the to-be scenario, or None without one.

    The cost divided by what is saved in a month, without interest: the payback period.

    Args:
        scenario: The to-be scenario.
        yearly: The difference in the office's cost of a year; None where no yearly volume is known.
    """
    if scenario.one_off_cost is None or yearly is None:
        return None
    cost = scenario.one_off_cost
    source = next((one.source for one in scenario.assumptions if one.path == _PATH), "")
    low = yearly.difference if yearly.ci_low is None else yearly.ci_low
    high = yearly.difference if yearly.ci_high is None else yearly.ci_high
    return OneOff(
        cost=cost,
        source=source,
        saved_per_year=-yearly.difference,
        months=_months(cost, -yearly.difference),
        months_low=_months(cost, -low),
        months_high=_months(cost, -high),
    )


def _months(cost: float, saved_per_year: float) -> float | None:
    return _MONTHS_A_YEAR * cost / saved_per_year if saved_per_year > 0 else None
