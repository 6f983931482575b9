"""Every element has its place in the diagram (bpmnlint; BPMN 2.0.2 §12)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    planes = subject.model.diagrams
    drawn = {shape.element for plane in planes for shape in plane.shapes}
    drawn |= {edge.element for plane in planes for edge in plane.edges}
    if not drawn:
        yield from _without_diagram(subject)
        return
    for element in (*subject.model.nodes.values(), *subject.model.flows.values()):
        if element.id not in drawn:
            yield fault_at(
                element,
                Text("{element} is not drawn in the diagram.", element=describe(element)),
                Text("Open the file in a modeller, place the element and save it."),
            )


def _without_diagram(subject: Subject) -> Iterator[Fault]:
    if subject.model.nodes:
        yield Fault(
            text=Text("The file has no diagram; Ortoo draws one of its own."),
            advice=Text("Open the file in a modeller and save it with its diagram."),
        )


RULE = Rule(id="no-bpmndi", severity="hint", find=_find)
