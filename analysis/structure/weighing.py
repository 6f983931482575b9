"""What a scenario makes of a structure: where its traffic, its time and its limit are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.flow import known_chances
from analysis.network import Network, build_network
from analysis.network.rules import facts_of
from analysis.scenario.values import Scenario
from analysis.structure.betweenness import betweenness
from analysis.structure.critical_path import CriticalPath, PathPart, critical_path
from analysis.structure.throughput import Throughput, throughput_bound
from analysis.structure.traffic import Traffic, measure_traffic
from bpmn.model import FlowNode, Model
from bpmn.normal import normal_form

if TYPE_CHECKING:
    from analysis.flow import Flow
    from bpmn.decisions import DecisionModel

__all__ = ["WeightedStructure", "weigh_structure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedStructure:
    """What a scenario makes of a structure.

    Attributes:
        betweenness: By element of the file the share of the ways cases go between other elements that pass it, 0 to 1.
        critical_path: The way on which most of a case's time is expected.
        throughput: The most cases the people allow, and who limits them.
    """

    betweenness: Mapping[str, float]
    critical_path: CriticalPath
    throughput: Throughput

    def as_json(self) -> dict[str, Any]:
        """Return it as data; an infinite number of cases is null."""
        path, bound = self.critical_path, self.throughput
        return {
            "betweenness": dict(self.betweenness),
            "critical_path": {
                "time_s": path.time_s,
                "parts": [{"elements": list(part.elements), "time_s": part.time_s} for part in path.parts],
            },
            "throughput": {
                "cases_per_h": bound.cases_per_h if bound.pools else None,
                "pools": list(bound.pools),
                "activities": list(bound.activities),
            },
        }


def weigh_structure(
    model: Model, scenario: Scenario, flow: "Flow", decisions: "Iterable[DecisionModel]" = ()
) -> WeightedStructure:
    """Return where the traffic, the time and the limit of a process are.

    Args:
        model: The model as the file has it.
        scenario: Its completed scenario.
        flow: From `analyse_flow` of both.
        decisions: The DMN files it was made with.

    Raises:
        ScenarioError: If the scenario does not fit the model.
    """
    network, _ = known_chances(build_network(normal_form(model).model, scenario, facts_of(model, scenario, decisions)))
    traffic = measure_traffic(network, flow.visits)
    known = model.nodes
    return WeightedStructure(
        betweenness={element: value for element, value in betweenness(traffic).items() if element in known},
        critical_path=_within(critical_path(traffic), known),
        throughput=_bound(network, traffic, flow),
    )


def _within(path: CriticalPath, known: Mapping[str, FlowNode]) -> CriticalPath:
    """Leave out the gateways that only the normal form has."""
    parts = [
        PathPart(elements=tuple(element for element in part.elements if element in known), time_s=part.time_s)
        for part in path.parts
    ]
    return CriticalPath(parts=tuple(part for part in parts if part.elements), time_s=path.time_s)


def _bound(network: Network, traffic: Traffic, flow: "Flow") -> Throughput:
    people = _people(flow)
    work: dict[str, float] = {}
    pools: dict[str, tuple[str, ...]] = {}
    for node, visits in zip(network.nodes, traffic.visits, strict=True):
        if node.kind == "task" and node.resources and all(pool in people for pool in node.resources):
            turns = node.instances.expected if node.instances is not None else 1.0
            seconds = visits * turns * flow.processing_by_activity_s.get(node.id, 0.0)
            work[node.id] = work.get(node.id, 0.0) + seconds
            pools[node.id] = node.resources
    return throughput_bound(work, pools, people)


def _people(flow: "Flow") -> dict[str, float]:
    """Return how many people each limited pool has at work on average: the work that arrives by how busy they are."""
    rate = flow.arrival_rate_per_h / 3600
    return {pool: rate * flow.work_per_resource_s[pool] / load for pool, load in flow.utilisation.items() if load > 0}
