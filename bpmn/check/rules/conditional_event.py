"""A conditional event has a condition (bpmnlint; BPMN 2.0.2 §10.5.5)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_if_run
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if any(d.type == "conditionalEventDefinition" and d.condition is None for d in event.definitions):
            text = Text("{element} does not say what it waits for.", element=describe(event))
            yield fault_if_run(subject, event, text, Text("Write the condition, for example: amount > 1000"))


RULE = Rule(id="conditional-event", severity="error", find=_find)
