"""How much work there is, who can do how much of it, and how long it waits for them."""

import math
from collections.abc import Iterator, Mapping

import numpy as np

from analysis.flow.chains import sequence
from analysis.flow.laws import ZERO, Floats, Law, mixture, wait_law
from analysis.flow.queues import allen_cunneen_factor, backlog, erlang_c
from analysis.flow.staff import Staff, most_cases, open_share, staff_of
from analysis.flow.week import CELL_S, Hours, hours_of
from analysis.flow.work import Service, services
from analysis.network import Network, Node
from bpmn.language import Text

__all__ = ["Load", "count_of", "load_of"]


def count_of(node: Node) -> float:
    """Return how many instances a visit to a node has, on average."""
    return node.instances.expected if node.instances is not None else 1.0


def load_of(network: Network, visits: Floats) -> "Load":
    """Return the load of a network, each node being visited so often a case."""
    instances = {at: float(visits[at]) * count_of(node) for at, node in enumerate(network.nodes) if node.kind == "task"}
    rate = _arrival_rate(network)
    staff = staff_of(network)
    first = Load(network, staff, instances, rate, services(network, staff, instances, rate, {}))
    if not any(pool.members for pool in network.scenario.resources.values()):
        return first
    return Load(network, staff, instances, rate, services(network, staff, instances, rate, first.utilisation))


def _arrival_rate(network: Network) -> float:
    """Cases a second of clock time."""
    scenario, arrivals = network.scenario, network.scenario.arrivals
    if arrivals is None:
        return 0.0
    share = open_share(scenario.calendars[arrivals.calendar], scenario.start) if arrivals.calendar else 1.0
    return share / arrivals.inter_arrival.expected


