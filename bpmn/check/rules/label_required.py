"""Steps, events, decisions and conditional ways are labelled (bpmnlint; 7PMG G6)."""

from collections.abc import Iterable, Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe, is_exchange
from bpmn.language import Text
from bpmn.model import Element, Gateway, Lane, SubProcess

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for element in _labelled(subject):
        if not element.name.strip():
            yield fault_at(
                element,
                Text("{element} has no label.", element=describe(element)),
                Text("Say what is done, what happened, or what is decided there."),
            )


def _labelled(subject: Subject) -> Iterator[Element]:
    for node in subject.drawn_nodes:
        if isinstance(node, Gateway):
            if len(node.outgoing) > 1 and node.type not in {"parallelGateway", "eventBasedGateway"}:
                yield node
        elif is_exchange(node) or not isinstance(node, SubProcess):
            yield node
    yield from (flow for flow in subject.drawn_flows.values() if subject.is_conditional(flow))
    for collaboration in subject.model.collaborations:
        yield from collaboration.participants
    for place in subject.places:
        yield from _lanes(place.scope.lanes)


def _lanes(lanes: Iterable[Lane]) -> Iterator[Lane]:
    for lane in lanes:
        yield lane
        yield from _lanes(lane.lanes)


RULE = Rule(id="label-required", severity="warning", find=_find)
