"""Who there is to do the work: how much of each person's time a pool can have, and what they can do at most."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TypeVar

import numpy as np

from analysis.network import Network, Node
from analysis.scenario.calendars import opening_table
from analysis.scenario.values import Calendar, ResourcePool
from analysis.scenario.work_values import Absence, Member
from bpmn.frozen import dataclass

__all__ = ["Seat", "Staff", "most_cases", "open_share", "staff_of"]

_YEAR_DAYS = 365.25
_Said = TypeVar("_Said")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One person in one pool.

    Attributes:
        person: Who it is; the same in every pool they are in.
        member: What the scenario says of them, None in a pool whose people are all alike.
        available: The share of all time in which they can work.
        calendar: The calendar they work by.
        present: The share of its opening hours in which they are not away.
        away: The share of days on which chance keeps them away.
    """

    person: str
    member: Member | None
    available: float
    calendar: str | None
    present: float
    away: float = 0.0

    def may_do(self, activity: str) -> bool:
        """Whether they may do an activity."""
        return self.member is None or self.member.activities is None or activity in self.member.activities

    def speed_at(self, activity: str) -> float:
        """How fast they are at an activity, 1 being usual."""
        return 1.0 if self.member is None else self.member.speed.get(activity, self.member.speed.get("", 1.0))

    def cost_per_h(self, pool: ResourcePool) -> float:
        """What an hour of their work costs."""
        own = None if self.member is None else self.member.cost_per_h
        return pool.cost_per_h if own is None else own


Staff = Mapping[str, tuple[Seat, ...]]
"""The people of each limited pool."""


@lru_cache(maxsize=256)
def open_share(calendar: Calendar, start: datetime) -> float:
    """Return the share of all time in which a calendar is open, public holidays left out."""
    return opening_table(calendar, start).open_share


def staff_of(network: Network) -> Staff:
    """Return the people of each pool that has a number of them."""
    pools = network.scenario.resources
    return {
        key: tuple(_seat(network, pool, member, number) for number, member in enumerate(_members(pool)))
        for key, pool in pools.items()
        if pool.amount
    }


def _members(pool: ResourcePool) -> Sequence[Member | None]:
    return pool.members or (None,) * (pool.amount or 0)


def _seat(network: Network, pool: ResourcePool, member: Member | None, number: int) -> Seat:
    """A person's calendar and absence are those said of them in any pool, else those of the first pool they are in."""
    scenario = network.scenario
    if member is None:
        calendar, absence, person = pool.calendar, pool.absence, f"{pool.id}\0{number}"
    else:
        roles = [(p, m) for p in scenario.resources.values() for m in p.members if m.id == member.id]
        calendar = _first([m.calendar for _, m in roles] + [p.calendar for p, _ in roles])
        absence = _first([m.absence for _, m in roles] + [p.absence for p, _ in roles])
        person = member.id
    share = 1.0 if calendar is None else open_share(scenario.calendars[calendar], scenario.start)
    present = 1.0 if absence is None else (1 - absence.share) * (1 - _leave_share(absence, scenario.start))
    away = 0.0 if absence is None else absence.share
    return Seat(person=person, member=member, available=share * present, calendar=calendar, present=present, away=away)


def _first(values: Iterable[_Said | None]) -> _Said | None:
    return next((value for value in values if value is not None), None)


def _leave_share(absence: Absence, start: datetime) -> float:
    """The share of the first year's days that is leave."""
    first, last = start.date(), (start + timedelta(days=_YEAR_DAYS)).date()
    days: set[int] = set()
    for leave in absence.leave:
        days |= set(range(max(leave.first, first).toordinal(), min(leave.last, last).toordinal() + 1))
    return min(1.0, len(days) / _YEAR_DAYS)


def most_cases(
    staff: Staff, demands: Sequence[tuple[Node, float, Mapping[tuple[str, int], float]]]
) -> tuple[float, str | None]:
    """Return how many cases a second can be done at most, and the pool that limits it; work goes to whom it suits best.

    Args:
        staff: The people.
        demands: For each activity how often a case has it and the seconds one takes of each seat that may do it.

    The largest λ with λ·v = Σ x over the seats for each activity and Σ x·t ≤ available time for each person: a linear
    programme; the pool is the one whose people's time has the highest price. Source: throughput bound of a static
    allocation; Andradóttir, Ayhan, Down, Operations Research 51 (2003), §2.
    """
    from scipy.optimize import linprog

    seats = [(number, key) for number, (_, _, times) in enumerate(demands) for key in times]
    people = sorted({staff[pool][seat].person for _, (pool, seat) in seats})
    row = {person: number for number, person in enumerate(people)}
    balance = np.zeros((len(demands), 1 + len(seats)))
    spent = np.zeros((len(people), 1 + len(seats)))
    room = np.zeros(len(people))
    balance[:, 0] = [-visits for _, visits, _ in demands]
    longest = max(visits * max(times.values()) for _, visits, times in demands)
    for column, (number, (pool, seat)) in enumerate(seats, start=1):
        person = staff[pool][seat]
        balance[number, column] = 1.0
        spent[row[person.person], column] = demands[number][2][pool, seat] / longest
        room[row[person.person]] = person.available
    objective = np.zeros(1 + len(seats))
    objective[0] = -1.0
    found = linprog(objective, A_ub=spent, b_ub=room, A_eq=balance, b_eq=np.zeros(len(demands)), method="highs")
    if found.status != 0 or found.x is None:
        return 0.0, None
    prices = -np.asarray(found.ineqlin.marginals)
    weights: dict[str, float] = {}
    for _, (pool, seat) in dict.fromkeys(seats):
        person = staff[pool][seat]
        weights[pool] = weights.get(pool, 0.0) + float(prices[row[person.person]] * person.available)
    return float(found.x[0]) / longest, min(weights, key=lambda pool: (-round(weights[pool], 9), pool))