class Load:
    """What each pool has to do.

    Attributes:
        network: The network.
        staff: The people of the limited pools.
        instances: Instances a case, by the node's index.
        rate: Cases a second of clock time.
        services: What an instance takes, by the node's index.
        work: Expected time a case takes of each pool.
        available: The people of a pool who are there at a time, on average over all time.
        utilisation: By limited pool: work that arrives by work that can be done.
    """

    def __init__(
        self, network: Network, staff: Staff, instances: Mapping[int, float], rate: float, found: dict[int, Service]
    ) -> None:
        """Add up the work."""
        self.network, self.staff, self.instances, self.rate, self.services = network, staff, instances, rate, found
        self.work: dict[str, float] = {}
        for at, service in found.items():
            for pool, share in service.shares.items():
                self.work[pool] = self.work.get(pool, 0.0) + instances[at] * share * service.held_s
        self.available = {
            pool: math.fsum(seat.available for seat in staff[pool]) for pool in self.work if pool in staff
        }
        self.utilisation = {
            pool: rate * self.work[pool] / room if room > 0 else math.inf for pool, room in self.available.items()
        }

    def capacity(self) -> tuple[float, str | None]:
        """Return how many cases a second can be done, and the pool that allows no more.

        Source: theoretical capacity, Dumas et al., Fundamentals of BPM, 2nd ed., §7.1.5; where people have several roles
        or activities several pools, with the work given to whom it suits best.
        """
        limits = {pool: room / self.work[pool] for pool, room in self.available.items() if self.work[pool] > 0}
        if not limits:
            return math.inf, None
        if self._is_shared():
            return most_cases(self.staff, list(self._demands()))
        constraint = min(limits, key=lambda pool: (limits[pool], pool))
        return limits[constraint], constraint

    def _is_shared(self) -> bool:
        """Whether it must be decided who does what: people with several roles or only some activities, or pools to choose."""
        people = [seat.person for pool in self.available for seat in self.staff[pool]]
        is_restricted = any(
            seat.member is not None and (seat.member.activities is not None or seat.member.speed)
            for pool in self.available
            for seat in self.staff[pool]
        )
        return len(set(people)) < len(people) or is_restricted or any(len(s.shares) > 1 for s in self.services.values())

    def _demands(self) -> Iterator[tuple[Node, float, Mapping[tuple[str, int], float]]]:
        for at, service in self.services.items():
            node = self.network.nodes[at]
            usual = node.duration.expected if node.duration is not None else 0.0
            times = {}
            for pool in service.shares:
                for number, seat in enumerate(self.staff.get(pool, ())):
                    if seat.may_do(node.id) and service.held_s > 0:
                        own = self._own_time(at, pool, number, usual)
                        times[pool, number] = (
                            service.held_s * own / service.work.mean if service.work.mean else service.held_s
                        )
            if times and self.instances[at] > 0:
                yield node, self.instances[at], times

    def _own_time(self, at: int, pool: str, number: int, usual: float) -> float:
        """How long one person needs for an activity, on average."""
        node, seat = self.network.nodes[at], self.staff[pool][number]
        said = self.network.scenario.activities.get(node.id)
        durations = said.durations if said is not None else {}
        if seat.member is not None and seat.member.id in durations:
            return durations[seat.member.id].expected
        return (durations[pool].expected if pool in durations else usual) / seat.speed_at(node.id)

    def cost(self, side: str) -> float:
        """Return what the work of a case costs the office or the applicant."""
        total = 0.0
        for at, service in self.services.items():
            for pool, share in service.shares.items():
                found = self.network.scenario.resources[pool]
                if found.side == side:
                    total += self.instances[at] * share * self._cost_of(at, service, pool)
        return total

    def _cost_of(self, at: int, service: Service, pool: str) -> float:
        """What one instance costs that a pool does: the time of each of its people at their own price."""
        found = self.network.scenario.resources[pool]
        if pool not in service.seats or service.work.mean <= 0:
            return service.held_s * found.cost_per_h / 3600
        usual = self.network.nodes[at].duration
        total = 0.0
        for number, part in enumerate(service.seats[pool]):
            own = self._own_time(at, pool, number, usual.expected if usual else 0.0) if part else 0.0
            total += part * own * self.staff[pool][number].cost_per_h(found)
        mean = math.fsum(
            part * self._own_time(at, pool, number, usual.expected if usual else 0.0)
            for number, part in enumerate(service.seats[pool])
        )
        return service.held_s * total / mean / 3600 if mean > 0 else 0.0

    def hours(self, pool: str) -> Hours | None:
        """Return the week of a pool: that of most of its people."""
        seats = self.staff.get(pool, ())
        calendars = [seat.calendar for seat in seats] or [self.network.scenario.resources[pool].calendar]
        key = max(sorted(set(calendars), key=str), key=calendars.count)
        return None if key is None else hours_of(self.network.scenario.calendars[key], self.network.scenario.start)

    def queues(self, arriving: Mapping[int, Floats] | None = None) -> dict[str, Law]:
        """Return the wait for each limited pool in its working time.

        Args:
            arriving: At what time of the week each activity's instances come, by the node's index; None: evenly.
        """
        return {pool: self._queue(pool, arriving) for pool in self.utilisation}

    def _queue(self, pool: str, arriving: Mapping[int, Floats] | None) -> Law:
        """The wait in M/M/c with the correction of Allen and Cunneen, and what piles up while it is closed.

        All that waits for a pool is one stream with the mixture of its service times. People who are in other pools too
        make one group with these.
        """
        group = self._group(pool)
        people = {seat.person: seat.available for key in group for seat in self.staff[key]}
        room, servers = math.fsum(people.values()), len(people)
        load = math.fsum(self.rate * self.work[key] for key in group) / room if room else math.inf
        served = [
            (law, count * self.instances[at] * service.shares[key])
            for at, service in self.services.items()
            for key in group & service.shares.keys()
            for law, count in service.stints
        ]
        total = math.fsum(weight for _, weight in served)
        if load >= 1 or load <= 0 or total <= 0:
            return ZERO
        hours = self.hours(pool)
        share = 1.0 if hours is None else len(hours.cells) * CELL_S / (7 * 86400)
        presence = min(1.0, room / servers / max(share, 1e-9)) if any(self._is_away(key) for key in group) else 1.0
        mean = math.fsum(law.mean * weight for law, weight in served) / total / presence
        second = math.fsum((law.variance + law.mean**2) * weight for law, weight in served) / total / presence**2
        chance = erlang_c(load * servers, servers)
        factor = allen_cunneen_factor(self._arrival_scv(), second / mean**2 - 1)
        steady = wait_law(chance, servers * (1 - load) / mean / factor) if factor > 0 else ZERO
        if hours is None or arriving is None:
            return steady
        return self._with_backlog(steady, group, hours, arriving, servers, mean)

    def _is_away(self, pool: str) -> bool:
        return any(p.absence or any(m.absence for m in p.members) for p in [self.network.scenario.resources[pool]])

    def _arrival_scv(self) -> float:
        arrivals = self.network.scenario.arrivals
        return arrivals.inter_arrival.variance / arrivals.inter_arrival.expected**2 if arrivals else 1.0

    def _group(self, pool: str) -> set[str]:
        """The pools that share people with a pool, or with one that does."""
        group, people = {pool}, {seat.person for seat in self.staff[pool]}
        while True:
            wider = {key for key in self.work if key in self.staff and people & {s.person for s in self.staff[key]}}
            if wider <= group:
                return group
            group |= wider
            people |= {seat.person for key in group for seat in self.staff[key]}

    def _with_backlog(
        self, steady: Law, group: set[str], hours: Hours, arriving: Mapping[int, Floats], servers: int, mean: float
    ) -> Law:
        size = len(hours.cells)
        coming, count = np.zeros(size), 0.0
        for at, service in self.services.items():
            share = math.fsum(service.shares[key] for key in group & service.shares.keys())
            if share and at in arriving:
                many = self.rate * 7 * 86400 * self.instances[at] * share * service.turns
                density = np.bincount(hours.position, weights=arriving[at], minlength=size)
                coming += many * math.fsum(n for _, n in service.stints) / service.turns * density
                count += many
        if count <= 0:
            return steady
        wait = backlog(coming, mean, servers, CELL_S)
        if wait <= 0:
            return steady
        more = Law(mean=wait, variance=wait**2, phases=(np.ones(1), np.array([[-1 / wait]])))
        return more if steady.is_zero else sequence([steady, more])

    def warnings(self) -> list[Text]:
        """Return a sentence for each pool that gets more work than it can do."""
        pools = self.network.scenario.resources
        return [
            Text(
                "{pool} gets {ratio} times the work it can do: the queue grows without end.",
                pool=str(pools[pool].name) or pool,
                ratio=f"{load:.2f}",
            )
            for pool, load in self.utilisation.items()
            if load >= 1
        ]


def mixed(laws: list[tuple[Law, float]]) -> Law:
    """Return one of several laws, or the only one."""
    return laws[0][0] if len(laws) == 1 else mixture(laws)
