"""How often each way was taken in a log, as a scenario says it."""

from analysis.mining.conforming import Conformance
from analysis.scenario import Distribution, EventParameters
from bpmn.model import BoundaryEvent, CatchEvent, FlowNode, Gateway, Model, StartEvent

__all__ = ["event_parameters", "way_probabilities"]

_DECIDING = {"exclusiveGateway", "inclusiveGateway"}
_AT_ONCE = Distribution(type="fixed", value=0.0)


def _nodes(model: Model, process: str) -> list[FlowNode]:
    found = model.process(process)
    return [node for _, node in found.scope.walk()] if found else []


def way_probabilities(model: Model, process: str, found: Conformance) -> tuple[dict[str, float], dict[str, str]]:
    """Return the probability of each way out of a gateway that cases passed, and that these gateways go by them.

    Of an exclusive gateway the ways' shares of all that left it; of an inclusive one each way's share of the times the
    gateway was passed. Only cases that fit the model are counted.
    """
    flows: dict[str, float] = {}
    gateways: dict[str, str] = {}
    for node in _nodes(model, process):
        if not isinstance(node, Gateway) or node.type not in _DECIDING or len(node.outgoing) < 2:
            continue
        taken = {flow: found.flows.get(flow, 0) for flow in node.outgoing}
        whole = sum(taken.values()) if node.type == "exclusiveGateway" else found.taken.get(node.id, 0)
        if whole:
            gateways[node.id] = "probability"
            flows |= {flow: min(1.0, count / whole) for flow, count in taken.items()}
    return flows, gateways


def event_parameters(model: Model, process: str, found: Conformance) -> dict[str, EventParameters]:
    """Return what is known of events: how likely those on activities are; what is waited for takes no time of its own.

    The time until an event comes is in the log a part of the delay of what follows it, and is counted there.
    """
    events: dict[str, EventParameters] = {}
    for node in _nodes(model, process):
        if isinstance(node, BoundaryEvent):
            passed = found.taken.get(node.attached_to, 0)
            if passed:
                share = min(1.0, found.taken.get(node.id, 0) / passed)
                events[node.id] = EventParameters(probability=share)
        elif isinstance(node, CatchEvent) and not isinstance(node, StartEvent) and found.taken.get(node.id):
            events[node.id] = EventParameters(duration=_AT_ONCE)
    return events
