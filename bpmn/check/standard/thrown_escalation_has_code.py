"""A thrown escalation of an executable process has a code.

Source: BPMN 2.0.2 §10.5.5; BPMNspector EXT.011.
"""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import ThrowEvent

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for event in subject.events():
        if not isinstance(event, ThrowEvent) or not subject.place_of[event.id].process.is_executable:
            continue
        for definition in event.definitions:
            if definition.type != "escalationEventDefinition":
                continue
            escalation = subject.model.definitions.get(definition.reference or "")
            # An escalation that is named, but lies in another file, may well have its code there.
            if (escalation is None and not definition.reference) or (escalation is not None and not escalation.code):
                text = Text("The escalation of {element} has no code.", element=describe(event))
                yield fault_at(event, text, Text("Give it an escalationCode, so that it can be caught."))


RULE = Rule(id="standard-011", constraint="EXT.011", severity="warning", find=_find)
