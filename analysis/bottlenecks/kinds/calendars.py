"""Calendar mismatch: work that comes, or lies, while those who do it are closed."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import Evidence
from analysis.bottlenecks.kinds.entries import entry_of
from analysis.bottlenecks.values import Bottleneck
from analysis.scenario.calendars import opening_table
from analysis.scenario.values import ResourcePool

__all__ = ["find_closed_hours"]

_WEEK_H = 168.0


def find_closed_hours(evidence: Evidence) -> Iterator[Bottleneck]:
    """Yield each activity that lies over closing hours."""
    for element, place in evidence.places.items():
        if place.closed_s <= 0:
            continue
        pool = next((one for one in evidence.pools(element) if one.calendar), None)
        if pool is None:
            sentence = "{name} lies over closing hours for {time} a case."
            yield entry_of(evidence, element, "calendar", place.closed_s, sentence)
            continue
        hours = _open_h(evidence, pool)
        yield entry_of(
            evidence,
            element,
            "calendar",
            place.closed_s,
            "{name} lies over closing hours for {time} a case: {pool} is there {hours} hours a week.",
            words={"pool": pool.name if str(pool.name) else pool.id, "hours": f"{hours:.0f}"},
            numbers={"open_h_per_week": hours},
        )


def _open_h(evidence: Evidence, pool: ResourcePool) -> float:
    """Return the opening hours of an average week, holidays counted."""
    calendar = evidence.scenario.calendars.get(pool.calendar or "")
    return _WEEK_H if calendar is None else _WEEK_H * opening_table(calendar, evidence.scenario.start).open_share
