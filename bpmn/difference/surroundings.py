"""A model's nodes with what is around each: neighbours, lane, the sub-process it is in."""

from functools import cached_property

from bpmn.difference.labels import normal_label
from bpmn.model import Activity, BoundaryEvent, Event, FlowNode, Gateway, Model

__all__ = ["Surroundings", "category_of"]


def category_of(node: FlowNode) -> str:
    """Return what a node can be matched with: any activity, any gateway, an event of the same place and kind."""
    if isinstance(node, Activity):
        return "activity"
    if isinstance(node, Gateway):
        return "gateway"
    return f"{node.type} {node.kind}" if isinstance(node, Event) else node.type


class Surroundings:
    """The nodes of one model.

    Attributes:
        model: The model.
        nodes: Its nodes by id, in the file's order.
        places: Where each comes in the file, from 0 to 1.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.nodes = model.nodes
        self.places = {node: at / max(1, len(self.nodes) - 1) for at, node in enumerate(self.nodes)}

    @cached_property
    def before(self) -> dict[str, list[tuple[str, str]]]:
        """For each node, the flows that enter it: what the flow says, and the node it comes from."""
        return self._joined("incoming")

    @cached_property
    def behind(self) -> dict[str, list[tuple[str, str]]]:
        """For each node, the flows that leave it: what the flow says, and the node it leads to."""
        return self._joined("outgoing")

    def _joined(self, side: str) -> dict[str, list[tuple[str, str]]]:
        flows = self.model.flows
        found: dict[str, list[tuple[str, str]]] = {}
        for node in self.nodes.values():
            arrows = [flows[flow] for flow in getattr(node, side) if flow in flows]
            ends = [(flow, flow.source if side == "incoming" else flow.target) for flow in arrows]
            found[node.id] = [(normal_label(flow.name), end) for flow, end in ends if end in self.nodes]
        return found

    @cached_property
    def owners(self) -> dict[str, str]:
        """For each node, the sub-process or process it is in; for a boundary event, its activity."""
        found: dict[str, str] = {}
        for process, _, node in self.model.walk():
            found.setdefault(node.id, process.id)
            scope = getattr(node, "scope", None)
            for inner in scope.nodes if scope is not None else ():
                found[inner.id] = node.id
        for node in self.nodes.values():
            if isinstance(node, BoundaryEvent) and node.attached_to in self.nodes:
                found[node.id] = node.attached_to
        return found

    def holders(self, node: str) -> set[str]:
        """Return the sub-process that a node is in, or the activity that an event is on."""
        return {self.owners.get(node, "")} & self.nodes.keys()

    @cached_property
    def lanes(self) -> dict[str, str]:
        """The name of each node's lane, "" where it has none or the lane has none."""
        names: dict[str, str] = {}
        for process in self.model.processes:
            lanes = list(process.scope.lanes)
            for lane in lanes:
                names[lane.id] = normal_label(lane.name)
                lanes.extend(lane.lanes)
        return {node: names.get(lane, "") for node, lane in self.model.lane_of.items()}

    @cached_property
    def steps_before(self) -> dict[str, set[str]]:
        """For each node, the nearest activities and events that come before it, gateways left out."""
        return self._steps(self.before)

    @cached_property
    def steps_behind(self) -> dict[str, set[str]]:
        """For each node, the nearest activities and events that come behind it, gateways left out."""
        return self._steps(self.behind)

    @cached_property
    def around(self) -> dict[str, tuple[set[str], ...]]:
        """What is around each node: before and behind it, what holds it, and the steps behind and before it."""
        return {
            node: (
                {end for _, end in self.before[node]},
                {end for _, end in self.behind[node]},
                self.holders(node),
                self.steps_behind[node],
                self.steps_before[node],
            )
            for node in self.nodes
        }

    def _steps(self, joined: dict[str, list[tuple[str, str]]]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for node in self.nodes:
            steps: set[str] = set()
            seen: set[str] = set()
            waiting = [end for _, end in joined[node]]
            while waiting:
                end = waiting.pop()
                if end in seen:
                    continue
                seen.add(end)
                if isinstance(self.nodes[end], Gateway):
                    waiting += [further for _, further in joined[end]]
                else:
                    steps.add(end)
            found[node] = steps
        return found
