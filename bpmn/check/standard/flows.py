"""Constraints on sequence flows: where they begin and end, where there must be one. BPMN 2.0.2 §8.3.13, §10.3."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Place, Subject, describe
from bpmn.language import Text
from bpmn.model import BoundaryEvent, CatchEvent, EndEvent, FlowNode, Gateway, IntermediateThrowEvent, StartEvent

__all__ = ["RULES"]

_IN = Text("Remove the flow that leads to it.")
_OUT = Text("Remove the flow that leaves it.")


def _starts_are_not_entered(subject: Subject) -> Iterator[Fault]:
    for node in subject.events():
        if isinstance(node, StartEvent) and node.incoming:
            yield fault_at(node, Text("A flow leads to {element}, which only begins.", element=describe(node)), _IN)


def _ends_are_not_left(subject: Subject) -> Iterator[Fault]:
    for node in subject.events():
        if isinstance(node, EndEvent) and node.outgoing:
            yield fault_at(node, Text("A flow leaves {element}, which only ends.", element=describe(node)), _OUT)


def _boundaries_are_not_entered(subject: Subject) -> Iterator[Fault]:
    for node in subject.events():
        if isinstance(node, BoundaryEvent) and node.incoming:
            text = Text("A flow leads to {element}, which stands on an edge.", element=describe(node))
            yield fault_at(node, text, _IN)


def _start_where_end(subject: Subject) -> Iterator[Fault]:
    yield from _one_without_other(subject, EndEvent, StartEvent, Text("It has an end event but no start event."))


def _end_where_start(subject: Subject) -> Iterator[Fault]:
    yield from _one_without_other(subject, StartEvent, EndEvent, Text("It has a start event but no end event."))


def _one_without_other(subject: Subject, here: type[FlowNode], missing: type[FlowNode], text: Text) -> Iterator[Fault]:
    for place in subject.places:
        found = [node for node in place.scope.nodes if isinstance(node, here)]
        if found and not place.is_ad_hoc and not any(isinstance(node, missing) for node in place.scope.nodes):
            yield fault_at(found[0], text, Text("Draw both a start and an end event, or neither."))


def _entered_where_start(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if not any(isinstance(node, StartEvent) for node in place.scope.nodes):
            continue
        for node in _inner(subject, place):
            if not node.incoming and not isinstance(node, BoundaryEvent) and not _is_link(node, CatchEvent):
                text = Text("There is a start event, but no flow leads to {element}.", element=describe(node))
                yield fault_at(node, text, Text("Lead a flow to it."))


def _left_where_end(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if not any(isinstance(node, EndEvent) for node in place.scope.nodes):
            continue
        for node in _inner(subject, place):
            if not node.outgoing and not _is_link(node, IntermediateThrowEvent) and not _only_undoes(node):
                text = Text("There is an end event, but no flow leaves {element}.", element=describe(node))
                yield fault_at(node, text, Text("Lead a flow from it to what comes next."))


def _inner(subject: Subject, place: Place) -> Iterator[FlowNode]:
    for node in place.scope.nodes:
        if not isinstance(node, StartEvent | EndEvent) and not subject.stands_alone(node):
            yield node


def _is_link(node: FlowNode, kind: type[FlowNode]) -> bool:
    return isinstance(node, kind) and getattr(node, "kind", "") == "link"


def _only_undoes(node: FlowNode) -> bool:
    return isinstance(node, BoundaryEvent) and node.kind == "compensate"


def _defaults_leave(subject: Subject) -> Iterator[Fault]:
    for node in subject.gateways():
        if isinstance(node, Gateway) and node.default and node.default not in node.outgoing:
            text = Text("The default flow of {element} does not leave it.", element=describe(node))
            yield fault_at(node, text, Text("Name one of its outgoing flows."))


def _on_one_level(subject: Subject) -> Iterator[Fault]:
    for flow in subject.model.flows.values():
        source, target = subject.place_of.get(flow.source), subject.place_of.get(flow.target)
        if source is not None and target is not None and source.owner.id != target.owner.id:
            text = Text("{element} crosses the edge of a sub-process or process.", element=describe(flow))
            yield fault_at(flow, text, Text("Draw the flow between two nodes on the same level."))


RULES: tuple[Rule, ...] = (
    Rule(id="standard-026", constraint="EXT.026", severity="error", find=_defaults_leave),
    Rule(id="standard-097", constraint="EXT.097", severity="warning", find=_start_where_end),
    Rule(id="standard-101", constraint="EXT.101", severity="error", find=_starts_are_not_entered),
    Rule(id="standard-104", constraint="EXT.104", severity="error", find=_ends_are_not_left),
    Rule(id="standard-105", constraint="EXT.105", severity="warning", find=_end_where_start),
    Rule(id="standard-112", constraint="EXT.112", severity="error", find=_boundaries_are_not_entered),
    Rule(id="standard-150", constraint="EXT.150", severity="warning", find=_entered_where_start),
    Rule(id="standard-151", constraint="EXT.151", severity="warning", find=_left_where_end),
    Rule(id="standard-152", constraint="EXT.152", severity="error", find=_on_one_level),
)
