"""Flow analysis: what a case needs on average, computed instead of simulated."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.flow.chains import region_law, sequence
from analysis.flow.laws import ZERO, Law, law_of, longest, mixture, race, wait_law
from analysis.flow.queues import allen_cunneen_factor, erlang_c
from analysis.network import Network, Node, build_network
from analysis.network.visits import expected_visits
from analysis.scenario.calendars import opening_table
from analysis.scenario.defaults import with_defaults
from analysis.scenario.values import Scenario
from bpmn.language import Text
from bpmn.model import Model
from bpmn.normal import normal_form

__all__ = ["Flow", "analyse_flow", "overloads"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What a case needs on average. Closed offices are left out: a time is as if calendars were always open.

    Attributes:
        visits: Expected visits by element id.
        cycle_time_s: Expected time from arrival to end, with queueing waits; infinite where a pool is overloaded.
        cycle_time_sd_s: Its standard deviation.
        processing_time_s: Expected work, all activities.
        waiting_time_s: Expected delays, queueing and event waits, all of them.
        cost: Expected cost to the office.
        cost_applicant: Expected cost of the applicant's own work.
        fee: Expected fees.
        processing_by_activity_s: Expected work of one instance, by element id.
        waiting_by_activity_s: Expected wait of one instance (delay and queue), by element id.
        work_per_resource_s: Expected work a case by pool.
        queue_per_resource_s: Expected wait of one instance in the pool's queue, by pool.
        utilisation: By limited pool: work that arrives by work that can be done.
        capacity_per_h: Cases an hour of clock time that can be done; infinite without limited pools.
        arrival_rate_per_h: Cases that arrive an hour of clock time.
        constraint: The pool that limits the capacity, None without one.
        efficiency: Work by cycle time.
        warnings: What is wrong with the scenario: overloaded pools with their ratio.
        assumed: What was assumed where the scenario said nothing.
    """

    visits: Mapping[str, float]
    cycle_time_s: float
    cycle_time_sd_s: float
    processing_time_s: float
    waiting_time_s: float
    cost: float
    cost_applicant: float
    fee: float
    processing_by_activity_s: Mapping[str, float]
    waiting_by_activity_s: Mapping[str, float]
    work_per_resource_s: Mapping[str, float]
    queue_per_resource_s: Mapping[str, float]
    utilisation: Mapping[str, float]
    capacity_per_h: float
    arrival_rate_per_h: float
    constraint: str | None
    efficiency: float
    warnings: tuple[Text, ...] = ()
    assumed: tuple[Text, ...] = field(default=())

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return what `ortoo analyse --json` shows as "flow"; an infinite number is null."""
        found: dict[str, Any] = {}
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, Mapping):
                found[name] = {key: _finite(number) for key, number in value.items()}
            elif isinstance(value, tuple):
                found[name] = [text.into(language) for text in value]
            else:
                found[name] = _finite(value) if isinstance(value, float) else value
        return found


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def analyse_flow(model: Model, scenario: Scenario) -> Flow:
    """Return what a case of the model needs on average.

    Raises:
        ScenarioError: If the scenario does not fit the model, or a loop has no way out.

    Source: flow analysis after Dumas, La Rosa, Mendling, Reijers, Fundamentals of Business Process Management, 2nd ed.,
    ch. 7, with the expected maximum for parallel blocks and an absorbing chain for loops.
    """
    complete = with_defaults(model, scenario)
    network = build_network(normal_form(model).model, complete.scenario)
    return _Analysis(network).flow(complete.assumed)


def overloads(network: Network) -> tuple[Text, ...]:
    """Return a sentence, with the ratio, for each pool that gets more work than it can do."""
    return tuple(_Analysis(network).warnings())


class _Analysis:
    """One network's numbers, each computed once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.scenario = network.scenario
        self.open_share = {
            key: opening_table(calendar, self.scenario.start).open_share
            for key, calendar in self.scenario.calendars.items()
        }
        self.waits: dict[str, Law] = {}
        self._inner: dict[int, Law] = {}
        self._cut: set[int] = set()
        self.visits = expected_visits(network, self._chances())
        self.rate = self._arrival_rate()
        self.work = self._work()
        self.utilisation = self._utilisation()
        self.waits = {pool: self._queue(pool) for pool in self.utilisation}
        self._inner = {}
        self._cut = set()

    def flow(self, assumed: tuple[Text, ...]) -> Flow:
        law = region_law(self.network, 0, self._routes, self._cut)
        is_overloaded = any(load >= 1 for load in self.utilisation.values())
        pairs = list(zip(self.network.nodes, self.visits.tolist(), strict=True))
        processing = math.fsum(self.work.values()) + math.fsum(
            visits * _service(node).mean for node, visits in pairs if node.kind == "task" and not node.resources
        )
        waiting = math.fsum(visits * self._wait(node).mean for node, visits in pairs)
        cycle_time = math.inf if is_overloaded else law.mean
        capacity, constraint = self._capacity()
        return Flow(
            visits=self._by_element(dict(enumerate(self.visits.tolist()))),
            cycle_time_s=cycle_time,
            cycle_time_sd_s=math.inf if is_overloaded else math.sqrt(law.variance),
            processing_time_s=processing,
            waiting_time_s=math.inf if is_overloaded else waiting,
            cost=self._cost("office") + math.fsum(visits * node.fixed_cost for node, visits in pairs),
            cost_applicant=self._cost("applicant"),
            fee=math.fsum(visits * node.fee for node, visits in pairs),
            processing_by_activity_s={
                node.id: _service(node).mean for node in self.network.nodes if node.kind == "task"
            },
            waiting_by_activity_s={
                node.id: self._wait(node).mean for node in self.network.nodes if node.kind in {"task", "wait"}
            },
            work_per_resource_s=self.work,
            queue_per_resource_s={pool: law.mean for pool, law in self.waits.items()},
            utilisation=self.utilisation,
            capacity_per_h=capacity * 3600,
            arrival_rate_per_h=self.rate * 3600,
            constraint=constraint,
            efficiency=processing / cycle_time if cycle_time else 1.0,
            warnings=(*self.warnings(), *self._cut_short()),
            assumed=assumed,
        )

    def _cut_short(self) -> Iterator[Text]:
        for at in sorted(self._cut):
            yield Text(
                "A way leads back into the block that begins at {element}. It is counted once, so the cycle time here "
                "is too short; the simulation counts every time.",
                element=self.network.nodes[at].id,
            )

    def _by_element(self, values: Mapping[int, float]) -> dict[str, float]:
        found: dict[str, float] = {}
        for at, value in values.items():
            key = self.network.nodes[at].id
            found[key] = found.get(key, 0.0) + value
        return found

    def _arrival_rate(self) -> float:
        """Cases a second of clock time."""
        arrivals = self.scenario.arrivals
        if arrivals is None:
            return 0.0
        share = self.open_share.get(arrivals.calendar, 1.0) if arrivals.calendar else 1.0
        return share / arrivals.inter_arrival.expected

    def _share_of(self, node: Node) -> dict[str, float]:
        """How a node's work is shared by its pools: in proportion to their members."""
        amounts = {pool: self.scenario.resources[pool].amount for pool in node.resources}
        endless = [pool for pool, amount in amounts.items() if amount is None]
        if endless:
            return {endless[0]: 1.0}
        total = sum(amount or 0 for amount in amounts.values())
        return {pool: (amount or 0) / total for pool, amount in amounts.items()} if total else {}

    def _work(self) -> dict[str, float]:
        work: dict[str, float] = {}
        for node, visits in zip(self.network.nodes, self.visits.tolist(), strict=True):
            if node.kind == "task":
                for pool, share in self._share_of(node).items():
                    work[pool] = work.get(pool, 0.0) + visits * _count(node) * share * _service(node).mean
        return work

    def _open(self, pool: str) -> float:
        calendar = self.scenario.resources[pool].calendar
        return self.open_share.get(calendar, 1.0) if calendar else 1.0

    def _utilisation(self) -> dict[str, float]:
        limited = {pool: self.scenario.resources[pool].amount for pool in self.work}
        return {
            pool: self.rate * self.work[pool] / (amount * self._open(pool))
            for pool, amount in limited.items()
            if amount
        }

    def _capacity(self) -> tuple[float, str | None]:
        """Cases a second, and the pool that allows no more. Source: theoretical capacity, Dumas et al., §7.1.5."""
        limits = {
            pool: (self.scenario.resources[pool].amount or 0) * self._open(pool) / self.work[pool]
            for pool in self.utilisation
            if self.work[pool] > 0
        }
        if not limits:
            return math.inf, None
        constraint = min(limits, key=lambda pool: (limits[pool], pool))
        return limits[constraint], constraint

    def _queue(self, pool: str) -> Law:
        """The wait at a pool in working time: its instances as one stream with the mixture of their service times."""
        servers = self.scenario.resources[pool].amount or 1
        load = self.utilisation[pool]
        served = [
            (_service(node), visits * _count(node) * self._share_of(node).get(pool, 0.0))
            for node, visits in zip(self.network.nodes, self.visits.tolist(), strict=True)
            if node.kind == "task" and pool in node.resources
        ]
        total = math.fsum(weight for _, weight in served)
        if load >= 1 or load <= 0 or total <= 0:
            return ZERO
        mean = math.fsum(law.mean * weight for law, weight in served) / total
        second = math.fsum((law.variance + law.mean**2) * weight for law, weight in served) / total
        chance = erlang_c(load * servers, servers)
        arrivals = self.scenario.arrivals
        scv = arrivals.inter_arrival.variance / arrivals.inter_arrival.expected**2 if arrivals else 1.0
        factor = allen_cunneen_factor(scv, second / mean**2 - 1)
        return wait_law(chance, servers * (1 - load) / mean / factor) if factor > 0 else ZERO

    def _wait(self, node: Node) -> Law:
        """The delay and the queue before a task, or the wait for an event."""
        if node.kind == "wait":
            return self._race(node)[1] if node.split == "first" else law_of(node.duration)
        if node.kind != "task":
            return ZERO
        shares = self._share_of(node)
        queue = [(self.waits.get(pool, ZERO), share) for pool, share in shares.items()]
        return _sum([law_of(node.delay), mixture(queue) if queue else ZERO])

    def _race(self, node: Node) -> tuple[list[float], Law]:
        targets = [self.network.nodes[self.network.ways[way].target] for way in node.outgoing]
        return race([law_of(target.duration) for target in targets]) if targets else ([], ZERO)

    def _whole(self, at: int) -> Law:
        """The time of a node before its boundary events have a say: all of its instances."""
        node = self.network.nodes[at]
        if node.kind == "scope" and node.inner >= 0:
            if node.inner not in self._inner:
                self._inner[node.inner] = region_law(self.network, node.inner, self._routes, self._cut)
            one = self._inner[node.inner]
        else:
            one = _sum([self._wait(node), _service(node)])
        count = round(_count(node))
        if count == 1 or node.instances is None:
            return one
        return _sum([one] * count) if node.is_sequential else longest([one] * count)

    def _routes(self, at: int) -> tuple[Law, list[tuple[int, float]]]:
        node = self.network.nodes[at]
        targets = [self.network.ways[way].target for way in node.outgoing]
        if node.kind == "wait" and node.split == "first":
            chances, law = self._race(node)
            following = [after for target in targets for after in self._targets(target)[:1]]
            return law, [(after, chance) for after, chance in zip(following, chances, strict=False)]
        chances, boundary_chances, law = self._exits(at)
        pairs = list(zip(targets, chances, strict=True))
        return law, pairs + [(b, c) for b, c in zip(node.boundaries, boundary_chances, strict=True)]

    def _targets(self, at: int) -> list[int]:
        return [self.network.ways[way].target for way in self.network.nodes[at].outgoing]

    def _exits(self, at: int) -> tuple[list[float], list[float], Law]:
        """Chances of the ways out and of the boundary events (those that interrupt), and the time until then."""
        node = self.network.nodes[at]
        own = [self.network.ways[way].probability if node.split == "one" else 1.0 for way in node.outgoing]
        law = self._whole(at)
        boundaries = [self.network.nodes[boundary] for boundary in node.boundaries]
        left = 1.0
        found = []
        for boundary in boundaries:
            if not boundary.is_interrupting or boundary.probability <= 0:
                found.append(0.0)
            elif boundary.duration is None:
                found.append(left * boundary.probability)
                left *= 1 - boundary.probability
            else:
                (_, chance), shorter = race([law, law_of(boundary.duration)])
                law = mixture([(shorter, boundary.probability), (law, 1 - boundary.probability)])
                found.append(left * chance * boundary.probability)
                left *= 1 - chance * boundary.probability
        return [chance * left for chance in own], found, law

    def _chances(self) -> dict[int, list[float]]:
        """Chances that are not in the model but follow from times: boundary events and event-based gateways."""
        found: dict[int, list[float]] = {}
        for at, node in enumerate(self.network.nodes):
            if node.kind == "wait" and node.split == "first":
                found[at] = self._race(node)[0]
            elif node.boundaries:
                ways, boundaries, _ = self._exits(at)
                found[at] = ways + [
                    chance or self._beside(at, boundary)
                    for chance, boundary in zip(boundaries, node.boundaries, strict=True)
                ]
        return found

    def _beside(self, at: int, boundary: int) -> float:
        """The expected number of times a boundary event occurs beside its activity."""
        node = self.network.nodes[boundary]
        if node.is_interrupting or node.probability <= 0:
            return 0.0
        if node.duration is None:
            return node.probability
        chances, _ = race([self._whole(at), law_of(node.duration)])
        return chances[1] * node.probability

    def _cost(self, side: str) -> float:
        pools = self.scenario.resources
        return math.fsum(
            work * pools[pool].cost_per_h / 3600 for pool, work in self.work.items() if pools[pool].side == side
        )

    def warnings(self) -> list[Text]:
        """A sentence for each pool that gets more work than it can do."""
        return [
            Text(
                "{pool} gets {ratio} times the work it can do: the queue grows without end.",
                pool=str(self.scenario.resources[pool].name) or pool,
                ratio=f"{load:.2f}",
            )
            for pool, load in self.utilisation.items()
            if load >= 1
        ]


def _count(node: Node) -> float:
    return node.instances.expected if node.instances is not None else 1.0


def _service(node: Node) -> Law:
    return law_of(node.duration) if node.kind == "task" else ZERO


def _sum(laws: list[Law]) -> Law:
    """The law of times one after the other."""
    return sequence([law for law in laws if not law.is_zero])
