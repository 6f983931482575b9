"""Stations, skills and persons as rows of the kernel's tables."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from typing import Any

import numpy as np

from analysis.digests import word_of
from analysis.errors import ScenarioError
from analysis.network import Network, Node
from analysis.scenario.distributions import Distribution
from analysis.scenario.values import LONGEST_FREE, ActivityParameters, Calendar, Opening, ResourcePool
from analysis.scenario.work_values import Absence, Batch, Member, Release
from analysis.simulation.codes import IN_TURNS
from analysis.simulation.stations import endless_pool, limited_pools, said_of, station_nodes
from bpmn.frozen import dataclass
from bpmn.language import Text

__all__ = ["Person", "Staff", "plan_staff", "release_calendar"]

_NEVER_AWAY = Absence()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person of one or more pools.

    Attributes:
        id: Who it is; the people of a pool without members are told apart by their number.
        calendar: The calendar they work by, None: always.
        absence: When they are away nevertheless.
        path: Where the scenario speaks of them.
    """

    id: str
    calendar: str | None
    absence: Absence
    path: str

    @property
    def hash(self) -> np.uint64:
        """The 64 bits that stand for the person in the keys of random numbers, the same on every machine."""
        return np.uint64(word_of(f"\0person/{self.id}"))


@dataclass(slots=True, kw_only=True)
class Staff:
    """Who can do what at which station.

    Attributes:
        station_of: The station of a node, by the node's index.
        seats: The persons of each pool, as indices into `persons`.
        persons: All persons.
        stations: Rows of `tables.STATION`, without what is filled in from laws and calendars.
        skills: Rows of `tables.SKILL`, by station.
    """

    station_of: dict[int, int] = field(default_factory=dict)
    seats: dict[str, list[int]] = field(default_factory=dict)
    persons: list[Person] = field(default_factory=list)
    stations: list[dict[str, Any]] = field(default_factory=list)
    skills: list[dict[str, Any]] = field(default_factory=list)

    def person_skills(self) -> list[list[int]]:
        """Return the skills of each person, as indices into `skills`."""
        found: list[list[int]] = [[] for _ in self.persons]
        for number, skill in enumerate(self.skills):
            found[skill["person"]].append(number)
        return found


def plan_staff(network: Network, add_law: Callable[[Distribution | None], int], units: Mapping[str, int]) -> Staff:
    """Return the stations of a network and who serves them.

    Args:
        network: The network.
        add_law: Puts a distribution into the tables and returns its row, -1 for none.
        units: The row of each pool.

    Raises:
        ScenarioError: If nobody may do an activity, or its pools contradict each other; the message names the path.
    """
    staff = Staff()
    nodes = station_nodes(network)
    for at in nodes:
        for pool in limited_pools(network, network.nodes[at]):
            if pool not in staff.seats:
                _add_people(network, pool, staff)
    for at in nodes:
        staff.station_of[at] = len(staff.stations)
        _add_station(network, at, staff, add_law, units)
    # Only where an order other than that of coming can show is it worth noting who was overtaken.
    ranks = {row["rank"] for row in staff.stations}
    orders = {pool.queue for pool in network.scenario.resources.values()}
    for row in staff.stations:
        is_ordered = len(ranks) > 1 or bool(orders & {"priority", "due_date"})
        row["records"] = is_ordered or bool(network.scenario.case_priority)
    return staff


def _add_people(network: Network, key: str, staff: Staff) -> None:
    """Add the persons of a pool; who is in another one already is the same person."""
    pool = network.scenario.resources[key]
    known = {person.id: number for number, person in enumerate(staff.persons)}
    seats = []
    for seat, member in enumerate(_members(pool)):
        if member.id not in known:
            known[member.id] = len(staff.persons)
            staff.persons.append(_person(network, pool, member.id, seat))
        seats.append(known[member.id])
    staff.seats[key] = seats


def _members(pool: ResourcePool) -> tuple[Member, ...]:
    """Return the people of a pool: those with names, and as many others as make up its amount."""
    others = range(len(pool.members), pool.amount or 0)
    return pool.members + tuple(Member(id=f"{pool.id}\0{number}") for number in others)


def _person(network: Network, pool: ResourcePool, who: str, seat: int) -> Person:
    """Return a person: what is said of them in any pool, else what holds for the first pool they are in."""
    if seat >= len(pool.members):
        away = pool.absence or _NEVER_AWAY
        return Person(id=who, calendar=pool.calendar, absence=away, path=f"resources.{pool.id}")
    pools = network.scenario.resources.values()
    roles = [(other, member) for other in pools for member in other.members if member.id == who]
    calendars = [member.calendar for _, member in roles] + [other.calendar for other, _ in roles]
    absences = [member.absence for _, member in roles] + [other.absence for other, _ in roles]
    return Person(
        id=who,
        calendar=next((calendar for calendar in calendars if calendar is not None), None),
        absence=next((absence for absence in absences if absence is not None), _NEVER_AWAY),
        path=f"resources.{pool.id}.members.{seat}",
    )


