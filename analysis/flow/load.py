"""How much work there is, who can do how much of it, and how long it waits for them."""

import math
from collections.abc import Iterator, Mapping

from analysis.flow.arriving import arrival_rate
from analysis.flow.laws import Floats
from analysis.flow.staff import Staff, most_cases, staff_of
from analysis.flow.week import Hours, hours_of
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
    rate = arrival_rate(network.scenario)
    staff = staff_of(network)
    first = Load(network, staff, instances, rate, services(network, staff, instances, rate, {}))
    if not any(pool.members for pool in network.scenario.resources.values()):
        return first
    return Load(network, staff, instances, rate, services(network, staff, instances, rate, first.utilisation))


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

        Source: theoretical capacity, Dumas et al., Fundamentals of BPM, 2nd ed., §7.1.5; where people have several
        roles or activities several pools, with the work given to whom it suits best.
        """
        limits = {pool: room / self.work[pool] for pool, room in self.available.items() if self.work[pool] > 0}
        if not limits:
            return math.inf, None
        if self._is_shared():
            return most_cases(self.staff, list(self._demands()))
        constraint = min(limits, key=lambda pool: (limits[pool], pool))
        return limits[constraint], constraint

    def _is_shared(self) -> bool:
        """Whether it must be decided who does what: several roles, only some activities, or pools to choose."""
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
                        own = self.own_time_s(at, pool, number, usual)
                        times[pool, number] = (
                            service.held_s * own / service.work.mean if service.work.mean else service.held_s
                        )
            if times and self.instances[at] > 0:
                yield node, self.instances[at], times

    def own_time_s(self, at: int, pool: str, number: int, usual: float) -> float:
        """How long one person needs for an activity, on average."""
        node, seat = self.network.nodes[at], self.staff[pool][number]
        said = self.network.scenario.activities.get(node.id)
        durations = said.durations if said is not None else {}
        if seat.member is not None and seat.member.id in durations:
            return durations[seat.member.id].expected
        return (durations[pool].expected if pool in durations else usual) / seat.speed_at(node.id)

    def presence(self, pool: str) -> float:
        """Return the share of its opening hours in which somebody of a pool is not away."""
        if pool not in self.staff:
            return 1.0
        there = math.fsum(seat.present for seat in self.staff[pool])
        return there / len(self.staff[pool])

    def hours(self, pool: str) -> Hours | None:
        """Return the week of a pool: that of most of its people."""
        seats = self.staff.get(pool, ())
        calendars = [seat.calendar for seat in seats] or [self.network.scenario.resources[pool].calendar]
        key = max(sorted(set(calendars), key=str), key=calendars.count)
        return None if key is None else hours_of(self.network.scenario.calendars[key], self.network.scenario.start)

    def warnings(self) -> list[Text]:
        """Return a sentence for each pool that gets more work than it can do."""
        pools = self.network.scenario.resources
        return [
            Text(
                "{pool} gets {ratio} times the work it can do: the queue grows without end.",
                pool=pools[pool].name if str(pools[pool].name) else pool,
                ratio=f"{load:.2f}",
            )
            for pool, load in self.utilisation.items()
            if load >= 1
        ]
