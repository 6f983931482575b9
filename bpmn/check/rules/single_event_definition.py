"""An event has one trigger (bpmnlint; 7PMG G5)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Event

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.drawn_nodes:
        if isinstance(event, Event) and len(event.definitions) > 1:
            yield fault_at(
                event,
                Text("{element} has several triggers.", element=describe(event)),
                Text("Use one event for each trigger, so that everybody sees which one it was."),
            )


RULE = Rule(id="single-event-definition", severity="warning", find=_find)
