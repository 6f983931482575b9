"""Calendar mismatch: work that comes, or lies, while those who do it are closed."""

import math
from collections.abc import Iterator

from analysis.bottlenecks.evidence import Evidence, person_time
from analysis.bottlenecks.kinds.entries import entry_of
from analysis.bottlenecks.values import Bottleneck
from analysis.scenario.calendars import opening_table
from analysis.scenario.values import ResourcePool
from bpmn.language import Text

__all__ = ["find_closed_hours", "find_closed_roles"]

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


def find_closed_roles(evidence: Evidence) -> Iterator[Bottleneck]:
    """Yield each role of the office whose opening hours hold up more than one activity, with all of that."""
    for pool in evidence.scenario.resources.values():
        if pool.side == "applicant":
            continue
        elements = tuple(
            key
            for key, place in evidence.places.items()
            if place.closed_s > 0 and next((one.id for one in evidence.pools(key) if one.calendar), "") == pool.id
        )
        if len(elements) > 1:
            yield _role(evidence, pool, elements)


def _role(evidence: Evidence, pool: ResourcePool, elements: tuple[str, ...]) -> Bottleneck:
    seconds = math.fsum(evidence.places[key].closed_s for key in elements)
    hours = _open_h(evidence, pool)
    said = pool.name if str(pool.name) else pool.id
    sentence = "A case lies over the closing hours of {pool} for {time} in all: the role is there {hours} hours a week."
    return Bottleneck(
        element=pool.id,
        name=str(said),
        label=pool.name,
        kind="calendar",
        place="role",
        elements=elements,
        reason=Text(sentence, pool=said, time=person_time(seconds), hours=f"{hours:.0f}"),
        share=min(1.0, seconds / evidence.total_s),
        time_s=seconds,
        cases=max(evidence.places[key].cases for key in elements),
        pool=pool.id,
        numbers={"seconds_per_case": seconds, "open_h_per_week": hours},
    )


def _open_h(evidence: Evidence, pool: ResourcePool) -> float:
    """Return the opening hours of an average week, holidays counted."""
    calendar = evidence.scenario.calendars.get(pool.calendar or "")
    return _WEEK_H if calendar is None else _WEEK_H * opening_table(calendar, evidence.scenario.start).open_share
