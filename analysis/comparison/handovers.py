"""How often work changes hands, and how much of it machines do: expected figures of an average case."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import fsum

from analysis.scenario import Scenario
from bpmn.model import Activity, BoundaryEvent, FlowNode, Gateway, Model, SequenceFlow, SubProcess, Task

__all__ = ["automated_share", "count_facts", "expected_handovers"]

_AUTOMATED = frozenset({"serviceTask", "scriptTask", "businessRuleTask", "sendTask"})
_WAITING = frozenset({"receiveTask"})
_NEGLIGIBLE = 1e-9


def automated_share(model: Model, visits: Mapping[str, float]) -> float | None:
    """Return the share of an average case's tasks that no person carries out; None where there are no tasks.

    Service, script, business rule and send tasks count as automated, a receive task is waiting and not counted.
    """
    tasks = [node for node in model.nodes.values() if isinstance(node, Task) and node.type not in _WAITING]
    total = fsum(visits.get(task.id, 0.0) for task in tasks)
    if not total:
        return None
    return fsum(visits.get(task.id, 0.0) for task in tasks if task.type in _AUTOMATED) / total


def expected_handovers(model: Model, scenario: Scenario, visits: Mapping[str, float]) -> float:
    """Return how often, in an average case, one performer's work goes on at another's.

    A performer is the first pool the scenario names for an activity, else its lane. Between two people's activities
    the way may lead over gateways, events and automated tasks: they hold nothing up by changing hands. Each branch of a
    parallel block hands over for itself.

    Source: number of handovers, van der Aalst, Reijers, Song: Discovering social networks from event logs, CSCW 14
    (2005), here with a model's probabilities instead of a log's counts.
    """
    ways = _Ways(model, scenario)
    handovers = 0.0
    for node in model.nodes.values():
        performer = ways.performer_before(node)
        weight = visits.get(node.id, 0.0)
        if performer is not None and weight > 0:
            reached = ways.next_performers(node)
            handovers += weight * fsum(chance for who, chance in reached.items() if who != performer)
    return handovers


def count_facts(model: Model) -> dict[str, int]:
    """Return how many tasks, automated tasks, gateways, events and lanes with work in them the model has."""
    nodes = list(model.nodes.values())
    tasks = [node for node in nodes if isinstance(node, Task)]
    gateways = [node for node in nodes if isinstance(node, Gateway)]
    return {
        "tasks": len(tasks),
        "automated_tasks": sum(task.type in _AUTOMATED for task in tasks),
        "gateways": len(gateways),
        "events": len(nodes) - len(gateways) - sum(isinstance(node, Activity) for node in nodes),
        "lanes": len({lane for node, lane in model.lane_of.items() if isinstance(model.nodes.get(node), Task)}),
        "sequence_flows": len(model.flows),
    }


class _Ways:
    """Where a token goes on from a node, sub-processes opened."""

    def __init__(self, model: Model, scenario: Scenario) -> None:
        self._model = model
        self._scenario = scenario
        self._performers = {node.id: _performer(node, model, scenario) for node in model.nodes.values()}
        self._holders = {
            inner.id: node
            for node in model.nodes.values()
            if isinstance(node, SubProcess)
            for inner in node.scope.nodes
        }

    def performer_before(self, node: FlowNode) -> str | None:
        """Who has had the case in hand when a token leaves this node: at a boundary event the activity's performer."""
        return self._performers.get(node.attached_to if isinstance(node, BoundaryEvent) else node.id)

    def next_performers(self, start: FlowNode) -> dict[str, float]:
        """Follow one token from a node to the next activities that people do: how many of each performer it meets."""
        found: dict[str, float] = defaultdict(float)
        waiting = {start.id: 1.0}
        for _ in range(len(self._model.nodes)):
            following: dict[str, float] = defaultdict(float)
            for node_id, weight in waiting.items():
                for target, chance in self._ways_on(self._model.nodes[node_id], is_start=node_id == start.id):
                    who = self._performers.get(target)
                    (following if who is None else found)[target if who is None else who] += weight * chance
            waiting = {node_id: weight for node_id, weight in following.items() if weight > _NEGLIGIBLE}
            if not waiting:
                break
        return dict(found)

    def _ways_on(self, node: FlowNode, *, is_start: bool) -> list[tuple[str, float]]:
        if isinstance(node, SubProcess) and not is_start:
            return [
                (inner.id, 1.0)
                for inner in node.scope.nodes
                if not inner.incoming and not isinstance(inner, BoundaryEvent)
            ]
        flows = [self._model.flows[flow] for flow in node.outgoing if flow in self._model.flows]
        if not flows and node.id in self._holders:
            return self._ways_on(self._holders[node.id], is_start=True)
        chances = self._chances(node, flows)
        return [(flow.target, chances[flow.id]) for flow in flows if flow.target in self._model.nodes]

    def _chances(self, node: FlowNode, flows: Sequence[SequenceFlow]) -> dict[str, float]:
        if node.type not in {"exclusiveGateway", "eventBasedGateway", "inclusiveGateway"} or len(flows) == 1:
            return dict.fromkeys((flow.id for flow in flows), 1.0)
        known = {flow.id: self._scenario.flows[flow.id] for flow in flows if flow.id in self._scenario.flows}
        rest = max(0.0, 1.0 - fsum(known.values())) / max(1, len(flows) - len(known))
        return {flow.id: known.get(flow.id, rest) for flow in flows}


def _performer(node: FlowNode, model: Model, scenario: Scenario) -> str | None:
    if not isinstance(node, Task) or node.type in _AUTOMATED | _WAITING:
        return None
    parameters = scenario.activities.get(node.id)
    if parameters and parameters.resources:
        return parameters.resources[0]
    return model.lane_of.get(node.id)
