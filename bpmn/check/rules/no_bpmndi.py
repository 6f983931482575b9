"""Every element has its place in the diagram (bpmnlint; BPMN 2.0.2 §12)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Collaboration, Element, Scope

__all__ = ["RULE"]

_NEVER_DRAWN = frozenset({"dataObject", "dataStore", "property"})


def _find(subject: Subject) -> Iterator[Fault]:
    planes = subject.model.diagrams
    drawn = {shape.element for plane in planes for shape in plane.shapes}
    drawn |= {edge.element for plane in planes for edge in plane.edges}
    if not drawn:
        yield from _without_diagram(subject)
        return
    for element in _to_be_drawn(subject):
        if element.id not in drawn:
            yield fault_at(
                element,
                Text("{element} is not drawn in the diagram.", element=describe(element)),
                Text("Open the file in a modeller, place the element and save it."),
            )


def _without_diagram(subject: Subject) -> Iterator[Fault]:
    if next(_to_be_drawn(subject), None) is not None:
        yield Fault(
            text=Text("The file has no diagram; Ortoo draws one of its own."),
            advice=Text("Open the file in a modeller and save it with its diagram."),
        )


def _to_be_drawn(subject: Subject) -> Iterator[Element]:
    for collaboration in subject.model.collaborations:
        yield from _of_collaboration(collaboration)
    for _, scope in subject.levels:
        yield from _of_scope(scope)


def _of_collaboration(collaboration: Collaboration) -> Iterator[Element]:
    yield from collaboration.participants
    yield from collaboration.message_flows
    yield from collaboration.artifacts


def _of_scope(scope: Scope) -> Iterator[Element]:
    yield from scope.nodes
    yield from scope.flows
    yield from scope.artifacts
    yield from (item for item in scope.data if item.type not in _NEVER_DRAWN)
    waiting = list(scope.lanes)
    while waiting:
        lane = waiting.pop(0)
        yield lane
        waiting.extend(lane.lanes)


RULE = Rule(id="no-bpmndi", severity="hint", find=_find)
