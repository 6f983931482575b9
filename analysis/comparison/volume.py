"""How many cases a year the yearly totals are for: the same for both sides."""

from dataclasses import replace

from analysis.burden import at_volume
from analysis.comparison.values import Side, YearlyVolume
from analysis.scenario import Scenario
from bpmn.language import Text

__all__ = ["common_volume", "with_volume"]

_YEAR_H = 365.25 * 24


def common_volume(as_is: Side, to_be: Side, *, given: tuple[Scenario, Scenario]) -> YearlyVolume | None:
    """Return the yearly volume that both sides are shown at.

    It is what the as-is scenario says, else what the to-be scenario says, else as many as arrive by the as-is scenario
    where that says how cases arrive; what is merely assumed of arrivals makes no yearly total.

    Args:
        as_is: The side as it is.
        to_be: The side as it could be.
        given: Their scenarios as they were given, before anything was assumed.
    """
    before, after = as_is.scenario.volume_per_year, to_be.scenario.volume_per_year
    if before:
        differs = bool(after) and after != before
        text = (
            Text(
                "{cases} cases a year for both sides, as the as-is scenario says; the to-be scenario says {other}.",
                cases=f"{before:,.0f}",
                other=f"{after:,.0f}",
            )
            if differs
            else Text("{cases} cases a year for both sides, as the as-is scenario says.", cases=f"{before:,.0f}")
        )
        return YearlyVolume(cases=before, said_by="as-is", text=text)
    if after:
        text = Text("{cases} cases a year for both sides, as the to-be scenario says.", cases=f"{after:,.0f}")
        return YearlyVolume(cases=after, said_by="to-be", text=text)
    if given[0].arrivals is None:
        return None
    cases = as_is.flow.arrival_rate_per_h * _YEAR_H
    text = Text(
        "{cases} cases a year for both sides: as many as arrive by the as-is scenario, which says no yearly volume.",
        cases=f"{cases:,.0f}",
    )
    return YearlyVolume(cases=float(cases), said_by="arrivals", text=text)


def with_volume(side: Side, volume: YearlyVolume | None) -> Side:
    """Return a side whose yearly totals are for that volume."""
    return replace(side, burden=at_volume(side.burden, volume.cases if volume else None))
