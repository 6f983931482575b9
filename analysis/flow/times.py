"""How long a case stays at each node, and which way it leaves where time decides."""

import math
from collections.abc import Iterator, Mapping
from functools import cached_property

from analysis.flow.chains import Blocks, region_law
from analysis.flow.joining import (
    all_instances,
    joined_stays,
    one_after_another,
    one_of,
    one_of_stays,
    one_round,
    stretched,
)
from analysis.flow.laws import ZERO, Floats, Law, law_of, mixture, race
from analysis.flow.load import Load
from analysis.flow.week import Hours, Stay, after_clock_time, hours_of, in_hours
from analysis.flow.work import Service
from analysis.network import Network, Node

__all__ = ["Times"]


class Times:
    """The times of one network's nodes.

    Attributes:
        network: The network.
        load: Its load; None before it is known: then people are always there and nobody waits for them.
        queues: The wait for each pool, in its working time.
        arriving: At what time of the week a case comes to each node, by index; empty: closing hours do not matter.
        transfers: The way from one pool to the next before each node, by index.
        cut: Nodes that begin a block into which a way of its own leads back.
        crossed: Nodes that begin a block whose ways are joined across each other, where its time is only a bound.
    """

    def __init__(
        self,
        network: Network,
        load: Load | None = None,
        queues: Mapping[str, Law] | None = None,
        arriving: Mapping[int, Floats] | None = None,
        transfers: Mapping[int, Law] | None = None,
    ) -> None:
        """Take what the times hang on."""
        self.network, self.load = network, load
        self.queues, self.arriving, self.transfers = queues or {}, arriving or {}, transfers or {}
        self.cut: set[int] = set()
        self.crossed: set[int] = set()
        self.blocks: Blocks | None = None
        self._inner: dict[int, Law] = {}
        self._stays: dict[int, Stay] = {}
        self._ones: dict[int, Law] = {}
        self._exits: dict[int, tuple[list[float], list[float], Law]] = {}
        self._races: dict[int, tuple[list[float], Law]] = {}

    @cached_property
    def cycle(self) -> Law:
        """The time of a whole case."""
        return self._of_region(0)

    def _of_region(self, region: int) -> Law:
        return region_law(self.network, region, self.routes, self.cut, self.blocks, self.crossed)

    def work(self, at: int) -> Law:
        """Return the work on one instance at a node."""
        if self.network.nodes[at].kind != "task":
            return ZERO
        service = self._service(at)
        return law_of(self.network.nodes[at].duration) if service is None else service.work

    def wait_s(self, at: int) -> float:
        """Return how long one instance waits at a node, on average."""
        node = self.network.nodes[at]
        if node.kind not in {"task", "wait"}:
            return 0.0
        return self.one(at).mean - self.work(at).mean

    def one(self, at: int) -> Law:
        """Return the time of one instance at a node that is no scope."""
        node = self.network.nodes[at]
        if node.kind not in {"task", "wait"}:
            return ZERO
        if at in self.arriving:
            return self.stay(at).law
        if node.kind == "wait":
            return self.race_of(at)[1] if node.split == "first" else law_of(node.duration)
        if at not in self._ones:
            self._ones[at] = self._without_hours(at)
        return self._ones[at]

    def stay(self, at: int) -> Stay:
        """Return the time of one instance at a node, and at what time of the week it is over."""
        if at not in self._stays:
            self._stays[at] = self.stay_from(at, self.arriving[at])
        return self._stays[at]

    def stay_from(self, at: int, density: Floats, *, is_rough: bool = False) -> Stay:
        """Return the time of one instance that comes at a time of the week with this density; see `in_hours`."""
        node = self.network.nodes[at]
        if node.kind == "wait":
            law = self.race_of(at)[1] if node.split == "first" else law_of(node.duration)
            calendar = self._calendar_of(node)
            if calendar is not None and node.split != "first":
                scenario = self.network.scenario
                return in_hours(density, hours_of(scenario.calendars[calendar], scenario.start), [law])
            return after_clock_time(density, law)
        service = self._service(at)
        if node.kind != "task" or service is None or self.load is None:
            return Stay(after=density, law=ZERO)
        return self._worked(at, service, density, is_rough=is_rough)

    def _due(self, event: Node, since: int) -> Law:
        """How long it is until an event occurs that begins to wait when a case comes to a node."""
        law, calendar = law_of(event.duration), self._calendar_of(event)
        if calendar is None or since not in self.arriving:
            return law
        scenario = self.network.scenario
        return in_hours(self.arriving[since], hours_of(scenario.calendars[calendar], scenario.start), [law]).law

    def _calendar_of(self, node: Node) -> str | None:
        said = self.network.scenario.events.get(node.id)
        return said.calendar if said is not None else None

    def _service(self, at: int) -> Service | None:
        return self.load.services.get(at) if self.load is not None else None

    def _before(self, at: int) -> list[Law]:
        """What passes in clock time before the work can begin."""
        node, service = self.network.nodes[at], self._service(at)
        laws = [self.transfers.get(at, ZERO), law_of(node.delay)]
        if service is not None and service.gathering is not None:
            laws.append(service.gathering.wait)
        return [law for law in laws if not law.is_zero]

    def hours_at(self, at: int, soon_s: float) -> Iterator[Hours | None]:
        """Yield the hours in which an activity is done; None where it also passes clock time.

        Nothing is yielded for what needs nobody and takes no longer than `soon_s`.
        """
        service = self._service(at)
        if service is None or self.load is None or self._before(at) or len(service.rounds) > 1:
            yield None
        elif service.shares:
            yield from (self.load.hours(pool) for pool in service.shares)
        elif service.work.mean > soon_s:
            yield None

    def _turn(self, service: Service, pool: str | None) -> list[Law]:
        """What passes in opening hours before the work itself, each time it is taken up."""
        ahead_s = service.gathering.ahead_s if service.gathering is not None else 0.0
        queue = self.queues.get(pool, ZERO) if pool is not None else ZERO
        laws = [queue, *(Law(mean=s, variance=0.0, atoms=((s, 1.0),)) for s in (service.set_up_s, ahead_s))]
        return [law for law in laws if not law.is_zero]

    def _without_hours(self, at: int) -> Law:
        node, service = self.network.nodes[at], self._service(at)
        if service is None:
            return one_after_another([law_of(node.delay), law_of(node.duration)])
        pools: list[tuple[str | None, float]] = [*service.shares.items()] or [(None, 1.0)]
        turn = one_of([(one_after_another(self._turn(service, pool)), share) for pool, share in pools])
        cases = [
            (one_after_another([turn] * (number + 1) + [service.setback] * number), chance)
            for number, chance in enumerate(service.rounds)
        ]
        presence = 1.0
        if self.load is not None:
            presence = math.fsum(share * self.load.presence(pool) for pool, share in service.shares.items()) or 1.0
        return one_after_another([*self._before(at), one_of(cases), stretched(service.work, presence)])

    def _worked(self, at: int, service: Service, density: Floats, *, is_rough: bool) -> Stay:
        """The stay at an activity: before it, and each round of it in the opening hours of who does it."""
        if self.load is None:
            return Stay(after=density, law=ZERO)
        gone = [Stay(after=density, law=ZERO)]
        for law in self._before(at):
            gone += [after_clock_time(gone[-1].after, law)]
        found: list[tuple[Stay, float]] = []
        pools: list[tuple[str | None, float]] = [*service.shares.items()] or [(None, 1.0)]
        for pool, share in pools:
            hours = None if pool is None else self.load.hours(pool)
            rounds = [*gone]
            part = one_round(service, 1.0 if pool is None else self.load.presence(pool))
            for number, chance in enumerate(service.rounds):
                if number:
                    rounds.append(after_clock_time(rounds[-1].after, service.setback))
                turn = [*self._turn(service, pool), part]
                rounds.append(in_hours(rounds[-1].after, hours, turn, is_rough=is_rough))
                if chance > 0:
                    found.append((joined_stays(rounds), share * chance))
        return found[0][0] if len(found) == 1 else one_of_stays(found)

    def race_of(self, at: int) -> tuple[list[float], Law]:
        """Return how likely each event after an event-based gateway is to come first, and the time until one does."""
        if at not in self._races:
            self._races[at] = self._race_of(at)
        return self._races[at]

    def _race_of(self, at: int) -> tuple[list[float], Law]:
        node = self.network.nodes[at]
        targets = [self.network.nodes[self.network.ways[way].target] for way in node.outgoing]
        return race([self._due(target, at) for target in targets]) if targets else ([], ZERO)

    def whole(self, at: int) -> Law:
        """Return the time of a node before its boundary events have a say: all of its instances."""
        node = self.network.nodes[at]
        if node.kind == "scope" and node.inner >= 0:
            if node.inner not in self._inner:
                self._inner[node.inner] = self._of_region(node.inner)
            one = self._inner[node.inner]
        else:
            one = self.one(at)
        return all_instances(one, node)

    def routes(self, at: int) -> tuple[Law, list[tuple[int, float]]]:
        """Return the time at a node and where a case goes from there, with the chances."""
        node = self.network.nodes[at]
        targets = self._targets(at)
        if node.kind == "wait" and node.split == "first":
            chances, _ = self.race_of(at)
            following = [after for target in targets for after in self._targets(target)[:1]]
            return self.one(at), list(zip(following, chances, strict=False))
        chances, boundary_chances, law = self.exits(at)
        return law, [*zip(targets, chances, strict=True), *zip(node.boundaries, boundary_chances, strict=True)]

    def _targets(self, at: int) -> list[int]:
        return [self.network.ways[way].target for way in self.network.nodes[at].outgoing]

    def exits(self, at: int) -> tuple[list[float], list[float], Law]:
        """Return the chances of the ways out and of the boundary events that interrupt, and the time until then."""
        if at not in self._exits:
            self._exits[at] = self._exits_of(at)
        return self._exits[at]

    def _exits_of(self, at: int) -> tuple[list[float], list[float], Law]:
        node = self.network.nodes[at]
        own = [self.network.ways[way].probability if node.split == "one" else 1.0 for way in node.outgoing]
        law = self.whole(at)
        left = 1.0
        found = []
        for boundary in (self.network.nodes[boundary] for boundary in node.boundaries):
            if not boundary.is_interrupting or boundary.probability <= 0:
                found.append(0.0)
            elif boundary.duration is None:
                found.append(left * boundary.probability)
                left *= 1 - boundary.probability
            else:
                (_, chance), shorter = race([law, self._due(boundary, at)])
                law = mixture([(shorter, boundary.probability), (law, 1 - boundary.probability)])
                found.append(left * chance * boundary.probability)
                left *= 1 - chance * boundary.probability
        return [chance * left for chance in own], found, law

    def chances(self) -> dict[int, list[float]]:
        """Return the chances that follow from times: those of boundary events and event-based gateways."""
        found: dict[int, list[float]] = {}
        for at, node in enumerate(self.network.nodes):
            if node.kind == "wait" and node.split == "first":
                found[at] = self.race_of(at)[0]
            elif node.boundaries:
                ways, boundaries, _ = self.exits(at)
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
        chances, _ = race([self.whole(at), self._due(node, at)])
        return chances[1] * node.probability
