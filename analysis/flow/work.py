"""What one instance of an activity takes: of whom, how often it is taken up, and how long it waits for batches.

The rules are those of docs/scenario.md, "Who does the work, and how".
"""

import math
from collections.abc import Mapping
from dataclasses import replace

from analysis.flow.batched import batched, scaled
from analysis.flow.batches import Gathering
from analysis.flow.chains import sequence
from analysis.flow.laws import ZERO, Law, law_of, mixture
from analysis.flow.staff import Staff
from analysis.network import Network, Node
from analysis.scenario.distributions import Distribution
from analysis.scenario.values import ActivityParameters
from analysis.scenario.work_values import Setback
from bpmn.frozen import dataclass

__all__ = ["Service", "said_of", "services"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What one instance of an activity takes.

    Attributes:
        work: The work on it, all rounds together.
        shares: The share of its instances that each pool does.
        seats: Of the instances of a pool, the share that each of its people does, by pool.
        stints: What a person is busy with at a time: its length and how many of them an instance has.
        rounds: How likely it is to be set back exactly 0, 1, 2 ... times.
        setback: What the applicant needs each time.
        set_up_s: Mean time of changing over to it, per round.
        gathering: How it waits in a batch, None without one.
        in_line_s: How long its batch then waits, of the time of the only person who does it and nothing else; None:
            not known by itself.
    """

    work: Law
    shares: Mapping[str, float]
    seats: Mapping[str, tuple[float, ...]]
    stints: tuple[tuple[Law, float], ...]
    rounds: tuple[float, ...] = (1.0,)
    setback: Law = ZERO
    set_up_s: float = 0.0
    gathering: Gathering | None = None
    in_line_s: float | None = None

    @property
    def turns(self) -> float:
        """How often an instance is taken up, on average."""
        return 1.0 + math.fsum(number * chance for number, chance in enumerate(self.rounds))

    @property
    def held_s(self) -> float:
        """How much of people's time an instance takes, on average."""
        return math.fsum(law.mean * count for law, count in self.stints)


def said_of(network: Network, node: Node) -> ActivityParameters:
    """Return what the scenario says of a node."""
    return network.scenario.activities.get(node.id, ActivityParameters())


def services(
    network: Network, staff: Staff, instances: Mapping[int, float], rate: float, load: Mapping[str, float]
) -> dict[int, Service]:
    """Return what an instance of each activity takes, by the node's index.

    Args:
        network: The network.
        staff: The people of the limited pools.
        instances: How many instances a case has, by the node's index.
        rate: Cases a second.
        load: How busy each pool is: the busier, the more the fast ones do.
    """
    shares = {at: _shares(network, staff, network.nodes[at]) for at in instances}
    changes = _changes(shares, instances)
    rooms = {at: _room_of_one(staff, shares, at) for at in instances}
    return {
        at: _service(network, staff, at, shares[at], instances[at] * rate, changes.get(at, 0.0), load, rooms[at])
        for at in instances
    }


def _room_of_one(staff: Staff, shares: Mapping[int, Mapping[str, float]], at: int) -> float | None:
    """The share of time of the only person who does an activity and does nothing else; None where it is not so."""
    pool = next(iter(shares[at]), "")
    people = staff.get(pool, ())
    if len(shares[at]) != 1 or len(people) != 1:
        return None
    roles = [key for key, seats in staff.items() for seat in seats if seat.person == people[0].person]
    does_more = any(pool in pools for other, pools in shares.items() if other != at)
    return None if does_more or len(roles) > 1 else people[0].available


def _shares(network: Network, staff: Staff, node: Node) -> dict[str, float]:
    """How a node's instances are shared by its pools: in proportion to the people who may do it."""
    pools = network.scenario.resources
    endless = [pool for pool in node.resources if pools[pool].amount is None]
    if endless:
        return {endless[0]: 1.0}
    counts = {pool: sum(seat.may_do(node.id) for seat in staff.get(pool, ())) for pool in node.resources}
    total = sum(counts.values())
    return {pool: count / total for pool, count in counts.items() if count} if total else {}


def _changes(shares: Mapping[int, Mapping[str, float]], instances: Mapping[int, float]) -> dict[int, float]:
    """How likely it is that who takes an activity up did another one before: as if their work came in random order."""
    totals: dict[str, float] = {}
    for at, pools in shares.items():
        for pool, share in pools.items():
            totals[pool] = totals.get(pool, 0.0) + share * instances[at]
    return {
        at: math.fsum(
            share * (1 - share * instances[at] / totals[pool]) for pool, share in pools.items() if totals[pool]
        )
        for at, pools in shares.items()
    }


def _service(
    network: Network,
    staff: Staff,
    at: int,
    shares: Mapping[str, float],
    rate: float,
    change: float,
    load: Mapping[str, float],
    room: float | None,
) -> Service:
    node, said = network.nodes[at], said_of(network, network.nodes[at])
    seats: dict[str, tuple[float, ...]] = {}
    laws: list[tuple[Law, float]] = []
    for pool, share in shares.items():
        own = said.durations.get(pool, node.duration)
        if pool not in staff:
            laws.append((law_of(own), share))
            continue
        times = [_seat_time(said, own, staff, pool, number, node.id) for number in range(len(staff[pool]))]
        seats[pool] = _turns(staff, pool, node.id, times, load.get(pool, 0.0))
        laws += [(law_of(time), share * part) for time, part in zip(times, seats[pool], strict=True) if part > 0]
    once = _same(laws) if laws else law_of(node.duration)
    set_up = law_of(said.set_up).mean * change if shares else 0.0
    if said.batch is not None:
        service = Service(work=once, shares=shares, seats=seats, stints=())
        return batched(network, node, said, service, rate=rate, change_s=set_up, room=room)
    if said.setback is not None and said.setback.probability > 0:
        return _set_back(said.setback, once, Service(work=once, shares=shares, seats=seats, stints=()), set_up)
    stint = once if said.set_up is None else _with_set_up(once, said.set_up, change)
    return Service(work=once, shares=shares, seats=seats, stints=((stint, 1.0),), set_up_s=set_up)


def _seat_time(
    said: ActivityParameters, usual: Distribution | None, staff: Staff, pool: str, number: int, activity: str
) -> Distribution | None:
    seat = staff[pool][number]
    if seat.member is not None and seat.member.id in said.durations:
        return said.durations[seat.member.id]
    speed = seat.speed_at(activity)
    return usual if usual is None or speed == 1 else usual.scaled(1 / speed)


def _turns(staff: Staff, pool: str, activity: str, times: list[Distribution | None], load: float) -> tuple[float, ...]:
    """The share of a pool's instances that each of its people does.

    Who has been free longest begins: where people are idle they take turns, where they never are each does as much as
    they can. Between the two it is interpolated by how busy the pool is: an approximation.
    """
    able = [seat.available if seat.may_do(activity) else 0.0 for seat in staff[pool]]
    means = [time.expected if time is not None else 0.0 for time in times]
    if len(set(means)) > 1 and min(means) > 0:
        usual = math.fsum(able) / math.fsum(room / mean for room, mean in zip(able, means, strict=True))
        busy = min(1.0, max(0.0, load))
        able = [room * (1 - busy + busy * usual / mean) for room, mean in zip(able, means, strict=True)]
    total = math.fsum(able)
    return tuple(share / total for share in able) if total else tuple(able)


def _same(laws: list[tuple[Law, float]]) -> Law:
    """A mixture, or the one law where all are the same."""
    sources = {law.source for law, _ in laws}
    return laws[0][0] if len(sources) == 1 else mixture(laws)


def _with_set_up(work: Law, set_up: Distribution, change: float) -> Law:
    return sequence([work, mixture([(law_of(set_up), change), (ZERO, 1 - change)])])


def _set_back(setback: Setback, once: Law, service: Service, set_up_s: float) -> Service:
    """Work that may be set back: each time it is taken up, and at most `most` times."""
    chance, most = setback.probability, min(setback.most, 50)
    rounds = (*(chance**number * (1 - chance) for number in range(most)), chance**most)
    stints: list[tuple[Law, float]] = []
    set_up = Law(mean=set_up_s, variance=0.0, atoms=((set_up_s, 1.0),))
    again = law_of(setback.work_after) if setback.work_after is not None else None
    for number in range(most + 1):
        reached = chance**number
        if again is not None:
            piece = [(once if number == 0 else again, reached)]
        else:
            left = setback.share_after**number
            stops = chance if number < most else 0.0
            piece = [
                (scaled(once, left * (1 - setback.share_after)), reached * stops),
                (scaled(once, left), reached * (1 - stops)),
            ]
        stints += [(law if set_up.is_zero else sequence([set_up, law]), share) for law, share in piece if share > 0]
    work = once
    if again is not None:
        work = mixture([(sequence([once, *[again] * number]), share) for number, share in enumerate(rounds)])
    return replace(
        service,
        work=work,
        stints=tuple(stints),
        rounds=rounds,
        setback=law_of(setback.duration),
        set_up_s=set_up_s,
    )
