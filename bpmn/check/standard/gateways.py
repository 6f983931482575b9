"""Constraints on gateways: their direction, what event-based ones lead to. BPMN 2.0.2 §10.6."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import BoundaryEvent, CatchEvent, Gateway, StartEvent

__all__ = ["RULES"]


def _direction(subject: Subject, direction: str) -> Iterator[Gateway]:
    return (gateway for gateway in subject.gateways() if gateway.direction == direction)


def _fault(gateway: Gateway) -> Fault:
    text = Text(
        "{element} is said to be {direction}, but is not.", element=describe(gateway), direction=gateway.direction
    )
    return fault_at(gateway, text, Text("Leave gatewayDirection out, or make it say what is drawn."))


def _converging(subject: Subject) -> Iterator[Fault]:
    return (_fault(g) for g in _direction(subject, "Converging") if len(g.incoming) < 2 or len(g.outgoing) > 1)


def _diverging(subject: Subject) -> Iterator[Fault]:
    return (_fault(g) for g in _direction(subject, "Diverging") if len(g.incoming) > 1 or len(g.outgoing) < 2)


def _mixed(subject: Subject) -> Iterator[Fault]:
    return (_fault(g) for g in _direction(subject, "Mixed") if len(g.incoming) < 2 or len(g.outgoing) < 2)


def _event_gateways(subject: Subject) -> Iterator[Gateway]:
    return (gateway for gateway in subject.gateways() if gateway.type == "eventBasedGateway")


def _no_conditions(subject: Subject) -> Iterator[Fault]:
    for gateway in _event_gateways(subject):
        for flow in subject.outgoing(gateway):
            if flow.condition is not None:
                text = Text("A flow out of {element} has a condition: the event decides.", element=describe(gateway))
                yield fault_at(flow, text, Text("Remove the condition."))


def _either_tasks_or_messages(subject: Subject) -> Iterator[Fault]:
    for gateway in _event_gateways(subject):
        targets = [subject.model.nodes.get(flow.target) for flow in subject.outgoing(gateway)]
        has_task = any(target is not None and target.type == "receiveTask" for target in targets)
        if has_task and any(isinstance(target, CatchEvent) and target.kind == "message" for target in targets):
            text = Text("{element} leads to receive tasks and to message events.", element=describe(gateway))
            yield fault_at(gateway, text, Text("Use only one of the two behind it."))


def _only_from_gateway(subject: Subject) -> Iterator[Fault]:
    for gateway in _event_gateways(subject):
        for flow in subject.outgoing(gateway):
            target = subject.model.nodes.get(flow.target)
            if target is not None and len(target.incoming) > 1:
                text = Text(
                    "{element} waits for an event-based gateway, but other flows lead to it.", element=describe(target)
                )
                yield fault_at(target, text, Text("Let only the gateway lead to it."))


def _nothing_on_the_edge(subject: Subject) -> Iterator[Fault]:
    hosts = {node.attached_to for node in subject.events() if isinstance(node, BoundaryEvent)}
    for gateway in _event_gateways(subject):
        for flow in subject.outgoing(gateway):
            target = subject.model.nodes.get(flow.target)
            if target is not None and target.id in hosts:
                text = Text(
                    "{element} waits for an event-based gateway and has events on its edge.", element=describe(target)
                )
                yield fault_at(target, text, Text("Lead the gateway to those events instead."))


def _join_or_split(subject: Subject) -> Iterator[Fault]:
    for gateway in subject.gateways():
        # One way in and one way out is found by superfluous-gateway, several in or out by nothing.
        if len(gateway.incoming) + len(gateway.outgoing) < 2:
            text = Text("{element} neither splits nor joins anything.", element=describe(gateway))
            yield fault_at(gateway, text, Text("Draw the flows that are missing, or remove it."))


def _instantiating_ones_come_first(subject: Subject) -> Iterator[Fault]:
    for gateway in _event_gateways(subject):
        sources = [subject.model.nodes.get(flow.source) for flow in subject.incoming(gateway)]
        is_late = not all(isinstance(source, StartEvent) and source.kind == "none" for source in sources)
        if gateway.instantiate and is_late:
            text = Text("{element} is to start the process, but comes after something else.", element=describe(gateway))
            yield fault_at(gateway, text, Text("Let nothing but a start event lead to it, or remove instantiate."))


RULES: tuple[Rule, ...] = (
    Rule(id="standard-017", constraint="EXT.017", severity="warning", find=_converging),
    Rule(id="standard-018", constraint="EXT.018", severity="warning", find=_diverging),
    Rule(id="standard-019", constraint="EXT.019", severity="warning", find=_mixed),
    Rule(id="standard-135", constraint="EXT.135", severity="warning", find=_join_or_split),
    Rule(id="standard-142", constraint="EXT.142", severity="error", find=_instantiating_ones_come_first),
    Rule(id="standard-137", constraint="EXT.137", severity="error", find=_no_conditions),
    Rule(id="standard-139", constraint="EXT.139", severity="warning", find=_either_tasks_or_messages),
    Rule(id="standard-140", constraint="EXT.140", severity="warning", find=_nothing_on_the_edge),
    Rule(id="standard-141", constraint="EXT.141", severity="error", find=_only_from_gateway),
)