def _add_station(
    network: Network,
    at: int,
    staff: Staff,
    add_law: Callable[[Distribution | None], int],
    units: Mapping[str, int],
) -> None:
    node = network.nodes[at]
    said = said_of(network, node)
    first = len(staff.skills)
    for pool in limited_pools(network, node):
        staff.skills += _skills(network, node, pool, staff, add_law, units)
    if first == len(staff.skills) and limited_pools(network, node):
        text = Text("Nobody may do {name}: no member of its pools has it among their activities.", name=node.name)
        raise ScenarioError(text, source_name=network.scenario.source_name, path=f"activities.{node.id}.resource")
    doers = node.resources[:1] if endless_pool(network, node) is None else (endless_pool(network, node),)
    order = _order(network, node)
    staff.stations.append(
        {
            "node": at,
            "unit": units[doers[0]] if doers and doers[0] is not None else -1,
            "skill0": first,
            "skill1": len(staff.skills),
            "rank": node.priority if order == "priority" else 0,
            "by_rank": order == "priority",
            "by_due": order == "due_date",
            "due": math.inf if said.due_s is None else said.due_s,
            "set_up": add_law(said.set_up),
            "at_any_hour": network.scenario.assignment == LONGEST_FREE,
        }
        | _setback(network, node, said, add_law)
        | _batch(said.batch, add_law)
    )


def _order(network: Network, node: Node) -> str:
    orders = {network.scenario.resources[pool].queue or "priority" for pool in limited_pools(network, node)}
    if len(orders) > 1:
        text = Text("The pools that can do {name} have different queues: {orders}.", name=node.name,
                    orders=", ".join(sorted(orders)))  # fmt: skip
        raise ScenarioError(text, source_name=network.scenario.source_name, path=f"activities.{node.id}.resource")
    return next(iter(orders), "priority")


def _skills(
    network: Network,
    node: Node,
    key: str,
    staff: Staff,
    add_law: Callable[[Distribution | None], int],
    units: Mapping[str, int],
) -> Iterator[dict[str, Any]]:
    pool = network.scenario.resources[key]
    said = said_of(network, node)
    usual = add_law(said.durations.get(key, node.duration))
    for seat, (person, member) in enumerate(zip(staff.seats[key], _members(pool), strict=True)):
        if member.activities is not None and node.id not in member.activities:
            continue
        own = said.durations.get(member.id)
        cost = pool.cost_per_h if member.cost_per_h is None else member.cost_per_h
        yield {
            "person": person,
            "station": len(staff.stations),
            "unit": units[key],
            "seat": seat,
            "choice": node.resources.index(key),
            "law": usual if own is None else add_law(own),
            "rate": cost / 3600,
            "speed": 1.0 if own is not None else member.speed.get(node.id, member.speed.get("", 1.0)),
        }


def _setback(
    network: Network, node: Node, said: ActivityParameters, add_law: Callable[[Distribution | None], int]
) -> dict[str, Any]:
    setback = said.setback
    if setback is None:
        return {"setbacks": 0, "rest": -1, "applicant": -1}
    if said.batch is not None:
        text = Text("{name} is done in batches and cannot be set back as well.", name=node.name)
        raise ScenarioError(text, source_name=network.scenario.source_name, path=f"activities.{node.id}.setback")
    return {
        "setbacks": setback.most,
        "probability": setback.probability,
        "share": setback.share_after,
        "applicant": add_law(setback.duration),
        "rest": add_law(setback.work_after),
    }


def _batch(batch: Batch | None, add_law: Callable[[Distribution | None], int]) -> dict[str, Any]:
    if batch is None:
        laws = ("wait", "wait_alone", "pause", "pause_alone", "release", "batch_set_up")
        return {"batched": 0, **dict.fromkeys(laws, -1)}
    return {
        "batched": 1,
        "together": IN_TURNS if batch.is_in_turns else batch.is_together,
        "least": batch.least or 0,
        "most": batch.most or 0,
        "wait": add_law(batch.wait),
        "wait_alone": add_law(batch.wait_alone),
        "pause": add_law(batch.pause),
        "pause_alone": add_law(batch.pause_alone or batch.pause),
        "release": -1,
        "batch_set_up": add_law(batch.set_up),
    }


def release_calendar(network: Network, release: Release, name: str) -> Calendar:
    """Return a calendar that opens for a second at each release of a batch."""
    base = network.scenario.calendars.get(release.calendar or "", Calendar(id=name, openings=()))
    return replace(base, id=name, openings=(Opening(days=release.days, from_s=release.at_s, to_s=release.at_s + 1),))
