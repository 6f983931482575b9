"""Flow analysis: what a case needs on average, computed instead of simulated."""

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from analysis.flow.blocks import common_hours_law
from analysis.flow.costs import work_cost
from analysis.flow.first_pass import first_pass_yield
from analysis.flow.load import count_of, load_of
from analysis.flow.passing import has_hours, passing_times
from analysis.flow.times import Times
from analysis.flow.transfers import transfer_laws
from analysis.flow.values import Flow
from analysis.flow.waiting import queue_laws
from analysis.flow.work_times import WorkTimes
from analysis.network import Network, build_network
from analysis.network.rules import facts_of
from analysis.network.visits import expected_visits
from analysis.scenario.defaults import with_defaults
from analysis.scenario.values import Scenario
from bpmn.language import Text
from bpmn.model import Model
from bpmn.normal import normal_form

if TYPE_CHECKING:
    from bpmn.decisions import DecisionModel

__all__ = ["Flow", "analyse_flow", "known_chances", "overloads"]


def analyse_flow(model: Model, scenario: Scenario, decisions: "Iterable[DecisionModel]" = ()) -> Flow:
    """Return what a case of the model needs on average.

    Args:
        model: The model.
        scenario: The scenario.
        decisions: DMN files in which the decisions of business rule tasks are, as for `compile_simulation`.

    Raises:
        ScenarioError: If the scenario does not fit the model, or a loop has no way out.

    Source: flow analysis after Dumas, La Rosa, Mendling, Reijers, Fundamentals of Business Process Management, 2nd ed.,
    ch. 7, with the expected maximum for parallel blocks and an absorbing chain for loops. docs/flow.md says what of it
    is exact.
    """
    facts = facts_of(model, scenario, decisions)
    complete = with_defaults(model, scenario, facts)
    network = build_network(normal_form(model).model, complete.scenario, facts)
    if not _goes_by_rules(network):
        return _Analysis(network).flow(complete.assumed)
    from analysis.flow.unchanging import unchanging_loops

    ruled, assumed = known_chances(network)
    return _Analysis(ruled).flow((*complete.assumed, *assumed), tuple(unchanging_loops(network)))


def overloads(network: Network) -> tuple[Text, ...]:
    """Return a sentence, with the ratio, for each pool that gets more work than it can do."""
    known, _ = known_chances(network)
    return tuple(load_of(known, expected_visits(known, Times(known).chances())).warnings())


def known_chances(network: Network) -> tuple[Network, tuple[Text, ...]]:
    """Return a network with the chances that its rules over attributes come to, and what was not exact about that."""
    if not _goes_by_rules(network):
        return network, ()
    # Not at the top: who simulates without rules need not wait for it.
    from analysis.flow.ruled import with_rule_chances

    ruled = with_rule_chances(network, Times(network).chances())
    return ruled.network, ruled.assumed


def _goes_by_rules(network: Network) -> bool:
    return any(node.goes_by_rules or node.repetition is not None for node in network.nodes)


