"""More people, and people who are there longer."""

import math
from dataclasses import replace

from analysis.bottlenecks.relief.change import LESS, Change
from analysis.scenario.values import Calendar, Opening, ResourcePool, Scenario
from bpmn.language import Text

__all__ = ["more_people", "open_longer"]

_DAY_S = 86400.0
_TENTH = 1 - LESS


def more_people(scenario: Scenario, pool_id: str, left: float) -> Change | None:
    """Return the pool with a tenth more people, at least one, or with as many as needed; None without such a pool.

    Where the people are named, those who come are like the last of them.
    """
    pool = scenario.resources.get(pool_id)
    if pool is None or (pool.amount is None and not pool.members):
        return None
    named = _name(pool)
    if left == 0:
        what = Text("{pool}: as many people as are needed", pool=named)
        return _with_pool(scenario, replace(pool, amount=None, members=()), what)
    amount = len(pool.members) or pool.amount or 1
    # Rounded first: a tenth of 10 is 1.0000000000000002 here, and that is one person.
    more = max(1, math.ceil(round(amount * _TENTH, 9)))
    added = tuple(replace(pool.members[-1], id=f"{pool_id}+{number}") for number in range(more) if pool.members)
    what = Text("{pool}: {after} people instead of {before}", pool=named, after=amount + more, before=amount)
    return _with_pool(scenario, replace(pool, amount=amount + more, members=pool.members + added), what)


def open_longer(scenario: Scenario, pool_id: str, left: float) -> Change | None:
    """Return the pool with opening hours a tenth longer each day, or always open; None where it has none."""
    pool = scenario.resources.get(pool_id)
    calendar = scenario.calendars.get(pool.calendar or "") if pool is not None else None
    if pool is None or calendar is None:
        return None
    if left == 0:
        members = tuple(replace(member, calendar=None) for member in pool.members)
        what = Text("{pool}: there at all hours", pool=_name(pool))
        return _with_pool(scenario, replace(pool, calendar=None, members=members), what)
    longer = _longer(calendar)
    changed = replace(scenario, calendars={**scenario.calendars, longer.id: longer})
    what = Text("{pool}: there for a tenth longer each day", pool=_name(pool))
    return _with_pool(changed, replace(pool, calendar=longer.id), what)


def _longer(calendar: Calendar) -> Calendar:
    openings = tuple(_longer_opening(opening) for opening in calendar.openings)
    return replace(calendar, id=f"{calendar.id}+10%", openings=openings)


def _longer_opening(opening: Opening) -> Opening:
    """Close later; what goes beyond midnight is put before the opening."""
    more = (opening.to_s - opening.from_s) * _TENTH
    over = max(0.0, opening.to_s + more - _DAY_S)
    return replace(opening, from_s=max(0.0, opening.from_s - over), to_s=opening.to_s + more - over)


def _name(pool: ResourcePool) -> object:
    return pool.name if str(pool.name) else pool.id


def _with_pool(scenario: Scenario, pool: ResourcePool, what: Text) -> Change:
    return Change(what=what, scenario=replace(scenario, resources={**scenario.resources, pool.id: pool}))