class _Analysis:
    """One network's numbers, each computed once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        first = Times(network)
        self.visits = expected_visits(network, first.chances())
        self.load = load_of(network, self.visits)
        shares = {at: service.shares for at, service in self.load.services.items()}
        transfers = transfer_laws(network, first.chances(), shares)
        queues = queue_laws(self.load)
        self.times = Times(network, self.load, queues, transfers=transfers)
        if has_hours(network):
            arriving = passing_times(self.times, self.visits)
            queues = queue_laws(self.load, arriving)
            arriving = passing_times(Times(network, self.load, queues, arriving, transfers), self.visits)
            self.times = Times(network, self.load, queues, arriving, transfers)
            self.times.blocks = partial(common_hours_law, self.times)
            self._take_chances()
        self.queues = queues

    def _take_chances(self) -> None:
        """Where closing hours change who is first, visits and loads change with them."""
        chances = self.times.chances()
        if chances:
            self.visits = expected_visits(self.network, chances)
            self.load = load_of(self.network, self.visits)

    def flow(self, assumed: tuple[Text, ...], warnings: tuple[Text, ...] = ()) -> Flow:
        pairs = list(enumerate(self.visits.tolist()))
        nodes = self.network.nodes
        is_overloaded = any(load >= 1 for load in self.load.utilisation.values())
        law = self.times.cycle
        cycle_time = math.inf if is_overloaded else law.mean
        theoretical = WorkTimes(self.times).cycle.mean
        waiting = math.fsum(visits * count_of(nodes[at]) * self._wait_s(at) for at, visits in pairs if visits > 0)
        capacity, constraint = self.load.capacity()
        tasks = [at for at, node in enumerate(nodes) if node.kind == "task"]
        seen = [at for at, node in enumerate(nodes) if node.kind in {"task", "wait"}]
        return Flow(
            visits=self._by_element(dict(pairs)),
            cycle_time_s=cycle_time,
            cycle_time_sd_s=math.inf if is_overloaded else math.sqrt(law.variance),
            processing_time_s=math.fsum(self.load.instances[at] * self.times.work(at).mean for at in tasks),
            waiting_time_s=math.inf if is_overloaded else waiting,
            cost=self.network.scenario.case_cost
            + work_cost(self.load, "office")
            + math.fsum(visits * count_of(nodes[at]) * nodes[at].fixed_cost for at, visits in pairs),
            cost_applicant=work_cost(self.load, "applicant"),
            fee=math.fsum(visits * count_of(nodes[at]) * nodes[at].fee for at, visits in pairs),
            processing_by_activity_s={nodes[at].id: self.times.work(at).mean for at in tasks},
            waiting_by_activity_s={nodes[at].id: self._wait_s(at) for at in seen},
            closed_by_activity_s=self._closed(seen),
            work_per_resource_s=self.load.work,
            queue_per_resource_s={pool: queue.mean for pool, queue in self.queues.items()},
            utilisation=self.load.utilisation,
            capacity_per_h=capacity * 3600,
            arrival_rate_per_h=self.load.rate * 3600,
            constraint=constraint,
            efficiency=theoretical / cycle_time if cycle_time else 1.0,
            theoretical_cycle_time_s=theoretical,
            first_pass_yield=first_pass_yield(self.network, lambda at: self.times.routes(at)[1]),
            warnings=(*self.load.warnings(), *warnings, *self._cut_short(), *self._crossed()),
            assumed=assumed,
        )

    def _closed(self, seen: list[int]) -> dict[str, float]:
        arriving = self.times.arriving
        return {self.network.nodes[at].id: self.times.stay(at).closed_s for at in seen if at in arriving}

    def _wait_s(self, at: int) -> float:
        """The wait of one instance; that before an event-based gateway is the gateway's, not that of its events."""
        sources = [self.network.ways[way].source for way in self.network.nodes[at].incoming]
        if any(self.network.nodes[source].split == "first" for source in sources):
            return 0.0
        return self.times.wait_s(at)

    def _cut_short(self) -> Iterator[Text]:
        for at in sorted(self.times.cut):
            yield Text(
                "A way leads back into the block that begins at {element}. It is counted once, so the cycle time here "
                "is too short; the simulation counts every time.",
                element=self.network.nodes[at].id,
            )

    def _crossed(self) -> Iterator[Text]:
        for at in sorted(self.times.crossed - self.times.cut):
            yield Text(
                "The parallel ways that begin at {element} are joined across each other. What they share is taken as "
                "passing on each way by itself, so the cycle time here is too long rather than too short; the "
                "simulation counts it once. With exponential times, or fixed ones without choices, this is exact too.",
                element=self.network.nodes[at].id,
            )

    def _by_element(self, values: Mapping[int, float]) -> dict[str, float]:
        found: dict[str, float] = {}
        for at, value in values.items():
            key = self.network.nodes[at].id
            found[key] = found.get(key, 0.0) + value
        return found
